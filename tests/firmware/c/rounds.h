/* Takes a transition through the rounds of a vector. */
#ifndef ROUNDS_H
#define ROUNDS_H

#include "item.h"

typedef struct rounds {
    /* Whether each was as the vector says; how the last one ended is said apart. */
    int is_as_said;
    /* How the last one ended, and how it is said to have: "done", or the name of a refusal. */
    const char *last;
    tokenseal_slice last_said;
    /* Whether it was "done"; then these are the application's bytes. */
    int done;
    tokenseal_slice data;
} rounds;

rounds rounds_run(tokenseal_transition *transition, item args, item expect);
/* Whether the last round ended as the vector says. */
int rounds_are_as_said(const rounds *run);
/* The last round ended with this after all. */
void rounds_fail(rounds *run, tokenseal_status status);

/* Decides about what was found, at first with a buffer that is too small. */
tokenseal_status decide(tokenseal_transition *transition, item found, tokenseal_slice data,
                        tokenseal_step *step);

/* Rules with the namespace of `args`, and their durations where they are given. */
tokenseal_rules rules_of(item args);

#endif
