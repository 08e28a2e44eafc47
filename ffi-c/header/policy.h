/* For max_age: tokens may be of any age. */
#define TOKENSEAL_NO_MAX_AGE UINT64_MAX

