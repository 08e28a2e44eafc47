#include "board.h"
#include "item.h"

extern unsigned char arena_start[], arena_end[];
extern uint32_t stack_limit[], stack_top[];
void start(void);

#define PAINT UINT32_C(0xa5c35a3c)

/* What ARM's semihosting offers: write a text, and leave. */
static void semihosting(int operation, const void *argument)
{
    register int r0 __asm__("r0") = operation;
    register const void *r1 __asm__("r1") = argument;
    __asm__ volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
}

void say(const char *text)
{
    semihosting(4 /* SYS_WRITE0 */, text);
}

void say_bytes(const char *bytes, size_t len)
{
    char letter[2] = {0, 0};
    size_t i;
    for (i = 0; i < len; i++) {
        letter[0] = bytes[i];
        say(letter);
    }
}

void say_number(const char *what, const char *name, size_t number)
{
    char digits[12];
    size_t at = sizeof digits - 1;
    digits[at] = 0;
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number);
    say(what);
    say(name);
    say(digits + at);
    say("\n");
}

void leave(uint32_t code)
{
    uint32_t reason[2];
    reason[0] = 0x20026; /* the application exits */
    reason[1] = code;
    semihosting(0x20 /* SYS_EXIT_EXTENDED */, reason);
    for (;;)
        ;
}

void broken(const char *what)
{
    say("panic ");
    say(what);
    say("\n");
    leave(101);
}

char *room(size_t *len)
{
    *len = (size_t)(arena_end - arena_start);
    return (char *)arena_start;
}

void stack_paint(void)
{
    uint32_t *at, *end;
    __asm__ volatile("mov %0, sp" : "=r"(end));
    for (at = stack_limit; at < end - 16; at++)
        *(volatile uint32_t *)at = PAINT;
}

size_t stack_used(void)
{
    const uint32_t *at = stack_limit;
    while (at < stack_top && *at == PAINT)
        at++;
    if (at == stack_limit)
        broken("the stack has overflown");
    return (size_t)(stack_top - at) * sizeof *at;
}

/* What the processor reads first. */
static const struct {
    const void *stack;
    void (*reset)(void);
} vectors __attribute__((section(".vectors"), used)) = {stack_top, start};
