/*
 * A size in bytes that suffices for a store of so many records, each with up to so many bytes of
 * your own.
 */
#define TOKENSEAL_MEMORY_STORE_LEN(records, data_len) \
    ((size_t)(records) * (TOKENSEAL_RECORD_LEN(data_len) + 52))
