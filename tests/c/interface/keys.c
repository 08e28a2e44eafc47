/* Keys that are none, and sets of keys. */
#include "interface.h"

#include <string.h>

static void every_use_is_refused(const tokenseal_key *k)
{
    tokenseal_key ring[2];
    char buf[1024];
    uint8_t tag[64] = {0};
    size_t len;
    uint32_t alg;
    BAD(tokenseal_key_algorithm(k, &alg));
    BAD(tokenseal_key_kid(k, buf, sizeof buf, &len));
    BAD(tokenseal_mac(k, "x", 1, tag, sizeof tag, &len));
    BAD(tokenseal_mac_verify(k, "x", 1, tag, 32));
    BAD(tokenseal_jwt_sign(k, NULL, NOW, buf, sizeof buf, &len));
    BAD(tokenseal_jwt_sign_len(k, NULL, NOW, &len));
    BAD(tokenseal_jwt_verify(k, 1, token, token_len, NULL, NOW, buf, sizeof buf, &len, NULL));
    ring[0] = key;
    ring[1] = *k;
    BAD(tokenseal_jwt_verify(ring, 2, token, token_len, NULL, NOW, buf, sizeof buf, &len, NULL));
}

void keys_that_are_none(void)
{
    static const uint32_t wrong_algs[] = {0, 4, 99, UINT32_MAX};
    tokenseal_key k;
    uint32_t alg;
    size_t i, len;
    char kid[64];
    memset(&k, 0, sizeof k);
    every_use_is_refused(&k);
    memset(&k, 0xFF, sizeof k);
    every_use_is_refused(&k);
    memset(&k, CANARY, sizeof k);
    every_use_is_refused(&k);

    k = key;
    OK(tokenseal_key_algorithm(&k, &alg));
    CHECK(alg == TOKENSEAL_HS256);
    OK(tokenseal_key_kid(&k, kid, sizeof kid, &len));
    CHECK(len == 2 && memcmp(kid, "k1", 2) == 0);
    tokenseal_key_wipe(&k);
    CHECK(is_empty(&k));
    every_use_is_refused(&k);

    /* An initialization that fails leaves nothing of an earlier one. */
    for (i = 0; i < sizeof wrong_algs / sizeof *wrong_algs; i++) {
        k = key;
        BAD(tokenseal_key_init(&k, wrong_algs[i], SECRET, 64, NULL, 0));
        CHECK(is_empty(&k));
    }
    k = key;
    IS(tokenseal_key_init(&k, TOKENSEAL_HS256, SECRET, 31, NULL, 0), TOKENSEAL_WEAK_KEY);
    CHECK(is_empty(&k));
    k = key;
    IS(tokenseal_key_init_hex(&k, TOKENSEAL_HS256, "0g", 2, NULL, 0), TOKENSEAL_MALFORMED);
    CHECK(is_empty(&k));
    k = key;
    IS(tokenseal_key_init_jwk(&k, TOKENSEAL_ALGORITHM_OF_JWK, "[]", 2), TOKENSEAL_MALFORMED);
    CHECK(is_empty(&k));
    k = key;
    BAD(tokenseal_key_init(&k, TOKENSEAL_HS256, SECRET, 32, "", 0));
    CHECK(is_empty(&k));
    k = key;
    BAD(tokenseal_key_init(&k, TOKENSEAL_HS256, SECRET, 32, "\xff", 1));
    CHECK(is_empty(&k));
    k = key;
    IS(tokenseal_key_init(&k, TOKENSEAL_HS256, SECRET, 32, SECRET, 64 + 1), TOKENSEAL_LIMIT);
    CHECK(is_empty(&k));
}

void sets_of_keys(void)
{
    static const char set[] =
        "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"a\",\"alg\":\"HS256\","
        "\"k\":\"MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY\"},{\"kty\":\"RSA\"},"
        "{\"kty\":\"oct\",\"k\":\"MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY\"}]}";
    tokenseal_key keys[3];
    char kid[64];
    size_t count = 99, len;
    memset(keys, CANARY, sizeof keys);
    IS(tokenseal_keys_init_jwks(NULL, 0, TOKENSEAL_HS256, set, sizeof set - 1, &count),
       TOKENSEAL_BUFFER_TOO_SMALL);
    CHECK(count == 2);
    IS(tokenseal_keys_init_jwks(keys, 1, TOKENSEAL_HS256, set, sizeof set - 1, &count),
       TOKENSEAL_BUFFER_TOO_SMALL);
    CHECK(count == 2 && is_empty(keys) && all(keys + 1, 2 * sizeof *keys, CANARY));
    OK(tokenseal_keys_init_jwks(keys, 2, TOKENSEAL_HS256, set, sizeof set - 1, &count));
    CHECK(count == 2 && all(keys + 2, sizeof *keys, CANARY));
    OK(tokenseal_key_kid(keys, kid, sizeof kid, &len));
    CHECK(len == 1 && kid[0] == 'a');
    OK(tokenseal_key_kid(keys + 1, NULL, 0, &len));
    CHECK(len == 0);
    IS(tokenseal_key_kid(keys, NULL, 0, &len), TOKENSEAL_BUFFER_TOO_SMALL);
    CHECK(len == 1);
    count = 99;
    /* The second "oct" has no alg. */
    BAD(tokenseal_keys_init_jwks(keys, 3, TOKENSEAL_ALGORITHM_OF_JWK, set, sizeof set - 1, &count));
    CHECK(count == 99 && all(keys, sizeof keys, 0));
}
