#include "cookies.h"
#include "arguments.h"
#include "operations.h"

#include <string.h>

static json_t *hex_of_slice(tokenseal_slice slice)
{
    return hex_of((const unsigned char *)slice.ptr, slice.len);
}

json_t *op_cookie_parse(const json_t *args, const tokenseal_key *keys, size_t count, int64_t now)
{
    text header = text_get(args, "header");
    json_t *list = json_array();
    size_t position = 0;
    tokenseal_slice name, value;
    (void)keys, (void)count, (void)now;
    for (;;) {
        tokenseal_status status =
            tokenseal_cookie_next(header.ptr, header.len, &position, &name, &value);
        if (status != TOKENSEAL_OK) {
            json_decref(list);
            return refused(status);
        }
        if (!name.ptr)
            break;
        json_array_append_new(list, json_pack("[o, o]", hex_of_slice(name), hex_of_slice(value)));
    }
    if (name.len || value.ptr || value.len || position != header.len) {
        json_decref(list);
        return wrong("the last cookie has something behind it");
    }
    return done(list);
}

json_t *op_cookie_find(const json_t *args, const tokenseal_key *keys, size_t count, int64_t now)
{
    text header = text_get(args, "header"), name = text_get(args, "name");
    tokenseal_slice value;
    tokenseal_status status =
        tokenseal_cookie_find(header.ptr, header.len, name.ptr, name.len, &value);
    (void)keys, (void)count, (void)now;
    if (status != TOKENSEAL_OK)
        return refused(status);
    return done(value.ptr ? hex_of_slice(value) : json_null());
}

/* Which of the names an argument is, and `otherwise` when it is absent. */
static uint32_t choice(const json_t *args, const char *name, const char *const *names,
                       uint32_t otherwise)
{
    const char *chosen = json_string_value(json_object_get(args, name));
    uint32_t i;
    if (!chosen)
        return otherwise;
    for (i = 0; names[i]; i++)
        if (strcmp(names[i], chosen) == 0)
            return i;
    broken("a choice that does not exist");
    return 0;
}

static json_t *write_cookie(const json_t *args,
                            tokenseal_status (*write)(const tokenseal_set_cookie *, char *, size_t,
                                                      size_t *))
{
    /* In the order of the constants. */
    static const char *const same_sites[] = {"Lax", "Strict", "None", NULL};
    static const char *const priorities[] = {"", "Low", "Medium", "High", NULL};
    const json_t *path = json_object_get(args, "path");
    tokenseal_set_cookie cookie = TOKENSEAL_SET_COOKIE_INIT;
    size_t len = 0, needed = 0;
    char *header;
    tokenseal_status status;
    cookie.name = slice_get(args, "name");
    cookie.value = slice_get(args, "value");
    if (json_is_null(path))
        cookie.path.ptr = NULL, cookie.path.len = 0;
    else if (path || json_object_get(args, "path_hex"))
        cookie.path = slice_get(args, "path");
    cookie.domain = slice_get(args, "domain");
    cookie.max_age = (uint64_t)integer_get(args, "max_age_ms", (int64_t)TOKENSEAL_NO_MAX_AGE);
    cookie.expires = integer_get(args, "expires_ms", TOKENSEAL_NO_TIME);
    cookie.not_secure = json_is_false(json_object_get(args, "secure"));
    cookie.not_http_only = json_is_false(json_object_get(args, "http_only"));
    cookie.same_site = choice(args, "same_site", same_sites, TOKENSEAL_SAME_SITE_LAX);
    cookie.partitioned = json_is_true(json_object_get(args, "partitioned"));
    cookie.priority = choice(args, "priority", priorities, TOKENSEAL_PRIORITY_UNSET);

    status = write(&cookie, NULL, 0, &needed);
    if (status != TOKENSEAL_BUFFER_TOO_SMALL)
        return refused(status);
    header = (char *)texts_alloc(needed);
    if (write(&cookie, header, needed - 1, &len) != TOKENSEAL_BUFFER_TOO_SMALL || len != needed ||
        !is_clean(header, needed))
        return wrong("a buffer that is one byte too small");
    status = write(&cookie, header, needed, &len);
    if (status != TOKENSEAL_OK || len != needed || len > TOKENSEAL_MAX_SET_COOKIE)
        return wrong("another length than was asked for");
    return done(json_stringn(header, len));
}

json_t *op_cookie_set(const json_t *args, const tokenseal_key *keys, size_t count, int64_t now)
{
    (void)keys, (void)count, (void)now;
    return write_cookie(args, tokenseal_set_cookie_write);
}

json_t *op_cookie_remove(const json_t *args, const tokenseal_key *keys, size_t count, int64_t now)
{
    (void)keys, (void)count, (void)now;
    return write_cookie(args, tokenseal_set_cookie_removal);
}

json_t *op_cookie_seal(const json_t *args, const tokenseal_key *keys, size_t count, int64_t now)
{
    text name = text_get(args, "name"), value = text_get(args, "value");
    size_t len = 0, needed = 0;
    char *sealed;
    tokenseal_status status =
        tokenseal_cookie_seal_len(keys, name.ptr, name.len, value.ptr, value.len, now, &needed);
    (void)count;
    if (status != TOKENSEAL_OK) {
        if (tokenseal_cookie_seal(keys, name.ptr, name.len, value.ptr, value.len, now, NULL, 0,
                                  &len) != status ||
            len || needed)
            return wrong("seal_len and seal disagree");
        return refused(status);
    }
    sealed = (char *)texts_alloc(needed);
    if (tokenseal_cookie_seal(keys, name.ptr, name.len, value.ptr, value.len, now, sealed,
                              needed - 1, &len) != TOKENSEAL_BUFFER_TOO_SMALL ||
        len != needed || !is_clean(sealed, needed))
        return wrong("a buffer that is one byte too small");
    status = tokenseal_cookie_seal(keys, name.ptr, name.len, value.ptr, value.len, now, sealed,
                                   needed, &len);
    if (status != TOKENSEAL_OK || len != needed)
        return wrong("another length than was asked for");
    return done(json_stringn(sealed, len));
}

json_t *op_cookie_open(const json_t *args, const tokenseal_key *keys, size_t count, int64_t now)
{
    text name = text_get(args, "name"), sealed = text_get(args, "text");
    uint64_t max_age = (uint64_t)integer_get(args, "max_age_ms", (int64_t)TOKENSEAL_NO_MAX_AGE);
    tokenseal_cookie_opened opened = TOKENSEAL_COOKIE_OPENED_INIT;
    const tokenseal_cookie_opened untouched = TOKENSEAL_COOKIE_OPENED_INIT;
    size_t len = 0, needed = 0;
    char *value = (char *)texts_alloc(0);
    tokenseal_status status =
        tokenseal_cookie_open(keys, count, name.ptr, name.len, sealed.ptr, sealed.len, max_age, now,
                              value, 0, &needed, &opened);
    if (status == TOKENSEAL_BUFFER_TOO_SMALL) {
        if (needed > sealed.len)
            return wrong("a value longer than its sealed form");
        value = (char *)texts_alloc(needed);
        len = needed;
        status = tokenseal_cookie_open(keys, count, name.ptr, name.len, sealed.ptr, sealed.len,
                                       max_age, now, value, needed, &len, &opened);
        if (len != needed || (status != TOKENSEAL_OK && !is_clean(value, needed)))
            return wrong("something of a refused value got out");
    }
    if (status != TOKENSEAL_OK)
        return memcmp(&opened, &untouched, sizeof opened) ? wrong("a refusal was described")
                                                          : refused(status);
    return done(json_pack("{s:o, s:I, s:I, s:I, s:b}", "value_hex",
                          hex_of((const unsigned char *)value, len), "issued_ms",
                          (json_int_t)opened.issued, "age_ms", (json_int_t)opened.age, "key",
                          (json_int_t)opened.key_index, "reseal", (int)opened.reseal));
}
