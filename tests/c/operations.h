/* What the vectors ask for. */
#ifndef OPERATIONS_H
#define OPERATIONS_H

#include <jansson.h>
#include <stdint.h>

/* Does `op` and returns {"ok": ...} or {"err": "name"}, or NULL for an operation that doesn't
 * exist. Takes a new reference; frees nothing that texts_alloc gave. */
json_t *operate(const char *op, const json_t *args, int64_t now);

#endif
