/* The paths of dialects: each seals, opens, and refuses what is forged. */
#include "paths.h"

#include <string.h>

static const char NAME[] = "session", VALUE[] = "{\"user\":42}";
#define NAMED NAME, sizeof NAME - 1
#define VALUED VALUE, sizeof VALUE - 1

static tokenseal_status seal_into(const struct given *given, char *text, size_t cap, size_t *len)
{
    tokenseal_dialect dialect = given->dialect;
    if (dialect.kind == TOKENSEAL_DIALECT_KOA)
        return tokenseal_dialect_koa_sign(&dialect, NAMED, VALUED, text, cap, len);
    return tokenseal_dialect_seal(&dialect, NAMED, VALUED, NOW, text, cap, len);
}

static tokenseal_status seal(const struct given *given, struct made *made)
{
    return seal_into(given, made->text, sizeof made->text, &made->len);
}

static tokenseal_status sealed(struct given *given)
{
    return seal_into(given, given->text, sizeof given->text, &given->text_len);
}

static tokenseal_status sealed_forged(struct given *given)
{
    tokenseal_status status = sealed(given);
    if (given->dialect.kind != TOKENSEAL_DIALECT_GORILLA) {
        text_forge(given);
        return status;
    }
    /* All of gorilla's cookie is base64 once more: its third character is the date's. */
    given->text[2] = given->text[2] == 'A' ? 'B' : 'A';
    return status;
}

static tokenseal_status open(const struct given *given, struct made *made)
{
    tokenseal_dialect dialect = given->dialect;
    if (dialect.kind == TOKENSEAL_DIALECT_KOA)
        return tokenseal_dialect_koa_verify(&dialect, NAMED, VALUED, given->text, given->text_len,
                                            &made->len);
    return tokenseal_dialect_open(&dialect, NAMED, given->text, given->text_len,
                                  TOKENSEAL_NO_MAX_AGE, NOW, made->text, sizeof made->text,
                                  &made->len, NULL);
}

static tokenseal_status rails_key(const struct given *given, struct made *made)
{
    return tokenseal_dialect_rails_key(given->dialect.digest, given->secret, given->secret_len,
                                       made->bytes, sizeof made->bytes, &made->len);
}

/* ALL is how many keys are tried in vain. */
#define VARIANT(kind, digest, is_other, all, name)                                            \
    {name ": seal", NULL, seal, TOKENSEAL_OK, 0, 1, 0, kind, digest, is_other},               \
        {name ": open", sealed, open, TOKENSEAL_OK, 1, 0, 0, kind, digest, is_other},         \
    {                                                                                         \
        name ": open, forged", sealed_forged, open, TOKENSEAL_BAD_SIGNATURE, all, 0, 0, kind, \
            digest, is_other                                                                  \
    }
#define DIALECT(kind, digest, name) VARIANT(kind, digest, 0, 2, name)
#define DIGESTS(kind, name)                                     \
    DIALECT(kind, TOKENSEAL_DIGEST_SHA1, name " sha1"),         \
        DIALECT(kind, TOKENSEAL_DIGEST_SHA256, name " sha256"), \
        DIALECT(kind, TOKENSEAL_DIGEST_SHA512, name " sha512")

const struct path dialect_paths[] = {
    DIALECT(TOKENSEAL_DIALECT_EXPRESS, 0, "express"),
    DIGESTS(TOKENSEAL_DIALECT_KOA, "koa"),
    DIGESTS(TOKENSEAL_DIALECT_SIGNER, "signer"),
    DIGESTS(TOKENSEAL_DIALECT_TIMESTAMP_SIGNER, "timestamp-signer"),
    DIGESTS(TOKENSEAL_DIALECT_URL_SAFE_TIMED, "url-safe-timed"),
    DIGESTS(TOKENSEAL_DIALECT_FLASK, "flask"),
    DIALECT(TOKENSEAL_DIALECT_STARLETTE, 0, "starlette"),
    DIALECT(TOKENSEAL_DIALECT_DJANGO, 0, "django"),
    VARIANT(TOKENSEAL_DIALECT_DJANGO, 0, 1, 4, "django, legacy"),
    DIALECT(TOKENSEAL_DIALECT_DJANGO_SIGNER, 0, "django-signer"),
    DIALECT(TOKENSEAL_DIALECT_DJANGO_DUMPS, 0, "django-dumps"),
    DIALECT(TOKENSEAL_DIALECT_GORILLA, 0, "gorilla"),
    DIALECT(TOKENSEAL_DIALECT_RUST_COOKIE, 0, "rust-cookie"),
    VARIANT(TOKENSEAL_DIALECT_RUST_COOKIE, 0, 1, 2, "rust-cookie, derived"),
    DIGESTS(TOKENSEAL_DIALECT_RAILS, "rails"),
    DIGESTS(TOKENSEAL_DIALECT_RAILS_VERIFIER, "rails-verifier"),
    DIALECT(TOKENSEAL_DIALECT_RAILS_KEYS, 0, "rails keys"),
    {"rails key", NULL, rails_key, TOKENSEAL_OK, 0, 0, 0, 0, TOKENSEAL_DIGEST_SHA1, 0},
    {"rails key", NULL, rails_key, TOKENSEAL_OK, 0, 0, 0, 0, TOKENSEAL_DIGEST_SHA256, 0},
};
const size_t dialect_path_count = sizeof dialect_paths / sizeof *dialect_paths;
