/* Outputs that overlap an input or one another. */
#include "interface.h"

#include <string.h>

void overlap_in_verify(void)
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
    BAD(tokenseal_jwt_verify(&room.key, 1, token, token_len, NULL, NOW,
                             room.bytes + sizeof room.key - 1, 1024, &len, NULL));
    BAD(tokenseal_jwt_verify(&room.key, 1, token, token_len, NULL, NOW, claims, sizeof claims,
                             room.lengths + 4, NULL));
    BAD(tokenseal_jwt_verify(&room.key, 1, token, token_len, NULL, NOW, claims, sizeof claims, &len,
                             room.lengths + 4));
    OK(tokenseal_jwt_verify(&room.key, 1, token, token_len, NULL, NOW, room.bytes + sizeof room.key,
                            1024, &len, NULL));

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

void overlap_elsewhere(void)
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
    BAD(tokenseal_key_init(&room.key, TOKENSEAL_HS256, SECRET, 32, room.bytes + sizeof room.key - 1,
                           1));
    CHECK(memcmp(room.bytes, SECRET, sizeof SECRET) == 0);
    OK(tokenseal_key_init(&room.key, TOKENSEAL_HS256, SECRET, 32, room.bytes + sizeof room.key, 1));
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
