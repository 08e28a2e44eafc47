#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "mechanisms.h"

#define ACCESS "__Host-access"
#define REFRESH "__Secure-refresh"
/* Milliseconds that an access token lives. */
#define LIFETIME (15 * 60 * 1000)

static const tokenseal_slice NOTHING = {NULL, 0};

/* An access token that is good, and what it says. */
typedef struct claimed {
    tokenseal_slice token;
    char claims[TOKENSEAL_CLAIMS_LEN(TOKENSEAL_DEFAULT_MAX_TOKEN)];
    size_t claims_len;
} claimed;

static tokenseal_set_cookie access_cookie(void)
{
    tokenseal_set_cookie cookie = TOKENSEAL_SET_COOKIE_INIT;
    cookie.name = TOKENSEAL_LITERAL(ACCESS);
    cookie.max_age = LIFETIME;
    return cookie;
}

/* It goes nowhere but to where it is used. */
static tokenseal_set_cookie refresh_cookie(void)
{
    tokenseal_set_cookie cookie = TOKENSEAL_SET_COOKIE_INIT;
    cookie.name = TOKENSEAL_LITERAL(REFRESH);
    cookie.path = TOKENSEAL_LITERAL("/token/auth");
    cookie.same_site = TOKENSEAL_SAME_SITE_STRICT;
    return cookie;
}

static tokenseal_status remove_cookies(exchange *e)
{
    const tokenseal_set_cookie longer = refresh_cookie(), shorter = access_cookie();
    const tokenseal_status status = exchange_remove_cookie(e, &longer);
    return status == TOKENSEAL_OK ? exchange_remove_cookie(e, &shorter) : status;
}

/* Verifies the token of the Authorization header, which counts alone, or else the cookie's. */
static tokenseal_status verify(const exchange *e, claimed *a)
{
    static const tokenseal_slice required[] = {{TEXT("sub")}};
    const tokenseal_slice header = exchange_header(e, "Authorization");
    tokenseal_policy policy = TOKENSEAL_POLICY_INIT;
    tokenseal_status status = TOKENSEAL_NOT_BEARER;
    if (header.ptr)
        status = tokenseal_bearer_token(header.ptr, header.len, &a->token.ptr, &a->token.len);
    if (status == TOKENSEAL_NOT_BEARER) {
        a->token = exchange_cookie(e, ACCESS);
        status = a->token.ptr ? TOKENSEAL_OK : NO_CREDENTIALS;
    }
    policy.required = required;
    policy.required_count = 1;
    if (status == TOKENSEAL_OK)
        status = tokenseal_jwt_verify(&e->site->key, 1, a->token.ptr, a->token.len, &policy, e->now,
                                      a->claims, sizeof a->claims, &a->claims_len, NULL);
    return status;
}

/* Asks the store whether it was revoked, or denies it from now on. */
static tokenseal_status look_up(exchange *e, const claimed *a,
                                tokenseal_status (*make)(const tokenseal_revocable *, int64_t,
                                                         tokenseal_transition *))
{
    tokenseal_revocable revocable;
    tokenseal_transition transition;
    tokenseal_slice result;
    tokenseal_status status = tokenseal_revocation_read(a->token.ptr, a->token.len, a->claims,
                                                        a->claims_len, &e->site->rules, &revocable);
    if (status == TOKENSEAL_OK)
        status = make(&revocable, e->now, &transition);
    return status == TOKENSEAL_OK ? exchange_run(e, &transition, NOTHING, &result) : status;
}

static tokenseal_status say(exchange *e, const claimed *a)
{
    static const char *const NAMES[][2] = {{"subject", "sub"}, {"role", "role"}};
    char text[256];
    size_t i, len = 0;
    for (i = 0; i < 2; i++) {
        const tokenseal_status status = tokenseal_claims_get_string(
            a->claims, a->claims_len, NAMES[i][1], strlen(NAMES[i][1]), text, sizeof text, &len);
        if (status != TOKENSEAL_OK)
            return status;
        exchange_say(e, NAMES[i][0], text, len);
    }
    return TOKENSEAL_OK;
}

tokenseal_status token_quick(exchange *e)
{
    claimed a;
    const tokenseal_status status = verify(e, &a);
    return status == TOKENSEAL_OK ? say(e, &a) : status;
}

tokenseal_status token_who(exchange *e)
{
    claimed a;
    tokenseal_status status = verify(e, &a);
    if (status == TOKENSEAL_OK)
        status = look_up(e, &a, tokenseal_revocation_check);
    return status == TOKENSEAL_OK ? say(e, &a) : status;
}

/* Gives the browser the pair that comes out of a transition. */
static tokenseal_status set_pair(exchange *e, const tokenseal_transition *transition,
                                 tokenseal_slice claims)
{
    tokenseal_set_cookie shorter = access_cookie(), longer = refresh_cookie();
    tokenseal_refresh_info info = TOKENSEAL_REFRESH_INFO_INIT;
    tokenseal_claims said = TOKENSEAL_CLAIMS_INIT;
    tokenseal_refresh minted;
    char token[TOKENSEAL_MAX_REFRESH_TOKEN], signed_token[1024];
    tokenseal_status status = tokenseal_refresh_result(transition, &minted);
    if (status == TOKENSEAL_OK)
        status = tokenseal_refresh_mint(&minted, &e->site->key, 1, token, sizeof token,
                                        &longer.value.len);
    if (status == TOKENSEAL_OK)
        status = tokenseal_refresh_describe(&minted, &info);
    said.json = claims;
    said.issued_at = info.issued_at;
    said.expires_in = LIFETIME;
    if (status == TOKENSEAL_OK)
        status = tokenseal_jwt_sign(&e->site->key, &said, e->now, signed_token, sizeof signed_token,
                                    &shorter.value.len);
    longer.value.ptr = token;
    longer.max_age = (uint64_t)(info.expires_at - e->now);
    shorter.value.ptr = signed_token;
    if (status == TOKENSEAL_OK)
        status = exchange_set_cookie(e, &longer);
    return status == TOKENSEAL_OK ? exchange_set_cookie(e, &shorter) : status;
}

tokenseal_status token_log_in(exchange *e)
{
    tokenseal_transition transition;
    tokenseal_slice claims, data;
    uint8_t entropy[TOKENSEAL_REFRESH_ENTROPY];
    uint64_t sid[2];
    char text[128];
    tokenseal_status status = exchange_entropy(entropy, sizeof entropy);
    if (status == TOKENSEAL_OK)
        status = exchange_entropy((uint8_t *)sid, sizeof sid);
    if (status != TOKENSEAL_OK)
        return status;
    /* By its sid no access token is that of another log-in, and to deny one denies no other. */
    claims.ptr = text;
    claims.len = (size_t)snprintf(text, sizeof text,
                                  "{\"sid\":\"%016" PRIx64 "%016" PRIx64 "\",\"sub\":\"" USER
                                  "\",\"role\":\"reader\"}",
                                  sid[0], sid[1]);
    status = tokenseal_refresh_start(&e->site->key, 1, entropy, sizeof entropy, TEXT(USER), NULL, 0,
                                     &e->site->rules, e->now, &transition);
    if (status == TOKENSEAL_OK)
        status = exchange_run(e, &transition, claims, &data);
    exchange_say(e, "subject", TEXT(USER));
    return status == TOKENSEAL_OK ? set_pair(e, &transition, data) : status;
}

static tokenseal_status open_refresh(const exchange *e, tokenseal_refresh *refresh)
{
    const tokenseal_slice token = exchange_cookie(e, REFRESH);
    if (!token.ptr)
        return NO_CREDENTIALS;
    return tokenseal_refresh_open(&e->site->key, 1, token.ptr, token.len, refresh);
}

/* Replaces the refresh token. The claims of the next access token are good until the next run. */
static tokenseal_status rotate(exchange *e, tokenseal_transition *transition,
                               tokenseal_slice *claims)
{
    tokenseal_refresh refresh;
    tokenseal_status status = open_refresh(e, &refresh);
    if (status == TOKENSEAL_OK)
        status = tokenseal_refresh_rotate(&refresh, &e->site->key, 1, NULL, 0, &e->site->rules,
                                          e->now, transition);
    return status == TOKENSEAL_OK ? exchange_run(e, transition, NOTHING, claims) : status;
}

tokenseal_status token_refresh(exchange *e)
{
    tokenseal_transition transition;
    tokenseal_slice claims;
    const tokenseal_status status = rotate(e, &transition, &claims);
    return status == TOKENSEAL_OK ? set_pair(e, &transition, claims) : status;
}

/* Verifies the access token, which must not have been revoked. */
static tokenseal_status good(exchange *e, claimed *a)
{
    const tokenseal_status status = verify(e, a);
    return status == TOKENSEAL_OK ? look_up(e, a, tokenseal_revocation_check) : status;
}

tokenseal_status token_log_out(exchange *e)
{
    claimed a;
    tokenseal_refresh refresh;
    tokenseal_transition transition;
    tokenseal_slice result;
    tokenseal_status status = TOKENSEAL_OK;
    const int is_good = good(e, &a) == TOKENSEAL_OK;
    if (open_refresh(e, &refresh) == TOKENSEAL_OK) {
        status = tokenseal_refresh_end(&refresh, &e->site->rules, e->now, &transition);
        if (status == TOKENSEAL_OK)
            status = exchange_run(e, &transition, NOTHING, &result);
    }
    if (status == TOKENSEAL_OK && is_good)
        status = look_up(e, &a, tokenseal_revocation_deny);
    return status == TOKENSEAL_OK ? remove_cookies(e) : status;
}

tokenseal_status token_log_out_everywhere(exchange *e)
{
    claimed a;
    tokenseal_transition transition;
    tokenseal_slice claims, result;
    char subject[256];
    size_t len = 0;
    tokenseal_status status = good(e, &a);
    if (status == TOKENSEAL_OK) {
        claims.ptr = a.claims;
        claims.len = a.claims_len;
    } else {
        /* The refresh token will do, if it is alive. */
        status = rotate(e, &transition, &claims);
    }
    if (status == TOKENSEAL_OK)
        status = tokenseal_claims_get_string(claims.ptr, claims.len, TEXT("sub"), subject,
                                             sizeof subject, &len);
    if (status == TOKENSEAL_OK)
        status = tokenseal_revocation_end_all(subject, len, &e->site->rules, e->now, &transition);
    if (status == TOKENSEAL_OK)
        status = exchange_run(e, &transition, NOTHING, &result);
    return status == TOKENSEAL_OK ? remove_cookies(e) : status;
}
