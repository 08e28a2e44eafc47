#include "operations.h"
#include "board.h"

#define MAX_KEYS 10

tokenseal_key keys[MAX_KEYS];
size_t key_count, key_stack;

static const char *const algorithms[] = {"", "HS256", "HS384", "HS512"};

static uint32_t algorithm_of(item spec)
{
    tokenseal_slice alg = item_slice(spec, "alg");
    return alg.ptr ? item_choice(spec, "alg", algorithms, 4, 99) : TOKENSEAL_ALGORITHM_OF_JWK;
}

static tokenseal_status key_init(item spec, tokenseal_key *key)
{
    tokenseal_slice kid = item_slice(spec, "kid"), secret = item_slice(spec, "secret");
    uint32_t algorithm = algorithm_of(spec);
    if (secret.ptr && item_is_true(spec, "short"))
        return tokenseal_key_init_short_secret(key, algorithm, secret.ptr, secret.len, kid.ptr,
                                               kid.len);
    if (secret.ptr)
        return tokenseal_key_init(key, algorithm, secret.ptr, secret.len, kid.ptr, kid.len);
    secret = item_slice(spec, "base64url");
    if (secret.ptr)
        return tokenseal_key_init_base64url(key, algorithm, secret.ptr, secret.len, kid.ptr,
                                            kid.len);
    secret = item_slice(spec, "hex");
    if (secret.ptr)
        return tokenseal_key_init_hex(key, algorithm, secret.ptr, secret.len, kid.ptr, kid.len);
    secret = item_slice(spec, "jwk");
    return tokenseal_key_init_jwk(key, algorithm, secret.ptr, secret.len);
}

/* What keys_init does, whose stack is counted apart. */
static tokenseal_status load(item args)
{
    item list = item_member(args, "keys"), spec = item_member(args, "key");
    tokenseal_slice jwks = item_slice(args, "jwks");
    tokenseal_status status = TOKENSEAL_OK;
    key_count = 0;
    if (jwks.ptr)
        return tokenseal_keys_init_jwks(keys, MAX_KEYS, algorithm_of(args), jwks.ptr, jwks.len,
                                        &key_count);
    if (spec.kind == ITEM_OBJECT) {
        key_count = 1;
        return key_init(spec, keys);
    }
    while (status == TOKENSEAL_OK && item_next(&list.data, &list.len, &spec)) {
        if (key_count == MAX_KEYS)
            broken("a ring that large");
        status = key_init(spec, keys + key_count++);
    }
    return status;
}

tokenseal_status keys_init(item args)
{
    tokenseal_status status;
    stack_paint();
    status = load(args);
    if (stack_used() > key_stack)
        key_stack = stack_used();
    stack_paint();
    return status;
}

/* Whether a key is what is expected: algorithm and key id. */
static int is_key(const tokenseal_key *key, item said)
{
    char kid[TOKENSEAL_MAX_KID];
    tokenseal_slice said_alg = item_slice(said, "alg"), said_kid = item_slice(said, "kid");
    size_t len = 0;
    uint32_t alg = 0;
    return tokenseal_key_algorithm(key, &alg) == TOKENSEAL_OK &&
           tokenseal_key_kid(key, kid, sizeof kid, &len) == TOKENSEAL_OK && alg <= 3 &&
           is_text(said_alg.ptr, said_alg.len, algorithms[alg]) &&
           (said_kid.ptr ? is_same(said_kid, kid, len) : len == 0);
}

int run_key_load(item args, item expect, int64_t now)
{
    tokenseal_status status = keys_init(args);
    (void)now;
    return is_answer(status, expect,
                     status == TOKENSEAL_OK && is_key(keys, item_member(expect, "ok")));
}

int run_jwks_load(item args, item expect, int64_t now)
{
    item list = item_member(expect, "ok"), said;
    tokenseal_status status = keys_init(args);
    size_t i;
    int are_keys = status == TOKENSEAL_OK;
    (void)now;
    for (i = 0; are_keys && i < key_count; i++)
        are_keys = item_next(&list.data, &list.len, &said) && is_key(keys + i, said);
    return is_answer(status, expect, are_keys && list.len == 0);
}

int run_mac(item args, item expect, int64_t now)
{
    tokenseal_slice data = item_slice(args, "data");
    uint8_t tag[TOKENSEAL_MAX_TAG];
    size_t len = 0;
    tokenseal_status status = keys_init(args);
    (void)now;
    if (status == TOKENSEAL_OK)
        status = tokenseal_mac(keys, data.ptr, data.len, tag, sizeof tag, &len);
    return is_answer(status, expect, is_same(item_slice(expect, "ok"), tag, len));
}

int run_mac_verify(item args, item expect, int64_t now)
{
    tokenseal_slice data = item_slice(args, "data"), tag = item_slice(args, "tag");
    tokenseal_status status = keys_init(args);
    (void)now;
    if (status == TOKENSEAL_OK)
        status = tokenseal_mac_verify(keys, data.ptr, data.len, (const uint8_t *)tag.ptr, tag.len);
    return is_answer(status, expect, item_is_true(expect, "ok"));
}

int is_answer(tokenseal_status status, item expect, int is_same_value)
{
    tokenseal_slice error = item_slice(expect, "err");
    if (status == TOKENSEAL_OK)
        return !error.ptr && is_same_value;
    return error.ptr && is_text(error.ptr, error.len, tokenseal_error_name(status));
}
