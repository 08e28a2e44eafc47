/*
 * Times signing and verifying, tokens and cookies, beside the bare HMAC and beside libjwt, all in
 * one run: rounds in which everybody has a turn, of which the median counts.
 */
#define _POSIX_C_SOURCE 200809L

#include <jwt.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <tokenseal.h>

#define ROUNDS 21
#define ROUND_NS 10e6

#define NOW INT64_C(1700000000000)

static const char SECRET[] = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
#define ISSUER "https://login.example"

/* One algorithm: its key, its token, what of it is signed. */
typedef struct setting {
    uint32_t alg;
    size_t secret_len;
    jwt_alg_t peer_alg;
    const char *digest;
    EVP_MAC_CTX *peer_mac;
    tokenseal_key key;
    char token[512], sealed[256];
    size_t token_len, signed_len, sealed_len;
} setting;

static setting hs256 = {
    .alg = TOKENSEAL_HS256, .secret_len = 32, .peer_alg = JWT_ALG_HS256, .digest = "SHA256"};
static setting hs512 = {
    .alg = TOKENSEAL_HS512, .secret_len = 64, .peer_alg = JWT_ALG_HS512, .digest = "SHA512"};

static void must(int holds, const char *what)
{
    if (!holds) {
        fprintf(stderr, "c_bench: %s failed\n", what);
        exit(1);
    }
}

static void sign(setting *s)
{
    tokenseal_claims claims = TOKENSEAL_CLAIMS_INIT;
    claims.issuer = TOKENSEAL_LITERAL(ISSUER);
    claims.subject = TOKENSEAL_LITERAL("user-42");
    claims.json = TOKENSEAL_LITERAL("{\"role\":\"admin\"}");
    must(tokenseal_jwt_sign(&s->key, &claims, NOW, s->token, sizeof s->token, &s->token_len) ==
             TOKENSEAL_OK,
         "tokenseal_jwt_sign");
}

static void verify(setting *s)
{
    char claims[TOKENSEAL_CLAIMS_LEN(sizeof s->token)];
    size_t len;
    tokenseal_policy policy = TOKENSEAL_POLICY_INIT;
    policy.issuer = TOKENSEAL_LITERAL(ISSUER);
    must(tokenseal_jwt_verify(&s->key, 1, s->token, s->token_len, &policy, NOW, claims,
                              sizeof claims, &len, NULL) == TOKENSEAL_OK,
         "tokenseal_jwt_verify");
}

static void seal(setting *s)
{
    must(tokenseal_cookie_seal(&s->key, "__Host-user", 11, "user-42", 7, NOW, s->sealed,
                               sizeof s->sealed, &s->sealed_len) == TOKENSEAL_OK,
         "tokenseal_cookie_seal");
}

static void open(setting *s)
{
    char value[sizeof s->sealed];
    size_t len;
    must(tokenseal_cookie_open(&s->key, 1, "__Host-user", 11, s->sealed, s->sealed_len, 1000, NOW,
                               value, sizeof value, &len, NULL) == TOKENSEAL_OK,
         "tokenseal_cookie_open");
}

static void mac(setting *s)
{
    uint8_t tag[TOKENSEAL_MAX_TAG];
    size_t len;
    must(tokenseal_mac(&s->key, s->token, s->signed_len, tag, sizeof tag, &len) == TOKENSEAL_OK,
         "tokenseal_mac");
}

/* With a context that knows its key already, as ours does. */
static void openssl_hmac(setting *s)
{
    unsigned char tag[EVP_MAX_MD_SIZE];
    size_t len;
    must(EVP_MAC_init(s->peer_mac, NULL, 0, NULL) &&
             EVP_MAC_update(s->peer_mac, (const unsigned char *)s->token, s->signed_len) &&
             EVP_MAC_final(s->peer_mac, tag, &len, sizeof tag),
         "EVP_MAC");
}

static void libjwt_sign(setting *s)
{
    jwt_t *jwt;
    char *token;
    must(jwt_new(&jwt) == 0, "jwt_new");
    must(jwt_add_grant(jwt, "role", "admin") == 0 && jwt_add_grant(jwt, "iss", ISSUER) == 0 &&
             jwt_add_grant(jwt, "sub", "user-42") == 0 &&
             jwt_add_grant_int(jwt, "exp", NOW / 1000 + 900) == 0 &&
             jwt_add_grant_int(jwt, "iat", NOW / 1000) == 0 &&
             jwt_set_alg(jwt, s->peer_alg, (const unsigned char *)SECRET, (int)s->secret_len) == 0,
         "jwt_add_grant");
    token = jwt_encode_str(jwt);
    must(token != NULL, "jwt_encode_str");
    free(token);
    jwt_free(jwt);
}

static void libjwt_verify(setting *s)
{
    jwt_t *jwt;
    const char *issuer;
    must(jwt_decode(&jwt, s->token, (const unsigned char *)SECRET, (int)s->secret_len) == 0,
         "jwt_decode");
    issuer = jwt_get_grant(jwt, "iss"); /* this version leaves the claims to the caller */
    must(issuer && strcmp(issuer, ISSUER) == 0 && jwt_get_grant_int(jwt, "exp") > NOW / 1000,
         "jwt_get_grant");
    jwt_free(jwt);
}

typedef struct bench {
    const char *name;
    void (*run)(setting *);
    setting *with;
    long repeats;
    double ns[ROUNDS];
} bench;

static bench benches[] = {
    {"sign-hs256", sign, &hs256, 1, {0}},
    {"verify-hs256", verify, &hs256, 1, {0}},
    {"seal-cookie-hs256", seal, &hs256, 1, {0}},
    {"open-cookie-hs256", open, &hs256, 1, {0}},
    {"mac-hs256", mac, &hs256, 1, {0}},
    {"openssl-hmac-sha256", openssl_hmac, &hs256, 1, {0}},
    {"libjwt-sign-hs256", libjwt_sign, &hs256, 1, {0}},
    {"libjwt-verify-hs256", libjwt_verify, &hs256, 1, {0}},
    {"sign-hs512", sign, &hs512, 1, {0}},
    {"verify-hs512", verify, &hs512, 1, {0}},
    {"seal-cookie-hs512", seal, &hs512, 1, {0}},
    {"open-cookie-hs512", open, &hs512, 1, {0}},
    {"mac-hs512", mac, &hs512, 1, {0}},
    {"openssl-hmac-sha512", openssl_hmac, &hs512, 1, {0}},
    {"libjwt-sign-hs512", libjwt_sign, &hs512, 1, {0}},
    {"libjwt-verify-hs512", libjwt_verify, &hs512, 1, {0}},
};
#define COUNT (sizeof benches / sizeof *benches)

static double nanoseconds(bench *b)
{
    struct timespec start, end;
    long i;
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (i = 0; i < b->repeats; i++)
        b->run(b->with);
    clock_gettime(CLOCK_MONOTONIC, &end);
    return (double)(end.tv_sec - start.tv_sec) * 1e9 + (double)(end.tv_nsec - start.tv_nsec);
}

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void prepare(setting *s)
{
    OSSL_PARAM params[2];
    EVP_MAC *hmac;
    char digest[8];
    strcpy(digest, s->digest);
    must(tokenseal_key_init(&s->key, s->alg, SECRET, s->secret_len, NULL, 0) == TOKENSEAL_OK,
         "tokenseal_key_init");
    sign(s);
    seal(s);
    s->token[s->token_len] = 0; /* libjwt needs it */
    s->signed_len = (size_t)(strrchr(s->token, '.') - s->token);

    hmac = EVP_MAC_fetch(NULL, "HMAC", NULL);
    s->peer_mac = EVP_MAC_CTX_new(hmac);
    params[0] = OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0);
    params[1] = OSSL_PARAM_construct_end();
    must(EVP_MAC_init(s->peer_mac, (const unsigned char *)SECRET, s->secret_len, params),
         "EVP_MAC_init");
    EVP_MAC_free(hmac);
}

int main(void)
{
    size_t i, round;
    prepare(&hs256);
    prepare(&hs512);
    for (i = 0; i < COUNT; i++)
        while (nanoseconds(&benches[i]) < ROUND_NS)
            benches[i].repeats *= 2;
    for (round = 0; round < ROUNDS; round++)
        for (i = 0; i < COUNT; i++)
            benches[i].ns[round] = nanoseconds(&benches[i]) / (double)benches[i].repeats;
    for (i = 0; i < COUNT; i++)
        qsort(benches[i].ns, ROUNDS, sizeof *benches[i].ns, ascending);

    printf("tokens of %d and %d bytes; medians of %d rounds\n\n", (int)hs256.token_len,
           (int)hs512.token_len, ROUNDS);
    for (i = 0; i < COUNT; i += 8) {
        const double bare = benches[i + 4].ns[ROUNDS / 2];
        size_t j;
        for (j = i; j < i + 8; j++) {
            const double ns = benches[j].ns[ROUNDS / 2];
            printf("%-22s %9.0f ns  %6.2f x our HMAC", benches[j].name, ns, ns / bare);
            if (j >= i + 6)
                printf("  %6.2f x ours", ns / benches[j - 6].ns[ROUNDS / 2]);
            printf("\n");
        }
        printf("\n");
    }
    for (i = 0; i < COUNT; i++)
        printf("bench c %s %.1f\n", benches[i].name, benches[i].ns[ROUNDS / 2]);
    EVP_MAC_CTX_free(hs256.peer_mac);
    EVP_MAC_CTX_free(hs512.peer_mac);
    tokenseal_key_wipe(&hs256.key);
    tokenseal_key_wipe(&hs512.key);
    return 0;
}
