/* Dialects with pointers, lengths and structs that are wrong. */
#include "interface.h"
#include "dialects.h"

#include <string.h>

void dialect_misuse(void)
{
    static const size_t lengths[] = {1, HUGE_LEN, SIZE_MAX};
    struct {
        tokenseal_dialect dialect;
        unsigned char later[16];
    } d;
    struct {
        tokenseal_dialect_opened opened;
        unsigned char later[16];
    } o;
    union {
        tokenseal_dialect dialect;
        tokenseal_dialect_opened opened;
        tokenseal_slice slices[32];
        size_t lengths[64];
        char bytes[1024];
    } room;
    const tokenseal_dialect init = dialect_of(TOKENSEAL_DIALECT_EXPRESS);
    const tokenseal_dialect koa = dialect_of(TOKENSEAL_DIALECT_KOA);
    const tokenseal_dialect_opened opened_init = TOKENSEAL_DIALECT_OPENED_INIT;
    const uint32_t size = sizeof init, opened_size = sizeof opened_init;
    tokenseal_dialect dialect = init;
    char buf[256];
    size_t len, i;
    uint32_t n;
#define SEAL(dialect, name, name_len, value, value_len, out, cap, out_len) \
    tokenseal_dialect_seal(dialect, name, name_len, value, value_len, NOW, out, cap, out_len)
#define OPEN(dialect, name, name_len, text, text_len, out, cap, out_len, opened)               \
    tokenseal_dialect_open(dialect, name, name_len, text, text_len, TOKENSEAL_NO_MAX_AGE, NOW, \
                           out, cap, out_len, opened)
#define SIGN tokenseal_dialect_koa_sign
#define VERIFY tokenseal_dialect_koa_verify
    memset(&d, 0, sizeof d);
    memset(&o, 0, sizeof o);
    d.dialect = init;
    o.opened = opened_init;
    for (n = 0; n < size; n++) {
        d.dialect.size = n;
        BAD(seal_with(&d.dialect));
    }
    for (n = 1; n <= 16; n++) {
        d.dialect.size = size + n;
        OK(seal_with(&d.dialect));
        d.later[n - 1] = 1;
        BAD(seal_with(&d.dialect));
        d.later[n - 1] = 0;
    }
    d.dialect.size = UINT32_MAX;
    BAD(seal_with(&d.dialect));
    for (n = 0; n < opened_size; n++) {
        o.opened.size = n;
        BAD(OPEN(&init, "n", 1, EXPRESS, LEN(EXPRESS), buf, sizeof buf, &len, &o.opened));
    }
    o.opened.size = opened_size + 16;
    OK(OPEN(&init, "n", 1, EXPRESS, LEN(EXPRESS), buf, sizeof buf, &len, &o.opened));
    CHECK(o.opened.size == opened_size + 16 && all(o.later, 16, 0));
    o.later[15] = 1;
    BAD(OPEN(&init, "n", 1, EXPRESS, LEN(EXPRESS), buf, sizeof buf, &len, &o.opened));

    BAD(SEAL(NULL, "n", 1, "v", 1, buf, sizeof buf, &len));
    BAD(SEAL(&init, "n", 1, "v", 1, buf, sizeof buf, NULL));
    BAD(SEAL((tokenseal_dialect *)(void *)((char *)&room + 1), "n", 1, "v", 1, buf, 9, &len));
    IS(SEAL(&init, NULL, 0, "v", 1, buf, sizeof buf, &len), TOKENSEAL_COOKIE_CHARACTER);
    IS(SEAL(&init, "\xff", 1, "v", 1, buf, sizeof buf, &len), TOKENSEAL_COOKIE_CHARACTER);
    OK(SEAL(&init, "n", 1, NULL, 0, buf, sizeof buf, &len));
    BAD(OPEN(NULL, "n", 1, EXPRESS, LEN(EXPRESS), buf, sizeof buf, &len, NULL));
    BAD(OPEN(&init, "n", 1, EXPRESS, LEN(EXPRESS), buf, sizeof buf, NULL, NULL));
    IS(OPEN(&init, "n", 1, NULL, 0, buf, sizeof buf, &len, NULL), TOKENSEAL_MALFORMED);
    BAD(SIGN(NULL, "n", 1, "v", 1, buf, sizeof buf, &len));
    BAD(SIGN(&koa, "n", 1, "v", 1, buf, sizeof buf, NULL));
    BAD(VERIFY(NULL, "n", 1, "v", 1, KOA, LEN(KOA), NULL));
    for (i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        const size_t wrong = lengths[i];
        BAD(SEAL(&init, NULL, wrong, "v", 1, buf, sizeof buf, &len));
        BAD(SEAL(&init, "n", 1, NULL, wrong, buf, sizeof buf, &len));
        BAD(SEAL(&init, "n", 1, "v", 1, NULL, wrong, &len));
        BAD(OPEN(&init, NULL, wrong, EXPRESS, LEN(EXPRESS), buf, sizeof buf, &len, NULL));
        BAD(OPEN(&init, "n", 1, NULL, wrong, buf, sizeof buf, &len, NULL));
        BAD(OPEN(&init, "n", 1, EXPRESS, LEN(EXPRESS), NULL, wrong, &len, NULL));
        BAD(SIGN(&koa, NULL, wrong, "v", 1, buf, sizeof buf, &len));
        BAD(SIGN(&koa, "n", 1, NULL, wrong, buf, sizeof buf, &len));
        BAD(SIGN(&koa, "n", 1, "v", 1, NULL, wrong, &len));
        BAD(VERIFY(&koa, NULL, wrong, "v", 1, KOA, LEN(KOA), NULL));
        BAD(VERIFY(&koa, "n", 1, NULL, wrong, KOA, LEN(KOA), NULL));
        BAD(VERIFY(&koa, "n", 1, "v", 1, NULL, wrong, NULL));
        dialect.salt.len = wrong;
        BAD(seal_with(&dialect));
    }

    /* Overlap: with the struct, its secrets, their bytes, the salt, the inputs, another output. */
    room.dialect = init;
    BAD(SEAL(&room.dialect, "n", 1, "v", 1, room.bytes + sizeof init - 1, 99, &len));
    BAD(SEAL(&room.dialect, "n", 1, "v", 1, buf, sizeof buf, room.lengths + 3));
    BAD(OPEN(&room.dialect, "n", 1, EXPRESS, LEN(EXPRESS), room.bytes, 99, &len, NULL));
    CHECK(memcmp(&room.dialect, &init, sizeof init) == 0);
    OK(SEAL(&room.dialect, "n", 1, "v", 1, room.bytes + sizeof init, 99, &len));
    room.slices[0] = secrets[1];
    dialect = init;
    dialect.secrets = room.slices;
    BAD(SEAL(&dialect, "n", 1, "v", 1, room.bytes + sizeof(tokenseal_slice) - 1, 99, &len));
    OK(SEAL(&dialect, "n", 1, "v", 1, room.bytes + sizeof(tokenseal_slice), 99, &len));
    room.slices[0].ptr = room.bytes + 500;
    room.slices[0].len = 9;
    BAD(SEAL(&dialect, "n", 1, "v", 1, room.bytes + 508, 99, &len));
    BAD(OPEN(&dialect, "n", 1, EXPRESS, LEN(EXPRESS), room.bytes + 450, 99, &len, NULL));
    dialect = dialect_of(TOKENSEAL_DIALECT_FLASK);
    dialect.salt.ptr = room.bytes + 500;
    dialect.salt.len = 9;
    BAD(SEAL(&dialect, "n", 1, "v", 1, room.bytes + 508, 99, &len));
    memset(room.bytes, 'n', sizeof room);
    BAD(SEAL(&init, room.bytes, 9, "v", 1, room.bytes + 8, 99, &len));
    BAD(SEAL(&init, "n", 1, room.bytes, 9, room.bytes + 8, 99, &len));
    BAD(SEAL(&init, "n", 1, "v", 1, room.bytes, 99, room.lengths + 1));
    BAD(OPEN(&init, room.bytes, 9, EXPRESS, LEN(EXPRESS), room.bytes + 8, 99, &len, NULL));
    BAD(OPEN(&init, "n", 1, room.bytes, 99, room.bytes + 98, 99, &len, NULL));
    BAD(OPEN(&init, "n", 1, EXPRESS, LEN(EXPRESS), room.bytes, 99, room.lengths + 1, NULL));
    BAD(SIGN(&koa, room.bytes, 9, "v", 1, room.bytes + 8, 99, &len));
    BAD(SIGN(&koa, "n", 1, room.bytes, 9, room.bytes + 8, 99, &len));
    BAD(SIGN(&koa, "n", 1, "v", 1, room.bytes, 99, room.lengths + 1));
    BAD(VERIFY(&koa, room.bytes, 9, "v", 1, KOA, LEN(KOA), room.lengths));
    BAD(VERIFY(&koa, "n", 1, room.bytes, 9, KOA, LEN(KOA), room.lengths));
    BAD(VERIFY(&koa, "n", 1, "v", 1, room.bytes, 9, room.lengths));
    CHECK(all(room.bytes, sizeof room, 'n'));
    room.opened = opened_init;
    BAD(OPEN(&init, "n", 1, EXPRESS, LEN(EXPRESS), room.bytes, 99, &len, &room.opened));
    BAD(OPEN(&init, "n", 1, EXPRESS, LEN(EXPRESS), buf, 99, room.lengths + 1, &room.opened));
    CHECK(memcmp(&room.opened, &opened_init, sizeof opened_init) == 0);
}
