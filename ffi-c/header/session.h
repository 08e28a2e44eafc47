/* Initializes what is to be filled in. */
#define TOKENSEAL_SESSION_INFO_INIT                         \
    {                                                       \
        sizeof(tokenseal_session_info), 0, 0, 0, 0, 0, 0, 0 \
    }
