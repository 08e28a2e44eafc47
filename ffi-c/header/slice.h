/* A slice of a string literal, to assign to a member of a struct. */
#ifdef __cplusplus
#define TOKENSEAL_LITERAL(text) (tokenseal_slice{"" text, sizeof(text) - 1})
#else
#define TOKENSEAL_LITERAL(text) ((tokenseal_slice){"" text, sizeof(text) - 1})
#endif
