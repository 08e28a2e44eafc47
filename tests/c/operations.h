/* What the vectors ask for. */
#ifndef OPERATIONS_H
#define OPERATIONS_H

#include <jansson.h>
#include <stdint.h>
#include <tokenseal.h>

/* Does `op` and returns {"ok": ...} or {"err": "name"}, or NULL for an operation that doesn't
 * exist. Takes a new reference; frees nothing that texts_alloc gave. */
json_t *operate(const char *op, const json_t *args, int64_t now);

/* What an operation answers: the result, a status, or in words that it does what it must not. */
json_t *done(json_t *result);
json_t *refused(tokenseal_status status);
json_t *wrong(const char *what);

/* Whether memory of texts_alloc holds nothing but what was there, or zeros. */
int is_clean(const char *buffer, size_t len);

#endif
