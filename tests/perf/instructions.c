/*
 * Runs each operation of the C library once for callgrind, which counts between count_from_here()
 * and count_to_here() (tests/perf/instructions). Prints the operations' names in their order.
 */
#include <stdio.h>
#include <stdlib.h>
#include <tokenseal.h>

#define NOW INT64_C(1700000000000)
static const char SECRET[] = "0123456789abcdef0123456789abcdef";
static const char CLAIMS[] =
    "{\"sub\":\"user-42\",\"role\":\"admin\",\"iat\":1700000000,\"exp\":4102444800}";

static tokenseal_key key, other;
static char token[512], forged[512], sealed[256], out[512];
static size_t token_len, forged_len, sealed_len, out_len;

static void must(tokenseal_status status, tokenseal_status wanted)
{
    if (status != wanted) {
        fprintf(stderr, "instructions: %s\n", tokenseal_error_name(status));
        exit(1);
    }
}

static void sign_with(const tokenseal_key *with, char *text, size_t *len)
{
    tokenseal_claims claims = TOKENSEAL_CLAIMS_INIT;
    claims.json.ptr = CLAIMS;
    claims.json.len = sizeof CLAIMS - 1;
    claims.expires_in = TOKENSEAL_EXPIRES_NEVER;
    must(tokenseal_jwt_sign(with, &claims, NOW, text, 512, len), TOKENSEAL_OK);
}

static void sign(void)
{
    sign_with(&key, token, &token_len);
}

static void verify(void)
{
    must(
        tokenseal_jwt_verify(&key, 1, token, token_len, NULL, NOW, out, sizeof out, &out_len, NULL),
        TOKENSEAL_OK);
}

static void refuse(void)
{
    must(tokenseal_jwt_verify(&key, 1, forged, forged_len, NULL, NOW, out, sizeof out, &out_len,
                              NULL),
         TOKENSEAL_BAD_SIGNATURE);
}

static void seal(void)
{
    must(tokenseal_cookie_seal(&key, "__Host-user", 11, "user-42", 7, NOW, sealed, sizeof sealed,
                               &sealed_len),
         TOKENSEAL_OK);
}

static void open(void)
{
    must(tokenseal_cookie_open(&key, 1, "__Host-user", 11, sealed, sealed_len, 3600000, NOW, out,
                               sizeof out, &out_len, NULL),
         TOKENSEAL_OK);
}

/* Where counting starts, and where it ends: callgrind finds them by their names. */
__attribute__((noinline)) static void count_from_here(void)
{
    __asm__ volatile("# they differ, or gcc would make one of them" ::: "memory");
}

__attribute__((noinline)) static void count_to_here(void)
{
    __asm__ volatile("" ::: "memory");
}

static const struct {
    const char *name;
    void (*run)(void);
} operations[] = {{"sign", sign},
                  {"verify", verify},
                  {"refuse a bad signature", refuse},
                  {"seal a cookie", seal},
                  {"open a cookie", open}};

int main(void)
{
    size_t i;
    must(tokenseal_key_init(&key, TOKENSEAL_HS256, SECRET, 32, NULL, 0), TOKENSEAL_OK);
    must(tokenseal_key_init(&other, TOKENSEAL_HS256, "another secret, 32 bytes or more", 32, NULL,
                            0),
         TOKENSEAL_OK);
    sign_with(&other, forged, &forged_len);
    for (i = 0; i < sizeof operations / sizeof *operations; i++) {
        operations[i].run(); /* what is looked up only once is not counted */
        count_from_here();
        operations[i].run();
        count_to_here();
        puts(operations[i].name);
    }
    tokenseal_key_wipe(&key);
    tokenseal_key_wipe(&other);
    return 0;
}
