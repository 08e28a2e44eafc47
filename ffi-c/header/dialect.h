/* Initializes a dialect, with the framework's defaults: set its kind and its secrets. */
#define TOKENSEAL_DIALECT_INIT                                                          \
    {                                                                                   \
        sizeof(tokenseal_dialect), 0, TOKENSEAL_DIGEST_DEFAULT, 0, 0, 0, 0,             \
            TOKENSEAL_EXPIRES_NEVER, {NULL, 0}, NULL, 0                                 \
    }

/* Initializes what is to be filled in. */
#define TOKENSEAL_DIALECT_OPENED_INIT                              \
    {                                                              \
        sizeof(tokenseal_dialect_opened), 0, TOKENSEAL_NO_TIME, 0, 0 \
    }
