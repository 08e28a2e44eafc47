/* NULL, lengths that memory cannot have, crooked pointers. */
#include "interface.h"

#include <string.h>

void null_pointers(void)
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

void impossible_lengths(void)
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

void crooked_pointers(void)
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
