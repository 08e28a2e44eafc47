/* Initializes what is to be filled in. */
#define TOKENSEAL_COOKIE_OPENED_INIT                    \
    {                                                   \
        sizeof(tokenseal_cookie_opened), 0, 0, 0, 0, 0 \
    }
