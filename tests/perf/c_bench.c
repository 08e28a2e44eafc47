/*
 * Times signing and verifying, tokens and cookies, beside the bare HMAC and beside libjwt, all in
 * one run: rounds in which everybody has a turn. It is the thread's own time that counts, without
 * that of whoever else has the processor. TOKENSEAL_PERF_BARE names the program that is the limit.
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
#define ROUND_NS 4e6

#define NOW INT64_C(1700000000000)

static const char SECRET[] = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
static const char CLAIMS[] =
    "{\"sub\":\"user-42\",\"role\":\"admin\",\"iat\":1700000000,\"exp\":4102444800}";

/* One algorithm: its key, its token, what of it is signed. */
typedef struct setting {
    uint32_t alg;
    size_t secret_len;
    const char *name;
    jwt_alg_t peer_alg;
    const char *digest;
    EVP_MAC_CTX *peer_mac;
    tokenseal_key key;
    char token[512], sealed[256];
    size_t token_len, signed_len, sealed_len, under_seal_len;
} setting;

static setting hs256 = {.alg = TOKENSEAL_HS256,
                        .secret_len = 32,
                        .name = "HS256",
                        .peer_alg = JWT_ALG_HS256,
                        .digest = "SHA256"};
static setting hs512 = {.alg = TOKENSEAL_HS512,
                        .secret_len = 64,
                        .name = "HS512",
                        .peer_alg = JWT_ALG_HS512,
                        .digest = "SHA512"};

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
    claims.json.ptr = CLAIMS;
    claims.json.len = sizeof CLAIMS - 1;
    claims.expires_in = TOKENSEAL_EXPIRES_NEVER;
    must(tokenseal_jwt_sign(&s->key, &claims, NOW, s->token, sizeof s->token, &s->token_len) ==
             TOKENSEAL_OK,
         "tokenseal_jwt_sign");
}

static void verify(setting *s)
{
    char claims[TOKENSEAL_CLAIMS_LEN(sizeof s->token)];
    size_t len;
    must(tokenseal_jwt_verify(&s->key, 1, s->token, s->token_len, NULL, NOW, claims, sizeof claims,
                              &len, NULL) == TOKENSEAL_OK,
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
    must(jwt_add_grant(jwt, "role", "admin") == 0 && jwt_add_grant(jwt, "sub", "user-42") == 0 &&
             jwt_add_grant_int(jwt, "exp", 4102444800) == 0 &&
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
    const char *subject;
    must(jwt_decode(&jwt, s->token, (const unsigned char *)SECRET, (int)s->secret_len) == 0,
         "jwt_decode");
    subject = jwt_get_grant(jwt, "sub");
    /* this version leaves exp to the caller */
    must(subject && strcmp(subject, "user-42") == 0 && jwt_get_grant_int(jwt, "exp") > NOW / 1000,
         "jwt_get_grant");
    jwt_free(jwt);
}

/* Asked in each round for the nanoseconds of the bare HMAC of so many bytes. */
static double limit(const char *algorithm, size_t len)
{
    char command[512];
    FILE *answer;
    double ns;
    snprintf(command, sizeof command, "\"$TOKENSEAL_PERF_BARE\" %s %u 10", algorithm,
             (unsigned)len);
    answer = popen(command, "r");
    must(answer && fscanf(answer, "%lf", &ns) == 1 && pclose(answer) == 0, "TOKENSEAL_PERF_BARE");
    return ns;
}

typedef struct bench {
    const char *group, *name;
    void (*run)(setting *); /* NULL: the limit, of what the setting signs, or seals */
    setting *with;
    long repeats;
    double ns[ROUNDS];
} bench;

/* Each group starts with its limit. */
static bench benches[] = {
    {"verify", "limit", NULL, &hs256, 1, {0}},
    {"verify", "tokenseal", verify, &hs256, 1, {0}},
    {"verify", "libjwt " LIBJWT, libjwt_verify, &hs256, 1, {0}},
    {"verify", "tokenseal_mac", mac, &hs256, 1, {0}},
    {"verify", "OpenSSL, HMAC alone", openssl_hmac, &hs256, 1, {0}},
    {"sign", "limit", NULL, &hs256, 1, {0}},
    {"sign", "tokenseal", sign, &hs256, 1, {0}},
    {"sign", "libjwt " LIBJWT, libjwt_sign, &hs256, 1, {0}},
    {"verify HS512", "limit", NULL, &hs512, 1, {0}},
    {"verify HS512", "tokenseal", verify, &hs512, 1, {0}},
    {"verify HS512", "libjwt " LIBJWT, libjwt_verify, &hs512, 1, {0}},
    {"verify HS512", "OpenSSL, HMAC alone", openssl_hmac, &hs512, 1, {0}},
    {"sign HS512", "limit", NULL, &hs512, 1, {0}},
    {"sign HS512", "tokenseal", sign, &hs512, 1, {0}},
    {"sign HS512", "libjwt " LIBJWT, libjwt_sign, &hs512, 1, {0}},
    {"seal a cookie", "limit", NULL, &hs256, 1, {0}},
    {"seal a cookie", "tokenseal", seal, &hs256, 1, {0}},
    {"open a cookie", "limit", NULL, &hs256, 1, {0}},
    {"open a cookie", "tokenseal", open, &hs256, 1, {0}},
};
#define COUNT (sizeof benches / sizeof *benches)

/* A turn: the nanoseconds of all repeats. */
static double nanoseconds(bench *b)
{
    struct timespec start, end;
    long i;
    if (!b->run)
        return limit(b->with->name,
                     strstr(b->group, "cookie") ? b->with->under_seal_len : b->with->signed_len);
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &start);
    for (i = 0; i < b->repeats; i++)
        b->run(b->with);
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &end);
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
    /* the length of the name, and the name, are under the MAC too */
    s->sealed[s->sealed_len] = 0;
    s->under_seal_len = 2 + 11 + (size_t)(strrchr(s->sealed, '.') - s->sealed);

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
    double bare = 1;
    prepare(&hs256);
    prepare(&hs512);
    for (i = 0; i < COUNT; i++)
        while (benches[i].run && nanoseconds(&benches[i]) < ROUND_NS)
            benches[i].repeats *= 2;
    for (round = 0; round < ROUNDS; round++)
        for (i = 0; i < COUNT; i++)
            benches[i].ns[round] = nanoseconds(&benches[i]) / (double)benches[i].repeats;

    printf("%-40s%10s%10s%8s\n", "C", "median ns", "minimum", "ratio");
    for (i = 0; i < COUNT; i++) {
        bench *b = &benches[i];
        double median, minimum;
        qsort(b->ns, ROUNDS, sizeof *b->ns, ascending);
        median = b->ns[ROUNDS / 2];
        minimum = b->ns[0];
        if (!b->run) {
            bare = median;
            printf("%s\n", b->group);
        }
        printf("    %-36s%10.0f%10.0f%8.2f\n", b->name, median, minimum, median / bare);
        fprintf(stderr, "bench c\t%s\t%s\t%.2f\t%.2f\n", b->group, b->name, median, minimum);
    }
    EVP_MAC_CTX_free(hs256.peer_mac);
    EVP_MAC_CTX_free(hs512.peer_mac);
    tokenseal_key_wipe(&hs256.key);
    tokenseal_key_wipe(&hs512.key);
    return 0;
}
