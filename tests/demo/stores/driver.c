/*
 * Lets the stores of the service in C be tried: one operation a line of JSON on standard input, its
 * answer on standard output. Records are in hexadecimal.
 *
 *     {"get": ["key", ...], "now": 1}                                                -> ["00ff",
 * null, ...]
 *     {"swap": "key", "expected": "00" or null, "next": "ff" or null, "ttl": 1, "now": 1}  -> true
 * or false
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../c/store.h"

static char rooms[2][TOKENSEAL_MAX_RECORD];

static tokenseal_slice record_of(const json_t *hex, char *room)
{
    tokenseal_slice record = {NULL, 0};
    const char *text = json_string_value(hex);
    unsigned byte;
    if (!text)
        return record;
    record.ptr = room;
    for (; sscanf(text + 2 * record.len, "%2x", &byte) == 1; record.len++)
        room[record.len] = (char)byte;
    return record;
}

static json_t *hex_of(tokenseal_slice record)
{
    static char text[2 * TOKENSEAL_MAX_RECORD + 1];
    size_t i;
    if (!record.ptr)
        return json_null();
    text[0] = 0;
    for (i = 0; i < record.len; i++)
        sprintf(text + 2 * i, "%02x", (unsigned char)record.ptr[i]);
    return json_string(text);
}

static tokenseal_store_key key_of(const json_t *text)
{
    tokenseal_store_key key;
    memset(&key, 0, sizeof key);
    strncpy(key.text, json_string_value(text), sizeof key.text - 1);
    return key;
}

static json_t *get(struct store *store, const json_t *keys, int64_t now)
{
    tokenseal_store_key wanted[TOKENSEAL_MAX_STORE_KEYS];
    tokenseal_slice found[TOKENSEAL_MAX_STORE_KEYS];
    const size_t count = json_array_size(keys);
    json_t *answer = json_array();
    size_t i;
    for (i = 0; i < count; i++)
        wanted[i] = key_of(json_array_get(keys, i));
    if (store->get(store, wanted, count, now, found) != TOKENSEAL_OK)
        exit(1);
    for (i = 0; i < count; i++)
        json_array_append_new(answer, hex_of(found[i]));
    return answer;
}

static json_t *swap(struct store *store, const json_t *job, int64_t now)
{
    const tokenseal_store_key key = key_of(json_object_get(job, "swap"));
    tokenseal_step step = TOKENSEAL_STEP_INIT;
    uint32_t took = 0;
    step.kind = TOKENSEAL_STEP_WRITE;
    step.expected = record_of(json_object_get(job, "expected"), rooms[0]);
    step.record = record_of(json_object_get(job, "next"), rooms[1]);
    step.ttl = (uint64_t)json_integer_value(json_object_get(job, "ttl"));
    if (store->swap(store, &key, &step, now, &took) != TOKENSEAL_OK)
        exit(1);
    return json_boolean(took);
}

int main(int argc, char **argv)
{
    struct store *store = NULL;
    json_t *job;
    if (argc == 2)
        store = strstr(argv[1], "://") ? redis_store_open(argv[1]) : sqlite_store_open(argv[1]);
    if (!store)
        return 2;
    while ((job = json_loadf(stdin, JSON_DISABLE_EOF_CHECK, NULL))) {
        const int64_t now = json_integer_value(json_object_get(job, "now"));
        json_t *keys = json_object_get(job, "get");
        json_t *answer = keys ? get(store, keys, now) : swap(store, job, now);
        json_dumpf(answer, stdout, JSON_COMPACT | JSON_ENCODE_ANY);
        putchar('\n');
        fflush(stdout);
        json_decref(answer);
        json_decref(job);
    }
    store->close(store);
    return 0;
}
