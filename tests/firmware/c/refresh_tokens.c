#include "operations.h"
#include "rounds.h"

static tokenseal_status open_token(item args, tokenseal_refresh *refresh)
{
    tokenseal_slice token = item_slice(args, "token");
    tokenseal_status status = keys_init(args);
    if (status != TOKENSEAL_OK)
        return status;
    return tokenseal_refresh_open(keys, key_count, token.ptr, token.len, refresh);
}

/* The answer of a transition out of which a token comes. */
static int is_as_said(tokenseal_status made, tokenseal_transition *transition, item args,
                      item expect)
{
    item said = item_member(item_member(expect, "ok"), "result");
    tokenseal_refresh refresh;
    tokenseal_refresh_info info = TOKENSEAL_REFRESH_INFO_INIT;
    char token[TOKENSEAL_MAX_REFRESH_TOKEN];
    size_t len = 0;
    rounds run;
    if (made != TOKENSEAL_OK)
        return is_answer(made, expect, 0);
    run = rounds_run(transition, args, expect);
    if ((tokenseal_refresh_result(transition, &refresh) == TOKENSEAL_OK) != run.done)
        return 0;
    if (run.done) {
        made = tokenseal_refresh_mint(&refresh, keys, key_count, token, sizeof token, &len);
        if (made != TOKENSEAL_OK)
            rounds_fail(&run, made);
    }
    if (!rounds_are_as_said(&run))
        return 0;
    if (!run.done)
        return said.kind != ITEM_OBJECT;
    return tokenseal_refresh_describe(&refresh, &info) == TOKENSEAL_OK &&
           is_same(item_slice(said, "token"), token, len) &&
           is_same(item_slice(said, "data"), run.data.ptr, run.data.len) &&
           item_number(said, "issued_at", -1) == info.issued_at &&
           item_number(said, "created", -1) == info.created &&
           item_number(said, "expires_at", -1) == info.expires_at &&
           item_is_true(said, "repeated") == (int)info.repeated &&
           item_is_true(said, "recovered") == (int)info.recovered;
}

int run_refresh_start(item args, item expect, int64_t now)
{
    tokenseal_slice entropy = item_slice(args, "entropy"), subject = item_slice(args, "subject"),
                    client = item_slice(args, "client");
    tokenseal_rules rules = rules_of(args);
    tokenseal_transition transition;
    tokenseal_status made = keys_init(args);
    if (made == TOKENSEAL_OK)
        made = tokenseal_refresh_start(keys, key_count, (const uint8_t *)entropy.ptr, entropy.len,
                                       subject.ptr, subject.len, client.ptr, client.len, &rules,
                                       now, &transition);
    return is_as_said(made, &transition, args, expect);
}

int run_refresh_rotate(item args, item expect, int64_t now)
{
    tokenseal_slice client = item_slice(args, "client");
    tokenseal_rules rules = rules_of(args);
    tokenseal_refresh refresh;
    tokenseal_transition transition;
    tokenseal_status made = open_token(args, &refresh);
    if (made == TOKENSEAL_OK)
        made = tokenseal_refresh_rotate(&refresh, keys, key_count, client.ptr, client.len, &rules,
                                        now, &transition);
    return is_as_said(made, &transition, args, expect);
}

int run_refresh_end(item args, item expect, int64_t now)
{
    tokenseal_rules rules = rules_of(args);
    tokenseal_refresh refresh;
    tokenseal_transition transition;
    tokenseal_status made = open_token(args, &refresh);
    if (made == TOKENSEAL_OK)
        made = tokenseal_refresh_end(&refresh, &rules, now, &transition);
    return is_end(made, &transition, args, expect);
}

int run_refresh_end_all(item args, item expect, int64_t now)
{
    tokenseal_rules rules = rules_of(args);
    tokenseal_refresh refresh;
    tokenseal_transition transition;
    tokenseal_status made = open_token(args, &refresh);
    if (made == TOKENSEAL_OK)
        made = tokenseal_refresh_end_all(&refresh, &rules, now, &transition);
    return is_end_all(made, &transition, args, expect);
}
