/* Packed vectors, as pack.py writes them. What is not of that form ends the program. */
#ifndef ITEM_H
#define ITEM_H

#include <tokenseal.h>

enum {
    ITEM_NULL,
    ITEM_FALSE,
    ITEM_TRUE,
    ITEM_NUMBER,
    ITEM_BYTES,
    ITEM_LIST,
    ITEM_OBJECT,
    ITEM_ABSENT
};

/* A value. data and len are what it holds: bytes, or the values of a list or an object. */
typedef struct item {
    int kind;
    const unsigned char *data;
    size_t len;
    int64_t number;
} item;

/* Takes the first of the values in *data, of which *len bytes are left. 0: there is none. */
int item_next(const unsigned char **data, size_t *len, item *value);
/* The member of an object; of the kind ITEM_ABSENT where there is none, ITEM_NULL where it is null.
 */
item item_member(item object, const char *name);
/* The same as bytes: NULL and 0 where there are none. */
tokenseal_slice item_slice(item object, const char *name);
tokenseal_slice slice_of(item value);
int64_t item_number(item object, const char *name, int64_t otherwise);
int item_is_true(item object, const char *name);
/* Which of some names a text is; `otherwise` where it is none of them, or there is no text. */
uint32_t item_choice(item object, const char *name, const char *const *names, uint32_t count,
                     uint32_t otherwise);
/* A list of texts, into `room`, which holds ITEM_LIST_MAX; NULL where there is none. */
#define ITEM_LIST_MAX 66
const tokenseal_slice *item_slices(item object, const char *name, tokenseal_slice *room,
                                   size_t *count);

/* Whether bytes are those of the text, and the same bytes. */
int is_text(const void *data, size_t len, const char *text);
int is_same(tokenseal_slice said, const void *data, size_t len);

/* Ends the program: the image is wrong. */
void broken(const char *what);

#endif
