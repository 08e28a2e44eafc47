/* For max_age: any age is good; for a cookie to be set: no Max-Age. */
#define TOKENSEAL_NO_MAX_AGE UINT64_MAX

/* Initializes a policy: an unexpired exp, no aud, nothing else asked for. */
#define TOKENSEAL_POLICY_INIT                                                                 \
    {                                                                                         \
        sizeof(tokenseal_policy), 0, 0, TOKENSEAL_DEFAULT_MAX_TOKEN, 0, TOKENSEAL_NO_MAX_AGE, \
            {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}, NULL, 0, NULL, 0                      \
    }
