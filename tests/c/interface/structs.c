/* Structs that begin with their size, and their members. */
#include "interface.h"

#include <string.h>

void sizes_of_structs(void)
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

void members_of_structs(void)
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
    for (i = 0; i < 65; i++)
        many[i] = TOKENSEAL_LITERAL("iss");
    policy = policy_init;
    policy.required = many;
    policy.required_count = 65;
    BAD(verify(&policy));
    policy.required_count = 64;
    OK(verify(&policy));
    many[63] = TOKENSEAL_LITERAL("absent");
    IS(verify(&policy), TOKENSEAL_MISSING_CLAIM);
    many[63] = TOKENSEAL_LITERAL("\xc3");
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

void special_values(void)
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
