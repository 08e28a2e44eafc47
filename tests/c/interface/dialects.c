/* Other frameworks' cookies: their options, what is written when, and misuse. */
#include "interface.h"

#include <string.h>

#define EXPRESS "s%3Auser%3D42.P64QF5YwWuHhCzfzuPLNqspz1MkD5QCfq4Ym1t8tPpY"
#define KOA "b69oY0j_ZHhueFxIxdH28itpLGM"
#define FLASK "eyJ1c2VyIjo0Mn0.ZVPxAA.OksTyI8aTATdLUGUxNuLtQK54_E"
#define LEN(text) (sizeof text - 1)

static const tokenseal_slice secrets[] = {{"another", 7}, {"0123456789abcdef0123456789abcdef", 32}};

static tokenseal_dialect dialect_of(uint32_t kind)
{
    tokenseal_dialect dialect = TOKENSEAL_DIALECT_INIT;
    dialect.kind = kind;
    dialect.secrets = secrets + 1;
    dialect.secret_count = 1;
    return dialect;
}

static tokenseal_status seal(const tokenseal_dialect *dialect)
{
    char out[512];
    size_t len;
    return tokenseal_dialect_seal(dialect, "sid", 3, "user=42", 7, NOW, out, sizeof out, &len);
}

static tokenseal_status open(const tokenseal_dialect *dialect, const char *text, uint64_t max_age,
                             int64_t now)
{
    char out[512];
    size_t len;
    return tokenseal_dialect_open(dialect, "sid", 3, text, strlen(text), max_age, now, out,
                                  sizeof out, &len, NULL);
}

void dialects(void)
{
    const tokenseal_dialect express = dialect_of(TOKENSEAL_DIALECT_EXPRESS);
    tokenseal_dialect flask = dialect_of(TOKENSEAL_DIALECT_FLASK), koa, rails;
    tokenseal_dialect_opened opened = TOKENSEAL_DIALECT_OPENED_INIT;
    const tokenseal_dialect_opened untouched = TOKENSEAL_DIALECT_OPENED_INIT;
    char buf[256], text[] = EXPRESS;
    size_t len = 77, index = 88;
#define OPEN(cap)                                                                                  \
    tokenseal_dialect_open(&express, "sid", 3, text, LEN(EXPRESS), TOKENSEAL_NO_MAX_AGE, NOW, buf, \
                           cap, &len, &opened)
    memset(buf, CANARY, sizeof buf);
    IS(tokenseal_dialect_seal(&express, "sid", 3, "user=42", 7, NOW, buf, LEN(EXPRESS) - 1, &len),
       TOKENSEAL_BUFFER_TOO_SMALL);
    CHECK(len == LEN(EXPRESS) && all(buf, sizeof buf, CANARY));
    OK(tokenseal_dialect_seal(&express, "sid", 3, "user=42", 7, NOW, buf, LEN(EXPRESS), &len));
    CHECK(len == LEN(EXPRESS) && memcmp(buf, EXPRESS, len) == 0);
    CHECK(all(buf + len, sizeof buf - len, CANARY));

    memset(buf, CANARY, sizeof buf);
    IS(OPEN(LEN(EXPRESS) - 1), TOKENSEAL_BUFFER_TOO_SMALL);
    CHECK(len == LEN(EXPRESS) && all(buf, sizeof buf, CANARY));
    len = 77;
    text[6] ^= 1;
    IS(OPEN(sizeof buf), TOKENSEAL_BAD_SIGNATURE);
    text[6] ^= 1;
    CHECK(len == 77 && all(buf, LEN(EXPRESS), 0));
    CHECK(all(buf + LEN(EXPRESS), sizeof buf - LEN(EXPRESS), CANARY));
    CHECK(memcmp(&opened, &untouched, sizeof opened) == 0);
    OK(OPEN(sizeof buf));
    CHECK(len == 7 && memcmp(buf, "user=42", 7) == 0 && opened.size == sizeof opened);
    CHECK(opened.time == TOKENSEAL_NO_TIME && opened.secret_index == 0 && !opened.compressed);
#undef OPEN

    /* The last of itsdangerous' secrets signs. */
    flask.secrets = secrets;
    flask.secret_count = 2;
    OK(tokenseal_dialect_seal(&flask, "sid", 3, "{\"user\":42}", 11, NOW, buf, sizeof buf, &len));
    CHECK(len == LEN(FLASK) && memcmp(buf, FLASK, len) == 0);
    OK(tokenseal_dialect_open(&flask, "x", 1, FLASK, LEN(FLASK), 1000, NOW, buf, sizeof buf, &len,
                              &opened));
    CHECK(len == 11 && opened.time == NOW && opened.secret_index == 1);
    OK(open(&flask, FLASK, TOKENSEAL_NO_MAX_AGE, NOW + 1));
    IS(open(&flask, FLASK, 1000, NOW + 2000), TOKENSEAL_COOKIE_EXPIRED);
    IS(open(&flask, FLASK, 1000, NOW - 1000), TOKENSEAL_NOT_YET_VALID);
    BAD(open(&flask, FLASK, TOKENSEAL_NO_MAX_AGE - 1, NOW));
    BAD(open(&flask, FLASK, 1000, -1));
    BAD(open(&express, EXPRESS, 1000, NOW));

    /* Koa's two cookies. */
    koa = dialect_of(TOKENSEAL_DIALECT_KOA);
    IS(tokenseal_dialect_koa_sign(&koa, "sid", 3, "user=42", 7, NULL, 0, &len),
       TOKENSEAL_BUFFER_TOO_SMALL);
    CHECK(len == LEN(KOA));
    OK(tokenseal_dialect_koa_sign(&koa, "sid", 3, "user=42", 7, buf, sizeof buf, &len));
    CHECK(len == LEN(KOA) && memcmp(buf, KOA, len) == 0);
    koa.secrets = secrets;
    koa.secret_count = 2;
    OK(tokenseal_dialect_koa_verify(&koa, "sid", 3, "user=42", 7, KOA, LEN(KOA), &index));
    CHECK(index == 1);
    OK(tokenseal_dialect_koa_verify(&koa, "sid", 3, "user=42", 7, KOA, LEN(KOA), NULL));
    index = 88;
    IS(tokenseal_dialect_koa_verify(&koa, "sid", 3, "user=43", 7, KOA, LEN(KOA), &index),
       TOKENSEAL_BAD_SIGNATURE);
    CHECK(index == 88);
    BAD(seal(&koa));
    BAD(open(&koa, KOA, TOKENSEAL_NO_MAX_AGE, NOW));
    BAD(tokenseal_dialect_koa_sign(&express, "sid", 3, "user=42", 7, buf, sizeof buf, &len));
    BAD(tokenseal_dialect_koa_verify(&express, "sid", 3, "user=42", 7, KOA, LEN(KOA), NULL));

    /* Rails says when a cookie expires. */
    rails = dialect_of(TOKENSEAL_DIALECT_RAILS);
    rails.expires_in = 1000;
    OK(tokenseal_dialect_seal(&rails, "sid", 3, "42", 2, NOW, buf, sizeof buf - 1, &len));
    buf[len] = 0;
    OK(open(&rails, buf, TOKENSEAL_NO_MAX_AGE, NOW + 999));
    IS(open(&rails, buf, TOKENSEAL_NO_MAX_AGE, NOW + 1000), TOKENSEAL_COOKIE_EXPIRED);
    rails.expires_in = TOKENSEAL_EXPIRES_NEVER - 1;
    BAD(seal(&rails));
    rails.expires_in = TOKENSEAL_EXPIRES_DEFAULT;
    BAD(seal(&rails));
}

void rails_keys(void)
{
    const tokenseal_dialect rails = dialect_of(TOKENSEAL_DIALECT_RAILS);
    tokenseal_dialect with_keys = dialect_of(TOKENSEAL_DIALECT_RAILS_KEYS);
    tokenseal_slice slices[TOKENSEAL_MAX_SECRETS + 2];
    char bytes[128], text[256];
    uint8_t *const buf = (uint8_t *)bytes;
    size_t len = 77, i;
#define KEY(prf, secret, secret_len, out, cap) \
    tokenseal_dialect_rails_key(prf, secret, secret_len, out, cap, &len)
    memset(bytes, CANARY, sizeof bytes);
    BAD(KEY(99, SECRET, 64, buf, 64));
    BAD(KEY(0, NULL, 64, buf, 64));
    BAD(KEY(0, SECRET, HUGE_LEN, buf, 64));
    BAD(KEY(0, SECRET, 64, NULL, 64));
    BAD(KEY(0, SECRET, 64, buf, HUGE_LEN));
    BAD(KEY(0, bytes, 64, buf + 63, 64));
    BAD(tokenseal_dialect_rails_key(0, SECRET, 64, buf, 64, NULL));
    IS(KEY(0, SECRET, 0, buf, 64), TOKENSEAL_WEAK_KEY);
    CHECK(len == 77 && all(bytes, sizeof bytes, CANARY));
    IS(KEY(0, SECRET, 64, buf, 63), TOKENSEAL_BUFFER_TOO_SMALL);
    CHECK(len == TOKENSEAL_RAILS_KEY_LEN && all(bytes, sizeof bytes, CANARY));
    OK(KEY(0, secrets[1].ptr, secrets[1].len, buf, 64));
    CHECK(len == 64 && all(bytes + 64, 64, CANARY));

    OK(tokenseal_dialect_seal(&rails, "sid", 3, "42", 2, NOW, text, sizeof text - 1, &len));
    text[len] = 0;
    for (i = 0; i < TOKENSEAL_MAX_SECRETS + 2; i++) {
        slices[i].ptr = bytes;
        slices[i].len = 64;
    }
    with_keys.secrets = slices;
    OK(open(&with_keys, text, TOKENSEAL_NO_MAX_AGE, NOW));
    with_keys.secret_count = TOKENSEAL_MAX_SECRETS;
    OK(open(&with_keys, text, TOKENSEAL_NO_MAX_AGE, NOW));
    for (i = 1; i <= 2; i++) {
        with_keys.secret_count = TOKENSEAL_MAX_SECRETS + i;
        IS(open(&with_keys, text, TOKENSEAL_NO_MAX_AGE, NOW), TOKENSEAL_LIMIT);
    }
    with_keys.secret_count = 0;
    BAD(open(&with_keys, text, TOKENSEAL_NO_MAX_AGE, NOW));
    with_keys.secret_count = 2;
    slices[1].len = 63;
    BAD(open(&with_keys, text, TOKENSEAL_NO_MAX_AGE, NOW));
    slices[1].len = 65;
    BAD(open(&with_keys, text, TOKENSEAL_NO_MAX_AGE, NOW));
    with_keys.secret_count = 1;
    OK(KEY(TOKENSEAL_DIGEST_SHA1, secrets[1].ptr, secrets[1].len, buf, 64));
    IS(open(&with_keys, text, TOKENSEAL_NO_MAX_AGE, NOW), TOKENSEAL_BAD_SIGNATURE);
    with_keys.legacy = 1;
    BAD(open(&with_keys, text, TOKENSEAL_NO_MAX_AGE, NOW));
#undef KEY
}

/* Which kinds take an option, from a list that ends with 0. */
static void only(const uint32_t *kinds, void (*set)(tokenseal_dialect *))
{
    uint32_t kind;
    for (kind = TOKENSEAL_DIALECT_EXPRESS; kind <= TOKENSEAL_DIALECT_RAILS_KEYS; kind++) {
        tokenseal_dialect dialect = dialect_of(kind);
        const uint32_t *other = kinds;
        tokenseal_slice secret;
        char signature[128];
        size_t len;
        secret.ptr = SECRET;
        secret.len = 64;
        dialect.secrets = &secret;
        set(&dialect);
        while (*other && *other != kind)
            other++;
        IS(kind == TOKENSEAL_DIALECT_KOA
               ? tokenseal_dialect_koa_sign(&dialect, "n", 1, "v", 1, signature, 128, &len)
               : seal(&dialect),
           *other ? TOKENSEAL_OK : TOKENSEAL_BAD_ARGUMENT);
    }
}

static void set_digest(tokenseal_dialect *dialect)
{
    dialect->digest = TOKENSEAL_DIGEST_SHA256;
}

static void set_lenient(tokenseal_dialect *dialect)
{
    dialect->lenient = 1;
}

static void set_legacy(tokenseal_dialect *dialect)
{
    dialect->legacy = 1;
}

static void set_derive(tokenseal_dialect *dialect)
{
    dialect->derive = 1;
}

static void set_min_age(tokenseal_dialect *dialect)
{
    dialect->min_age = 1;
}

static void set_expires_in(tokenseal_dialect *dialect)
{
    dialect->expires_in = 1;
}

static void set_salt(tokenseal_dialect *dialect)
{
    dialect->salt = TOKENSEAL_LITERAL("salt");
}

static void set_nothing(tokenseal_dialect *dialect)
{
    (void)dialect;
}

void dialect_options(void)
{
    static const uint32_t every[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0};
    static const uint32_t with_digest[] = {TOKENSEAL_DIALECT_KOA,
                                           TOKENSEAL_DIALECT_SIGNER,
                                           TOKENSEAL_DIALECT_TIMESTAMP_SIGNER,
                                           TOKENSEAL_DIALECT_URL_SAFE_TIMED,
                                           TOKENSEAL_DIALECT_FLASK,
                                           TOKENSEAL_DIALECT_RAILS,
                                           TOKENSEAL_DIALECT_RAILS_KEYS,
                                           TOKENSEAL_DIALECT_RAILS_VERIFIER,
                                           0};
    static const uint32_t with_lenient[] = {TOKENSEAL_DIALECT_SIGNER,
                                            TOKENSEAL_DIALECT_TIMESTAMP_SIGNER,
                                            TOKENSEAL_DIALECT_URL_SAFE_TIMED,
                                            TOKENSEAL_DIALECT_FLASK,
                                            TOKENSEAL_DIALECT_STARLETTE,
                                            TOKENSEAL_DIALECT_GORILLA,
                                            0};
    static const uint32_t with_legacy[] = {TOKENSEAL_DIALECT_DJANGO, TOKENSEAL_DIALECT_RAILS, 0};
    static const uint32_t with_derive[] = {TOKENSEAL_DIALECT_RUST_COOKIE, 0};
    static const uint32_t with_min_age[] = {TOKENSEAL_DIALECT_GORILLA, 0};
    static const uint32_t with_expiry[] = {TOKENSEAL_DIALECT_RAILS, TOKENSEAL_DIALECT_RAILS_KEYS,
                                           0};
    static const uint32_t with_salt[] = {
        TOKENSEAL_DIALECT_SIGNER,         TOKENSEAL_DIALECT_TIMESTAMP_SIGNER,
        TOKENSEAL_DIALECT_URL_SAFE_TIMED, TOKENSEAL_DIALECT_FLASK,
        TOKENSEAL_DIALECT_DJANGO,         TOKENSEAL_DIALECT_DJANGO_SIGNER,
        TOKENSEAL_DIALECT_DJANGO_DUMPS,   0};
    static const uint32_t wrong_kinds[] = {0, 16, UINT32_MAX};
    const tokenseal_dialect express = dialect_of(TOKENSEAL_DIALECT_EXPRESS);
    tokenseal_dialect dialect;
    tokenseal_slice many[TOKENSEAL_MAX_SECRETS + 3];
    size_t i;
    only(every, set_nothing);
    only(with_digest, set_digest);
    only(with_lenient, set_lenient);
    only(with_legacy, set_legacy);
    only(with_derive, set_derive);
    only(with_min_age, set_min_age);
    only(with_expiry, set_expires_in);
    only(with_salt, set_salt);
    for (i = 0; i < sizeof wrong_kinds / sizeof *wrong_kinds; i++) {
        dialect = dialect_of(wrong_kinds[i]);
        BAD(seal(&dialect));
    }
    dialect = dialect_of(TOKENSEAL_DIALECT_FLASK);
    dialect.lenient = 2;
    BAD(seal(&dialect));
    dialect.lenient = 0;
    dialect.digest = TOKENSEAL_DIGEST_SHA512 + 1;
    BAD(seal(&dialect));
    dialect.digest = 0;
    dialect.salt = TOKENSEAL_LITERAL("\xff");
    OK(seal(&dialect));
    dialect.kind = TOKENSEAL_DIALECT_DJANGO;
    BAD(seal(&dialect));
    dialect = dialect_of(TOKENSEAL_DIALECT_DJANGO);
    dialect.legacy = 2;
    BAD(seal(&dialect));
    dialect = dialect_of(TOKENSEAL_DIALECT_RUST_COOKIE);
    IS(seal(&dialect), TOKENSEAL_WEAK_KEY);
    dialect.derive = 1;
    OK(seal(&dialect));
    dialect.derive = 2;
    BAD(seal(&dialect));

    /* Secrets. */
    for (i = 0; i < TOKENSEAL_MAX_SECRETS + 3; i++)
        many[i] = secrets[1];
    dialect = express;
    dialect.secrets = many;
    dialect.secret_count = TOKENSEAL_MAX_SECRETS;
    OK(seal(&dialect));
    for (i = 1; i <= 3; i++) {
        dialect.secret_count = TOKENSEAL_MAX_SECRETS + i;
        IS(seal(&dialect), TOKENSEAL_LIMIT);
    }
    dialect.secret_count = 0;
    BAD(seal(&dialect));
    dialect.secrets = NULL;
    BAD(seal(&dialect));
    dialect.secret_count = 1;
    BAD(seal(&dialect));
    dialect.secrets = many;
    many[0].len = 0;
    IS(seal(&dialect), TOKENSEAL_WEAK_KEY);
    many[0].ptr = NULL;
    BAD(seal(&dialect));
    many[0].ptr = SECRET;
    many[0].len = HUGE_LEN;
    BAD(seal(&dialect));
    dialect = express;
    dialect.secret_count = HUGE_LEN;
    BAD(seal(&dialect));
}

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
        BAD(seal(&d.dialect));
    }
    for (n = 1; n <= 16; n++) {
        d.dialect.size = size + n;
        OK(seal(&d.dialect));
        d.later[n - 1] = 1;
        BAD(seal(&d.dialect));
        d.later[n - 1] = 0;
    }
    d.dialect.size = UINT32_MAX;
    BAD(seal(&d.dialect));
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
        BAD(seal(&dialect));
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
