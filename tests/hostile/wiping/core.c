/* Runs what Rust programs do with keys (rust/src/lib.rs), and looks for what a drop has left. */
#include "stack.h"

#include <stdio.h>
#include <string.h>

#define LONGEST 200
#define KEY 1024

/* As in rust/src/lib.rs. */
struct given {
    uint32_t algorithm;
    const unsigned char *secret;
    size_t secret_len;
    const char *base64url;
    size_t base64url_len;
    const char *jwk;
    size_t jwk_len;
    uint64_t *place;
};

uint32_t dropped_in_place(const struct given *given);
uint32_t forgotten(const struct given *given);
uint32_t tokens(const struct given *given);
uint32_t forgotten_on_the_stack(const struct given *given);
uint32_t ring(const struct given *given);
uint32_t set(const struct given *given);
uint32_t refused(const struct given *given);
uint32_t dialect(const struct given *given);

struct path {
    const char *name;
    uint32_t (*run)(const struct given *given);
    int must_be_found;
};

static const struct path paths[] = {
    {"a forgotten key", forgotten, 1},
    {"a forgotten key on the stack", forgotten_on_the_stack, 1},
    {"a key that is dropped in place", dropped_in_place, 0},
    {"tokens", tokens, 0},
    {"a ring of copies", ring, 0},
    {"a set", set, 0},
    {"a key that is refused", refused, 0},
    {"a dialect", dialect, 0},
};

static unsigned char secret[LONGEST];
static char base64url[2 * LONGEST], jwk[3 * LONGEST];
static uint64_t place[2 * KEY / 8];
static struct given given;
static struct needles needles[2];
static struct hits hits[2];
static const struct path *path;
static uint32_t status;

static void go(void *argument)
{
    (void)argument;
    status = path->run(&given);
}

static void prepare(uint32_t algorithm, size_t len, uint32_t seed)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    /* A whole number of quanta, so that any digits do: 4 for 3 bytes. */
    const size_t quanta = len / 3;
    size_t i;
    uint32_t state = seed * 2654435761U + 1;
    for (i = 0; i < 4 * quanta; i++) {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        base64url[i] = digits[state >> 11 & 63];
    }
    base64url[i] = 0;
    for (i = 0; i < quanta; i++) {
        uint32_t bits = 0;
        int d;
        for (d = 0; d < 4; d++)
            bits = bits << 6 | (uint32_t)(strchr(digits, base64url[4 * i + (size_t)d]) - digits);
        secret[3 * i] = (unsigned char)(bits >> 16);
        secret[3 * i + 1] = (unsigned char)(bits >> 8);
        secret[3 * i + 2] = (unsigned char)bits;
    }
    sprintf(jwk, "{\"kty\":\"oct\",\"alg\":\"HS%u\",\"k\":\"%s\"}", 128 + 128 * algorithm,
            base64url);
    memset(place, 0, sizeof place);
    given.algorithm = algorithm;
    given.secret = secret;
    given.secret_len = 3 * quanta;
    given.base64url = base64url;
    given.base64url_len = 4 * quanta;
    given.jwk = jwk;
    given.jwk_len = strlen(jwk);
    given.place = place;
}

/* Whether both of two secrets were left in the same place, on the stack or in the key's memory. */
static int leaves(uint32_t algorithm, size_t len)
{
    static const enum hash hashes[] = {HASH_SHA1, HASH_SHA256, HASH_SHA384, HASH_SHA512};
    uint32_t seed;
    for (seed = 0; seed < 2; seed++) {
        prepare(algorithm, len, seed + 1);
        needles_reset(needles + seed);
        needles_key(needles + seed, hashes[algorithm], secret, given.secret_len);
        needles_hmac(needles + seed, "dialect's HMAC", HASH_SHA256, secret, given.secret_len);
        needles_bytes(needles + seed, "base64url", base64url, given.base64url_len);
    }
    needles_settle(needles, needles + 1);
    for (seed = 0; seed < 2; seed++) {
        prepare(algorithm, len, seed + 1);
        hits[seed].count = 0;
        stack_run(go, NULL);
        stack_scan(needles + seed, hits + seed);
        memory_scan(needles + seed, place, sizeof place, hits + seed);
        if (status != 0)
            return -1;
    }
    hits_confirm(hits, hits + 1);
    return hits->count > 0;
}

int main(int argc, char **argv)
{
    static const size_t lens[] = {66, 198};
    long passed = 0, failed = 0;
    size_t i, l;
    uint32_t algorithm;
    for (i = 0; i < sizeof paths / sizeof *paths; i++)
        for (algorithm = 1; algorithm <= 3; algorithm++)
            for (l = 0; l < 2; l++) {
                path = paths + i;
                if (leaves(algorithm, lens[l]) == path->must_be_found) {
                    passed++;
                    continue;
                }
                failed++;
                printf("FAILED %s, algorithm %u, secret of %u bytes: status %u\n", path->name,
                       algorithm, (unsigned)lens[l], status);
                hits_print(hits, needles);
            }
    printf("%s: %ld passed, %ld failed\n", argc > 1 ? argv[1] : "hostile-wiping-rust", passed,
           failed);
    return failed != 0;
}
