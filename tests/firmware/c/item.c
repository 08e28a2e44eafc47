#include "item.h"

int is_same(tokenseal_slice said, const void *data, size_t len)
{
    const char *a = said.ptr, *b = (const char *)data;
    size_t i;
    if (!said.ptr || said.len != len)
        return 0;
    for (i = 0; i < len; i++)
        if (a[i] != b[i])
            return 0;
    return 1;
}

int is_text(const void *data, size_t len, const char *text)
{
    const char *bytes = (const char *)data;
    size_t i;
    for (i = 0; i < len; i++)
        if (text[i] == 0 || text[i] != bytes[i])
            return 0;
    return text[len] == 0;
}

static size_t length_of(const unsigned char *four)
{
    return four[0] | (size_t)four[1] << 8 | (size_t)four[2] << 16 | (size_t)four[3] << 24;
}

int item_next(const unsigned char **data, size_t *len, item *value)
{
    const unsigned char *at = *data;
    size_t used = 1;
    if (*len == 0)
        return 0;
    value->kind = at[0];
    value->data = NULL;
    value->len = 0;
    value->number = 0;
    if (value->kind == ITEM_NUMBER) {
        used = 9;
        if (*len < used)
            broken("a number");
        value->number = (int64_t)((uint64_t)length_of(at + 1) | (uint64_t)length_of(at + 5) << 32);
    } else if (value->kind >= ITEM_BYTES) {
        if (*len < 5 || *len - 5 < length_of(at + 1))
            broken("a length");
        value->len = length_of(at + 1);
        value->data = at + 5;
        used = 5 + value->len;
    }
    *data += used;
    *len -= used;
    return 1;
}

item item_member(item object, const char *name)
{
    const item absent = {ITEM_ABSENT, NULL, 0, 0};
    item found, value;
    if (object.kind != ITEM_OBJECT)
        return absent;
    while (item_next(&object.data, &object.len, &found)) {
        if (!item_next(&object.data, &object.len, &value))
            broken("a name without a value");
        if (is_text(found.data, found.len, name))
            return value;
    }
    return absent;
}

tokenseal_slice slice_of(item value)
{
    tokenseal_slice slice = {NULL, 0};
    if (value.kind == ITEM_BYTES) {
        slice.ptr = (const char *)value.data;
        slice.len = value.len;
    }
    return slice;
}

tokenseal_slice item_slice(item object, const char *name)
{
    return slice_of(item_member(object, name));
}

int64_t item_number(item object, const char *name, int64_t otherwise)
{
    item found = item_member(object, name);
    return found.kind == ITEM_NUMBER ? found.number : otherwise;
}

int item_is_true(item object, const char *name)
{
    return item_member(object, name).kind == ITEM_TRUE;
}

uint32_t item_choice(item object, const char *name, const char *const *names, uint32_t count,
                     uint32_t otherwise)
{
    tokenseal_slice chosen = item_slice(object, name);
    uint32_t i;
    for (i = 0; chosen.ptr && i < count; i++)
        if (is_text(chosen.ptr, chosen.len, names[i]))
            return i;
    return otherwise;
}

const tokenseal_slice *item_slices(item object, const char *name, tokenseal_slice *room,
                                   size_t *count)
{
    item list = item_member(object, name), found;
    *count = 0;
    if (list.kind != ITEM_LIST)
        return NULL;
    while (item_next(&list.data, &list.len, &found)) {
        if (*count == ITEM_LIST_MAX)
            broken("a list that long");
        room[*count].ptr = (const char *)found.data;
        room[*count].len = found.len;
        ++*count;
    }
    return room;
}
