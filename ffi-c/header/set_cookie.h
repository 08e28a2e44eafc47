/* Initializes a cookie: Path=/; Secure; HttpOnly; SameSite=Lax. */
#define TOKENSEAL_SET_COOKIE_INIT                                                                 \
    {                                                                                             \
        sizeof(tokenseal_set_cookie), 0, 0, TOKENSEAL_SAME_SITE_LAX, 0, TOKENSEAL_PRIORITY_UNSET, \
            TOKENSEAL_NO_MAX_AGE, TOKENSEAL_NO_TIME, {NULL, 0}, {NULL, 0}, {"/", 1}, {NULL, 0}    \
    }
