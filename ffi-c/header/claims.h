/* For expires_in: 15 minutes, unless the JSON text has an exp. */
#define TOKENSEAL_EXPIRES_DEFAULT UINT64_MAX

/*
 * For expires_in: no exp is added. Without one in the JSON text the token is valid for ever, and
 * verifies only where the policy has allow_no_exp.
 */
#define TOKENSEAL_EXPIRES_NEVER (UINT64_MAX - 1)

/* For not_before: no nbf is added; for issued_at: now; for expires: no Expires. */
#define TOKENSEAL_NO_TIME INT64_MIN

/* Initializes claims: 15 minutes from now, nothing else said. */
#define TOKENSEAL_CLAIMS_INIT                                                                 \
    {                                                                                         \
        sizeof(tokenseal_claims), TOKENSEAL_DEFAULT_MAX_TOKEN, TOKENSEAL_EXPIRES_DEFAULT,     \
            TOKENSEAL_NO_TIME, TOKENSEAL_NO_TIME, {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}, \
            {NULL, 0}, NULL, 0                                                                \
    }
