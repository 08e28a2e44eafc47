/* Runs something on a stack of its own, and looks at what it leaves there. */
#ifndef STACK_H
#define STACK_H

#include "needles.h"

/* A word of a secret that was found. */
struct hit {
    size_t offset;
    long needle;
};

/* What was found in one run. */
struct hits {
    size_t count;
    struct hit list[20000];
};

/* Runs `run(argument)` on a painted stack. */
void stack_run(void (*run)(void *argument), void *argument);

/* Every place of the stack at which a needle stands, after the run. */
void stack_scan(const struct needles *needles, struct hits *hits);

/* The same in other memory. */
void memory_scan(const struct needles *needles, const void *memory, size_t len, struct hits *hits);

/* How many bytes of the stack were used. */
size_t stack_used(void);

/* Of what was found with one secret, leaves what was found at the same place with the other: all
 * else is chance. */
void hits_confirm(struct hits *hits, const struct hits *other);

/* Prints what was found. */
void hits_print(const struct hits *hits, const struct needles *needles);

#endif
