#include "operations.h"
#include "board.h"

#define MAX_KEYS 10

tokenseal_key keys[MAX_KEYS];
size_t key_count, key_stack;

static tokenseal_status key_init(item spec, tokenseal_key *key)
{
    tokenseal_slice alg = item_slice(spec, "alg"), kid = item_slice(spec, "kid"),
                    secret = item_slice(spec, "secret");
    uint32_t algorithm = 99;
    if (!alg.ptr)
        algorithm = TOKENSEAL_ALGORITHM_OF_JWK;
    else if (is_text(alg.ptr, alg.len, "HS256"))
        algorithm = TOKENSEAL_HS256;
    else if (is_text(alg.ptr, alg.len, "HS384"))
        algorithm = TOKENSEAL_HS384;
    else if (is_text(alg.ptr, alg.len, "HS512"))
        algorithm = TOKENSEAL_HS512;
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
        return tokenseal_keys_init_jwks(keys, MAX_KEYS, TOKENSEAL_ALGORITHM_OF_JWK, jwks.ptr,
                                        jwks.len, &key_count);
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

int is_answer(tokenseal_status status, item expect, int is_same_value)
{
    tokenseal_slice error = item_slice(expect, "err");
    if (status == TOKENSEAL_OK)
        return !error.ptr && is_same_value;
    return error.ptr && is_text(error.ptr, error.len, tokenseal_error_name(status));
}
