/* Initializes what is to be filled in. */
#define TOKENSEAL_REFRESH_INFO_INIT                      \
    {                                                    \
        sizeof(tokenseal_refresh_info), 0, 0, 0, 0, 0, 0 \
    }
