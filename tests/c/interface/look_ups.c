/* Look-ups in claims and headers. */
#include "interface.h"

#include <string.h>

void look_ups(void)
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
    /* What is broken behind or before the claim counts as well. */
    IS(tokenseal_claims_get_integer("{\"n\":1,\"a\":01}", 14, "n", 1, &n), TOKENSEAL_MALFORMED);
    IS(tokenseal_claims_get_integer("{\"a\":01,\"n\":1}", 14, "n", 1, &n), TOKENSEAL_MALFORMED);
    IS(tokenseal_claims_get_integer("{\"n\":1,\"n\":1}", 13, "n", 1, &n), TOKENSEAL_MALFORMED);
    IS(tokenseal_claims_get_integer("{\"n\":1} x", 9, "n", 1, &n), TOKENSEAL_MALFORMED);
    IS(tokenseal_claims_get_integer("{\"n\":1", 6, "z", 1, &n), TOKENSEAL_MALFORMED);
}

void headers(void)
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
