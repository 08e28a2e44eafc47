/* Which options and secrets a dialect takes. */
#include "interface.h"
#include "dialects.h"

#include <string.h>

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
               : seal_with(&dialect),
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
        BAD(seal_with(&dialect));
    }
    dialect = dialect_of(TOKENSEAL_DIALECT_FLASK);
    dialect.lenient = 2;
    BAD(seal_with(&dialect));
    dialect.lenient = 0;
    dialect.digest = TOKENSEAL_DIGEST_SHA512 + 1;
    BAD(seal_with(&dialect));
    dialect.digest = 0;
    dialect.salt = TOKENSEAL_LITERAL("\xff");
    OK(seal_with(&dialect));
    dialect.kind = TOKENSEAL_DIALECT_DJANGO;
    BAD(seal_with(&dialect));
    dialect = dialect_of(TOKENSEAL_DIALECT_DJANGO);
    dialect.legacy = 2;
    BAD(seal_with(&dialect));
    dialect = dialect_of(TOKENSEAL_DIALECT_RUST_COOKIE);
    IS(seal_with(&dialect), TOKENSEAL_WEAK_KEY);
    dialect.derive = 1;
    OK(seal_with(&dialect));
    dialect.derive = 2;
    BAD(seal_with(&dialect));

    /* Secrets. */
    for (i = 0; i < TOKENSEAL_MAX_SECRETS + 3; i++)
        many[i] = secrets[1];
    dialect = express;
    dialect.secrets = many;
    dialect.secret_count = TOKENSEAL_MAX_SECRETS;
    OK(seal_with(&dialect));
    for (i = 1; i <= 3; i++) {
        dialect.secret_count = TOKENSEAL_MAX_SECRETS + i;
        IS(seal_with(&dialect), TOKENSEAL_LIMIT);
    }
    dialect.secret_count = 0;
    BAD(seal_with(&dialect));
    dialect.secrets = NULL;
    BAD(seal_with(&dialect));
    dialect.secret_count = 1;
    BAD(seal_with(&dialect));
    dialect.secrets = many;
    many[0].len = 0;
    IS(seal_with(&dialect), TOKENSEAL_WEAK_KEY);
    many[0].ptr = NULL;
    BAD(seal_with(&dialect));
    many[0].ptr = SECRET;
    many[0].len = HUGE_LEN;
    BAD(seal_with(&dialect));
    dialect = express;
    dialect.secret_count = HUGE_LEN;
    BAD(seal_with(&dialect));
}
