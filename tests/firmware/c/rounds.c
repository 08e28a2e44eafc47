#include "rounds.h"
#include "board.h"
#include "operations.h"

static const char again[] = "again", done[] = "done";

static int is_same_slice(tokenseal_slice one, tokenseal_slice other)
{
    return one.ptr ? is_same(one, other.ptr, other.len) && other.ptr : !other.ptr;
}

tokenseal_status decide(tokenseal_transition *transition, item found, tokenseal_slice data,
                        tokenseal_step *step)
{
    const tokenseal_step init = TOKENSEAL_STEP_INIT;
    tokenseal_slice records[TOKENSEAL_MAX_STORE_KEYS];
    tokenseal_status status;
    size_t count = 0, cap;
    char *buf = room(&cap);
    item record;
    while (item_next(&found.data, &found.len, &record)) {
        if (count == TOKENSEAL_MAX_STORE_KEYS)
            broken("that many records");
        records[count++] = slice_of(record);
    }
    *step = init;
    status =
        tokenseal_transition_decide(transition, records, count, data.ptr, data.len, NULL, 0, step);
    if (status != TOKENSEAL_BUFFER_TOO_SMALL)
        return status;
    if (step->needed == 0 || step->needed > cap || step->kind != 0)
        broken("what a buffer that is too small says");
    *step = init;
    return tokenseal_transition_decide(transition, records, count, data.ptr, data.len, buf, cap,
                                       step);
}

static int are_keys(const tokenseal_transition *transition, item said)
{
    tokenseal_store_key found[TOKENSEAL_MAX_STORE_KEYS];
    size_t count = 0, i;
    item key;
    if (tokenseal_transition_keys(transition, found, TOKENSEAL_MAX_STORE_KEYS, &count) !=
        TOKENSEAL_OK)
        return 0;
    for (i = 0; i < count; i++)
        if (!item_next(&said.data, &said.len, &key) || !is_text(key.data, key.len, found[i].text))
            return 0;
    return !item_next(&said.data, &said.len, &key);
}

/* What was found under the key that is written is what the store must have. */
static int is_expected(item found, const tokenseal_step *step)
{
    item record = {ITEM_ABSENT, NULL, 0, 0};
    size_t i;
    for (i = 0; i <= step->key; i++)
        if (!item_next(&found.data, &found.len, &record))
            return 0;
    return is_same_slice(slice_of(record), step->expected);
}

static void one_round(rounds *run, tokenseal_transition *transition, item given, item said,
                      tokenseal_slice data)
{
    item found = item_member(given, "found"), write = item_member(said, "write");
    tokenseal_step step;
    uint32_t kind = 0;
    tokenseal_status status;
    run->is_as_said &= are_keys(transition, item_member(said, "keys"));
    status = decide(transition, found, data, &step);
    if (status == TOKENSEAL_OK)
        kind = step.kind;
    run->is_as_said &= (kind == TOKENSEAL_STEP_WRITE) == (write.kind == ITEM_OBJECT);
    if (kind == TOKENSEAL_STEP_WRITE) {
        run->is_as_said &= is_expected(found, &step) &&
                           item_number(write, "key", -1) == (int64_t)step.key &&
                           item_number(write, "ttl", -1) == (int64_t)step.ttl &&
                           is_same_slice(item_slice(write, "record"), step.record);
        kind = 0;
        status =
            tokenseal_transition_swapped(transition, (uint32_t)item_is_true(given, "took"), &kind);
    }
    run->done = status == TOKENSEAL_OK && kind == TOKENSEAL_STEP_DONE;
    run->data = step.data;
    run->last = status != TOKENSEAL_OK ? tokenseal_error_name(status) : run->done ? done : again;
    run->last_said = item_slice(said, "next");
}

rounds rounds_run(tokenseal_transition *transition, item args, item expect)
{
    item given = item_member(args, "rounds"), round, said_round;
    item said = item_member(item_member(expect, "ok"), "rounds");
    tokenseal_slice data = item_slice(args, "data");
    rounds run = {1, again, {again, sizeof again - 1}, 0, {NULL, 0}};
    uint32_t kind;
    while (item_next(&given.data, &given.len, &round)) {
        if (run.last != again || !rounds_are_as_said(&run) ||
            !item_next(&said.data, &said.len, &said_round)) {
            run.is_as_said = 0;
            return run;
        }
        one_round(&run, transition, round, said_round, data);
    }
    if (run.last == again || item_next(&said.data, &said.len, &said_round) ||
        tokenseal_transition_swapped(transition, 1, &kind) != TOKENSEAL_BAD_ARGUMENT)
        run.is_as_said = 0;
    return run;
}

int rounds_are_as_said(const rounds *run)
{
    return run->is_as_said && run->last_said.ptr &&
           is_text(run->last_said.ptr, run->last_said.len, run->last);
}

void rounds_fail(rounds *run, tokenseal_status status)
{
    run->last = tokenseal_error_name(status);
    run->done = 0;
}

tokenseal_rules rules_of(item args)
{
    tokenseal_rules rules = TOKENSEAL_RULES_INIT;
    const uint64_t idle = (uint64_t)item_number(args, "idle_ms", 1000);
    const uint64_t lifetime = (uint64_t)item_number(args, "lifetime_ms", 1000);
    rules.ns = item_slice(args, "namespace");
    /* What is no session's must not matter to one. */
    if (item_member(args, "name").kind != ITEM_ABSENT) {
        rules.session_idle = idle;
        rules.session_lifetime = lifetime;
    } else {
        rules.refresh_idle = idle;
        rules.refresh_lifetime = lifetime;
    }
    rules.grace = (uint64_t)item_number(args, "grace_ms", 0);
    return rules;
}

int is_end(tokenseal_status made, tokenseal_transition *transition, item args, item expect)
{
    int64_t epoch;
    rounds run;
    if (made != TOKENSEAL_OK)
        return is_answer(made, expect, 0);
    run = rounds_run(transition, args, expect);
    return rounds_are_as_said(&run) &&
           tokenseal_transition_epoch(transition, &epoch) == TOKENSEAL_BAD_ARGUMENT &&
           (item_member(item_member(expect, "ok"), "result").kind == ITEM_OBJECT) == run.done;
}

int is_end_all(tokenseal_status made, tokenseal_transition *transition, item args, item expect)
{
    item result = item_member(item_member(expect, "ok"), "result");
    int64_t epoch = 0;
    rounds run;
    if (made != TOKENSEAL_OK)
        return is_answer(made, expect, 0);
    run = rounds_run(transition, args, expect);
    return rounds_are_as_said(&run) &&
           (tokenseal_transition_epoch(transition, &epoch) == TOKENSEAL_OK) == run.done &&
           (result.kind == ITEM_OBJECT) == run.done &&
           (!run.done || item_number(result, "epoch", -1) == epoch);
}
