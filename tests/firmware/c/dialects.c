#include "board.h"
#include "operations.h"

/* In the order of the constants. */
static const char *const kinds[] = {"",
                                    "express",
                                    "koa",
                                    "signer",
                                    "timestamp-signer",
                                    "url-safe-timed",
                                    "flask",
                                    "starlette",
                                    "django",
                                    "django-signer",
                                    "django-dumps",
                                    "gorilla",
                                    "rust-cookie",
                                    "rails",
                                    "rails-verifier"};
static const char *const digests[] = {"", "sha1", "sha256", "sha512"};

/* A vector's dialect; `room` holds its secrets. */
static tokenseal_dialect dialect_of(item args, tokenseal_slice *room)
{
    item spec = item_member(args, "dialect");
    tokenseal_dialect dialect = TOKENSEAL_DIALECT_INIT;
    dialect.kind = item_choice(spec, "kind", kinds, 15, 0);
    dialect.digest = item_choice(spec, "digest", digests, 4, TOKENSEAL_DIGEST_DEFAULT);
    dialect.lenient = (uint32_t)item_is_true(spec, "lenient");
    dialect.legacy = (uint32_t)item_is_true(spec, "legacy");
    dialect.derive = (uint32_t)item_is_true(spec, "derive");
    dialect.salt = item_slice(spec, "salt");
    dialect.secrets = item_slices(spec, "secrets", room, &dialect.secret_count);
    return dialect;
}

int run_dialect_seal(item args, item expect, int64_t now)
{
    tokenseal_slice secrets[ITEM_LIST_MAX];
    tokenseal_dialect dialect = dialect_of(args, secrets);
    tokenseal_slice name = item_slice(args, "name"), value = item_slice(args, "value");
    size_t cap, len = 0;
    char *sealed = room(&cap);
    tokenseal_status status =
        dialect.kind == TOKENSEAL_DIALECT_KOA
            ? tokenseal_dialect_koa_sign(&dialect, name.ptr, name.len, value.ptr, value.len, sealed,
                                         cap, &len)
            : tokenseal_dialect_seal(&dialect, name.ptr, name.len, value.ptr, value.len, now,
                                     sealed, cap, &len);
    return is_answer(status, expect, is_same(item_slice(expect, "ok"), sealed, len));
}

int run_dialect_open(item args, item expect, int64_t now)
{
    tokenseal_slice secrets[ITEM_LIST_MAX];
    tokenseal_dialect dialect = dialect_of(args, secrets);
    item ok = item_member(expect, "ok");
    tokenseal_slice name = item_slice(args, "name"), text = item_slice(args, "text");
    tokenseal_slice value = item_slice(args, "value");
    uint64_t max_age = (uint64_t)item_number(args, "max_age_ms", (int64_t)TOKENSEAL_NO_MAX_AGE);
    tokenseal_dialect_opened opened = TOKENSEAL_DIALECT_OPENED_INIT;
    size_t cap;
    char *buf = room(&cap);
    tokenseal_status status;
    /* A max_age can be given where all but Koa's are opened. */
    if (dialect.kind == TOKENSEAL_DIALECT_KOA && max_age == TOKENSEAL_NO_MAX_AGE) {
        status = tokenseal_dialect_koa_verify(&dialect, name.ptr, name.len, value.ptr, value.len,
                                              text.ptr, text.len, &opened.secret_index);
    } else {
        status = tokenseal_dialect_open(&dialect, name.ptr, name.len, text.ptr, text.len, max_age,
                                        now, buf, cap, &value.len, &opened);
        value.ptr = buf;
    }
    return is_answer(status, expect,
                     is_same(item_slice(ok, "value"), value.ptr, value.len) &&
                         item_number(ok, "time_ms", TOKENSEAL_NO_TIME) == opened.time &&
                         item_number(ok, "secret", -1) == (int64_t)opened.secret_index &&
                         item_is_true(ok, "compressed") == (int)opened.compressed);
}
