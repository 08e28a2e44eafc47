/* Counts what holds and what doesn't. */
#ifndef CHECK_H
#define CHECK_H

#include <stdio.h>
#include <tokenseal.h>

static long checks_passed, checks_failed;

#define CHECK(condition) check((condition) != 0, #condition, __FILE__, __LINE__)

/* Checks the answer of a call. */
#define IS(call, status) check_status((call), (status), #call, __FILE__, __LINE__)
#define OK(call) IS(call, TOKENSEAL_OK)
#define BAD(call) IS(call, TOKENSEAL_BAD_ARGUMENT)

static void check(int holds, const char *what, const char *file, int line)
{
    if (holds) {
        checks_passed++;
    } else {
        checks_failed++;
        printf("%s:%d: %s\n", file, line, what);
    }
}

static void check_status(tokenseal_status got, tokenseal_status expected, const char *what,
                         const char *file, int line)
{
    if (got == expected) {
        checks_passed++;
    } else {
        checks_failed++;
        printf("%s:%d: %s\n    answered %s, expected %s\n", file, line, what,
               tokenseal_error_name(got), tokenseal_error_name(expected));
    }
}

static int checks_end(const char *name)
{
    printf("%s: %ld passed, %ld failed\n", name, checks_passed, checks_failed);
    return checks_failed != 0 || checks_passed == 0;
}

#endif
