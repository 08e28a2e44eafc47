/* The operations on cookies. */
#ifndef COOKIES_H
#define COOKIES_H

#include <jansson.h>
#include <stdint.h>
#include <tokenseal.h>

json_t *op_cookie_parse(const json_t *args, const tokenseal_key *keys, size_t count, int64_t now);
json_t *op_cookie_find(const json_t *args, const tokenseal_key *keys, size_t count, int64_t now);
json_t *op_cookie_set(const json_t *args, const tokenseal_key *keys, size_t count, int64_t now);
json_t *op_cookie_remove(const json_t *args, const tokenseal_key *keys, size_t count, int64_t now);
json_t *op_cookie_seal(const json_t *args, const tokenseal_key *keys, size_t count, int64_t now);
json_t *op_cookie_open(const json_t *args, const tokenseal_key *keys, size_t count, int64_t now);

#endif
