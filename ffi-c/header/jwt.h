/* A size in bytes that suffices for the claims of any token of this length. */
#define TOKENSEAL_CLAIMS_LEN(token_len) ((token_len) / 4 * 3 + 2)
