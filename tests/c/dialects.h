/* The operations on other frameworks' cookies. */
#ifndef DIALECTS_H
#define DIALECTS_H

#include <jansson.h>
#include <stdint.h>
#include <tokenseal.h>

json_t *op_dialect_seal(const json_t *args, const tokenseal_key *keys, size_t count, int64_t now);
json_t *op_dialect_open(const json_t *args, const tokenseal_key *keys, size_t count, int64_t now);

#endif
