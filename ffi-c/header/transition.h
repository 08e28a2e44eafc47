/* Initializes what is to be filled in. */
#define TOKENSEAL_STEP_INIT                                                 \
    {                                                                       \
        sizeof(tokenseal_step), 0, 0, 0, 0, {NULL, 0}, {NULL, 0}, {NULL, 0} \
    }

/* A size in bytes that suffices for every record with so many bytes of your own. */
#define TOKENSEAL_RECORD_LEN(data_len) ((data_len) + TOKENSEAL_RECORD_HEADER)
