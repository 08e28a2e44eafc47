#include "text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct block {
    struct block *next;
    void *memory;
} block;

static block *blocks;

void broken(const char *what)
{
    fprintf(stderr, "vectors: %s\n", what);
    exit(2);
}

void *texts_alloc(size_t size)
{
    block *b = (block *)malloc(sizeof *b);
    void *memory = malloc(size ? size : 1);
    if (!b || !memory)
        broken("out of memory");
    memset(memory, 0xAA, size ? size : 1);
    b->memory = memory;
    b->next = blocks;
    blocks = b;
    return memory;
}

void texts_free(void)
{
    while (blocks) {
        block *next = blocks->next;
        free(blocks->memory);
        free(blocks);
        blocks = next;
    }
}

static text text_of(const json_t *string)
{
    text t;
    t.len = json_string_length(string);
    t.ptr = (char *)texts_alloc(t.len);
    memcpy(t.ptr, json_string_value(string), t.len);
    return t;
}

static int digit(char c)
{
    const char *digits = "0123456789abcdef";
    const char *found = c ? strchr(digits, c) : NULL;
    if (!found)
        broken("not hexadecimal, in lower case");
    return (int)(found - digits);
}

text bytes_of(const json_t *hex)
{
    const char *digits = json_string_value(hex);
    text t;
    size_t i;
    if (!digits || json_string_length(hex) % 2)
        broken("an argument is no hexadecimal string");
    t.len = json_string_length(hex) / 2;
    t.ptr = (char *)texts_alloc(t.len);
    for (i = 0; i < t.len; i++)
        t.ptr[i] = (char)(digit(digits[2 * i]) << 4 | digit(digits[2 * i + 1]));
    return t;
}

text text_get(const json_t *args, const char *name)
{
    text none = {NULL, 0};
    char hex_name[64];
    const json_t *value = json_object_get(args, name);
    if (value) {
        if (!json_is_string(value))
            broken("an argument is no string");
        return text_of(value);
    }
    snprintf(hex_name, sizeof hex_name, "%s_hex", name);
    value = json_object_get(args, hex_name);
    return value ? bytes_of(value) : none;
}

text bytes_get(const json_t *args, const char *name)
{
    text none = {NULL, 0};
    const json_t *value = json_object_get(args, name);
    return value ? bytes_of(value) : none;
}

tokenseal_slice slice_get(const json_t *args, const char *name)
{
    text t = text_get(args, name);
    tokenseal_slice slice;
    slice.ptr = t.ptr;
    slice.len = t.len;
    return slice;
}

static const tokenseal_slice *list_get(const json_t *args, const char *name, size_t *count,
                                       text (*get)(const json_t *))
{
    const json_t *list = json_object_get(args, name);
    tokenseal_slice *slices;
    size_t i;
    *count = 0;
    if (!list)
        return NULL;
    if (!json_is_array(list))
        broken("a list is no array");
    *count = json_array_size(list);
    slices = (tokenseal_slice *)texts_alloc(*count * sizeof *slices);
    for (i = 0; i < *count; i++) {
        text t;
        if (!json_is_string(json_array_get(list, i)))
            broken("a list has something else than strings");
        t = get(json_array_get(list, i));
        slices[i].ptr = t.ptr;
        slices[i].len = t.len;
    }
    return slices;
}

const tokenseal_slice *slices_get(const json_t *args, const char *name, size_t *count)
{
    return list_get(args, name, count, text_of);
}

const tokenseal_slice *hexes_get(const json_t *args, const char *name, size_t *count)
{
    return list_get(args, name, count, bytes_of);
}

json_t *hex_of(const unsigned char *bytes, size_t len)
{
    static const char digits[] = "0123456789abcdef";
    char *hex = (char *)texts_alloc(2 * len);
    size_t i;
    for (i = 0; i < len; i++) {
        hex[2 * i] = digits[bytes[i] >> 4];
        hex[2 * i + 1] = digits[bytes[i] & 15];
    }
    return json_stringn(hex, 2 * len);
}
