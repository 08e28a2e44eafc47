/* Cookie functions with pointers, lengths and structs that are wrong. */
#include "interface.h"

#include <string.h>

static char sealed[128];
static size_t sealed_len;

static void seal(void)
{
    OK(tokenseal_cookie_seal(&key, "n", 1, "value", 5, NOW, sealed, sizeof sealed, &sealed_len));
}

static tokenseal_status set(const tokenseal_set_cookie *cookie)
{
    char header[1024];
    size_t len;
    return tokenseal_set_cookie_write(cookie, header, sizeof header, &len);
}

void cookie_pointers(void)
{
    static const size_t lengths[] = {1, HUGE_LEN, SIZE_MAX, SIZE_MAX - 64};
    tokenseal_set_cookie cookie = TOKENSEAL_SET_COOKIE_INIT;
    tokenseal_cookie_opened opened = TOKENSEAL_COOKIE_OPENED_INIT;
    tokenseal_key room[2], none;
    char *const crooked = (char *)room + 1;
    char buf[128];
    size_t position = 0, len, i;
    tokenseal_slice name, value;
    cookie.name = TOKENSEAL_LITERAL("n");
    memset(room, 0, sizeof room);
    memset(&none, 0, sizeof none);
    seal();

    BAD(tokenseal_cookie_next("a=1", 3, NULL, &name, &value));
    BAD(tokenseal_cookie_next("a=1", 3, &position, NULL, &value));
    BAD(tokenseal_cookie_next("a=1", 3, &position, &name, NULL));
    BAD(tokenseal_cookie_next("a=1", 3, (size_t *)(void *)crooked, &name, &value));
    BAD(tokenseal_cookie_next("a=1", 3, &position, (tokenseal_slice *)(void *)crooked, &value));
    BAD(tokenseal_cookie_find("a=1", 3, "a", 1, NULL));
    BAD(tokenseal_cookie_find("a=1", 3, "a", 1, (tokenseal_slice *)(void *)crooked));
    BAD(tokenseal_set_cookie_write(NULL, buf, sizeof buf, &len));
    BAD(tokenseal_set_cookie_write(&cookie, buf, sizeof buf, NULL));
    BAD(tokenseal_set_cookie_write((tokenseal_set_cookie *)(void *)crooked, buf, 9, &len));
    BAD(tokenseal_set_cookie_removal(NULL, buf, sizeof buf, &len));
    BAD(tokenseal_set_cookie_removal(&cookie, buf, sizeof buf, NULL));
    BAD(tokenseal_cookie_seal(NULL, "n", 1, "v", 1, NOW, buf, sizeof buf, &len));
    BAD(tokenseal_cookie_seal(&none, "n", 1, "v", 1, NOW, buf, sizeof buf, &len));
    BAD(tokenseal_cookie_seal(&key, "n", 1, "v", 1, NOW, buf, sizeof buf, NULL));
    BAD(tokenseal_cookie_seal_len(NULL, "n", 1, "v", 1, NOW, &len));
    BAD(tokenseal_cookie_seal_len(&none, "n", 1, "v", 1, NOW, &len));
    BAD(tokenseal_cookie_seal_len(&key, "n", 1, "v", 1, NOW, NULL));
    BAD(tokenseal_cookie_open(NULL, 0, "n", 1, sealed, sealed_len, 1, NOW, buf, 9, &len, NULL));
    BAD(tokenseal_cookie_open(NULL, 1, "n", 1, sealed, sealed_len, 1, NOW, buf, 9, &len, NULL));
    BAD(tokenseal_cookie_open(&key, 0, "n", 1, sealed, sealed_len, 1, NOW, buf, 9, &len, NULL));
    BAD(tokenseal_cookie_open(&none, 1, "n", 1, sealed, sealed_len, 1, NOW, buf, 9, &len, NULL));
    BAD(tokenseal_cookie_open(&key, 1, "n", 1, sealed, sealed_len, 1, NOW, buf, 9, NULL, &opened));
    BAD(tokenseal_cookie_open(&key, 1, "n", 1, sealed, sealed_len, 1, NOW, buf, 9, &len,
                              (tokenseal_cookie_opened *)(void *)crooked));

    /* NULL with a length, and lengths that are impossible. */
    for (i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        const size_t wrong = lengths[i];
        BAD(tokenseal_cookie_next(NULL, wrong, &position, &name, &value));
        BAD(tokenseal_cookie_find(NULL, wrong, "a", 1, &value));
        BAD(tokenseal_cookie_find("a=1", 3, NULL, wrong, &value));
        BAD(tokenseal_set_cookie_write(&cookie, NULL, wrong, &len));
        BAD(tokenseal_set_cookie_removal(&cookie, NULL, wrong, &len));
        BAD(tokenseal_cookie_seal(&key, NULL, wrong, "v", 1, NOW, buf, sizeof buf, &len));
        BAD(tokenseal_cookie_seal(&key, "n", 1, NULL, wrong, NOW, buf, sizeof buf, &len));
        BAD(tokenseal_cookie_seal(&key, "n", 1, "v", 1, NOW, NULL, wrong, &len));
        BAD(tokenseal_cookie_seal_len(&key, NULL, wrong, "v", 1, NOW, &len));
        BAD(tokenseal_cookie_seal_len(&key, "n", 1, NULL, wrong, NOW, &len));
        BAD(tokenseal_cookie_open(&key, 1, NULL, wrong, sealed, sealed_len, 1, NOW, buf, 9, &len,
                                  NULL));
        BAD(tokenseal_cookie_open(&key, 1, "n", 1, NULL, wrong, 1, NOW, buf, 9, &len, NULL));
        BAD(tokenseal_cookie_open(&key, 1, "n", 1, sealed, sealed_len, 1, NOW, NULL, wrong, &len,
                                  NULL));
        if (wrong == 1)
            continue;
        BAD(tokenseal_cookie_next("a=1", wrong, &position, &name, &value));
        BAD(tokenseal_cookie_find("a=1", wrong, "a", 1, &value));
        BAD(tokenseal_cookie_find("a=1", 3, "a", wrong, &value));
        BAD(tokenseal_set_cookie_write(&cookie, buf, wrong, &len));
        BAD(tokenseal_cookie_seal(&key, "n", wrong, "v", 1, NOW, buf, sizeof buf, &len));
        BAD(tokenseal_cookie_seal(&key, "n", 1, "v", wrong, NOW, buf, sizeof buf, &len));
        BAD(tokenseal_cookie_seal(&key, "n", 1, "v", 1, NOW, buf, wrong, &len));
        BAD(tokenseal_cookie_seal_len(&key, "n", 1, "v", wrong, NOW, &len));
        BAD(tokenseal_cookie_open(&key, wrong, "n", 1, sealed, 9, 1, NOW, buf, 9, &len, NULL));
        BAD(tokenseal_cookie_open(&key, 1, "n", wrong, sealed, 9, 1, NOW, buf, 9, &len, NULL));
        BAD(tokenseal_cookie_open(&key, 1, "n", 1, sealed, wrong, 1, NOW, buf, 9, &len, NULL));
        BAD(tokenseal_cookie_open(&key, 1, "n", 1, sealed, 9, 1, NOW, buf, wrong, &len, NULL));
    }
    CHECK(all(room, sizeof room, 0));
    /* Nothing at all is no name, and no sealed value. */
    IS(tokenseal_cookie_seal(&key, NULL, 0, "v", 1, NOW, buf, sizeof buf, &len),
       TOKENSEAL_COOKIE_CHARACTER);
    IS(tokenseal_cookie_open(&key, 1, "n", 1, NULL, 0, 1, NOW, buf, 9, &len, NULL),
       TOKENSEAL_MALFORMED);
}

void cookie_overlap(void)
{
    union {
        tokenseal_key key;
        tokenseal_set_cookie cookie;
        tokenseal_cookie_opened opened;
        tokenseal_slice slices[64];
        size_t lengths[128];
        char bytes[1024];
    } room;
    tokenseal_set_cookie cookie = TOKENSEAL_SET_COOKIE_INIT;
    const tokenseal_cookie_opened init = TOKENSEAL_COOKIE_OPENED_INIT;
    tokenseal_slice *const parts[] = {&cookie.name, &cookie.value, &cookie.path, &cookie.domain};
    char buf[256];
    size_t len, position = 0, i;
    tokenseal_slice found;
    seal();

    memcpy(room.bytes, "a=1; b=2; c=3; d=4; e=5; f=6; g=7; h=8", 38);
    BAD(tokenseal_cookie_next(room.bytes, 38, room.lengths, &found, room.slices + 8));
    BAD(tokenseal_cookie_next(room.bytes, 38, &position, room.slices, &found));
    BAD(tokenseal_cookie_next(room.bytes, 38, &position, &found, room.slices + 1));
    BAD(tokenseal_cookie_next("a=1", 3, &position, &found, &found));
    room.lengths[0] = 0;
    BAD(tokenseal_cookie_next("a=1", 3, room.lengths, room.slices, &found));
    BAD(tokenseal_cookie_next("a=1", 3, room.lengths + 1, &found, room.slices));
    memcpy(room.bytes, "a=1;", 4);
    BAD(tokenseal_cookie_find(room.bytes, 4, "a", 1, room.slices));
    BAD(tokenseal_cookie_find("a=1", 3, room.bytes, 1, room.slices));
    OK(tokenseal_cookie_find(room.bytes, 4, room.bytes, 1, room.slices + 1));

    cookie.name = TOKENSEAL_LITERAL("n");
    room.cookie = cookie;
    BAD(tokenseal_set_cookie_write(&room.cookie, room.bytes + sizeof cookie - 1, 200, &len));
    BAD(tokenseal_set_cookie_write(&room.cookie, buf, sizeof buf, room.lengths + 2));
    BAD(tokenseal_set_cookie_removal(&room.cookie, room.bytes, 200, &len));
    OK(tokenseal_set_cookie_write(&room.cookie, room.bytes + sizeof cookie, 200, &len));
    BAD(tokenseal_set_cookie_write(&cookie, room.bytes, 200, room.lengths + 1));
    for (i = 0; i < sizeof parts / sizeof *parts; i++) {
        const tokenseal_set_cookie before = cookie;
        room.bytes[0] = '/';
        parts[i]->ptr = room.bytes;
        parts[i]->len = 1;
        BAD(tokenseal_set_cookie_write(&cookie, room.bytes, 200, &len));
        BAD(tokenseal_set_cookie_removal(&cookie, room.bytes, 200, &len));
        BAD(tokenseal_set_cookie_write(&cookie, buf, sizeof buf, room.lengths));
        CHECK(room.bytes[0] == '/');
        cookie = before;
    }

    memset(room.bytes, 'n', sizeof room);
    BAD(tokenseal_cookie_seal(&key, room.bytes, 9, "v", 1, NOW, room.bytes + 8, 99, &len));
    BAD(tokenseal_cookie_seal(&key, "n", 1, room.bytes, 9, NOW, room.bytes + 8, 99, &len));
    BAD(tokenseal_cookie_seal(&key, room.bytes, 9, "v", 1, NOW, buf, sizeof buf, room.lengths));
    BAD(tokenseal_cookie_seal(&key, "n", 1, "v", 1, NOW, room.bytes, 99, room.lengths + 1));
    BAD(tokenseal_cookie_seal_len(&key, room.bytes, 9, "v", 1, NOW, room.lengths + 1));
    BAD(tokenseal_cookie_seal_len(&key, "n", 1, room.bytes, 9, NOW, room.lengths + 1));
    CHECK(all(room.bytes, sizeof room, 'n'));
    memcpy(room.bytes, sealed, sealed_len);
    BAD(tokenseal_cookie_open(&key, 1, "n", 1, room.bytes, sealed_len, 1, NOW, room.bytes, 99, &len,
                              NULL));
    BAD(tokenseal_cookie_open(&key, 1, "n", 1, room.bytes, sealed_len, 1, NOW, buf, 99,
                              room.lengths + 1, NULL));
    BAD(tokenseal_cookie_open(&key, 1, room.bytes + 99, 2, sealed, sealed_len, 1, NOW,
                              room.bytes + 100, 99, &len, NULL));
    room.opened = init;
    BAD(tokenseal_cookie_open(&key, 1, "n", 1, sealed, sealed_len, 1, NOW, room.bytes, 99, &len,
                              &room.opened));
    BAD(tokenseal_cookie_open(&key, 1, "n", 1, sealed, sealed_len, 1, NOW, buf, 99,
                              room.lengths + 1, &room.opened));
    BAD(tokenseal_cookie_open(&key, 1, "n", 1, room.bytes, sealed_len, 1, NOW, buf, 99, &len,
                              &room.opened));
    BAD(tokenseal_cookie_open(&key, 1, "n", 1, sealed, sealed_len, 1, NOW, room.bytes, 99,
                              room.lengths + 1, NULL));
    CHECK(memcmp(&room.opened, &init, sizeof init) == 0);
    room.key = key;
    BAD(tokenseal_cookie_seal(&room.key, "n", 1, "v", 1, NOW, room.bytes + 900, 99, &len));
    BAD(tokenseal_cookie_seal_len(&room.key, "n", 1, "v", 1, NOW, room.lengths));
    BAD(tokenseal_cookie_open(&room.key, 1, "n", 1, sealed, sealed_len, 1, NOW, room.bytes + 9, 99,
                              &len, NULL));
    OK(tokenseal_cookie_open(&room.key, 1, "n", 1, sealed, sealed_len, 1, NOW, buf, 99, &len,
                             NULL));
}

void cookie_structs(void)
{
    struct {
        tokenseal_set_cookie cookie;
        unsigned char later[16];
    } c;
    struct {
        tokenseal_cookie_opened opened;
        unsigned char later[16];
    } o;
    const tokenseal_set_cookie init = TOKENSEAL_SET_COOKIE_INIT;
    const tokenseal_cookie_opened opened_init = TOKENSEAL_COOKIE_OPENED_INIT;
    const uint32_t cookie_size = sizeof init, opened_size = sizeof opened_init;
    char value[16];
    size_t len;
    uint32_t i;
#define OPEN() \
    tokenseal_cookie_open(&key, 1, "n", 1, sealed, sealed_len, 1, NOW, value, 16, &len, &o.opened)
    seal();
    memset(&c, 0, sizeof c);
    memset(&o, 0, sizeof o);
    c.cookie = init;
    c.cookie.name = TOKENSEAL_LITERAL("n");
    o.opened = opened_init;
    OK(set(&c.cookie));
    OK(OPEN());
    for (i = 0; i < cookie_size; i++) {
        c.cookie.size = i;
        BAD(set(&c.cookie));
    }
    for (i = 0; i < opened_size; i++) {
        o.opened.size = i;
        BAD(OPEN());
    }
    for (i = 1; i <= 16; i++) {
        c.cookie.size = cookie_size + i;
        OK(set(&c.cookie));
        c.later[i - 1] = 1;
        BAD(set(&c.cookie));
        c.later[i - 1] = 0;
        o.opened.size = opened_size + i;
        OK(OPEN());
        CHECK(o.opened.size == opened_size + i && all(o.later, sizeof o.later, 0));
        o.later[i - 1] = 1;
        BAD(OPEN());
        o.later[i - 1] = 0;
    }
    c.cookie.size = UINT32_MAX;
    BAD(set(&c.cookie));
    o.opened.size = UINT32_MAX;
    BAD(OPEN());
#undef OPEN

    /* Zeros are as safe as the initializer: such a cookie is gone at once. */
    memset(&c, 0, sizeof c);
    c.cookie.size = cookie_size;
    IS(set(&c.cookie), TOKENSEAL_COOKIE_CHARACTER);
    c.cookie.name = TOKENSEAL_LITERAL("__Http-n");
    OK(set(&c.cookie));

    c.cookie = init;
    c.cookie.name = TOKENSEAL_LITERAL("n");
    c.cookie.not_secure = 2;
    BAD(set(&c.cookie));
    c.cookie.not_secure = 0;
    c.cookie.not_http_only = UINT32_MAX;
    BAD(set(&c.cookie));
    c.cookie.not_http_only = 0;
    c.cookie.partitioned = 2;
    BAD(set(&c.cookie));
    c.cookie.partitioned = 0;
    c.cookie.same_site = TOKENSEAL_SAME_SITE_NONE + 1;
    BAD(set(&c.cookie));
    c.cookie.same_site = 0;
    c.cookie.priority = TOKENSEAL_PRIORITY_HIGH + 1;
    BAD(set(&c.cookie));
    c.cookie.priority = 0;
    c.cookie.domain.len = 1;
    BAD(set(&c.cookie));
    c.cookie.domain = TOKENSEAL_LITERAL("");
    IS(set(&c.cookie), TOKENSEAL_COOKIE_CHARACTER);
    c.cookie.domain = TOKENSEAL_LITERAL("\xff");
    IS(set(&c.cookie), TOKENSEAL_COOKIE_CHARACTER);
    c.cookie.domain = init.domain;
    c.cookie.path = TOKENSEAL_LITERAL("");
    IS(set(&c.cookie), TOKENSEAL_COOKIE_CHARACTER);
    c.cookie.path = init.domain;
    OK(set(&c.cookie));
    c.cookie.name = TOKENSEAL_LITERAL("__Host-n");
    IS(set(&c.cookie), TOKENSEAL_COOKIE_PREFIX);
    c.cookie.path = init.path;
    c.cookie.not_secure = 1;
    IS(set(&c.cookie), TOKENSEAL_COOKIE_PREFIX);
    c.cookie.same_site = TOKENSEAL_SAME_SITE_NONE;
    IS(set(&c.cookie), TOKENSEAL_COOKIE_INSECURE);
}
