#include "rounds.h"
#include "arguments.h"
#include "operations.h"

#include <string.h>

const tokenseal_slice *records_get(const json_t *list, size_t *count)
{
    tokenseal_slice *slices;
    size_t i;
    if (!json_is_array(list))
        broken("records that are no array");
    *count = json_array_size(list);
    slices = (tokenseal_slice *)texts_alloc(*count * sizeof *slices);
    for (i = 0; i < *count; i++) {
        const json_t *record = json_array_get(list, i);
        slices[i].ptr = NULL;
        slices[i].len = 0;
        if (!json_is_null(record)) {
            text t = bytes_of(record);
            slices[i].ptr = t.ptr;
            slices[i].len = t.len;
        }
    }
    return slices;
}

tokenseal_status decide(tokenseal_transition *transition, const json_t *found, text data,
                        tokenseal_step *step)
{
    const tokenseal_step init = TOKENSEAL_STEP_INIT;
    size_t count, cap = 0;
    const tokenseal_slice *records = records_get(found, &count);
    for (;;) {
        void *buf = texts_alloc(cap);
        tokenseal_status status;
        *step = init;
        status = tokenseal_transition_decide(transition, records, count, data.ptr, data.len,
                                             cap ? buf : NULL, cap, step);
        if (status != TOKENSEAL_BUFFER_TOO_SMALL) {
            if (status != TOKENSEAL_OK && memcmp(step, &init, sizeof init) != 0)
                broken("a step after a refusal");
            return status;
        }
        if (step->needed <= cap || step->kind != 0)
            broken("a buffer that is too small needs no more");
        /* First with one byte less. */
        cap = cap + 1 < step->needed ? step->needed - 1 : step->needed;
    }
}

static json_t *keys_told(const tokenseal_transition *transition)
{
    tokenseal_store_key keys[TOKENSEAL_MAX_STORE_KEYS];
    size_t count = 0, asked = 0, i;
    json_t *list = json_array();
    tokenseal_status status = tokenseal_transition_keys(transition, NULL, 0, &asked);
    if (status != TOKENSEAL_BUFFER_TOO_SMALL || asked > TOKENSEAL_MAX_STORE_KEYS)
        broken("a transition without keys");
    memset(keys, 0x5A, sizeof keys);
    if (tokenseal_transition_keys(transition, keys, asked, &count) != TOKENSEAL_OK ||
        count != asked)
        broken("another number of keys than was asked for");
    for (i = 0; i < count; i++) {
        if (!memchr(keys[i].text, 0, sizeof keys[i].text))
            broken("a key without its NUL");
        json_array_append_new(list, json_string(keys[i].text));
    }
    return list;
}

static json_t *slice_told(tokenseal_slice slice)
{
    return slice.ptr ? hex_of((const unsigned char *)slice.ptr, slice.len) : json_null();
}

rounds rounds_run(tokenseal_transition *transition, const json_t *args, text data)
{
    const json_t *given = json_object_get(args, "rounds");
    rounds run = {json_array(), 0, {NULL, 0}};
    size_t i;
    uint32_t kind = TOKENSEAL_STEP_AGAIN;
    tokenseal_status status = TOKENSEAL_OK;
    for (i = 0; i < json_array_size(given); i++) {
        const json_t *round = json_array_get(given, i), *took = json_object_get(round, "took");
        const json_t *found = json_object_get(round, "found");
        json_t *keys = keys_told(transition), *write = json_null();
        tokenseal_step step;
        if (status != TOKENSEAL_OK || kind != TOKENSEAL_STEP_AGAIN)
            broken("a round after the last");
        status = decide(transition, found, data, &step);
        kind = status == TOKENSEAL_OK ? step.kind : 0;
        if ((kind == TOKENSEAL_STEP_WRITE) != (took != NULL))
            broken("took stands where one writes");
        if (kind == TOKENSEAL_STEP_WRITE) {
            json_t *expected = slice_told(step.expected);
            if (!json_equal(expected, json_array_get(found, step.key)))
                broken("what is expected is not what was found");
            json_decref(expected);
            write = json_pack("{s:I, s:o, s:I}", "key", (json_int_t)step.key, "record",
                              slice_told(step.record), "ttl", (json_int_t)step.ttl);
            kind = 0;
            status = tokenseal_transition_swapped(transition, json_is_true(took), &kind);
        }
        run.done = kind == TOKENSEAL_STEP_DONE;
        run.data.ptr = (char *)texts_alloc(step.data.len);
        run.data.len = step.data.len;
        if (step.data.len)
            memcpy(run.data.ptr, step.data.ptr, step.data.len);
        json_array_append_new(run.told,
                              json_pack("{s:o, s:o, s:s}", "keys", keys, "write", write, "next",
                                        status != TOKENSEAL_OK ? tokenseal_error_name(status)
                                        : kind == TOKENSEAL_STEP_AGAIN ? "again"
                                                                       : "done"));
    }
    if (status == TOKENSEAL_OK && kind == TOKENSEAL_STEP_AGAIN)
        broken("rounds are missing");
    if (tokenseal_transition_swapped(transition, 1, &kind) != TOKENSEAL_BAD_ARGUMENT)
        broken("there is nothing to swap");
    return run;
}

json_t *rounds_end(rounds *run, json_t *result)
{
    json_t *told = json_pack("{s:o}", "rounds", run->told);
    if (run->done)
        json_object_set_new(told, "result", result ? result : json_object());
    else
        json_decref(result);
    return done(told);
}

void rounds_fail(rounds *run, tokenseal_status status)
{
    json_t *last = json_array_get(run->told, json_array_size(run->told) - 1);
    json_object_set_new(last, "next", json_string(tokenseal_error_name(status)));
    run->done = 0;
}

tokenseal_rules rules_of(const json_t *args)
{
    tokenseal_rules rules = TOKENSEAL_RULES_INIT;
    const uint64_t idle = (uint64_t)integer_get(args, "idle_ms", 1000);
    const uint64_t lifetime = (uint64_t)integer_get(args, "lifetime_ms", 1000);
    rules.ns = slice_get(args, "namespace");
    /* What is no session's must not matter to one. */
    if (json_object_get(args, "name")) {
        rules.session_idle = idle;
        rules.session_lifetime = lifetime;
    } else {
        rules.refresh_idle = idle;
        rules.refresh_lifetime = lifetime;
    }
    rules.grace = (uint64_t)integer_get(args, "grace_ms", 0);
    return rules;
}
