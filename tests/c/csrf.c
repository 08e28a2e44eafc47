#include "operations.h"
#include "state.h"
#include "text.h"

json_t *op_csrf_token(const json_t *args, const tokenseal_key *keys, size_t count, int64_t now)
{
    text binding = text_get(args, "binding"), entropy = bytes_get(args, "entropy");
    const uint8_t *random = (const uint8_t *)entropy.ptr;
    size_t len = 0, needed = 0;
    uint32_t alg = 0;
    char *token;
    tokenseal_status status =
        tokenseal_csrf_token(keys, binding.ptr, binding.len, random, entropy.len, NULL, 0, &needed);
    (void)count, (void)now;
    if (status != TOKENSEAL_BUFFER_TOO_SMALL)
        return refused(status);
    if (tokenseal_key_algorithm(keys, &alg) != TOKENSEAL_OK ||
        needed != TOKENSEAL_CSRF_TOKEN_LEN((size_t)alg) ||
        entropy.len != TOKENSEAL_CSRF_ENTROPY_LEN((size_t)alg))
        return wrong("other lengths than the macros say");
    token = (char *)texts_alloc(needed);
    if (tokenseal_csrf_token(keys, binding.ptr, binding.len, random, entropy.len, token, needed - 1,
                             &len) != TOKENSEAL_BUFFER_TOO_SMALL ||
        len != needed || !is_clean(token, needed))
        return wrong("a buffer that is one byte too small");
    status = tokenseal_csrf_token(keys, binding.ptr, binding.len, random, entropy.len, token,
                                  needed, &len);
    if (status != TOKENSEAL_OK || len != needed)
        return wrong("another length than was asked for");
    return done(json_stringn(token, len));
}

json_t *op_csrf_verify(const json_t *args, const tokenseal_key *keys, size_t count, int64_t now)
{
    text binding = text_get(args, "binding"), token = text_get(args, "token");
    tokenseal_status status =
        tokenseal_csrf_verify(keys, count, binding.ptr, binding.len, token.ptr, token.len);
    (void)now;
    return status == TOKENSEAL_OK ? done(json_true()) : refused(status);
}

json_t *op_csrf_fetch(const json_t *args, const tokenseal_key *keys, size_t count, int64_t now)
{
    tokenseal_fetch fetch = TOKENSEAL_FETCH_INIT;
    tokenseal_status status;
    (void)keys, (void)count, (void)now;
    fetch.method = slice_get(args, "method");
    fetch.site = slice_get(args, "sec_fetch_site");
    fetch.origin = slice_get(args, "origin");
    fetch.allowed = slices_get(args, "allowed", &fetch.allowed_count);
    fetch.strict = json_is_true(json_object_get(args, "strict"));
    status = tokenseal_csrf_check_fetch(&fetch);
    return status == TOKENSEAL_OK ? done(json_true()) : refused(status);
}
