/* Takes a transition through the rounds of a vector. */
#ifndef ROUNDS_H
#define ROUNDS_H

#include "text.h"

typedef struct rounds {
    /* What every round was: an array of {"keys", "write", "next"}. */
    json_t *told;
    /* Whether the last one was "done"; then data are the application's bytes. */
    int done;
    text data;
} rounds;

/* The records of `list`, an array of hexadecimal strings and nulls, as the library wants them. */
const tokenseal_slice *records_get(const json_t *list, size_t *count);

/* Decides about what was found, also with buffers that are too small, which must do no harm. The
 * step points into memory of texts_alloc. */
tokenseal_status decide(tokenseal_transition *transition, const json_t *found, text data,
                        tokenseal_step *step);

/* Goes through the "rounds" of `args`. */
rounds rounds_run(tokenseal_transition *transition, const json_t *args, text data);

/* What a vector expects: the rounds, and if they are done what came out, which may be NULL. */
json_t *rounds_end(rounds *run, json_t *result);

/* The last round ended with this after all. */
void rounds_fail(rounds *run, tokenseal_status status);

/* Rules with the namespace of `args`, and their durations where they are given. */
tokenseal_rules rules_of(const json_t *args);

#endif
