#include "arguments.h"
#include "operations.h"
#include "rounds.h"
#include "state.h"

static tokenseal_status open_token(const json_t *args, const tokenseal_key *keys, size_t count,
                                   tokenseal_refresh *refresh)
{
    text token = text_get(args, "token");
    return tokenseal_refresh_open(keys, count, token.ptr, token.len, refresh);
}

static tokenseal_status mint(const tokenseal_refresh *refresh, const tokenseal_key *keys,
                             size_t count, text *token)
{
    size_t needed = 0;
    tokenseal_status status = tokenseal_refresh_mint(refresh, keys, count, NULL, 0, &needed);
    if (status != TOKENSEAL_BUFFER_TOO_SMALL)
        return status;
    if (needed > TOKENSEAL_MAX_REFRESH_TOKEN)
        broken("a token longer than any");
    token->ptr = (char *)texts_alloc(needed);
    status = tokenseal_refresh_mint(refresh, keys, count, token->ptr, needed, &token->len);
    if (token->len != needed)
        broken("another length than was asked for");
    return status;
}

/* The answer of a transition out of which a token comes. */
static json_t *answer(tokenseal_status made, tokenseal_transition *transition, const json_t *args,
                      const tokenseal_key *keys, size_t count)
{
    text data = bytes_get(args, "data"), token = {NULL, 0};
    tokenseal_refresh refresh;
    tokenseal_refresh_info info = TOKENSEAL_REFRESH_INFO_INIT;
    rounds run;
    if (made != TOKENSEAL_OK)
        return refused(made);
    run = rounds_run(transition, args, data);
    if ((tokenseal_refresh_result(transition, &refresh) == TOKENSEAL_OK) != run.done)
        broken("a token of what is not done, or none of what is");
    if (!run.done)
        return rounds_end(&run, NULL);
    made = mint(&refresh, keys, count, &token);
    if (made != TOKENSEAL_OK) {
        rounds_fail(&run, made);
        return rounds_end(&run, NULL);
    }
    if (tokenseal_refresh_describe(&refresh, &info) != TOKENSEAL_OK)
        broken("a token that can't be described");
    return rounds_end(&run,
                      json_pack("{s:o, s:o, s:I, s:I, s:I, s:b, s:b}", "token",
                                json_stringn(token.ptr, token.len), "data",
                                hex_of((const unsigned char *)run.data.ptr, run.data.len),
                                "issued_at", (json_int_t)info.issued_at, "created",
                                (json_int_t)info.created, "expires_at", (json_int_t)info.expires_at,
                                "repeated", (int)info.repeated, "recovered", (int)info.recovered));
}

json_t *op_refresh_start(const json_t *args, const tokenseal_key *keys, size_t count, int64_t now)
{
    text entropy = bytes_get(args, "entropy"), subject = text_get(args, "subject");
    text client = text_get(args, "client");
    tokenseal_rules rules = rules_of(args);
    tokenseal_transition transition;
    tokenseal_status made =
        tokenseal_refresh_start(keys, count, (const uint8_t *)entropy.ptr, entropy.len, subject.ptr,
                                subject.len, client.ptr, client.len, &rules, now, &transition);
    return answer(made, &transition, args, keys, count);
}

json_t *op_refresh_rotate(const json_t *args, const tokenseal_key *keys, size_t count, int64_t now)
{
    text client = text_get(args, "client");
    tokenseal_rules rules = rules_of(args);
    tokenseal_refresh refresh;
    tokenseal_transition transition;
    tokenseal_status made = open_token(args, keys, count, &refresh);
    if (made == TOKENSEAL_OK)
        made = tokenseal_refresh_rotate(&refresh, keys, count, client.ptr, client.len, &rules, now,
                                        &transition);
    return answer(made, &transition, args, keys, count);
}

json_t *op_refresh_end(const json_t *args, const tokenseal_key *keys, size_t count, int64_t now)
{
    tokenseal_rules rules = rules_of(args);
    tokenseal_refresh refresh;
    tokenseal_transition transition;
    tokenseal_status made = open_token(args, keys, count, &refresh);
    if (made == TOKENSEAL_OK)
        made = tokenseal_refresh_end(&refresh, &rules, now, &transition);
    return end_one(made, &transition, args);
}

json_t *op_refresh_end_all(const json_t *args, const tokenseal_key *keys, size_t count, int64_t now)
{
    tokenseal_rules rules = rules_of(args);
    tokenseal_refresh refresh;
    tokenseal_transition transition;
    tokenseal_status made = open_token(args, keys, count, &refresh);
    if (made == TOKENSEAL_OK)
        made = tokenseal_refresh_end_all(&refresh, &rules, now, &transition);
    return end_all(made, &transition, args);
}
