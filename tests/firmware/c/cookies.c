#include "board.h"
#include "operations.h"

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
