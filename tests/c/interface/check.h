/* Counts what holds and what doesn't. */
#ifndef CHECK_H
#define CHECK_H

#include <tokenseal.h>

#define CHECK(condition) check((condition) != 0, #condition, __FILE__, __LINE__)

/* Checks the answer of a call. */
#define IS(call, status) check_status((call), (status), #call, __FILE__, __LINE__)
#define OK(call) IS(call, TOKENSEAL_OK)
#define BAD(call) IS(call, TOKENSEAL_BAD_ARGUMENT)

void check(int holds, const char *what, const char *file, int line);
void check_status(tokenseal_status got, tokenseal_status expected, const char *what,
                  const char *file, int line);

/* Prints the counts; what main returns. */
int checks_end(const char *name);

#endif
