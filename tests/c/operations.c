#include "operations.h"
#include "arguments.h"
#include "cookies.h"
#include "dialects.h"
#include "state.h"

#include <string.h>

json_t *refused(tokenseal_status status)
{
    return json_pack("{s:s}", "err", tokenseal_error_name(status));
}

json_t *done(json_t *result)
{
    return json_pack("{s:o}", "ok", result);
}

json_t *wrong(const char *what)
{
    return json_pack("{s:s}", "err", what);
}

int is_clean(const char *buffer, size_t len)
{
    size_t i;
    for (i = 0; i < len; i++)
        if ((unsigned char)buffer[i] != 0xAA && buffer[i] != 0)
            return 0;
    return 1;
}

static json_t *describe(const tokenseal_key *key)
{
    static const char *const names[] = {"", "HS256", "HS384", "HS512"};
    char kid[TOKENSEAL_MAX_KID];
    size_t kid_len = 0;
    uint32_t alg = 0;
    if (tokenseal_key_algorithm(key, &alg) != TOKENSEAL_OK || alg < 1 || alg > 3 ||
        tokenseal_key_kid(key, kid, sizeof kid, &kid_len) != TOKENSEAL_OK)
        broken("a key that was loaded is not usable");
    return json_pack("{s:s, s:o}", "alg", names[alg], "kid",
                     kid_len ? json_stringn(kid, kid_len) : json_null());
}

static json_t *op_key_load(const json_t *args, const tokenseal_key *keys, size_t count, int64_t now)
{
    (void)args, (void)now, (void)count;
    return done(describe(keys));
}

static json_t *op_jwks_load(const json_t *args, const tokenseal_key *keys, size_t count,
                            int64_t now)
{
    json_t *list = json_array();
    size_t i;
    (void)args, (void)now;
    for (i = 0; i < count; i++)
        json_array_append_new(list, describe(keys + i));
    return done(list);
}

static json_t *op_mac(const json_t *args, const tokenseal_key *keys, size_t count, int64_t now)
{
    text data = text_get(args, "data");
    unsigned char *tag = NULL;
    size_t len = 0;
    tokenseal_status status = tokenseal_mac(keys, data.ptr, data.len, NULL, 0, &len);
    (void)now, (void)count;
    if (status == TOKENSEAL_BUFFER_TOO_SMALL) {
        tag = (unsigned char *)texts_alloc(len);
        status = tokenseal_mac(keys, data.ptr, data.len, tag, len, &len);
    }
    return status == TOKENSEAL_OK ? done(hex_of(tag, len)) : refused(status);
}

static json_t *op_mac_verify(const json_t *args, const tokenseal_key *keys, size_t count,
                             int64_t now)
{
    text data = text_get(args, "data"), tag = text_get(args, "tag");
    tokenseal_status status =
        tokenseal_mac_verify(keys, data.ptr, data.len, (const uint8_t *)tag.ptr, tag.len);
    (void)now, (void)count;
    return status == TOKENSEAL_OK ? done(json_true()) : refused(status);
}

static json_t *op_jwt_verify(const json_t *args, const tokenseal_key *keys, size_t count,
                             int64_t now)
{
    tokenseal_policy policy = policy_of(json_object_get(args, "policy"));
    text token = text_get(args, "token");
    char *claims = NULL;
    size_t len = 0, index = 99, asked = TOKENSEAL_CLAIMS_LEN(token.len);
    tokenseal_status status = tokenseal_jwt_verify(keys, count, token.ptr, token.len, &policy, now,
                                                   NULL, 0, &len, &index);
    if (status == TOKENSEAL_BUFFER_TOO_SMALL) {
        if (len > asked)
            return wrong("TOKENSEAL_CLAIMS_LEN is too small");
        asked = len;
        claims = (char *)texts_alloc(asked);
        status = tokenseal_jwt_verify(keys, count, token.ptr, token.len, &policy, now, claims,
                                      asked, &len, &index);
        if (status != TOKENSEAL_OK && (len != asked || index != 99 || !is_clean(claims, asked)))
            return wrong("something of a refused token got out");
    }
    if (status != TOKENSEAL_OK)
        return refused(status);
    return done(
        json_pack("{s:o, s:I}", "claims", json_stringn(claims, len), "key", (json_int_t)index));
}

static json_t *op_jwt_sign(const json_t *args, const tokenseal_key *keys, size_t count, int64_t now)
{
    tokenseal_claims claims = claims_of(args);
    size_t len = 0;
    char *token;
    tokenseal_status status = tokenseal_jwt_sign_len(keys, &claims, now, &len), again;
    (void)count;
    token = (char *)texts_alloc(len);
    again = tokenseal_jwt_sign(keys, &claims, now, token, len, &len);
    if (again != status)
        return wrong("sign_len and sign disagree");
    return status == TOKENSEAL_OK ? done(json_stringn(token, len)) : refused(status);
}

static json_t *op_jwt_inspect(const json_t *args, const tokenseal_key *keys, size_t count,
                              int64_t now)
{
    text token = text_get(args, "token");
    size_t header_len = 0, claims_len = 0;
    char *header = NULL, *claims = NULL;
    tokenseal_status status =
        tokenseal_unverified_read(token.ptr, token.len, NULL, 0, &header_len, NULL, 0, &claims_len);
    (void)keys, (void)count, (void)now;
    if (status == TOKENSEAL_BUFFER_TOO_SMALL) {
        header = (char *)texts_alloc(header_len);
        claims = (char *)texts_alloc(claims_len);
        status = tokenseal_unverified_read(token.ptr, token.len, header, header_len, &header_len,
                                           claims, claims_len, &claims_len);
    }
    if (status != TOKENSEAL_OK)
        return refused(status);
    return done(json_pack("{s:o, s:o}", "header", json_stringn(header, header_len), "claims",
                          json_stringn(claims, claims_len)));
}

static json_t *op_bearer(const json_t *args, const tokenseal_key *keys, size_t count, int64_t now)
{
    text header = text_get(args, "header");
    const char *token = NULL;
    size_t len = 0;
    tokenseal_status status = tokenseal_bearer_token(header.ptr, header.len, &token, &len);
    (void)keys, (void)count, (void)now;
    return status == TOKENSEAL_OK ? done(json_stringn(token, len)) : refused(status);
}

json_t *operate(const char *op, const json_t *args, int64_t now)
{
    static const struct {
        const char *name;
        int has_keys;
        json_t *(*run)(const json_t *, const tokenseal_key *, size_t, int64_t);
    } operations[] = {
        {"key.load", 1, op_key_load},
        {"jwks.load", 1, op_jwks_load},
        {"mac", 1, op_mac},
        {"mac.verify", 1, op_mac_verify},
        {"jwt.verify", 1, op_jwt_verify},
        {"jwt.sign", 1, op_jwt_sign},
        {"jwt.inspect", 0, op_jwt_inspect},
        {"bearer", 0, op_bearer},
        {"cookie.parse", 0, op_cookie_parse},
        {"cookie.find", 0, op_cookie_find},
        {"cookie.set", 0, op_cookie_set},
        {"cookie.remove", 0, op_cookie_remove},
        {"cookie.seal", 1, op_cookie_seal},
        {"cookie.open", 1, op_cookie_open},
        {"dialect.seal", 0, op_dialect_seal},
        {"dialect.open", 0, op_dialect_open},
        {"session.start", 1, op_session_start},
        {"session.load", 1, op_session_load},
        {"session.save", 1, op_session_save},
        {"session.rotate", 1, op_session_rotate},
        {"session.end", 1, op_session_end},
        {"session.end_all", 1, op_session_end_all},
        {"refresh.start", 1, op_refresh_start},
        {"refresh.rotate", 1, op_refresh_rotate},
        {"refresh.end", 1, op_refresh_end},
        {"refresh.end_all", 1, op_refresh_end_all},
        {"revocation.deny", 0, op_revocation_deny},
        {"revocation.check", 0, op_revocation_check},
        {"revocation.end_all", 0, op_revocation_end_all},
        {"csrf.token", 1, op_csrf_token},
        {"csrf.verify", 1, op_csrf_verify},
        {"csrf.fetch", 0, op_csrf_fetch},
    };
    size_t i, k, count = 0;
    for (i = 0; i < sizeof operations / sizeof *operations; i++) {
        tokenseal_key *keys = NULL;
        tokenseal_status status = TOKENSEAL_OK;
        json_t *result;
        if (strcmp(op, operations[i].name) != 0)
            continue;
        if (operations[i].has_keys)
            status = keys_init(args, &keys, &count);
        result =
            status == TOKENSEAL_OK ? operations[i].run(args, keys, count, now) : refused(status);
        for (k = 0; keys && k < count; k++)
            tokenseal_key_wipe(keys + k);
        return result;
    }
    return NULL;
}
