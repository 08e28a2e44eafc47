#define _XOPEN_SOURCE 600
#include "stack.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ucontext.h>

#define STACK 262144
#define PAINT 0xa5

static unsigned char stack[STACK] __attribute__((aligned(4096)));
static ucontext_t here, there;
static void (*to_run)(void *);
static void *its_argument;

static void enter(void)
{
    to_run(its_argument);
}

void stack_run(void (*run)(void *argument), void *argument)
{
    memset(stack, PAINT, sizeof stack);
    to_run = run;
    its_argument = argument;
    if (getcontext(&there))
        abort();
    there.uc_stack.ss_sp = stack;
    there.uc_stack.ss_size = sizeof stack;
    there.uc_link = &here;
    makecontext(&there, enter, 0);
    if (swapcontext(&here, &there))
        abort();
}

void memory_scan(const struct needles *needles, const void *memory, size_t len, struct hits *hits)
{
    const unsigned char *bytes = (const unsigned char *)memory;
    size_t i;
    for (i = 0; i + 4 <= len; i++) {
        struct hit hit = {i, 0};
        uint32_t word;
        memcpy(&word, bytes + i, 4);
        if (word == PAINT * 0x01010101U)
            continue;
        hit.needle = needles_find(needles, word);
        if (hit.needle >= 0 && hits->count < sizeof hits->list / sizeof *hits->list)
            hits->list[hits->count++] = hit;
    }
}

void stack_scan(const struct needles *needles, struct hits *hits)
{
    memory_scan(needles, stack, sizeof stack, hits);
}

size_t stack_used(void)
{
    size_t untouched = 0;
    while (untouched < sizeof stack && stack[untouched] == PAINT)
        untouched++;
    return sizeof stack - untouched;
}

void hits_confirm(struct hits *hits, const struct hits *other)
{
    size_t i, o, kept = 0;
    for (i = 0; i < hits->count; i++)
        for (o = 0; o < other->count; o++)
            if (hits->list[i].offset == other->list[o].offset &&
                hits->list[i].needle == other->list[o].needle) {
                hits->list[kept++] = hits->list[i];
                break;
            }
    hits->count = kept;
}

void hits_print(const struct hits *hits, const struct needles *needles)
{
    size_t i, next;
    for (i = 0; i < hits->count; i = next) {
        const char *name = needles->list[hits->list[i].needle].name;
        for (next = i + 1; next < hits->count; next++)
            if (needles->list[hits->list[next].needle].name != name ||
                hits->list[next].offset > hits->list[next - 1].offset + 16)
                break;
        printf("    %u words of: %s, at %u\n", (unsigned)(next - i), name,
               (unsigned)hits->list[i].offset);
    }
}
