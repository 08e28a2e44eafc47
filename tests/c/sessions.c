#include "arguments.h"
#include "operations.h"
#include "rounds.h"
#include "state.h"

#include <string.h>

static const text nothing = {NULL, 0};

json_t *end_all(tokenseal_status made, tokenseal_transition *transition, const json_t *args)
{
    rounds run;
    int64_t epoch = -1;
    if (made != TOKENSEAL_OK)
        return refused(made);
    run = rounds_run(transition, args, nothing);
    if ((tokenseal_transition_epoch(transition, &epoch) == TOKENSEAL_OK) != run.done)
        broken("an epoch of what is not done, or none of what is");
    return rounds_end(&run, json_pack("{s:I}", "epoch", (json_int_t)epoch));
}

json_t *end_one(tokenseal_status made, tokenseal_transition *transition, const json_t *args)
{
    rounds run;
    int64_t epoch;
    if (made != TOKENSEAL_OK)
        return refused(made);
    run = rounds_run(transition, args, nothing);
    if (tokenseal_transition_epoch(transition, &epoch) != TOKENSEAL_BAD_ARGUMENT)
        broken("an epoch of another transition");
    return rounds_end(&run, NULL);
}

static tokenseal_status open_cookie(const json_t *args, const tokenseal_key *keys, size_t count,
                                    int64_t now, tokenseal_session *session)
{
    text name = text_get(args, "name"), cookie = text_get(args, "cookie");
    return tokenseal_session_open(keys, count, name.ptr, name.len, cookie.ptr, cookie.len, now,
                                  session);
}

static text seal(const tokenseal_session *session, const tokenseal_key *key, text name, int64_t now)
{
    text sealed = {NULL, 0};
    size_t len = 0;
    if (tokenseal_session_seal(session, key, name.ptr, name.len, now, NULL, 0, &sealed.len) !=
            TOKENSEAL_BUFFER_TOO_SMALL ||
        sealed.len > TOKENSEAL_MAX_SESSION_COOKIE)
        broken("a session that can't be sealed");
    sealed.ptr = (char *)texts_alloc(sealed.len);
    if (tokenseal_session_seal(session, key, name.ptr, name.len, now, sealed.ptr, sealed.len,
                               &len) != TOKENSEAL_OK ||
        len != sealed.len)
        broken("another length than was asked for");
    return sealed;
}

/* The answer of a transition out of which a session comes. */
static json_t *answer(tokenseal_status made, tokenseal_transition *transition, const json_t *args,
                      const tokenseal_key *key, int64_t now)
{
    text name = text_get(args, "name"), data = bytes_get(args, "data"), cookie;
    tokenseal_session session;
    tokenseal_session_info info = TOKENSEAL_SESSION_INFO_INIT;
    rounds run;
    if (made != TOKENSEAL_OK)
        return refused(made);
    run = rounds_run(transition, args, data);
    if ((tokenseal_session_result(transition, &session) == TOKENSEAL_OK) != run.done)
        broken("a session of what is not done, or none of what is");
    if (!run.done)
        return rounds_end(&run, NULL);
    if (tokenseal_session_describe(&session, &info) != TOKENSEAL_OK)
        broken("a session that can't be described");
    cookie = seal(&session, key, name, now);
    return rounds_end(&run, json_pack("{s:o, s:o, s:I, s:I, s:I, s:I, s:b}", "cookie",
                                      json_stringn(cookie.ptr, cookie.len), "data",
                                      hex_of((const unsigned char *)run.data.ptr, run.data.len),
                                      "created", (json_int_t)info.created, "last_seen",
                                      (json_int_t)info.last_seen, "expires_at",
                                      (json_int_t)info.expires_at, "idle", (json_int_t)info.idle,
                                      "reseal", (int)info.reseal));
}

json_t *op_session_start(const json_t *args, const tokenseal_key *keys, size_t count, int64_t now)
{
    text entropy = bytes_get(args, "entropy"), subject = text_get(args, "subject");
    tokenseal_rules rules = rules_of(args);
    tokenseal_transition transition;
    tokenseal_status made =
        tokenseal_session_start((const uint8_t *)entropy.ptr, entropy.len, subject.ptr, subject.len,
                                &rules, now, &transition);
    (void)count;
    return answer(made, &transition, args, keys, now);
}

json_t *op_session_load(const json_t *args, const tokenseal_key *keys, size_t count, int64_t now)
{
    tokenseal_rules rules = rules_of(args);
    tokenseal_session session;
    tokenseal_transition transition;
    tokenseal_status made = open_cookie(args, keys, count, now, &session);
    if (made == TOKENSEAL_OK)
        made = tokenseal_session_load(&session, &rules, now, &transition);
    return answer(made, &transition, args, keys, now);
}

/* What a load gives that finds `loaded`. Without, the session stays one that was only presented. */
static void load(const json_t *args, const tokenseal_rules *rules, int64_t now,
                 tokenseal_session *session)
{
    const json_t *loaded = json_object_get(args, "loaded");
    tokenseal_transition transition;
    tokenseal_step step;
    if (!loaded)
        return;
    if (tokenseal_session_load(session, rules, now, &transition) != TOKENSEAL_OK ||
        decide(&transition, loaded, nothing, &step) != TOKENSEAL_OK ||
        (step.kind == TOKENSEAL_STEP_WRITE &&
         tokenseal_transition_swapped(&transition, 1, &step.kind) != TOKENSEAL_OK) ||
        tokenseal_session_result(&transition, session) != TOKENSEAL_OK)
        broken("a session that can't be loaded");
}

json_t *op_session_save(const json_t *args, const tokenseal_key *keys, size_t count, int64_t now)
{
    tokenseal_rules rules = rules_of(args);
    tokenseal_session session;
    tokenseal_transition transition;
    tokenseal_status made = open_cookie(args, keys, count, now, &session);
    if (made == TOKENSEAL_OK) {
        load(args, &rules, now, &session);
        made = tokenseal_session_save(&session, &rules, now, &transition);
    }
    return answer(made, &transition, args, keys, now);
}

json_t *op_session_rotate(const json_t *args, const tokenseal_key *keys, size_t count, int64_t now)
{
    text entropy = bytes_get(args, "entropy"), subject = text_get(args, "subject");
    tokenseal_rules rules = rules_of(args);
    tokenseal_session session;
    tokenseal_transition transition;
    tokenseal_status made = open_cookie(args, keys, count, now, &session);
    if (made == TOKENSEAL_OK)
        made = tokenseal_session_rotate(&session, (const uint8_t *)entropy.ptr, entropy.len,
                                        subject.ptr, subject.len, &rules, now, &transition);
    return answer(made, &transition, args, keys, now);
}

json_t *op_session_end(const json_t *args, const tokenseal_key *keys, size_t count, int64_t now)
{
    tokenseal_rules rules = rules_of(args);
    tokenseal_session session;
    tokenseal_transition transition;
    tokenseal_status made = open_cookie(args, keys, count, now, &session);
    if (made == TOKENSEAL_OK)
        made = tokenseal_session_end(&session, &rules, now, &transition);
    return end_one(made, &transition, args);
}

json_t *op_session_end_all(const json_t *args, const tokenseal_key *keys, size_t count, int64_t now)
{
    tokenseal_rules rules = rules_of(args);
    tokenseal_session session;
    tokenseal_transition transition;
    tokenseal_status made = open_cookie(args, keys, count, now, &session);
    if (made == TOKENSEAL_OK)
        made = tokenseal_session_end_all(&session, &rules, now, &transition);
    return end_all(made, &transition, args);
}
