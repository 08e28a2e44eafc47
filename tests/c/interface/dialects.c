/* Other frameworks' cookies: what is written, and when. */
#include "interface.h"
#include "dialects.h"

#include <string.h>

const tokenseal_slice secrets[2] = {{"another", 7}, {"0123456789abcdef0123456789abcdef", 32}};

tokenseal_dialect dialect_of(uint32_t kind)
{
    tokenseal_dialect dialect = TOKENSEAL_DIALECT_INIT;
    dialect.kind = kind;
    dialect.secrets = secrets + 1;
    dialect.secret_count = 1;
    return dialect;
}

tokenseal_status seal_with(const tokenseal_dialect *dialect)
{
    char out[512];
    size_t len;
    return tokenseal_dialect_seal(dialect, "sid", 3, "user=42", 7, NOW, out, sizeof out, &len);
}

tokenseal_status open_with(const tokenseal_dialect *dialect, const char *text, uint64_t max_age,
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
    OK(open_with(&flask, FLASK, TOKENSEAL_NO_MAX_AGE, NOW + 1));
    IS(open_with(&flask, FLASK, 1000, NOW + 2000), TOKENSEAL_COOKIE_EXPIRED);
    IS(open_with(&flask, FLASK, 1000, NOW - 1000), TOKENSEAL_NOT_YET_VALID);
    BAD(open_with(&flask, FLASK, TOKENSEAL_NO_MAX_AGE - 1, NOW));
    BAD(open_with(&flask, FLASK, 1000, -1));
    BAD(open_with(&express, EXPRESS, 1000, NOW));

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
    BAD(seal_with(&koa));
    BAD(open_with(&koa, KOA, TOKENSEAL_NO_MAX_AGE, NOW));
    BAD(tokenseal_dialect_koa_sign(&express, "sid", 3, "user=42", 7, buf, sizeof buf, &len));
    BAD(tokenseal_dialect_koa_verify(&express, "sid", 3, "user=42", 7, KOA, LEN(KOA), NULL));

    /* Rails says when a cookie expires. */
    rails = dialect_of(TOKENSEAL_DIALECT_RAILS);
    rails.expires_in = 1000;
    OK(tokenseal_dialect_seal(&rails, "sid", 3, "42", 2, NOW, buf, sizeof buf - 1, &len));
    buf[len] = 0;
    OK(open_with(&rails, buf, TOKENSEAL_NO_MAX_AGE, NOW + 999));
    IS(open_with(&rails, buf, TOKENSEAL_NO_MAX_AGE, NOW + 1000), TOKENSEAL_COOKIE_EXPIRED);
    rails.expires_in = TOKENSEAL_EXPIRES_NEVER - 1;
    BAD(seal_with(&rails));
    rails.expires_in = TOKENSEAL_EXPIRES_DEFAULT;
    BAD(seal_with(&rails));
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
    OK(open_with(&with_keys, text, TOKENSEAL_NO_MAX_AGE, NOW));
    with_keys.secret_count = TOKENSEAL_MAX_SECRETS;
    OK(open_with(&with_keys, text, TOKENSEAL_NO_MAX_AGE, NOW));
    for (i = 1; i <= 2; i++) {
        with_keys.secret_count = TOKENSEAL_MAX_SECRETS + i;
        IS(open_with(&with_keys, text, TOKENSEAL_NO_MAX_AGE, NOW), TOKENSEAL_LIMIT);
    }
    with_keys.secret_count = 0;
    BAD(open_with(&with_keys, text, TOKENSEAL_NO_MAX_AGE, NOW));
    with_keys.secret_count = 2;
    slices[1].len = 63;
    BAD(open_with(&with_keys, text, TOKENSEAL_NO_MAX_AGE, NOW));
    slices[1].len = 65;
    BAD(open_with(&with_keys, text, TOKENSEAL_NO_MAX_AGE, NOW));
    with_keys.secret_count = 1;
    OK(KEY(TOKENSEAL_DIGEST_SHA1, secrets[1].ptr, secrets[1].len, buf, 64));
    IS(open_with(&with_keys, text, TOKENSEAL_NO_MAX_AGE, NOW), TOKENSEAL_BAD_SIGNATURE);
    with_keys.legacy = 1;
    BAD(open_with(&with_keys, text, TOKENSEAL_NO_MAX_AGE, NOW));
#undef KEY
}
