/* Initializes rules: the empty namespace, and the defaults. */
#define TOKENSEAL_RULES_INIT                                                       \
    {                                                                              \
        sizeof(tokenseal_rules), 0, TOKENSEAL_DEFAULT_SESSION_IDLE,                \
            TOKENSEAL_DEFAULT_SESSION_LIFETIME, TOKENSEAL_DEFAULT_REFRESH_IDLE,    \
            TOKENSEAL_DEFAULT_REFRESH_LIFETIME, TOKENSEAL_DEFAULT_GRACE, {NULL, 0} \
    }
