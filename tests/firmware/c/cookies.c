#include "board.h"
#include "operations.h"

int run_parse(item args, item expect, int64_t now)
{
    item list = item_member(expect, "ok"), pair, said[2];
    tokenseal_slice header = item_slice(args, "header"), found[2];
    tokenseal_status status;
    size_t position = 0, i;
    int are_said = list.kind == ITEM_LIST;
    (void)now;
    for (;;) {
        status = tokenseal_cookie_next(header.ptr, header.len, &position, found, found + 1);
        if (status != TOKENSEAL_OK || !found->ptr)
            break;
        are_said = are_said && item_next(&list.data, &list.len, &pair);
        for (i = 0; are_said && i < 2; i++)
            are_said = item_next(&pair.data, &pair.len, said + i) &&
                       is_same(slice_of(said[i]), found[i].ptr, found[i].len);
        are_said = are_said && pair.len == 0;
    }
    return is_answer(status, expect, are_said && list.len == 0);
}

int run_find(item args, item expect, int64_t now)
{
    tokenseal_slice header = item_slice(args, "header"), name = item_slice(args, "name");
    tokenseal_slice said = item_slice(expect, "ok"), value = {NULL, 0};
    tokenseal_status status =
        tokenseal_cookie_find(header.ptr, header.len, name.ptr, name.len, &value);
    (void)now;
    return is_answer(status, expect,
                     said.ptr ? is_same(said, value.ptr, value.len) && value.ptr : !value.ptr);
}

/* In the order of the constants. */
static const char *const same_sites[] = {"Lax", "Strict", "None"};
static const char *const priorities[] = {"", "Low", "Medium", "High"};

typedef tokenseal_status writer(const tokenseal_set_cookie *cookie, char *header, size_t cap,
                                size_t *len);

static int run_writer(writer *write, item args, item expect)
{
    tokenseal_set_cookie cookie = TOKENSEAL_SET_COOKIE_INIT;
    size_t cap, len = 0;
    char *header = room(&cap);
    cookie.name = item_slice(args, "name");
    cookie.value = item_slice(args, "value");
    if (item_member(args, "path").kind != ITEM_ABSENT)
        cookie.path = item_slice(args, "path");
    cookie.domain = item_slice(args, "domain");
    cookie.max_age = (uint64_t)item_number(args, "max_age_ms", (int64_t)TOKENSEAL_NO_MAX_AGE);
    cookie.expires = item_number(args, "expires_ms", TOKENSEAL_NO_TIME);
    cookie.not_secure = item_member(args, "secure").kind == ITEM_FALSE;
    cookie.not_http_only = item_member(args, "http_only").kind == ITEM_FALSE;
    cookie.same_site = item_choice(args, "same_site", same_sites, 3, TOKENSEAL_SAME_SITE_LAX);
    cookie.partitioned = (uint32_t)item_is_true(args, "partitioned");
    cookie.priority = item_choice(args, "priority", priorities, 4, TOKENSEAL_PRIORITY_UNSET);
    return is_answer(write(&cookie, header, cap, &len), expect,
                     is_same(item_slice(expect, "ok"), header, len));
}

int run_set(item args, item expect, int64_t now)
{
    (void)now;
    return run_writer(tokenseal_set_cookie_write, args, expect);
}

int run_remove(item args, item expect, int64_t now)
{
    (void)now;
    return run_writer(tokenseal_set_cookie_removal, args, expect);
}

int run_seal(item args, item expect, int64_t now)
{
    tokenseal_slice name = item_slice(args, "name"), value = item_slice(args, "value");
    size_t cap, len = 0;
    char *sealed = room(&cap);
    tokenseal_status status = keys_init(args);
    if (status == TOKENSEAL_OK)
        status = tokenseal_cookie_seal(keys, name.ptr, name.len, value.ptr, value.len, now, sealed,
                                       cap, &len);
    return is_answer(status, expect, is_same(item_slice(expect, "ok"), sealed, len));
}

int run_open(item args, item expect, int64_t now)
{
    item ok = item_member(expect, "ok");
    tokenseal_slice name = item_slice(args, "name"), text = item_slice(args, "text");
    uint64_t max_age = (uint64_t)item_number(args, "max_age_ms", (int64_t)TOKENSEAL_NO_MAX_AGE);
    tokenseal_cookie_opened opened = TOKENSEAL_COOKIE_OPENED_INIT;
    size_t cap, len = 0;
    char *value = room(&cap);
    tokenseal_status status = keys_init(args);
    if (status == TOKENSEAL_OK)
        status = tokenseal_cookie_open(keys, key_count, name.ptr, name.len, text.ptr, text.len,
                                       max_age, now, value, cap, &len, &opened);
    return is_answer(status, expect,
                     is_same(item_slice(ok, "value"), value, len) &&
                         item_number(ok, "issued_ms", -1) == opened.issued &&
                         item_number(ok, "age_ms", -1) == opened.age &&
                         item_number(ok, "key", -1) == (int64_t)opened.key_index &&
                         item_is_true(ok, "reseal") == (int)opened.reseal);
}
