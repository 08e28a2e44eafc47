/*
 * Signs a token, verifies it, reads its claims, and shows two refusals.
 *
 *     cc sign_verify.c $(pkg-config --cflags --libs tokenseal) -o sign_verify
 *
 * C99 and C++17.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <tokenseal.h>

/* In earnest a secret comes from a file or the environment, never from the source. */
static const char SECRET[] = "yYx4ZJDcFyWqHWsCrlJRFvnYkLB4BsW8RVtGaqDCXko";

static int failed(const char *what, tokenseal_status status)
{
    fprintf(stderr, "%s: %s\n", what, tokenseal_error_name(status));
    return 1;
}

/* What a login does. */
static tokenseal_status sign(const tokenseal_key *key, int64_t now, char *token, size_t token_cap,
                             size_t *token_len)
{
    static const tokenseal_slice audience[] = {{"api.example", 11}};
    tokenseal_claims claims = TOKENSEAL_CLAIMS_INIT;
    claims.json = TOKENSEAL_LITERAL("{\"level\":7,\"name\":\"Zo\\u00eb\"}");
    claims.issuer = TOKENSEAL_LITERAL("https://login.example");
    claims.subject = TOKENSEAL_LITERAL("user-42");
    claims.audience = audience;
    claims.audience_count = 1;
    claims.expires_in = 5 * 60 * 1000;
    return tokenseal_jwt_sign(key, &claims, now, token, token_cap, token_len);
}

/* What an API does with every request. */
static tokenseal_status verify(const tokenseal_key *key, const char *token, size_t token_len,
                               int64_t now, char *claims, size_t claims_cap, size_t *claims_len)
{
    static const tokenseal_slice audience[] = {{"api.example", 11}};
    tokenseal_policy policy = TOKENSEAL_POLICY_INIT;
    policy.issuer = TOKENSEAL_LITERAL("https://login.example");
    policy.audience = audience;
    policy.audience_count = 1;
    policy.leeway = 10 * 1000;
    return tokenseal_jwt_verify(key, 1, token, token_len, &policy, now, claims, claims_cap,
                                claims_len, NULL);
}

int main(void)
{
    int64_t now = (int64_t)time(NULL) * 1000;
    char token[1024], claims[TOKENSEAL_CLAIMS_LEN(sizeof token)], name[64];
    size_t token_len, claims_len, name_len;
    int64_t level;
    tokenseal_key key;

    tokenseal_status status =
        tokenseal_key_init_base64url(&key, TOKENSEAL_HS256, SECRET, strlen(SECRET), "2026-11", 7);
    if (status != TOKENSEAL_OK)
        return failed("key", status);

    status = sign(&key, now, token, sizeof token, &token_len);
    if (status != TOKENSEAL_OK)
        return failed("sign", status);
    printf("token    %.*s\n", (int)token_len, token);

    status = verify(&key, token, token_len, now, claims, sizeof claims, &claims_len);
    if (status != TOKENSEAL_OK)
        return failed("verify", status);
    printf("claims   %.*s\n", (int)claims_len, claims);

    status =
        tokenseal_claims_get_string(claims, claims_len, "name", 4, name, sizeof name, &name_len);
    if (status == TOKENSEAL_OK)
        status = tokenseal_claims_get_integer(claims, claims_len, "level", 5, &level);
    if (status != TOKENSEAL_OK)
        return failed("claims", status);
    printf("name     %.*s, level %" PRId64 "\n", (int)name_len, name, level);

    status = verify(&key, token, token_len, now + 3600 * 1000, claims, sizeof claims, &claims_len);
    printf("later    %s\n", tokenseal_error_name(status));

    token[token_len - 1] = token[token_len - 1] == 'A' ? 'E' : 'A';
    status = verify(&key, token, token_len, now, claims, sizeof claims, &claims_len);
    printf("changed  %s\n", tokenseal_error_name(status));

    tokenseal_key_wipe(&key);
    return 0;
}
