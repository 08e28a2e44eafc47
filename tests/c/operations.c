#include "operations.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

static json_t *refused(tokenseal_status status)
{
    return json_pack("{s:s}", "err", tokenseal_error_name(status));
}

static json_t *done(json_t *result)
{
    return json_pack("{s:o}", "ok", result);
}

/* --- Arguments ------------------------------------------------------------------------------ */

static int member(const char *name, const char *const *names)
{
    for (; *names; names++)
        if (strcmp(name, *names) == 0)
            return 1;
    return 0;
}

static const char *unknown_member(const json_t *object, const char *const *names)
{
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)object, name, value)
    {
        if (!member(name, names))
            return name;
    }
    return NULL;
}

const char *unknown_argument(const json_t *args)
{
    static const char *const in_args[] = {
        "key",     "keys",       "jwks",          "jwks_hex",      "alg",      "data_hex",
        "tag_hex", "token",      "token_hex",     "policy",        "claims",   "claims_hex",
        "header",  "header_hex", "issuer",        "subject",       "audience", "jwt_id",
        "typ",     "max_token",  "expires_in_ms", "not_before_ms", NULL};
    static const char *const in_key[] = {"alg", "secret_hex", "base64url", "base64url_hex",
                                         "hex", "hex_hex",    "jwk",       "jwk_hex",
                                         "kid", "short",      NULL};
    static const char *const in_policy[] = {"issuer",      "audience", "any_audience", "subject",
                                            "jwt_id",      "typ",      "leeway_ms",    "max_age_ms",
                                            "require_exp", "required", "max_token",    NULL};
    const char *unknown = unknown_member(args, in_args);
    const json_t *keys = json_object_get(args, "keys");
    size_t i;
    if (!unknown)
        unknown = unknown_member(json_object_get(args, "key"), in_key);
    for (i = 0; !unknown && i < json_array_size(keys); i++)
        unknown = unknown_member(json_array_get(keys, i), in_key);
    if (!unknown)
        unknown = unknown_member(json_object_get(args, "policy"), in_policy);
    return unknown;
}

static int64_t integer(const json_t *args, const char *name, int64_t otherwise)
{
    const json_t *value = json_object_get(args, name);
    if (!value)
        return otherwise;
    if (!json_is_integer(value))
        broken("an argument is no integer");
    return json_integer_value(value);
}

static uint32_t algorithm(const json_t *args)
{
    const char *name = json_string_value(json_object_get(args, "alg"));
    if (!name)
        return TOKENSEAL_ALGORITHM_OF_JWK;
    if (strcmp(name, "HS256") == 0)
        return TOKENSEAL_HS256;
    if (strcmp(name, "HS384") == 0)
        return TOKENSEAL_HS384;
    if (strcmp(name, "HS512") == 0)
        return TOKENSEAL_HS512;
    return 99;
}

static tokenseal_status key_init(const json_t *spec, tokenseal_key *key)
{
    uint32_t alg = algorithm(spec);
    text kid = text_get(spec, "kid"), secret = text_get(spec, "secret");
    if (secret.ptr && json_is_true(json_object_get(spec, "short")))
        return tokenseal_key_init_short_secret(key, alg, secret.ptr, secret.len, kid.ptr, kid.len);
    if (secret.ptr)
        return tokenseal_key_init(key, alg, secret.ptr, secret.len, kid.ptr, kid.len);
    secret = text_get(spec, "base64url");
    if (secret.ptr)
        return tokenseal_key_init_base64url(key, alg, secret.ptr, secret.len, kid.ptr, kid.len);
    secret = text_get(spec, "hex");
    if (secret.ptr)
        return tokenseal_key_init_hex(key, alg, secret.ptr, secret.len, kid.ptr, kid.len);
    secret = text_get(spec, "jwk");
    if (!secret.ptr)
        broken("a key of no known form");
    return tokenseal_key_init_jwk(key, alg, secret.ptr, secret.len);
}

/* The ring of jwks, keys or key. */
static tokenseal_status keys_init(const json_t *args, tokenseal_key **keys, size_t *count)
{
    const json_t *specs = json_object_get(args, "keys"), *spec = json_object_get(args, "key");
    tokenseal_status status = TOKENSEAL_OK;
    text jwks = text_get(args, "jwks");
    size_t i;
    *keys = NULL;
    *count = 0;
    if (jwks.ptr) {
        uint32_t alg = algorithm(args);
        status = tokenseal_keys_init_jwks(NULL, 0, alg, jwks.ptr, jwks.len, count);
        if (status != TOKENSEAL_BUFFER_TOO_SMALL)
            return status;
        *keys = (tokenseal_key *)texts_alloc(*count * sizeof **keys);
        return tokenseal_keys_init_jwks(*keys, *count, alg, jwks.ptr, jwks.len, count);
    }
    *count = specs ? json_array_size(specs) : 1;
    *keys = (tokenseal_key *)texts_alloc(*count * sizeof **keys);
    for (i = 0; i < *count && status == TOKENSEAL_OK; i++)
        status = key_init(specs ? json_array_get(specs, i) : spec, *keys + i);
    return status;
}

static tokenseal_policy policy_of(const json_t *spec)
{
    tokenseal_policy policy = TOKENSEAL_POLICY_INIT;
    policy.issuer = slice_get(spec, "issuer");
    policy.subject = slice_get(spec, "subject");
    policy.jwt_id = slice_get(spec, "jwt_id");
    policy.typ = slice_get(spec, "typ");
    policy.audience = slices_get(spec, "audience", &policy.audience_count);
    policy.required = slices_get(spec, "required", &policy.required_count);
    policy.any_audience = json_is_true(json_object_get(spec, "any_audience"));
    policy.allow_no_exp = json_is_false(json_object_get(spec, "require_exp"));
    policy.leeway = (uint64_t)integer(spec, "leeway_ms", 0);
    policy.max_age = (uint64_t)integer(spec, "max_age_ms", (int64_t)TOKENSEAL_NO_MAX_AGE);
    policy.max_token = (uint32_t)integer(spec, "max_token", TOKENSEAL_DEFAULT_MAX_TOKEN);
    return policy;
}

static tokenseal_claims claims_of(const json_t *args)
{
    tokenseal_claims claims = TOKENSEAL_CLAIMS_INIT;
    const json_t *expires_in = json_object_get(args, "expires_in_ms");
    claims.json = slice_get(args, "claims");
    claims.issuer = slice_get(args, "issuer");
    claims.subject = slice_get(args, "subject");
    claims.jwt_id = slice_get(args, "jwt_id");
    claims.typ = slice_get(args, "typ");
    claims.audience = slices_get(args, "audience", &claims.audience_count);
    if (json_is_null(expires_in))
        claims.expires_in = TOKENSEAL_EXPIRES_NEVER;
    else if (expires_in)
        claims.expires_in = (uint64_t)integer(args, "expires_in_ms", 0);
    claims.not_before = integer(args, "not_before_ms", TOKENSEAL_NO_TIME);
    claims.max_token = (uint32_t)integer(args, "max_token", TOKENSEAL_DEFAULT_MAX_TOKEN);
    return claims;
}

/* --- Operations ----------------------------------------------------------------------------- */

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

/* Whether a failed verification has left nothing but what was there, or zeros. */
static int is_clean(const char *buffer, size_t len)
{
    size_t i;
    for (i = 0; i < len; i++)
        if ((unsigned char)buffer[i] != 0xAA && buffer[i] != 0)
            return 0;
    return 1;
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
            return json_pack("{s:s}", "err", "TOKENSEAL_CLAIMS_LEN is too small");
        asked = len;
        claims = (char *)texts_alloc(asked);
        status = tokenseal_jwt_verify(keys, count, token.ptr, token.len, &policy, now, claims,
                                      asked, &len, &index);
        if (status != TOKENSEAL_OK && (len != asked || index != 99 || !is_clean(claims, asked)))
            return json_pack("{s:s}", "err", "something of a refused token got out");
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
        return json_pack("{s:s}", "err", "sign_len and sign disagree");
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
