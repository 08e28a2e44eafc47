/* How many random bytes a token takes of a key for TOKENSEAL_HS256, ...: 64, 80, 96. */
#define TOKENSEAL_CSRF_ENTROPY_LEN(alg) (48 + 16 * (alg))

/* How long a token is, in bytes: 128, 171, TOKENSEAL_MAX_CSRF_TOKEN. */
#define TOKENSEAL_CSRF_TOKEN_LEN(alg) ((4 * (64 + 32 * (alg)) + 2) / 3)

/* Initializes what a request says: nothing yet. */
#define TOKENSEAL_FETCH_INIT                                                 \
    {                                                                        \
        sizeof(tokenseal_fetch), 0, {NULL, 0}, {NULL, 0}, {NULL, 0}, NULL, 0 \
    }
