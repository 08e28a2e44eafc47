/* Texts and bytes of test vectors, each in memory of exactly its size, so that memory checkers see
 * every read and write beyond it. */
#ifndef TEXT_H
#define TEXT_H

#include <jansson.h>
#include <stddef.h>
#include <tokenseal.h>

/* ptr is NULL where the vector has no such argument. */
typedef struct text {
    char *ptr;
    size_t len;
} text;

/* Memory that lives until texts_free; an exact number of bytes. Never NULL. */
void *texts_alloc(size_t size);
void texts_free(void);

/* The argument `name`, given as a string or in hexadecimal as `name`_hex. */
text text_get(const json_t *args, const char *name);
tokenseal_slice slice_get(const json_t *args, const char *name);
/* The argument `name`, bytes that are always in hexadecimal. */
text bytes_get(const json_t *args, const char *name);
/* The bytes of a string in hexadecimal. */
text bytes_of(const json_t *hex);
/* The argument `name`, an array of strings. */
const tokenseal_slice *slices_get(const json_t *args, const char *name, size_t *count);
/* The argument `name`, an array of strings in hexadecimal. */
const tokenseal_slice *hexes_get(const json_t *args, const char *name, size_t *count);

/* A JSON string of bytes in hexadecimal. */
json_t *hex_of(const unsigned char *bytes, size_t len);

/* Ends the run: the vectors themselves are wrong. */
void broken(const char *what);

#endif
