#include "operations.h"
#include "rounds.h"

static tokenseal_status open_cookie(item args, int64_t now, tokenseal_session *session)
{
    tokenseal_slice name = item_slice(args, "name"), cookie = item_slice(args, "cookie");
    tokenseal_status status = keys_init(args);
    if (status != TOKENSEAL_OK)
        return status;
    return tokenseal_session_open(keys, key_count, name.ptr, name.len, cookie.ptr, cookie.len, now,
                                  session);
}

/* Whether a session is the result that is expected. */
static int is_session(const tokenseal_session *session, item args, item said, tokenseal_slice data,
                      int64_t now)
{
    tokenseal_slice name = item_slice(args, "name");
    tokenseal_session_info info = TOKENSEAL_SESSION_INFO_INIT;
    char cookie[TOKENSEAL_MAX_SESSION_COOKIE];
    size_t len = 0;
    return tokenseal_session_describe(session, &info) == TOKENSEAL_OK &&
           tokenseal_session_seal(session, keys, name.ptr, name.len, now, cookie, sizeof cookie,
                                  &len) == TOKENSEAL_OK &&
           is_same(item_slice(said, "cookie"), cookie, len) &&
           is_same(item_slice(said, "data"), data.ptr, data.len) &&
           item_number(said, "created", -1) == info.created &&
           item_number(said, "last_seen", -1) == info.last_seen &&
           item_number(said, "expires_at", -1) == info.expires_at &&
           item_number(said, "idle", -1) == (int64_t)info.idle &&
           item_is_true(said, "reseal") == (int)info.reseal;
}

/* The answer of a transition out of which a session comes. */
static int is_as_said(tokenseal_status made, tokenseal_transition *transition, item args,
                      item expect, int64_t now)
{
    item said = item_member(item_member(expect, "ok"), "result");
    tokenseal_session session;
    rounds run;
    if (made != TOKENSEAL_OK)
        return is_answer(made, expect, 0);
    run = rounds_run(transition, args, expect);
    if (!rounds_are_as_said(&run) ||
        (tokenseal_session_result(transition, &session) == TOKENSEAL_OK) != run.done)
        return 0;
    return run.done ? is_session(&session, args, said, run.data, now) : said.kind != ITEM_OBJECT;
}

int run_session_start(item args, item expect, int64_t now)
{
    tokenseal_slice entropy = item_slice(args, "entropy"), subject = item_slice(args, "subject");
    tokenseal_rules rules = rules_of(args);
    tokenseal_transition transition;
    tokenseal_status made = keys_init(args);
    if (made == TOKENSEAL_OK)
        made = tokenseal_session_start((const uint8_t *)entropy.ptr, entropy.len, subject.ptr,
                                       subject.len, &rules, now, &transition);
    return is_as_said(made, &transition, args, expect, now);
}

int run_session_load(item args, item expect, int64_t now)
{
    tokenseal_rules rules = rules_of(args);
    tokenseal_session session;
    tokenseal_transition transition;
    tokenseal_status made = open_cookie(args, now, &session);
    if (made == TOKENSEAL_OK)
        made = tokenseal_session_load(&session, &rules, now, &transition);
    return is_as_said(made, &transition, args, expect, now);
}

/* What a load gives that finds `loaded`. Without, the session stays one that was only presented. */
static void load(item args, const tokenseal_rules *rules, int64_t now, tokenseal_session *session)
{
    const tokenseal_slice nothing = {NULL, 0};
    item loaded = item_member(args, "loaded");
    tokenseal_transition transition;
    tokenseal_step step;
    if (loaded.kind != ITEM_LIST)
        return;
    if (tokenseal_session_load(session, rules, now, &transition) != TOKENSEAL_OK ||
        decide(&transition, loaded, nothing, &step) != TOKENSEAL_OK ||
        (step.kind == TOKENSEAL_STEP_WRITE &&
         tokenseal_transition_swapped(&transition, 1, &step.kind) != TOKENSEAL_OK) ||
        tokenseal_session_result(&transition, session) != TOKENSEAL_OK)
        broken("a session that can't be loaded");
}

int run_session_save(item args, item expect, int64_t now)
{
    tokenseal_rules rules = rules_of(args);
    tokenseal_session session;
    tokenseal_transition transition;
    tokenseal_status made = open_cookie(args, now, &session);
    if (made == TOKENSEAL_OK) {
        load(args, &rules, now, &session);
        made = tokenseal_session_save(&session, &rules, now, &transition);
    }
    return is_as_said(made, &transition, args, expect, now);
}

int run_session_rotate(item args, item expect, int64_t now)
{
    tokenseal_slice entropy = item_slice(args, "entropy"), subject = item_slice(args, "subject");
    tokenseal_rules rules = rules_of(args);
    tokenseal_session session;
    tokenseal_transition transition;
    tokenseal_status made = open_cookie(args, now, &session);
    if (made == TOKENSEAL_OK)
        made = tokenseal_session_rotate(&session, (const uint8_t *)entropy.ptr, entropy.len,
                                        subject.ptr, subject.len, &rules, now, &transition);
    return is_as_said(made, &transition, args, expect, now);
}

int run_session_end(item args, item expect, int64_t now)
{
    tokenseal_rules rules = rules_of(args);
    tokenseal_session session;
    tokenseal_transition transition;
    tokenseal_status made = open_cookie(args, now, &session);
    if (made == TOKENSEAL_OK)
        made = tokenseal_session_end(&session, &rules, now, &transition);
    return is_end(made, &transition, args, expect);
}

int run_session_end_all(item args, item expect, int64_t now)
{
    tokenseal_rules rules = rules_of(args);
    tokenseal_session session;
    tokenseal_transition transition;
    tokenseal_status made = open_cookie(args, now, &session);
    if (made == TOKENSEAL_OK)
        made = tokenseal_session_end_all(&session, &rules, now, &transition);
    return is_end_all(made, &transition, args, expect);
}
