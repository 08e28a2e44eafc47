/* What the tests of the interface share. */
#ifndef INTERFACE_H
#define INTERFACE_H

#include "check.h"

#include <stddef.h>

#define NOW INT64_C(1700000000000)
/* The least lengths that are impossible. */
#define HUGE_LEN ((size_t)PTRDIFF_MAX + 1)
#define CANARY 0x5A

/* Long enough for every algorithm. */
extern const char SECRET[65];

/* A key, and a token that it has signed at NOW. */
extern tokenseal_key key;
extern char token[1024];
extern size_t token_len;

/* Whether all bytes are this one. */
int all(const void *memory, size_t len, int byte);
int is_empty(const tokenseal_key *k);

/* Verifies that token. */
tokenseal_status verify(const tokenseal_policy *policy);
/* Signs something at NOW. */
tokenseal_status sign(const tokenseal_claims *claims);

void null_pointers(void);
void impossible_lengths(void);
void crooked_pointers(void);
void keys_that_are_none(void);
void sets_of_keys(void);
void overlap_in_verify(void);
void overlap_elsewhere(void);
void sizes_of_structs(void);
void members_of_structs(void);
void special_values(void);
void outputs_only_on_success(void);
void look_ups(void);
void headers(void);
void reading_cookies(void);
void setting_cookies(void);
void sealed_cookies(void);
void cookie_pointers(void);
void cookie_overlap(void);
void cookie_structs(void);
void dialects(void);
void rails_keys(void);
void dialect_options(void);
void dialect_misuse(void);
void transitions(void);
void memory_stores(void);
void state_misuse(void);
void state_overlap(void);
void state_structs(void);

#endif
