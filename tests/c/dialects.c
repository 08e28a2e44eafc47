#include "dialects.h"
#include "arguments.h"
#include "operations.h"

#include <string.h>

/* The number that a name stands for in a table that ends with a name of NULL. */
typedef struct number {
    const char *name;
    uint32_t number;
} number;

static uint32_t number_get(const json_t *object, const char *member, const number *numbers,
                           uint32_t otherwise)
{
    const char *name = json_string_value(json_object_get(object, member));
    if (!name)
        return otherwise;
    for (; numbers->name; numbers++)
        if (strcmp(numbers->name, name) == 0)
            return numbers->number;
    broken("a name that no dialect knows");
    return otherwise;
}

static tokenseal_dialect dialect_of(const json_t *args)
{
    static const number kinds[] = {{"express", TOKENSEAL_DIALECT_EXPRESS},
                                   {"koa", TOKENSEAL_DIALECT_KOA},
                                   {"signer", TOKENSEAL_DIALECT_SIGNER},
                                   {"timestamp-signer", TOKENSEAL_DIALECT_TIMESTAMP_SIGNER},
                                   {"url-safe-timed", TOKENSEAL_DIALECT_URL_SAFE_TIMED},
                                   {"flask", TOKENSEAL_DIALECT_FLASK},
                                   {"starlette", TOKENSEAL_DIALECT_STARLETTE},
                                   {"django", TOKENSEAL_DIALECT_DJANGO},
                                   {"django-signer", TOKENSEAL_DIALECT_DJANGO_SIGNER},
                                   {"django-dumps", TOKENSEAL_DIALECT_DJANGO_DUMPS},
                                   {"gorilla", TOKENSEAL_DIALECT_GORILLA},
                                   {"rust-cookie", TOKENSEAL_DIALECT_RUST_COOKIE},
                                   {"rails", TOKENSEAL_DIALECT_RAILS},
                                   {"rails-verifier", TOKENSEAL_DIALECT_RAILS_VERIFIER},
                                   {NULL, 0}};
    static const number digests[] = {{"sha1", TOKENSEAL_DIGEST_SHA1},
                                     {"sha256", TOKENSEAL_DIGEST_SHA256},
                                     {"sha512", TOKENSEAL_DIGEST_SHA512},
                                     {NULL, 0}};
    tokenseal_dialect dialect = TOKENSEAL_DIALECT_INIT;
    const json_t *spec = json_object_get(args, "dialect");
    dialect.kind = number_get(spec, "kind", kinds, 0);
    dialect.digest = number_get(spec, "digest", digests, TOKENSEAL_DIGEST_DEFAULT);
    dialect.lenient = json_is_true(json_object_get(spec, "lenient"));
    dialect.legacy = json_is_true(json_object_get(spec, "legacy"));
    dialect.derive = json_is_true(json_object_get(spec, "derive"));
    dialect.min_age = (uint64_t)integer_get(spec, "min_age_ms", 0);
    dialect.expires_in =
        (uint64_t)integer_get(spec, "expires_in_ms", (int64_t)TOKENSEAL_EXPIRES_NEVER);
    dialect.salt = slice_get(spec, "salt");
    dialect.secrets = hexes_get(spec, "secrets_hex", &dialect.secret_count);
    return dialect;
}

/* Both ways to write: with a buffer that is too small, then with one of the right size. */
static json_t *write_text(const tokenseal_dialect *dialect, text name, text value, int64_t now)
{
    size_t len = 0, needed = 0;
    char *out = NULL;
    int round;
    for (round = 0; round < 3; round++) {
        const size_t cap = round == 2 ? needed : round == 1 ? needed - 1 : 0;
        tokenseal_status status =
            dialect->kind == TOKENSEAL_DIALECT_KOA
                ? tokenseal_dialect_koa_sign(dialect, name.ptr, name.len, value.ptr, value.len, out,
                                             cap, &len)
                : tokenseal_dialect_seal(dialect, name.ptr, name.len, value.ptr, value.len, now,
                                         out, cap, &len);
        if (round < 2 && status == TOKENSEAL_BUFFER_TOO_SMALL) {
            if (round == 1 && (len != needed || !is_clean(out, needed)))
                return wrong("a buffer that is one byte too small");
            needed = len;
            out = (char *)texts_alloc(needed);
        } else if (round == 0 && status != TOKENSEAL_OK) {
            return refused(status);
        } else if (round < 2 || status != TOKENSEAL_OK || len != needed) {
            return wrong("another length than was asked for");
        }
    }
    return done(json_stringn(out, len));
}

/* Rails has two kinds, which must agree: derives the keys. */
static tokenseal_status rails_keys(tokenseal_dialect *dialect)
{
    tokenseal_slice *slices =
        (tokenseal_slice *)texts_alloc(dialect->secret_count * sizeof *slices);
    size_t i, len = 0;
    for (i = 0; i < dialect->secret_count; i++) {
        uint8_t *key = (uint8_t *)texts_alloc(TOKENSEAL_RAILS_KEY_LEN);
        tokenseal_status status = tokenseal_dialect_rails_key(
            dialect->legacy ? TOKENSEAL_DIGEST_SHA1 : TOKENSEAL_DIGEST_DEFAULT,
            dialect->secrets[i].ptr, dialect->secrets[i].len, key, TOKENSEAL_RAILS_KEY_LEN, &len);
        if (status != TOKENSEAL_OK)
            return status;
        slices[i].ptr = (const char *)key;
        slices[i].len = len;
    }
    dialect->kind = TOKENSEAL_DIALECT_RAILS_KEYS;
    dialect->legacy = 0;
    dialect->secrets = slices;
    return TOKENSEAL_OK;
}

static json_t *twice(const json_t *args, int64_t now,
                     json_t *(*run)(const tokenseal_dialect *, const json_t *, int64_t))
{
    tokenseal_dialect dialect = dialect_of(args);
    json_t *first = run(&dialect, args, now), *second;
    tokenseal_status status;
    if (dialect.kind != TOKENSEAL_DIALECT_RAILS)
        return first;
    status = rails_keys(&dialect);
    second = status == TOKENSEAL_OK ? run(&dialect, args, now) : refused(status);
    if (!json_equal(first, second)) {
        json_decref(first);
        first = wrong("a difference between secrets and keys derived from them");
    }
    json_decref(second);
    return first;
}

static json_t *seal(const tokenseal_dialect *dialect, const json_t *args, int64_t now)
{
    return write_text(dialect, text_get(args, "name"), text_get(args, "value"), now);
}

json_t *op_dialect_seal(const json_t *args, const tokenseal_key *keys, size_t count, int64_t now)
{
    (void)keys, (void)count;
    return twice(args, now, seal);
}

static json_t *describe(const char *value, size_t len, int64_t time, size_t secret)
{
    return json_pack("{s:o, s:o, s:I}", "value_hex", hex_of((const unsigned char *)value, len),
                     "time_ms", time == TOKENSEAL_NO_TIME ? json_null() : json_integer(time),
                     "secret", (json_int_t)secret);
}

static json_t *verify_koa(const tokenseal_dialect *dialect, const json_t *args)
{
    text name = text_get(args, "name"), value = text_get(args, "value");
    text signature = text_get(args, "text");
    size_t secret = 99;
    tokenseal_status status = tokenseal_dialect_koa_verify(
        dialect, name.ptr, name.len, value.ptr, value.len, signature.ptr, signature.len, &secret);
    if (status != TOKENSEAL_OK)
        return secret == 99 ? refused(status) : wrong("a refusal was described");
    return done(describe(value.ptr, value.len, TOKENSEAL_NO_TIME, secret));
}

static json_t *open(const tokenseal_dialect *dialect, const json_t *args, int64_t now)
{
    text name = text_get(args, "name"), sealed = text_get(args, "text");
    uint64_t max_age = (uint64_t)integer_get(args, "max_age_ms", (int64_t)TOKENSEAL_NO_MAX_AGE);
    tokenseal_dialect_opened opened = TOKENSEAL_DIALECT_OPENED_INIT;
    const tokenseal_dialect_opened untouched = TOKENSEAL_DIALECT_OPENED_INIT;
    size_t len = 0;
    char *value = (char *)texts_alloc(sealed.len);
    tokenseal_status status;
    json_t *found;
    /* A max_age can be given where all but Koa are opened. */
    if (dialect->kind == TOKENSEAL_DIALECT_KOA && max_age == TOKENSEAL_NO_MAX_AGE)
        return verify_koa(dialect, args);
    status = sealed.len == 0
                 ? TOKENSEAL_BUFFER_TOO_SMALL
                 : tokenseal_dialect_open(dialect, name.ptr, name.len, sealed.ptr, sealed.len,
                                          max_age, now, value, sealed.len - 1, &len, &opened);
    if (status == TOKENSEAL_BUFFER_TOO_SMALL) {
        if (len != sealed.len || !is_clean(value, sealed.len))
            return wrong("a buffer that is one byte too small");
        status = tokenseal_dialect_open(dialect, name.ptr, name.len, sealed.ptr, sealed.len,
                                        max_age, now, value, sealed.len, &len, &opened);
    }
    if (status != TOKENSEAL_OK) {
        if (memcmp(&opened, &untouched, sizeof opened) || !is_clean(value, sealed.len))
            return wrong("something of a refused value got out");
        return refused(status);
    }
    if (!is_clean(value + len, sealed.len - len))
        return wrong("something stands behind the value");
    found = describe(value, len, opened.time, opened.secret_index);
    if (opened.compressed)
        json_object_set_new(found, "compressed", json_true());
    return done(found);
}

json_t *op_dialect_open(const json_t *args, const tokenseal_key *keys, size_t count, int64_t now)
{
    (void)keys, (void)count;
    return twice(args, now, open);
}
