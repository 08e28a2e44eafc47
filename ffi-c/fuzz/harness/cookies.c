/* Cookies, sealed values, dialects, CSRF: every function, with any arguments. */

#include "feed.h"

void fuzz_cookies(const uint8_t *data, size_t len);

static void read_header(void)
{
    size_t header_len, name_len, position = 0;
    const char *header = input(&header_len);
    tokenseal_slice name = {NULL, 0}, value = {NULL, 0};
    if (byte() % 2) {
        const char *wanted = input(&name_len);
        tokenseal_status status =
            said(tokenseal_cookie_find(header, header_len, wanted, name_len, &value));
        CHECK(status || !value.ptr ||
              (value.ptr > header && value.ptr + value.len <= header + header_len));
        return;
    }
    if (byte() % 16 == 0)
        position = number();
    do {
        size_t before = position;
        if (said(tokenseal_cookie_next(header, header_len, &position, &name, &value)))
            return;
        CHECK(!name.ptr || (position > before && position <= header_len + 1));
        CHECK(!name.ptr || (name.len > 0 && value.ptr + value.len <= header + header_len));
    } while (name.ptr);
    CHECK(!value.ptr);
}

static void write_header(void)
{
    tokenseal_set_cookie cookie = TOKENSEAL_SET_COOKIE_INIT;
    uint8_t kind = byte();
    cookie.name = slice();
    cookie.value = slice();
    if (kind & 1)
        cookie.path = slice();
    if (kind & 2)
        cookie.domain = slice();
    if (kind & 4) {
        cookie.not_secure = byte() % 3;
        cookie.not_http_only = byte() % 3;
        cookie.same_site = byte() % 4;
        cookie.partitioned = byte() % 3;
        cookie.priority = byte() % 5;
    }
    if (kind & 8)
        cookie.max_age = number();
    if (kind & 16)
        cookie.expires = (int64_t)number();
    const tokenseal_set_cookie *given = grown(&cookie, sizeof cookie);
    struct out out = output(TOKENSEAL_MAX_SET_COOKIE);
    tokenseal_status status =
        kind & 32 ? tokenseal_set_cookie_removal(given, (char *)out.ptr, out.cap, out.len)
                  : tokenseal_set_cookie_write(given, (char *)out.ptr, out.cap, out.len);
    CHECK(status != TOKENSEAL_BUFFER_TOO_SMALL || out.cap < TOKENSEAL_MAX_SET_COOKIE);
    wrote(status, out);
}

static void seal(void)
{
    size_t count, name_len, value_len, needed = NO_LEN;
    const tokenseal_key *keys = ring(&count);
    const char *name = input(&name_len), *value = input(&value_len);
    int64_t now = moment();
    tokenseal_status measured =
        said(tokenseal_cookie_seal_len(keys, name, name_len, value, value_len, now, &needed));
    struct out out = output(TOKENSEAL_MAX_COOKIE);
    tokenseal_status status = wrote(tokenseal_cookie_seal(keys, name, name_len, value, value_len,
                                                          now, (char *)out.ptr, out.cap, out.len),
                                    out);
    if (status == TOKENSEAL_OK || status == TOKENSEAL_BUFFER_TOO_SMALL)
        CHECK(!measured && needed == *out.len);
    else
        CHECK(misuse || (measured == status && needed == NO_LEN));
}

static void open_sealed(void)
{
    size_t count, name_len, sealed_len;
    const tokenseal_key *keys = ring(&count);
    const char *name = input(&name_len), *sealed = input(&sealed_len);
    uint8_t kind = byte();
    tokenseal_cookie_opened init = TOKENSEAL_COOKIE_OPENED_INIT;
    tokenseal_cookie_opened *opened = kind & 1 ? grown(&init, sizeof init) : NULL;
    uint64_t max_age = kind & 2 ? number() : TOKENSEAL_NO_MAX_AGE;
    int64_t now = moment();
    struct out out = output(TOKENSEAL_MAX_COOKIE);
    tokenseal_status status =
        wrote(tokenseal_cookie_open(keys, count, name, name_len, sealed, sealed_len, max_age, now,
                                    out.ptr, out.cap, out.len, opened),
              out);
    if (status == TOKENSEAL_OK && opened)
        CHECK(opened->key_index < count && opened->reseal == (opened->key_index > 0));
}

/* Any dialect, with any of its options. */
static tokenseal_dialect dialect(void)
{
    tokenseal_dialect dialect = TOKENSEAL_DIALECT_INIT;
    uint8_t kind = byte();
    dialect.kind = kind % 17;
    if (kind & 0x80) {
        dialect.digest = byte() % 5;
        dialect.lenient = byte() % 3;
        dialect.legacy = byte() % 3;
        dialect.derive = byte() % 3;
        dialect.min_age = number();
        dialect.expires_in = number();
        dialect.salt = slice();
    }
    static const tokenseal_slice secrets[] = {
        {"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", 64}, {"old", 3}};
    dialect.secrets = kind & 0x40 ? list(&dialect.secret_count) : secrets;
    if (!(kind & 0x40))
        dialect.secret_count = 1;
    return dialect;
}

static void seal_dialect(void)
{
    size_t name_len, value_len;
    tokenseal_dialect plain = dialect();
    uint8_t kind = byte();
    const tokenseal_dialect *given = grown(&plain, sizeof plain);
    const char *name = input(&name_len), *value = input(&value_len);
    int64_t now = moment();
    struct out out = output(TOKENSEAL_MAX_COOKIE);
    wrote(kind % 4 ? tokenseal_dialect_seal(given, name, name_len, value, value_len, now,
                                            (char *)out.ptr, out.cap, out.len)
                   : tokenseal_dialect_koa_sign(given, name, name_len, value, value_len,
                                                (char *)out.ptr, out.cap, out.len),
          out);
}

static void open_dialect(void)
{
    size_t name_len, value_len, sealed_len, index = NO_LEN;
    tokenseal_dialect plain = dialect();
    uint8_t kind = byte();
    const tokenseal_dialect *given = grown(&plain, sizeof plain);
    const char *name = input(&name_len), *sealed = input(&sealed_len);
    if (kind % 4 == 0) {
        const char *value = input(&value_len);
        tokenseal_status status = said(tokenseal_dialect_koa_verify(
            given, name, name_len, value, value_len, sealed, sealed_len, &index));
        CHECK(status ? index == NO_LEN : index < plain.secret_count);
        return;
    }
    tokenseal_dialect_opened init = TOKENSEAL_DIALECT_OPENED_INIT;
    tokenseal_dialect_opened *opened = kind & 4 ? grown(&init, sizeof init) : NULL;
    uint64_t max_age = kind & 8 ? number() : TOKENSEAL_NO_MAX_AGE;
    int64_t now = moment();
    struct out out = output(TOKENSEAL_MAX_COOKIE);
    out.scratch = sealed_len;
    tokenseal_status status =
        wrote(tokenseal_dialect_open(given, name, name_len, sealed, sealed_len, max_age, now,
                                     out.ptr, out.cap, out.len, opened),
              out);
    if (status == TOKENSEAL_OK && opened)
        CHECK(opened->secret_index < plain.secret_count && opened->compressed < 2);
}

static void rails_key(void)
{
    size_t secret_len;
    const char *secret = input(&secret_len);
    struct out out = output(TOKENSEAL_RAILS_KEY_LEN);
    wrote(tokenseal_dialect_rails_key(byte() % 5, secret, secret_len, out.ptr, out.cap, out.len),
          out);
}

static void csrf(void)
{
    size_t count, binding_len, entropy_len, token_len;
    const tokenseal_key *keys = ring(&count);
    const char *binding = input(&binding_len);
    if (byte() % 2) {
        const char *token = input(&token_len);
        said(tokenseal_csrf_verify(keys, count, binding, binding_len, token, token_len));
        return;
    }
    const uint8_t *entropy = (const uint8_t *)input(&entropy_len);
    struct out out = output(TOKENSEAL_MAX_CSRF_TOKEN);
    tokenseal_status status =
        wrote(tokenseal_csrf_token(keys, binding, binding_len, entropy, entropy_len,
                                   (char *)out.ptr, out.cap, out.len),
              out);
    if (status == TOKENSEAL_OK)
        CHECK(!tokenseal_csrf_verify(keys, 1, binding, binding_len, (char *)out.ptr, *out.len));
}

static void check_fetch(void)
{
    tokenseal_fetch fetch = TOKENSEAL_FETCH_INIT;
    fetch.strict = byte() % 3;
    fetch.method = slice();
    fetch.site = slice();
    fetch.origin = slice();
    fetch.allowed = list(&fetch.allowed_count);
    said(tokenseal_csrf_check_fetch(grown(&fetch, sizeof fetch)));
}

void fuzz_cookies(const uint8_t *data, size_t len)
{
    static void (*const all[])(void) = {read_header, write_header, seal,
                                        open_sealed, seal_dialect, open_dialect,
                                        csrf,        check_fetch,  rails_key};
    feed_start(data, len);
    while (feed_goes_on())
        all[byte() % (sizeof all / sizeof *all)]();
    feed_end();
}
