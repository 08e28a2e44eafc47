#include "check.h"

#include <stdio.h>

static long checks_passed, checks_failed;

void check(int holds, const char *what, const char *file, int line)
{
    if (holds) {
        checks_passed++;
    } else {
        checks_failed++;
        printf("%s:%d: %s\n", file, line, what);
    }
}

void check_status(tokenseal_status got, tokenseal_status expected, const char *what,
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

int checks_end(const char *name)
{
    printf("%s: %ld passed, %ld failed\n", name, checks_passed, checks_failed);
    return checks_failed != 0 || checks_passed == 0;
}
