#include "operations.h"

int run_csrf_token(item args, item expect, int64_t now)
{
    tokenseal_slice binding = item_slice(args, "binding"), entropy = item_slice(args, "entropy");
    char token[TOKENSEAL_MAX_CSRF_TOKEN];
    size_t len = 0;
    tokenseal_status status = keys_init(args);
    (void)now;
    if (status == TOKENSEAL_OK)
        status = tokenseal_csrf_token(keys, binding.ptr, binding.len, (const uint8_t *)entropy.ptr,
                                      entropy.len, token, sizeof token, &len);
    return is_answer(status, expect, is_same(item_slice(expect, "ok"), token, len));
}

int run_csrf_verify(item args, item expect, int64_t now)
{
    tokenseal_slice binding = item_slice(args, "binding"), token = item_slice(args, "token");
    tokenseal_status status = keys_init(args);
    (void)now;
    if (status == TOKENSEAL_OK)
        status =
            tokenseal_csrf_verify(keys, key_count, binding.ptr, binding.len, token.ptr, token.len);
    return is_answer(status, expect, item_is_true(expect, "ok"));
}

int run_csrf_fetch(item args, item expect, int64_t now)
{
    tokenseal_slice allowed[ITEM_LIST_MAX];
    tokenseal_fetch fetch = TOKENSEAL_FETCH_INIT;
    (void)now;
    fetch.method = item_slice(args, "method");
    fetch.site = item_slice(args, "sec_fetch_site");
    fetch.origin = item_slice(args, "origin");
    fetch.allowed = item_slices(args, "allowed", allowed, &fetch.allowed_count);
    fetch.strict = (uint32_t)item_is_true(args, "strict");
    return is_answer(tokenseal_csrf_check_fetch(&fetch), expect, item_is_true(expect, "ok"));
}
