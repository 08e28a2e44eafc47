/* The operations of the vectors: each says whether what came out is what is expected. */
#ifndef OPERATIONS_H
#define OPERATIONS_H

#include "item.h"

typedef int operation(item args, item expect, int64_t now);

operation run_key_load, run_jwks_load, run_mac, run_mac_verify;
operation run_sign, run_verify, run_inspect, run_bearer;
operation run_parse, run_find, run_set, run_remove, run_seal, run_open;
operation run_dialect_seal, run_dialect_open;
operation run_csrf_token, run_csrf_verify, run_csrf_fetch;
operation run_session_start, run_session_load, run_session_save, run_session_rotate,
    run_session_end, run_session_end_all;
operation run_refresh_start, run_refresh_rotate, run_refresh_end, run_refresh_end_all;
operation run_revocation_deny, run_revocation_check, run_revocation_end_all;

/* A vector's keys, and how much stack their loading took at the most: it is done once in a
 * program's life. */
extern tokenseal_key keys[];
extern size_t key_count, key_stack;
tokenseal_status keys_init(item args);

/* Whether a status, and with TOKENSEAL_OK a value, are the answer that is expected. */
int is_answer(tokenseal_status status, item expect, int is_same_value);

/* The answer of a transition of which nothing comes out, and of one that ends all of a subject. */
int is_end(tokenseal_status made, tokenseal_transition *transition, item args, item expect);
int is_end_all(tokenseal_status made, tokenseal_transition *transition, item args, item expect);

#endif
