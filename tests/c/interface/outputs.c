/* What is written when. */
#include "interface.h"

#include <string.h>

void outputs_only_on_success(void)
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
