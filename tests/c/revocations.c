#include "operations.h"
#include "rounds.h"
#include "state.h"

static tokenseal_status read_token(const json_t *args, tokenseal_revocable *revocable)
{
    text token = text_get(args, "token"), claims = text_get(args, "claims");
    tokenseal_rules rules = rules_of(args);
    return tokenseal_revocation_read(token.ptr, token.len, claims.ptr, claims.len, &rules,
                                     revocable);
}

json_t *op_revocation_deny(const json_t *args, const tokenseal_key *keys, size_t count, int64_t now)
{
    tokenseal_revocable revocable;
    tokenseal_transition transition;
    tokenseal_status made = read_token(args, &revocable);
    (void)keys, (void)count;
    if (made == TOKENSEAL_OK)
        made = tokenseal_revocation_deny(&revocable, now, &transition);
    return end_one(made, &transition, args);
}

json_t *op_revocation_check(const json_t *args, const tokenseal_key *keys, size_t count,
                            int64_t now)
{
    tokenseal_revocable revocable;
    tokenseal_transition transition;
    tokenseal_status made = read_token(args, &revocable);
    (void)keys, (void)count;
    if (made == TOKENSEAL_OK)
        made = tokenseal_revocation_check(&revocable, now, &transition);
    return end_one(made, &transition, args);
}

json_t *op_revocation_end_all(const json_t *args, const tokenseal_key *keys, size_t count,
                              int64_t now)
{
    text subject = text_get(args, "subject");
    tokenseal_rules rules = rules_of(args);
    tokenseal_transition transition;
    tokenseal_status made =
        tokenseal_revocation_end_all(subject.ptr, subject.len, &rules, now, &transition);
    (void)keys, (void)count;
    return end_all(made, &transition, args);
}
