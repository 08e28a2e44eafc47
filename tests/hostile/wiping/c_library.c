/* Runs every path of the C library and looks for what it has left on the stack. */
#include "../paths/paths.h"
#include "stack.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>

static struct given given;
static struct made made;
static struct needles needles[2];
static struct hits hits[2];
static tokenseal_status status;
static long passed, failed;
static size_t deepest;

static void go(void *path)
{
    status = ((const struct path *)path)->run(&given, &made);
}

/* The keys that a dialect makes of a secret. */
static void add_derived(struct needles *to, const struct given *g, const unsigned char *secret)
{
    static const char cookie[] = "django.http.cookies.v2:4:saltsessionsignerdjango.http.cookies";
    static const char legacy[] = "sessionsaltsignerdjango.http.cookies";
    static const char expansion[] = "COOKIE;SIGNED:HMAC-SHA256;PRIVATE:AEAD-AES-256-GCM\x01";
    static const enum hash hashes[] = {HASH_SHA1, HASH_SHA1, HASH_SHA256, HASH_SHA512};
    enum hash hash = hashes[g->dialect.digest];
    unsigned char text[LONGEST + 100], key[64];
    size_t len = 0, key_len;
    switch (g->dialect.kind) {
    case TOKENSEAL_DIALECT_STARLETTE:
        len = (size_t)sprintf((char *)text, "itsdangerous.Signersigner");
        break;
    case TOKENSEAL_DIALECT_DJANGO:
        len = (size_t)sprintf((char *)text, "%s", g->dialect.legacy ? legacy : cookie);
        hash = HASH_SHA256;
        break;
    case TOKENSEAL_DIALECT_DJANGO_SIGNER:
    case TOKENSEAL_DIALECT_DJANGO_DUMPS:
        hash = HASH_SHA256;
        /* fall through */
    case TOKENSEAL_DIALECT_SIGNER:
    case TOKENSEAL_DIALECT_TIMESTAMP_SIGNER:
    case TOKENSEAL_DIALECT_URL_SAFE_TIMED:
        len = (size_t)sprintf((char *)text, "saltsigner");
        break;
    case TOKENSEAL_DIALECT_FLASK:
        hmac_of(hash, secret, g->secret_len, "salt", 4, key);
        needles_hmac(to, "derived key", hash, key, hash_len(hash));
        break;
    case TOKENSEAL_DIALECT_RAILS_KEYS:
        needles_hmac(to, "derived key", hash, secret, 64);
        break;
    case TOKENSEAL_DIALECT_RUST_COOKIE:
        needles_hmac(to, "derived key", HASH_SHA256, secret, 32);
        hmac_of(HASH_SHA256, secret, g->secret_len, expansion, sizeof expansion - 1, key);
        needles_hmac(to, "derived key", HASH_SHA256, key, hash_len(HASH_SHA256));
        break;
    default:
        /* Rails derives as rails_key does: kind is 0 there, and the digest that of PBKDF2. */
        if (g->dialect.kind == TOKENSEAL_DIALECT_RAILS || g->dialect.kind == 0) {
            const EVP_MD *prf =
                g->dialect.kind == 0 && hash == HASH_SHA1 ? EVP_sha1() : EVP_sha256();
            if (!PKCS5_PBKDF2_HMAC((const char *)secret, (int)g->secret_len,
                                   (const unsigned char *)"signed cookie", 13, 1000, prf, 64, key))
                broken("no", "PBKDF2");
            needles_hmac(to, "derived key", hash, key, 64);
        }
    }
    if (len > 0) {
        memcpy(text + len, secret, g->secret_len);
        hash_of(hash, text, len + g->secret_len, key);
        key_len = hash_len(hash);
        needles_hmac(to, "derived key", hash, key, key_len);
    }
}

static void add_needles(struct needles *to, const struct given *g)
{
    static const enum hash hashes[] = {HASH_SHA1, HASH_SHA256, HASH_SHA384, HASH_SHA512};
    const unsigned char *secrets[2];
    size_t s;
    enum hash hash;
    secrets[0] = g->secret, secrets[1] = g->other;
    for (s = 0; s < 2; s++) {
        if (g->alg) {
            /* The other key of a ring is made of 64 bytes. */
            needles_key(to, hashes[g->alg], secrets[s], s == 0 ? g->secret_len : 64);
            continue;
        }
        needles_bytes(to, "secret", secrets[s], g->secret_len);
        for (hash = HASH_SHA1; hash <= HASH_SHA512; hash++)
            needles_hmac(to, "secret's HMAC", hash, secrets[s], g->secret_len);
        add_derived(to, g, secrets[s]);
    }
    needles_bytes(to, "base64url", g->base64url, strlen(g->base64url));
    needles_bytes(to, "hex", g->hex, 2 * g->secret_len);
}

/* What two secrets must not leave behind. */
static void collect(const struct path *path, uint32_t alg, size_t secret_len)
{
    uint32_t seed;
    for (seed = 0; seed < 2; seed++) {
        given_init(&given, path, alg, secret_len, seed + 1);
        needles_reset(needles + seed);
        add_needles(needles + seed, &given);
    }
    needles_settle(needles, needles + 1);
}

/* Runs a path with both; `hits[0]` is what they left in the same place. */
static int leaves(const struct path *path, uint32_t alg, size_t secret_len)
{
    uint32_t seed;
    collect(path, alg, secret_len);
    for (seed = 0; seed < 2; seed++) {
        given_init(&given, path, alg, secret_len, seed + 1);
        memset(&made, 0, sizeof made);
        hits[seed].count = 0;
        stack_run(go, (void *)path);
        stack_scan(needles + seed, hits + seed);
        if (status != path->expected)
            broken(tokenseal_error_name(status), path->name);
        if (stack_used() > deepest)
            deepest = stack_used();
    }
    hits_confirm(hits, hits + 1);
    return hits->count > 0;
}

static void watch(const struct path *path, uint32_t alg, size_t secret_len)
{
    if (!leaves(path, alg, secret_len)) {
        passed++;
        return;
    }
    failed++;
    printf("FAILED %s, algorithm %u, secret of %u bytes\n", path->name, alg, (unsigned)secret_len);
    hits_print(hits, needles);
}

/* --- what must be found ---------------------------------------------------------------------- */

/* A copy of the secret on the stack, at an odd address. */
static tokenseal_status copy(const struct given *g, struct made *m)
{
    volatile unsigned char bytes[65];
    size_t i;
    for (i = 0; i < 64; i++)
        bytes[i + 1] = g->secret[i];
    return m->len + bytes[1] > 255;
}

/* One word of the last state of a key. */
static tokenseal_status spill(const struct given *g, struct made *m)
{
    volatile uint32_t word;
    memcpy(m->bytes, (const char *)(g->keys + 1) + 80 + 128 * 5 + 32, 4);
    memcpy((void *)&word, m->bytes, 4);
    return word == 0;
}

static void planted(void)
{
    const struct path copies = {"a copy", NULL, copy, TOKENSEAL_OK, ASKS(0)};
    const struct path spills = {"a word", NULL, spill, TOKENSEAL_OK, ASKS(0)};
    const struct path *const all[] = {&copies, &spills};
    size_t i;
    for (i = 0; i < 2; i++) {
        if (leaves(all[i], TOKENSEAL_HS256, 64)) {
            passed++;
            continue;
        }
        failed++;
        printf("FAILED %s was planted, and not found\n", all[i]->name);
    }
}

/* The needles are what a key consists of: behind its head, each word of a live key is one of them,
 * and none of a wiped one. */
static void keys(uint32_t alg)
{
    const struct path none = {"a key", NULL, NULL, TOKENSEAL_OK, ASKS(0)};
    const size_t words = alg == TOKENSEAL_HS256 ? 6 * 16 : 6 * 32;
    size_t found;
    collect(&none, alg, 64);
    given_init(&given, &none, alg, 64, 1);
    hits->count = 0;
    memory_scan(needles, given.keys + 1, sizeof *given.keys, hits);
    found = hits->count;
    hits->count = 0;
    tokenseal_key_wipe(given.keys + 1);
    memory_scan(needles, given.keys + 1, sizeof *given.keys, hits);
    memset(&made, 0, sizeof made);
    if (found == words && hits->count == 0 &&
        memcmp(given.keys + 1, &made.key, sizeof made.key) == 0) {
        passed++;
        return;
    }
    failed++;
    printf("FAILED a key of algorithm %u: %u words found before it was wiped, %u after\n", alg,
           (unsigned)found, (unsigned)hits->count);
}

int main(int argc, char **argv)
{
    uint32_t alg;
    planted();
    for (alg = TOKENSEAL_HS256; alg <= TOKENSEAL_HS512; alg++)
        keys(alg);
    paths_visit(watch);
    printf("%s: %ld passed, %ld failed; the deepest stack %u bytes\n",
           argc > 1 ? argv[1] : "hostile-wiping", passed, failed, (unsigned)deepest);
    return failed != 0;
}
