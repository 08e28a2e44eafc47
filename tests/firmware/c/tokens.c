#include "board.h"
#include "operations.h"

int run_verify(item args, item expect, int64_t now)
{
    item spec = item_member(args, "policy"), ok = item_member(expect, "ok");
    tokenseal_slice token = item_slice(args, "token"), audience[ITEM_LIST_MAX],
                    required[ITEM_LIST_MAX];
    tokenseal_policy policy = TOKENSEAL_POLICY_INIT;
    tokenseal_status status;
    size_t cap, len = 0, index = 0;
    char *claims = room(&cap);
    policy.issuer = item_slice(spec, "issuer");
    policy.subject = item_slice(spec, "subject");
    policy.jwt_id = item_slice(spec, "jwt_id");
    policy.typ = item_slice(spec, "typ");
    policy.audience = item_slices(spec, "audience", audience, &policy.audience_count);
    policy.required = item_slices(spec, "required", required, &policy.required_count);
    policy.any_audience = (uint32_t)item_is_true(spec, "any_audience");
    policy.allow_no_exp = item_member(spec, "require_exp").kind == ITEM_FALSE;
    policy.leeway = (uint64_t)item_number(spec, "leeway_ms", 0);
    policy.max_age = (uint64_t)item_number(spec, "max_age_ms", (int64_t)TOKENSEAL_NO_MAX_AGE);
    policy.max_token = (uint32_t)item_number(spec, "max_token", TOKENSEAL_DEFAULT_MAX_TOKEN);
    status = keys_init(args);
    if (status == TOKENSEAL_OK)
        status = tokenseal_jwt_verify(keys, key_count, token.ptr, token.len, &policy, now, claims,
                                      cap, &len, &index);
    return is_answer(status, expect,
                     is_same(item_slice(ok, "claims"), claims, len) &&
                         item_number(ok, "key", -1) == (int64_t)index);
}

int run_sign(item args, item expect, int64_t now)
{
    tokenseal_slice audience[ITEM_LIST_MAX];
    tokenseal_claims claims = TOKENSEAL_CLAIMS_INIT;
    item expires_in = item_member(args, "expires_in_ms");
    tokenseal_status status;
    size_t cap, len = 0, needed = 0;
    char *token = room(&cap);
    claims.json = item_slice(args, "claims");
    claims.issuer = item_slice(args, "issuer");
    claims.subject = item_slice(args, "subject");
    claims.jwt_id = item_slice(args, "jwt_id");
    claims.typ = item_slice(args, "typ");
    claims.audience = item_slices(args, "audience", audience, &claims.audience_count);
    if (expires_in.kind != ITEM_ABSENT)
        claims.expires_in =
            expires_in.kind == ITEM_NULL ? TOKENSEAL_EXPIRES_NEVER : (uint64_t)expires_in.number;
    claims.not_before = item_number(args, "not_before_ms", TOKENSEAL_NO_TIME);
    claims.issued_at = item_number(args, "issued_at_ms", TOKENSEAL_NO_TIME);
    claims.max_token = (uint32_t)item_number(args, "max_token", TOKENSEAL_DEFAULT_MAX_TOKEN);
    status = keys_init(args);
    if (status == TOKENSEAL_OK)
        status = tokenseal_jwt_sign(keys, &claims, now, token, cap, &len);
    if (status == TOKENSEAL_OK)
        status = tokenseal_jwt_sign_len(keys, &claims, now, &needed);
    return is_answer(status, expect,
                     is_same(item_slice(expect, "ok"), token, len) && len == needed);
}

int run_inspect(item args, item expect, int64_t now)
{
    item ok = item_member(expect, "ok");
    tokenseal_slice token = item_slice(args, "token");
    size_t cap, header_len = 0, claims_len = 0;
    char *header = room(&cap), *claims = header + TOKENSEAL_MAX_HEADER;
    tokenseal_status status =
        tokenseal_unverified_read(token.ptr, token.len, header, TOKENSEAL_MAX_HEADER, &header_len,
                                  claims, cap - TOKENSEAL_MAX_HEADER, &claims_len);
    (void)now;
    return is_answer(status, expect,
                     is_same(item_slice(ok, "header"), header, header_len) &&
                         is_same(item_slice(ok, "claims"), claims, claims_len));
}

int run_bearer(item args, item expect, int64_t now)
{
    tokenseal_slice header = item_slice(args, "header");
    const char *token = NULL;
    size_t len = 0;
    tokenseal_status status = tokenseal_bearer_token(header.ptr, header.len, &token, &len);
    (void)now;
    return is_answer(status, expect, is_same(item_slice(expect, "ok"), token, len));
}
