/* What the tests of sessions, refresh tokens and revocation share. */
#ifndef STATE_H
#define STATE_H

#include "interface.h"

/* Random bytes of tests: enough for every kind. */
extern const uint8_t entropy[96];

/* A store for a few records of up to 64 bytes of data, and emptied by every call. */
tokenseal_memory_store *empty_store(void);

/* Carries out a transition on that store. */
tokenseal_status carry_out(tokenseal_transition *transition, const char *data,
                           tokenseal_step *step);

/* A session of "user" that was started at NOW with "data", in the empty namespace. */
tokenseal_session started(void);
/* A refresh token of "user", likewise, and its text. */
tokenseal_refresh refreshed(char *text, size_t *text_len);
/* A token of the key's, with the claims that it says, as it is to be revoked. */
tokenseal_revocable revocable_token(void);

#endif
