#include "arguments.h"

#include <string.h>

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
        "key",       "keys",        "jwks",          "jwks_hex",      "alg",       "data_hex",
        "tag_hex",   "token",       "token_hex",     "policy",        "claims",    "claims_hex",
        "header",    "header_hex",  "issuer",        "subject",       "audience",  "jwt_id",
        "typ",       "max_token",   "expires_in_ms", "not_before_ms", "name",      "name_hex",
        "value",     "value_hex",   "text",          "text_hex",      "path",      "path_hex",
        "domain",    "domain_hex",  "max_age_ms",    "expires_ms",    "secure",    "http_only",
        "same_site", "partitioned", "priority",      "dialect",       "namespace", "entropy",
        "idle_ms",   "lifetime_ms", "grace_ms",      "cookie",        "loaded",    "data",
        "rounds",    "client",      "binding",       "binding_hex",   "method",    "sec_fetch_site",
        "origin",    "allowed",     "strict",        "issued_at_ms",  NULL};
    static const char *const in_key[] = {"alg", "secret_hex", "base64url", "base64url_hex",
                                         "hex", "hex_hex",    "jwk",       "jwk_hex",
                                         "kid", "short",      NULL};
    static const char *const in_policy[] = {"issuer",      "audience", "any_audience", "subject",
                                            "jwt_id",      "typ",      "leeway_ms",    "max_age_ms",
                                            "require_exp", "required", "max_token",    NULL};
    static const char *const in_dialect[] = {"kind",       "secrets_hex",   "salt",   "salt_hex",
                                             "digest",     "lenient",       "legacy", "derive",
                                             "min_age_ms", "expires_in_ms", NULL};
    const char *unknown = unknown_member(args, in_args);
    const json_t *keys = json_object_get(args, "keys");
    size_t i;
    if (!unknown)
        unknown = unknown_member(json_object_get(args, "key"), in_key);
    for (i = 0; !unknown && i < json_array_size(keys); i++)
        unknown = unknown_member(json_array_get(keys, i), in_key);
    if (!unknown)
        unknown = unknown_member(json_object_get(args, "policy"), in_policy);
    if (!unknown)
        unknown = unknown_member(json_object_get(args, "dialect"), in_dialect);
    return unknown;
}

int64_t integer_get(const json_t *args, const char *name, int64_t otherwise)
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

tokenseal_status keys_init(const json_t *args, tokenseal_key **keys, size_t *count)
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

tokenseal_policy policy_of(const json_t *spec)
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
    policy.leeway = (uint64_t)integer_get(spec, "leeway_ms", 0);
    policy.max_age = (uint64_t)integer_get(spec, "max_age_ms", (int64_t)TOKENSEAL_NO_MAX_AGE);
    policy.max_token = (uint32_t)integer_get(spec, "max_token", TOKENSEAL_DEFAULT_MAX_TOKEN);
    return policy;
}

tokenseal_claims claims_of(const json_t *args)
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
        claims.expires_in = (uint64_t)integer_get(args, "expires_in_ms", 0);
    claims.not_before = integer_get(args, "not_before_ms", TOKENSEAL_NO_TIME);
    claims.issued_at = integer_get(args, "issued_at_ms", TOKENSEAL_NO_TIME);
    claims.max_token = (uint32_t)integer_get(args, "max_token", TOKENSEAL_DEFAULT_MAX_TOKEN);
    return claims;
}
