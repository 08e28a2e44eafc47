/* The operations on sessions, refresh tokens, revocation and CSRF. */
#ifndef STATE_H
#define STATE_H

#include <jansson.h>
#include <stdint.h>
#include <tokenseal.h>

json_t *op_session_start(const json_t *args, const tokenseal_key *keys, size_t count, int64_t now);
json_t *op_session_load(const json_t *args, const tokenseal_key *keys, size_t count, int64_t now);
json_t *op_session_save(const json_t *args, const tokenseal_key *keys, size_t count, int64_t now);
json_t *op_session_rotate(const json_t *args, const tokenseal_key *keys, size_t count, int64_t now);
json_t *op_session_end(const json_t *args, const tokenseal_key *keys, size_t count, int64_t now);
json_t *op_session_end_all(const json_t *args, const tokenseal_key *keys, size_t count,
                           int64_t now);
json_t *op_refresh_start(const json_t *args, const tokenseal_key *keys, size_t count, int64_t now);
json_t *op_refresh_rotate(const json_t *args, const tokenseal_key *keys, size_t count, int64_t now);
json_t *op_refresh_end(const json_t *args, const tokenseal_key *keys, size_t count, int64_t now);
json_t *op_refresh_end_all(const json_t *args, const tokenseal_key *keys, size_t count,
                           int64_t now);
json_t *op_revocation_deny(const json_t *args, const tokenseal_key *keys, size_t count,
                           int64_t now);
json_t *op_revocation_check(const json_t *args, const tokenseal_key *keys, size_t count,
                            int64_t now);
json_t *op_revocation_end_all(const json_t *args, const tokenseal_key *keys, size_t count,
                              int64_t now);
json_t *op_csrf_token(const json_t *args, const tokenseal_key *keys, size_t count, int64_t now);
json_t *op_csrf_verify(const json_t *args, const tokenseal_key *keys, size_t count, int64_t now);
json_t *op_csrf_fetch(const json_t *args, const tokenseal_key *keys, size_t count, int64_t now);

/* The answer of a transition that ends all of a subject, if it could be made. */
json_t *end_all(tokenseal_status made, tokenseal_transition *transition, const json_t *args);
/* The answer of one of which nothing comes out. */
json_t *end_one(tokenseal_status made, tokenseal_transition *transition, const json_t *args);

#endif
