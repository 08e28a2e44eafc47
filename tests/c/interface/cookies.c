/* What cookie functions write, and when. */
#include "interface.h"

#include <string.h>

static int is(tokenseal_slice slice, const char *text)
{
    return slice.ptr && slice.len == strlen(text) && memcmp(slice.ptr, text, slice.len) == 0;
}

static int is_none(tokenseal_slice slice)
{
    return slice.ptr == NULL && slice.len == 0;
}

void reading_cookies(void)
{
    static const char header[] = "; a=1 ;broken; =none; b = \t ; c=\x01; a=\"2;3\"; \xff=\xfe;";
    static const char *const expected[][2] = {
        {"a", "1"}, {"b", ""}, {"a", "\"2"}, {"\xff", "\xfe"}};
    const size_t header_len = sizeof header - 1;
    static char semicolons[65536];
    tokenseal_slice name, value;
    size_t position = 0, i;
    for (i = 0; i < sizeof expected / sizeof *expected; i++) {
        OK(tokenseal_cookie_next(header, header_len, &position, &name, &value));
        CHECK(is(name, expected[i][0]) && is(value, expected[i][1]));
        CHECK(name.ptr >= header && value.ptr + value.len <= header + position);
        CHECK(position == header_len || header[position - 1] == ';');
    }
    for (i = 0; i < 3; i++) {
        OK(tokenseal_cookie_next(header, header_len, &position, &name, &value));
        CHECK(is_none(name) && is_none(value) && position == header_len);
    }

    /* From the middle, and from beyond the end. */
    position = 2;
    OK(tokenseal_cookie_next(header, 3, &position, &name, &value));
    CHECK(is_none(name) && position == 3);
    position = header_len + 1;
    name.len = 77;
    BAD(tokenseal_cookie_next(header, header_len, &position, &name, &value));
    CHECK(position == header_len + 1 && name.len == 77);
    position = SIZE_MAX;
    BAD(tokenseal_cookie_next(header, header_len, &position, &name, &value));
    position = 1;
    BAD(tokenseal_cookie_next(NULL, 0, &position, &name, &value));

    /* However long, in one call. */
    memset(semicolons, ';', sizeof semicolons);
    position = 0;
    OK(tokenseal_cookie_next(semicolons, sizeof semicolons, &position, &name, &value));
    CHECK(is_none(name) && position == sizeof semicolons);

    OK(tokenseal_cookie_find(header, header_len, "a", 1, &value));
    CHECK(value.ptr == header + 4 && value.len == 1);
    OK(tokenseal_cookie_find(header, header_len, "b", 1, &value));
    CHECK(is(value, ""));
    OK(tokenseal_cookie_find(header, header_len, "\xff", 1, &value));
    CHECK(is(value, "\xfe"));
    OK(tokenseal_cookie_find(header, header_len, "A", 1, &value));
    CHECK(is_none(value));
    OK(tokenseal_cookie_find(header, header_len, NULL, 0, &value));
    CHECK(is_none(value));
    OK(tokenseal_cookie_find(NULL, 0, "a", 1, &value));
    CHECK(is_none(value));
}

void setting_cookies(void)
{
    static const char expected[] = "theme=dark; Path=/; Secure; HttpOnly; SameSite=Lax";
    static const char removal[] =
        "theme=; Path=/; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT;"
        " Secure; HttpOnly; SameSite=Lax";
    const size_t len = sizeof expected - 1;
    tokenseal_set_cookie cookie = TOKENSEAL_SET_COOKIE_INIT;
    char buf[256];
    size_t written = 77;
    cookie.name = TOKENSEAL_LITERAL("theme");
    cookie.value = TOKENSEAL_LITERAL("dark");
    memset(buf, CANARY, sizeof buf);
    IS(tokenseal_set_cookie_write(&cookie, NULL, 0, &written), TOKENSEAL_BUFFER_TOO_SMALL);
    CHECK(written == len);
    IS(tokenseal_set_cookie_write(&cookie, buf, len - 1, &written), TOKENSEAL_BUFFER_TOO_SMALL);
    CHECK(written == len && all(buf, sizeof buf, CANARY));
    OK(tokenseal_set_cookie_write(&cookie, buf, len, &written));
    CHECK(written == len && memcmp(buf, expected, len) == 0);
    CHECK(all(buf + len, sizeof buf - len, CANARY));
    OK(tokenseal_set_cookie_removal(&cookie, buf, sizeof buf, &written));
    CHECK(written == sizeof removal - 1 && memcmp(buf, removal, written) == 0);
    /* What a removal replaces does not matter. */
    cookie.value = TOKENSEAL_LITERAL("\xff;");
    cookie.max_age = TOKENSEAL_NO_MAX_AGE - 1;
    cookie.expires = -1;
    OK(tokenseal_set_cookie_removal(&cookie, buf, sizeof buf, &written));
    CHECK(written == sizeof removal - 1 && memcmp(buf, removal, written) == 0);

    memset(buf, CANARY, sizeof buf);
    written = 77;
    BAD(tokenseal_set_cookie_write(&cookie, buf, sizeof buf, &written));
    cookie.max_age = TOKENSEAL_NO_MAX_AGE;
    BAD(tokenseal_set_cookie_write(&cookie, buf, sizeof buf, &written));
    cookie.expires = TOKENSEAL_NO_TIME;
    IS(tokenseal_set_cookie_write(&cookie, buf, sizeof buf, &written), TOKENSEAL_COOKIE_CHARACTER);
    CHECK(written == 77 && all(buf, sizeof buf, CANARY));
}

void sealed_cookies(void)
{
    static const char expected[] = "a%20b.1700000000.";
    const size_t start = sizeof expected - 1, len = start + 43;
    const int64_t later = NOW + 5000;
    tokenseal_cookie_opened opened = TOKENSEAL_COOKIE_OPENED_INIT;
    const tokenseal_cookie_opened untouched = TOKENSEAL_COOKIE_OPENED_INIT;
    tokenseal_key keys[2], weak;
    char sealed[128], value[128];
    size_t sealed_len = 77, value_len = 77;
    memset(sealed, CANARY, sizeof sealed);
    memset(value, CANARY, sizeof value);
#define SEAL(name, cap) \
    tokenseal_cookie_seal(&key, name, 1, "a b", 3, NOW, sealed, cap, &sealed_len)
#define OPEN(name, max_age, time, cap)                                                          \
    tokenseal_cookie_open(&key, 1, name, 1, sealed, len, max_age, time, value, cap, &value_len, \
                          &opened)
    IS(SEAL("n", len - 1), TOKENSEAL_BUFFER_TOO_SMALL);
    CHECK(sealed_len == len && all(sealed, sizeof sealed, CANARY));
    sealed_len = 77;
    OK(tokenseal_cookie_seal_len(&key, "n", 1, "a b", 3, NOW, &sealed_len));
    CHECK(sealed_len == len);
    sealed_len = 77;
    IS(SEAL(" ", sizeof sealed), TOKENSEAL_COOKIE_CHARACTER);
    IS(SEAL("\xff", sizeof sealed), TOKENSEAL_COOKIE_CHARACTER);
    BAD(tokenseal_cookie_seal(&key, "n", 1, "a b", 3, -1, sealed, sizeof sealed, &sealed_len));
    BAD(tokenseal_cookie_seal_len(&key, "n", 1, "a b", 3, TOKENSEAL_MAX_TIME + 1, &sealed_len));
    CHECK(sealed_len == 77 && all(sealed, sizeof sealed, CANARY));
    OK(SEAL("n", len));
    CHECK(sealed_len == len && memcmp(sealed, expected, start) == 0);
    CHECK(all(sealed + len, sizeof sealed - len, CANARY));

    IS(OPEN("n", 6000, later, 2), TOKENSEAL_BUFFER_TOO_SMALL);
    CHECK(value_len == 3);
    value_len = 77;
    IS(OPEN("m", 6000, later, 3), TOKENSEAL_BAD_SIGNATURE);
    IS(OPEN("\xff", 6000, later, 3), TOKENSEAL_COOKIE_CHARACTER);
    BAD(OPEN("n", TOKENSEAL_NO_MAX_AGE - 1, later, 3));
    BAD(OPEN("n", 6000, -1, 3));
    CHECK(value_len == 77 && all(value, sizeof value, CANARY));
    CHECK(memcmp(&opened, &untouched, sizeof opened) == 0);
    /* Authentic, and too old: what was used is cleared. */
    IS(OPEN("n", 5000, later, sizeof value), TOKENSEAL_COOKIE_EXPIRED);
    IS(OPEN("n", 0, NOW - 60001, sizeof value), TOKENSEAL_NOT_YET_VALID);
    CHECK(value_len == 77 && all(value, 3, 0) && all(value + 3, sizeof value - 3, CANARY));
    CHECK(memcmp(&opened, &untouched, sizeof opened) == 0);
    OK(OPEN("n", 5001, later, 3));
    CHECK(value_len == 3 && memcmp(value, "a b", 3) == 0 && value[3] == CANARY);
    CHECK(opened.size == sizeof opened && opened.issued == NOW && opened.age == 5000);
    CHECK(opened.key_index == 0 && opened.reseal == 0);
    OK(OPEN("n", TOKENSEAL_NO_MAX_AGE, TOKENSEAL_MAX_TIME, 3));
    OK(OPEN("n", 6000, NOW - 60000, 3));
    CHECK(opened.age == 0);

    /* Another key than the first. */
    OK(tokenseal_key_init(keys, TOKENSEAL_HS512, SECRET, 64, NULL, 0));
    keys[1] = key;
    OK(tokenseal_cookie_open(keys, 2, "n", 1, sealed, len, 6000, later, value, 3, &value_len,
                             &opened));
    CHECK(opened.key_index == 1 && opened.reseal == 1);
    OK(tokenseal_cookie_open(keys, 2, "n", 1, sealed, len, 6000, later, value, 3, &value_len,
                             NULL));
    OK(tokenseal_key_init_short_secret(&weak, TOKENSEAL_HS256, SECRET, 8, NULL, 0));
    IS(tokenseal_cookie_seal(&weak, "n", 1, "a", 1, NOW, sealed, sizeof sealed, &sealed_len),
       TOKENSEAL_WEAK_KEY);
    IS(tokenseal_cookie_open(&weak, 1, "n", 1, sealed, len, 0, NOW, value, 3, &value_len, NULL),
       TOKENSEAL_WEAK_KEY);

    /* Nothing is a value too. */
    OK(tokenseal_cookie_seal(&key, "n", 1, NULL, 0, NOW, sealed, sizeof sealed, &sealed_len));
    OK(tokenseal_cookie_open(&key, 1, "n", 1, sealed, sealed_len, 1, NOW, NULL, 0, &value_len,
                             NULL));
    CHECK(value_len == 0);
#undef SEAL
#undef OPEN
}
