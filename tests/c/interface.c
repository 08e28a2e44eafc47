/*
 * What is C's own: pointers, lengths, sizes, overlap, what is written when, and the look-ups. What
 * tokens mean is the vectors' part.
 */
#include "check.h"

#include <stdlib.h>
#include <string.h>

#define NOW INT64_C(1700000000000)
/* The least lengths that are impossible. */
#define HUGE_LEN ((size_t)PTRDIFF_MAX + 1)
#define CANARY 0x5A

static const char SECRET[] = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

static tokenseal_key key;
static char token[1024];
static size_t token_len;

static int all(const void *memory, size_t len, int byte)
{
    const unsigned char *bytes = (const unsigned char *)memory;
    size_t i;
    for (i = 0; i < len; i++)
        if (bytes[i] != byte)
            return 0;
    return 1;
}

static int is_empty(const tokenseal_key *k)
{
    return all(k, sizeof *k, 0);
}

static void set_up(void)
{
    tokenseal_claims claims = TOKENSEAL_CLAIMS_INIT;
    claims.json = TOKENSEAL_LITERAL("{\"name\":\"Zo\\u00eb\",\"level\":7}");
    claims.issuer = TOKENSEAL_LITERAL("issuer");
    OK(tokenseal_key_init(&key, TOKENSEAL_HS256, SECRET, 32, "k1", 2));
    OK(tokenseal_jwt_sign(&key, &claims, NOW, token, sizeof token, &token_len));
}

/* Verifies the token of set_up. */
static tokenseal_status verify(const tokenseal_policy *policy)
{
    char claims[1024];
    size_t len;
    return tokenseal_jwt_verify(&key, 1, token, token_len, policy, NOW, claims, sizeof claims, &len,
                                NULL);
}

static tokenseal_status sign(const tokenseal_claims *claims)
{
    char out[1024];
    size_t len;
    return tokenseal_jwt_sign(&key, claims, NOW, out, sizeof out, &len);
}

static void names_and_version(void)
{
    char text[32];
    CHECK(strcmp(tokenseal_error_name(TOKENSEAL_OK), "ok") == 0);
    CHECK(strcmp(tokenseal_error_name(TOKENSEAL_EXPIRED), "expired") == 0);
    CHECK(strcmp(tokenseal_error_name(TOKENSEAL_BAD_ARGUMENT), "bad-argument") == 0);
    CHECK(strcmp(tokenseal_error_name(1), "unknown") == 0);
    CHECK(strcmp(tokenseal_error_name(UINT32_MAX), "unknown") == 0);
    CHECK(strcmp(tokenseal_version(), TOKENSEAL_VERSION) == 0);
    sprintf(text, "%d.%d.%d", TOKENSEAL_VERSION_MAJOR, TOKENSEAL_VERSION_MINOR,
            TOKENSEAL_VERSION_PATCH);
    CHECK(strcmp(text, TOKENSEAL_VERSION) == 0);
}

/* --- Pointers and lengths ------------------------------------------------------------------- */

static void null_pointers(void)
{
    char buf[1024];
    uint8_t tag[64];
    const char *found;
    size_t len;
    int64_t number;
    uint32_t small;
    tokenseal_key k;
    BAD(tokenseal_key_init(NULL, TOKENSEAL_HS256, SECRET, 32, NULL, 0));
    BAD(tokenseal_key_init(&k, TOKENSEAL_HS256, NULL, 32, NULL, 0));
    BAD(tokenseal_key_init(&k, TOKENSEAL_HS256, SECRET, 32, NULL, 1));
    IS(tokenseal_key_init(&k, TOKENSEAL_HS256, NULL, 0, NULL, 0), TOKENSEAL_WEAK_KEY);
    BAD(tokenseal_key_init_short_secret(NULL, TOKENSEAL_HS256, SECRET, 3, NULL, 0));
    BAD(tokenseal_key_init_base64url(NULL, TOKENSEAL_HS256, SECRET, 44, NULL, 0));
    BAD(tokenseal_key_init_hex(NULL, TOKENSEAL_HS256, SECRET, 64, NULL, 0));
    BAD(tokenseal_key_init_jwk(NULL, TOKENSEAL_HS256, "{}", 2));
    BAD(tokenseal_key_init_jwk(&k, TOKENSEAL_HS256, NULL, 2));
    BAD(tokenseal_keys_init_jwks(NULL, 1, TOKENSEAL_HS256, "{}", 2, &len));
    BAD(tokenseal_keys_init_jwks(&k, 1, TOKENSEAL_HS256, "{}", 2, NULL));
    BAD(tokenseal_key_kid(NULL, buf, sizeof buf, &len));
    BAD(tokenseal_key_kid(&key, NULL, 1, &len));
    BAD(tokenseal_key_kid(&key, buf, sizeof buf, NULL));
    BAD(tokenseal_key_algorithm(NULL, &small));
    BAD(tokenseal_key_algorithm(&key, NULL));
    tokenseal_key_wipe(NULL);
    BAD(tokenseal_mac(NULL, "x", 1, tag, sizeof tag, &len));
    BAD(tokenseal_mac(&key, NULL, 1, tag, sizeof tag, &len));
    BAD(tokenseal_mac(&key, "x", 1, NULL, 32, &len));
    BAD(tokenseal_mac(&key, "x", 1, tag, sizeof tag, NULL));
    OK(tokenseal_mac(&key, NULL, 0, tag, sizeof tag, &len));
    BAD(tokenseal_mac_verify(NULL, "x", 1, tag, 32));
    BAD(tokenseal_mac_verify(&key, "x", 1, NULL, 32));
    IS(tokenseal_mac_verify(&key, "x", 1, NULL, 0), TOKENSEAL_BAD_SIGNATURE);
    BAD(tokenseal_jwt_sign(NULL, NULL, NOW, buf, sizeof buf, &len));
    BAD(tokenseal_jwt_sign(&key, NULL, NOW, NULL, 512, &len));
    BAD(tokenseal_jwt_sign(&key, NULL, NOW, buf, sizeof buf, NULL));
    OK(tokenseal_jwt_sign(&key, NULL, NOW, buf, sizeof buf, &len));
    BAD(tokenseal_jwt_sign_len(NULL, NULL, NOW, &len));
    BAD(tokenseal_jwt_sign_len(&key, NULL, NOW, NULL));
    BAD(tokenseal_jwt_verify(NULL, 0, token, token_len, NULL, NOW, buf, sizeof buf, &len, NULL));
    BAD(tokenseal_jwt_verify(NULL, 1, token, token_len, NULL, NOW, buf, sizeof buf, &len, NULL));
    BAD(tokenseal_jwt_verify(&key, 0, token, token_len, NULL, NOW, buf, sizeof buf, &len, NULL));
    BAD(tokenseal_jwt_verify(&key, 1, NULL, token_len, NULL, NOW, buf, sizeof buf, &len, NULL));
    BAD(tokenseal_jwt_verify(&key, 1, token, token_len, NULL, NOW, NULL, 99, &len, NULL));
    BAD(tokenseal_jwt_verify(&key, 1, token, token_len, NULL, NOW, buf, sizeof buf, NULL, NULL));
    IS(tokenseal_jwt_verify(&key, 1, NULL, 0, NULL, NOW, buf, sizeof buf, &len, NULL),
       TOKENSEAL_MALFORMED);
    BAD(tokenseal_claims_get_string(NULL, 2, "a", 1, buf, sizeof buf, &len));
    BAD(tokenseal_claims_get_string("{}", 2, NULL, 1, buf, sizeof buf, &len));
    BAD(tokenseal_claims_get_string("{}", 2, "a", 1, NULL, 1, &len));
    BAD(tokenseal_claims_get_string("{}", 2, "a", 1, buf, sizeof buf, NULL));
    BAD(tokenseal_claims_get_integer("{}", 2, "a", 1, NULL));
    BAD(tokenseal_claims_get_time("{}", 2, "a", 1, NULL));
    BAD(tokenseal_claims_get_boolean("{}", 2, "a", 1, NULL));
    BAD(tokenseal_claims_get_raw("{}", 2, "a", 1, NULL, &len));
    BAD(tokenseal_claims_get_raw("{}", 2, "a", 1, &found, NULL));
    BAD(tokenseal_claims_has_string("{}", 2, "a", 1, NULL, 1, &small));
    BAD(tokenseal_claims_has_string("{}", 2, "a", 1, "b", 1, NULL));
    IS(tokenseal_claims_get_integer(NULL, 0, "a", 1, &number), TOKENSEAL_MALFORMED);
    BAD(tokenseal_bearer_token(NULL, 1, &found, &len));
    BAD(tokenseal_bearer_token("Bearer x", 8, NULL, &len));
    BAD(tokenseal_bearer_token("Bearer x", 8, &found, NULL));
    IS(tokenseal_bearer_token(NULL, 0, &found, &len), TOKENSEAL_NOT_BEARER);
    BAD(tokenseal_unverified_read(NULL, 1, buf, 9, &len, NULL, 0, &len));
    BAD(tokenseal_unverified_read(token, token_len, buf, 9, NULL, NULL, 0, &len));
}

static void impossible_lengths(void)
{
    char buf[1024];
    uint8_t tag[64];
    const char *found;
    size_t len, i;
    uint32_t small;
    int64_t number;
    tokenseal_key k;
    const size_t lengths[] = {HUGE_LEN, SIZE_MAX, SIZE_MAX - 64, SIZE_MAX / 2 + 2};
    for (i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        const size_t huge = lengths[i];
        tokenseal_policy policy = TOKENSEAL_POLICY_INIT;
        BAD(tokenseal_key_init(&k, TOKENSEAL_HS256, SECRET, huge, NULL, 0));
        BAD(tokenseal_key_init(&k, TOKENSEAL_HS256, SECRET, 32, "k", huge));
        BAD(tokenseal_key_init_base64url(&k, TOKENSEAL_HS256, SECRET, huge, NULL, 0));
        BAD(tokenseal_key_init_hex(&k, TOKENSEAL_HS256, SECRET, huge, NULL, 0));
        BAD(tokenseal_key_init_jwk(&k, TOKENSEAL_HS256, "{}", huge));
        BAD(tokenseal_keys_init_jwks(&k, huge, TOKENSEAL_HS256, "{}", 2, &len));
        BAD(tokenseal_keys_init_jwks(&k, huge / sizeof k + 1, TOKENSEAL_HS256, "{}", 2, &len));
        BAD(tokenseal_keys_init_jwks(&k, 1, TOKENSEAL_HS256, "{}", huge, &len));
        BAD(tokenseal_key_kid(&key, buf, huge, &len));
        BAD(tokenseal_mac(&key, "x", huge, tag, sizeof tag, &len));
        BAD(tokenseal_mac(&key, "x", 1, tag, huge, &len));
        BAD(tokenseal_mac_verify(&key, "x", huge, tag, 32));
        BAD(tokenseal_mac_verify(&key, "x", 1, tag, huge));
        BAD(tokenseal_jwt_sign(&key, NULL, NOW, buf, huge, &len));
        BAD(tokenseal_jwt_verify(&key, huge, token, token_len, NULL, NOW, buf, 9, &len, NULL));
        BAD(tokenseal_jwt_verify(&key, 1, token, huge, NULL, NOW, buf, 9, &len, NULL));
        BAD(tokenseal_jwt_verify(&key, 1, token, token_len, NULL, NOW, buf, huge, &len, NULL));
        policy.issuer.ptr = "x";
        policy.issuer.len = huge;
        BAD(verify(&policy));
        policy.issuer.len = 1;
        policy.audience = &policy.issuer;
        policy.audience_count = huge;
        BAD(verify(&policy));
        BAD(tokenseal_claims_get_integer("{}", huge, "a", 1, &number));
        BAD(tokenseal_claims_get_integer("{}", 2, "a", huge, &number));
        BAD(tokenseal_claims_has_string("{}", 2, "a", 1, "b", huge, &small));
        BAD(tokenseal_bearer_token("Bearer x", huge, &found, &len));
        BAD(tokenseal_unverified_read(token, huge, buf, 9, &len, NULL, 0, &len));
    }
}

static void crooked_pointers(void)
{
    /* As many bytes as three keys, of which the middle one can be shifted. */
    static tokenseal_key room[3];
    char *crooked = (char *)room + 1;
    const size_t aligned = sizeof(size_t);
    char *lengths = (char *)room + aligned + 1;
    char buf[1024];
    uint8_t tag[64];
    size_t len;
    BAD(tokenseal_key_init((tokenseal_key *)(void *)crooked, TOKENSEAL_HS256, SECRET, 32, NULL, 0));
    CHECK(is_empty(room));
    BAD(tokenseal_mac((tokenseal_key *)(void *)crooked, "x", 1, tag, sizeof tag, &len));
    BAD(tokenseal_mac(&key, "x", 1, tag, sizeof tag, (size_t *)(void *)lengths));
    BAD(tokenseal_jwt_verify(&key, 1, token, token_len, (tokenseal_policy *)(void *)crooked, NOW,
                             buf, sizeof buf, &len, NULL));
    BAD(tokenseal_jwt_verify(&key, 1, token, token_len, NULL, NOW, buf, sizeof buf, &len,
                             (size_t *)(void *)lengths));
    tokenseal_key_wipe((tokenseal_key *)(void *)crooked);
    CHECK(is_empty(room));
}

/* --- Keys ----------------------------------------------------------------------------------- */

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

static void keys_that_are_none(void)
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

static void sets_of_keys(void)
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

/* --- Overlap -------------------------------------------------------------------------------- */

static void overlap_in_verify(void)
{
    union {
        tokenseal_key key;
        tokenseal_policy policy;
        size_t lengths[256];
        char bytes[2048];
    } room;
    tokenseal_policy policy = TOKENSEAL_POLICY_INIT;
    tokenseal_slice audience[1];
    char claims[1024];
    size_t len, index;

    memcpy(room.bytes, token, token_len);
    BAD(tokenseal_jwt_verify(&key, 1, room.bytes, token_len, NULL, NOW, room.bytes, 1024, &len,
                             NULL));
    BAD(tokenseal_jwt_verify(&key, 1, room.bytes, token_len, NULL, NOW, room.bytes + token_len - 1,
                             1024, &len, NULL));
    CHECK(memcmp(room.bytes, token, token_len) == 0);
    OK(tokenseal_jwt_verify(&key, 1, room.bytes, token_len, NULL, NOW, room.bytes + token_len, 1024,
                            &len, NULL));

    room.key = key;
    BAD(tokenseal_jwt_verify(&room.key, 1, token, token_len, NULL, NOW, room.bytes + 1023, 1024,
                             &len, NULL));
    BAD(tokenseal_jwt_verify(&room.key, 1, token, token_len, NULL, NOW, claims, sizeof claims,
                             room.lengths + 4, NULL));
    BAD(tokenseal_jwt_verify(&room.key, 1, token, token_len, NULL, NOW, claims, sizeof claims, &len,
                             room.lengths + 4));
    OK(tokenseal_jwt_verify(&room.key, 1, token, token_len, NULL, NOW, room.bytes + 1024, 1024,
                            &len, NULL));

    BAD(tokenseal_jwt_verify(&key, 1, token, token_len, NULL, NOW, room.bytes, 1024, room.lengths,
                             NULL));
    BAD(tokenseal_jwt_verify(&key, 1, token, token_len, NULL, NOW, room.bytes, 1024, &len,
                             room.lengths + 3));
    BAD(tokenseal_jwt_verify(&key, 1, token, token_len, NULL, NOW, claims, sizeof claims, &len,
                             &len));
    OK(tokenseal_jwt_verify(&key, 1, token, token_len, NULL, NOW, claims, sizeof claims, &len,
                            &index));
    CHECK(index == 0);

    room.policy = policy;
    BAD(tokenseal_jwt_verify(&key, 1, token, token_len, &room.policy, NOW, room.bytes, 1024, &len,
                             NULL));
    BAD(tokenseal_jwt_verify(&key, 1, token, token_len, &room.policy, NOW,
                             room.bytes + sizeof policy - 1, 1024, &len, NULL));
    OK(tokenseal_jwt_verify(&key, 1, token, token_len, &room.policy, NOW,
                            room.bytes + sizeof policy, 1024, &len, NULL));
    memcpy(room.bytes, "issuer", 6);
    policy.issuer.ptr = room.bytes;
    policy.issuer.len = 6;
    BAD(tokenseal_jwt_verify(&key, 1, token, token_len, &policy, NOW, room.bytes + 5, 1024, &len,
                             NULL));
    OK(tokenseal_jwt_verify(&key, 1, token, token_len, &policy, NOW, room.bytes + 6, 1024, &len,
                            NULL));
    audience[0] = policy.issuer;
    policy.issuer = TOKENSEAL_LITERAL("issuer");
    policy.audience = audience;
    policy.audience_count = 1;
    BAD(tokenseal_jwt_verify(&key, 1, token, token_len, &policy, NOW, room.bytes + 5, 1024, &len,
                             NULL));
    BAD(tokenseal_jwt_verify(&key, 1, token, token_len, &policy, NOW, (char *)audience,
                             sizeof audience, &len, NULL));
}

static void overlap_elsewhere(void)
{
    union {
        tokenseal_key key;
        tokenseal_claims claims;
        const char *pointers[4];
        size_t lengths[256];
        int64_t numbers[256];
        uint32_t small[512];
        char bytes[2048];
    } room;
    tokenseal_claims claims = TOKENSEAL_CLAIMS_INIT;
    const char *found;
    size_t len, other;

    memset(&room, 'x', sizeof room);
    memcpy(room.bytes, SECRET, sizeof SECRET);
    BAD(tokenseal_key_init(&room.key, TOKENSEAL_HS256, room.bytes, 32, NULL, 0));
    BAD(tokenseal_key_init(&room.key, TOKENSEAL_HS256, SECRET, 32, room.bytes + 1023, 1));
    CHECK(memcmp(room.bytes, SECRET, sizeof SECRET) == 0);
    OK(tokenseal_key_init(&room.key, TOKENSEAL_HS256, SECRET, 32, room.bytes + 1024, 1));
    BAD(tokenseal_key_init_jwk(&room.key, TOKENSEAL_HS256, room.bytes + 8, 2));
    BAD(tokenseal_keys_init_jwks(&room.key, 1, TOKENSEAL_HS256, room.bytes + 8, 2, &len));
    BAD(tokenseal_keys_init_jwks(&room.key, 1, TOKENSEAL_HS256, "{}", 2, room.lengths));

    room.key = key;
    BAD(tokenseal_key_kid(&room.key, room.bytes + 100, 64, &len));
    BAD(tokenseal_key_kid(&key, room.bytes, 64, room.lengths));
    BAD(tokenseal_key_algorithm(&room.key, room.small + 1));
    BAD(tokenseal_mac(&room.key, "x", 1, (uint8_t *)room.bytes, 64, &len));
    BAD(tokenseal_mac(&key, room.bytes, 64, (uint8_t *)room.bytes + 63, 64, &len));
    BAD(tokenseal_mac(&key, "x", 1, (uint8_t *)room.bytes, 64, room.lengths));
    BAD(tokenseal_mac(&key, room.bytes, 64, (uint8_t *)room.bytes + 64, 64, room.lengths));

    BAD(tokenseal_jwt_sign(&room.key, NULL, NOW, room.bytes + 8, 512, &len));
    BAD(tokenseal_jwt_sign(&key, NULL, NOW, room.bytes, 512, room.lengths));
    BAD(tokenseal_jwt_sign_len(&room.key, NULL, NOW, room.lengths));
    room.claims = claims;
    BAD(tokenseal_jwt_sign(&key, &room.claims, NOW, room.bytes, 512, &len));
    BAD(tokenseal_jwt_sign_len(&key, &room.claims, NOW, room.lengths));
    memcpy(room.bytes, "{}", 2);
    claims.json.ptr = room.bytes;
    claims.json.len = 2;
    BAD(tokenseal_jwt_sign(&key, &claims, NOW, room.bytes + 1, 512, &len));
    OK(tokenseal_jwt_sign(&key, &claims, NOW, room.bytes + 2, 512, &len));

    memcpy(room.bytes, "{\"a\":\"b\",\"n\":1}", 15);
    BAD(tokenseal_claims_get_string(room.bytes, 15, "a", 1, room.bytes + 14, 9, &len));
    BAD(tokenseal_claims_get_string(room.bytes, 15, "a", 1, room.bytes + 16, 9, room.lengths));
    BAD(tokenseal_claims_get_integer(room.bytes, 15, "n", 1, room.numbers));
    BAD(tokenseal_claims_get_raw(room.bytes, 15, "n", 1, room.pointers, &len));
    BAD(tokenseal_claims_get_raw(room.bytes, 15, "n", 1, &found, room.lengths));
    BAD(tokenseal_claims_has_string(room.bytes, 15, "a", 1, "b", 1, room.small));
    BAD(tokenseal_claims_has_string("{}", 2, "a", 1, room.bytes, 15, room.small));
    BAD(tokenseal_bearer_token(room.bytes, 15, room.pointers, &len));
    BAD(tokenseal_bearer_token(room.bytes, 15, &found, room.lengths));
    BAD(tokenseal_unverified_read(token, token_len, room.bytes, 99, &len, room.bytes + 98, 99,
                                  &other));
    BAD(tokenseal_unverified_read(token, token_len, room.bytes, 512, &len, room.bytes + 512, 512,
                                  &len));
    OK(tokenseal_unverified_read(token, token_len, room.bytes, 512, &len, room.bytes + 512, 512,
                                 &other));
}

/* --- Structs -------------------------------------------------------------------------------- */

static void sizes_of_structs(void)
{
    struct {
        tokenseal_policy policy;
        unsigned char later[16];
    } p;
    struct {
        tokenseal_claims claims;
        unsigned char later[16];
    } c;
    const tokenseal_policy policy = TOKENSEAL_POLICY_INIT;
    const tokenseal_claims claims = TOKENSEAL_CLAIMS_INIT;
    const uint32_t policy_size = sizeof policy, claims_size = sizeof claims;
    uint32_t i;
    memset(&p, 0, sizeof p);
    memset(&c, 0, sizeof c);
    p.policy = policy;
    c.claims = claims;
    OK(verify(&p.policy));
    OK(sign(&c.claims));
    for (i = 0; i < policy_size; i++) {
        p.policy.size = i;
        BAD(verify(&p.policy));
    }
    for (i = 0; i < claims_size; i++) {
        c.claims.size = i;
        BAD(sign(&c.claims));
    }
    for (i = 1; i <= 16; i++) {
        p.policy.size = policy_size + i;
        OK(verify(&p.policy));
        p.later[i - 1] = 1;
        BAD(verify(&p.policy));
        p.later[i - 1] = 0;
        c.claims.size = claims_size + i;
        OK(sign(&c.claims));
        c.later[i - 1] = 0x80;
        BAD(sign(&c.claims));
        c.later[i - 1] = 0;
    }
    p.policy.size = 4097;
    BAD(verify(&p.policy));
    p.policy.size = UINT32_MAX;
    BAD(verify(&p.policy));
    c.claims.size = UINT32_MAX;
    BAD(sign(&c.claims));

    /* Zeros ask for more than the initializer, not for less. */
    memset(&p, 0, sizeof p);
    p.policy.size = policy_size;
    IS(verify(&p.policy), TOKENSEAL_LIMIT);
    p.policy.max_token = TOKENSEAL_DEFAULT_MAX_TOKEN;
    IS(verify(&p.policy), TOKENSEAL_TOO_OLD);
    p.policy.max_age = 1;
    OK(verify(&p.policy));
}

static void members_of_structs(void)
{
    tokenseal_policy policy = TOKENSEAL_POLICY_INIT;
    tokenseal_claims claims = TOKENSEAL_CLAIMS_INIT;
    const tokenseal_policy policy_init = TOKENSEAL_POLICY_INIT;
    const tokenseal_claims claims_init = TOKENSEAL_CLAIMS_INIT;
    tokenseal_slice none = {NULL, 0}, many[100];
    size_t i;
    policy.any_audience = 2;
    BAD(verify(&policy));
    policy = policy_init;
    policy.allow_no_exp = UINT32_MAX;
    BAD(verify(&policy));
    policy = policy_init;
    policy.max_token = TOKENSEAL_MAX_TOKEN + 1;
    BAD(verify(&policy));
    policy = policy_init;
    policy.leeway = TOKENSEAL_MAX_LEEWAY + 1;
    BAD(verify(&policy));
    policy = policy_init;
    policy.issuer.len = 1;
    BAD(verify(&policy));
    policy.issuer = TOKENSEAL_LITERAL("\xff");
    BAD(verify(&policy));
    policy.issuer = TOKENSEAL_LITERAL("");
    IS(verify(&policy), TOKENSEAL_WRONG_ISSUER);
    policy.issuer = TOKENSEAL_LITERAL("issuer");
    OK(verify(&policy));
    policy = policy_init;
    policy.audience = many; /* and 0 of them: an empty list, which nothing can satisfy */
    BAD(verify(&policy));
    policy.audience = &none;
    policy.audience_count = 1;
    BAD(verify(&policy));
    policy.audience = NULL;
    BAD(verify(&policy));
    for (i = 0; i < 100; i++)
        many[i] = TOKENSEAL_LITERAL("iss");
    policy = policy_init;
    policy.required = many;
    policy.required_count = 100;
    OK(verify(&policy));
    many[99] = TOKENSEAL_LITERAL("absent");
    IS(verify(&policy), TOKENSEAL_MISSING_CLAIM);
    many[99] = TOKENSEAL_LITERAL("\xc3");
    BAD(verify(&policy));

    claims.json = TOKENSEAL_LITERAL("");
    IS(sign(&claims), TOKENSEAL_MALFORMED);
    claims.json = TOKENSEAL_LITERAL("{\"a\":\"\xff\"}");
    IS(sign(&claims), TOKENSEAL_MALFORMED);
    claims.json = none;
    claims.subject = TOKENSEAL_LITERAL("\xff");
    BAD(sign(&claims));
    claims = claims_init;
    claims.max_token = TOKENSEAL_MAX_TOKEN + 1;
    BAD(sign(&claims));
    claims = claims_init;
    claims.audience = many;
    BAD(sign(&claims));
    claims.audience = NULL;
    claims.audience_count = 1;
    BAD(sign(&claims));
}

/* The claims that a token made of `claims` says, NUL-terminated. */
static const char *signed_claims(const tokenseal_claims *claims)
{
    static char json[1024];
    char out[1024], header[256];
    size_t len, header_len;
    OK(tokenseal_jwt_sign(&key, claims, NOW, out, sizeof out, &len));
    OK(tokenseal_unverified_read(out, len, header, sizeof header, &header_len, json,
                                 sizeof json - 1, &len));
    json[len] = 0;
    return json;
}

static void special_values(void)
{
    tokenseal_claims claims = TOKENSEAL_CLAIMS_INIT;
    tokenseal_policy policy = TOKENSEAL_POLICY_INIT;
    CHECK(strcmp(signed_claims(NULL), "{\"exp\":1700000900,\"iat\":1700000000}") == 0);
    CHECK(strcmp(signed_claims(&claims), "{\"exp\":1700000900,\"iat\":1700000000}") == 0);
    claims.expires_in = TOKENSEAL_EXPIRES_NEVER;
    CHECK(strcmp(signed_claims(&claims), "{\"iat\":1700000000}") == 0);
    claims.expires_in = 0;
    claims.not_before = 0;
    CHECK(strcmp(signed_claims(&claims), "{\"exp\":1700000000,\"nbf\":0,\"iat\":1700000000}") == 0);
    claims.expires_in = TOKENSEAL_EXPIRES_DEFAULT;
    claims.not_before = TOKENSEAL_NO_TIME;
    claims.json = TOKENSEAL_LITERAL("{\"exp\":1}");
    CHECK(strcmp(signed_claims(&claims), "{\"exp\":1,\"iat\":1700000000}") == 0);
    policy.max_age = 0;
    IS(verify(&policy), TOKENSEAL_TOO_OLD);
    policy.max_age = TOKENSEAL_NO_MAX_AGE - 1;
    BAD(verify(&policy));
}

/* --- Outputs -------------------------------------------------------------------------------- */

static void outputs_only_on_success(void)
{
    char buf[1024];
    uint8_t tag[64];
    size_t len = 77, index = 88, needed;
    tokenseal_policy policy = TOKENSEAL_POLICY_INIT;
    memset(buf, CANARY, sizeof buf);
    memset(tag, CANARY, sizeof tag);

    IS(tokenseal_mac(&key, "x", 1, tag, 31, &len), TOKENSEAL_BUFFER_TOO_SMALL);
    CHECK(len == 32 && all(tag, sizeof tag, CANARY));
    OK(tokenseal_mac(&key, "x", 1, tag, 32, &len));
    CHECK(len == 32 && all(tag + 32, 32, CANARY));

    OK(tokenseal_jwt_sign_len(&key, NULL, NOW, &needed));
    IS(tokenseal_jwt_sign(&key, NULL, NOW, buf, needed - 1, &len), TOKENSEAL_BUFFER_TOO_SMALL);
    CHECK(len == needed && all(buf, sizeof buf, CANARY));
    OK(tokenseal_jwt_sign(&key, NULL, NOW, buf, needed, &len));
    CHECK(len == needed && all(buf + needed, sizeof buf - needed, CANARY));
    memset(buf, CANARY, sizeof buf);
    len = 77;
    BAD(tokenseal_jwt_sign(&key, NULL, -1, buf, sizeof buf, &len));
    CHECK(len == 77 && all(buf, sizeof buf, CANARY));

    IS(tokenseal_jwt_verify(&key, 1, token, token_len, NULL, NOW, NULL, 0, &needed, &index),
       TOKENSEAL_BUFFER_TOO_SMALL);
    CHECK(needed <= TOKENSEAL_CLAIMS_LEN(token_len) && index == 88);
    IS(tokenseal_jwt_verify(&key, 1, token, token_len, NULL, NOW, buf, needed - 1, &len, &index),
       TOKENSEAL_BUFFER_TOO_SMALL);
    CHECK(len == needed && index == 88 && all(buf, sizeof buf, CANARY));
    OK(tokenseal_jwt_verify(&key, 1, token, token_len, NULL, NOW, buf, needed, &len, &index));
    CHECK(len == needed && index == 0 && all(buf + needed, sizeof buf - needed, CANARY));

    /* Refused before the MAC: nothing is touched. Refused after it: nothing is left. */
    memset(buf, CANARY, sizeof buf);
    len = 77, index = 88;
    token[token_len - 1] ^= 4;
    tokenseal_status status =
        tokenseal_jwt_verify(&key, 1, token, token_len, NULL, NOW, buf, sizeof buf, &len, &index);
    token[token_len - 1] ^= 4;
    CHECK(status == TOKENSEAL_BAD_SIGNATURE || status == TOKENSEAL_MALFORMED);
    CHECK(len == 77 && index == 88 && all(buf, sizeof buf, CANARY));
    policy.issuer = TOKENSEAL_LITERAL("another");
    IS(tokenseal_jwt_verify(&key, 1, token, token_len, &policy, NOW, buf, sizeof buf, &len, &index),
       TOKENSEAL_WRONG_ISSUER);
    CHECK(len == 77 && index == 88);
    CHECK(all(buf, needed, 0) && all(buf + needed, sizeof buf - needed, CANARY));

    IS(tokenseal_unverified_read(token, token_len, buf, 1, &len, buf + 1, 1, &index),
       TOKENSEAL_BUFFER_TOO_SMALL);
    CHECK(len > 1 && index == needed);
}

/* --- Look-ups ------------------------------------------------------------------------------- */

static void look_ups(void)
{
    static const char json[] =
        "{\"name\":\"Zo\\u00eb\\u0000\",\"\\u006evl\":null,\"n\":-12,\"f\":1.5,\"big\":1e30,"
        "\"t\":true,\"no\":false,\"exp\":1700000000.0001, \"in\" : {\"n\":1, \"a\":[\"x\"]} ,"
        "\"aud\":[\"a\",7,\"\\u0062\"]}";
    const size_t json_len = sizeof json - 1;
    char buf[16];
    const char *raw;
    size_t len = 77, raw_len;
    int64_t n = 99;
    uint32_t yes = 9;
    memset(buf, CANARY, sizeof buf);
#define GET(kind, name, out) tokenseal_claims_get_##kind(json, json_len, name, sizeof name - 1, out)
#define RAW(name) tokenseal_claims_get_raw(json, json_len, name, sizeof name - 1, &raw, &raw_len)
#define HAS(name, text) \
    tokenseal_claims_has_string(json, json_len, name, sizeof name - 1, text, sizeof text - 1, &yes)
    IS(tokenseal_claims_get_string(json, json_len, "name", 4, buf, 4, &len),
       TOKENSEAL_BUFFER_TOO_SMALL);
    CHECK(len == 5 && all(buf, sizeof buf, CANARY));
    OK(tokenseal_claims_get_string(json, json_len, "name", 4, buf, 5, &len));
    CHECK(len == 5 && memcmp(buf, "Zo\xc3\xab\0", 5) == 0 && buf[5] == CANARY);
    IS(tokenseal_claims_get_string(json, json_len, "n", 1, buf, 5, &len), TOKENSEAL_MALFORMED);
    IS(tokenseal_claims_get_string(json, json_len, "x", 1, buf, 5, &len), TOKENSEAL_MISSING_CLAIM);
    IS(tokenseal_claims_get_string(json, json_len, "", 0, buf, 5, &len), TOKENSEAL_MISSING_CLAIM);
    BAD(tokenseal_claims_get_string(json, json_len, "\xff", 1, buf, 5, &len));

    IS(GET(integer, "f", &n), TOKENSEAL_MALFORMED);
    IS(GET(integer, "big", &n), TOKENSEAL_MALFORMED);
    IS(GET(integer, "name", &n), TOKENSEAL_MALFORMED);
    IS(GET(integer, "nvl", &n), TOKENSEAL_MALFORMED);
    CHECK(n == 99);
    OK(GET(integer, "n", &n));
    CHECK(n == -12);
    OK(GET(time, "exp", &n));
    CHECK(n == NOW + 1);
    OK(GET(time, "f", &n));
    CHECK(n == 1500);
    IS(GET(time, "big", &n), TOKENSEAL_MALFORMED);
    OK(GET(boolean, "t", &yes));
    CHECK(yes == 1);
    OK(GET(boolean, "no", &yes));
    CHECK(yes == 0);
    IS(GET(boolean, "n", &yes), TOKENSEAL_MALFORMED);

    OK(RAW("in"));
    CHECK(raw_len == 18 && memcmp(raw, "{\"n\":1, \"a\":[\"x\"]}", 18) == 0);
    OK(tokenseal_claims_get_integer(raw, raw_len, "n", 1, &n));
    CHECK(n == 1);
    OK(RAW("name"));
    CHECK(raw == json + 8 && raw_len == 16);
    OK(RAW("nvl"));
    CHECK(raw_len == 4 && memcmp(raw, "null", 4) == 0);
    OK(RAW("no"));
    CHECK(raw_len == 5 && memcmp(raw, "false", 5) == 0);
    IS(RAW("a"), TOKENSEAL_MISSING_CLAIM);

    OK(HAS("aud", "b"));
    CHECK(yes == 1);
    OK(HAS("aud", "c"));
    CHECK(yes == 0);
    OK(HAS("name", "Zo\xc3\xab\0"));
    CHECK(yes == 1);
    OK(HAS("name", "Zo\xc3\xab"));
    CHECK(yes == 0);
    IS(HAS("n", "-12"), TOKENSEAL_MALFORMED);
    BAD(HAS("aud", "\xff"));

    IS(tokenseal_claims_get_integer("[1]", 3, "n", 1, &n), TOKENSEAL_MALFORMED);
    IS(tokenseal_claims_get_integer("{\"n\":1\xff}", 8, "n", 1, &n), TOKENSEAL_MALFORMED);
    IS(tokenseal_claims_get_raw("{\"n\":[1,}", 9, "n", 1, &raw, &raw_len), TOKENSEAL_MALFORMED);
}

static void headers(void)
{
    static const char header[] = "Bearer abc.def.ghi";
    const char *found = NULL;
    size_t len = 77;
    OK(tokenseal_bearer_token(header, sizeof header - 1, &found, &len));
    CHECK(found == header + 7 && len == 11);
    found = NULL, len = 77;
    IS(tokenseal_bearer_token("Basic x", 7, &found, &len), TOKENSEAL_NOT_BEARER);
    IS(tokenseal_bearer_token("Bearer \xff", 8, &found, &len), TOKENSEAL_MALFORMED);
    CHECK(found == NULL && len == 77);
}

int main(void)
{
    set_up();
    names_and_version();
    null_pointers();
    impossible_lengths();
    crooked_pointers();
    keys_that_are_none();
    sets_of_keys();
    overlap_in_verify();
    overlap_elsewhere();
    sizes_of_structs();
    members_of_structs();
    special_values();
    outputs_only_on_success();
    look_ups();
    headers();
    return checks_end("c-interface");
}
