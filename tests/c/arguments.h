/* The arguments of vectors, as C wants them. */
#ifndef ARGUMENTS_H
#define ARGUMENTS_H

#include "text.h"

/* The name of the first argument that no operation knows, or NULL. */
const char *unknown_argument(const json_t *args);

/* The argument `name`, an integer, or `otherwise` when it is absent. */
int64_t integer_get(const json_t *args, const char *name, int64_t otherwise);

/* The keys of `jwks`, `keys` or `key`. */
tokenseal_status keys_init(const json_t *args, tokenseal_key **keys, size_t *count);

tokenseal_policy policy_of(const json_t *spec);
tokenseal_claims claims_of(const json_t *args);

#endif
