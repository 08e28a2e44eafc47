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

int run_bearer(item args, item expect, int64_t now)
{
    tokenseal_slice header = item_slice(args, "header");
    const char *token = NULL;
    size_t len = 0;
    tokenseal_status status = tokenseal_bearer_token(header.ptr, header.len, &token, &len);
    (void)now;
    return is_answer(status, expect, is_same(item_slice(expect, "ok"), token, len));
}
