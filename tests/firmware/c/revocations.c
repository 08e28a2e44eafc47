#include "operations.h"
#include "rounds.h"

static tokenseal_status read_token(item args, tokenseal_revocable *revocable)
{
    tokenseal_slice token = item_slice(args, "token"), claims = item_slice(args, "claims");
    tokenseal_rules rules = rules_of(args);
    return tokenseal_revocation_read(token.ptr, token.len, claims.ptr, claims.len, &rules,
                                     revocable);
}

int run_revocation_deny(item args, item expect, int64_t now)
{
    tokenseal_revocable revocable;
    tokenseal_transition transition;
    tokenseal_status made = read_token(args, &revocable);
    if (made == TOKENSEAL_OK)
        made = tokenseal_revocation_deny(&revocable, now, &transition);
    return is_end(made, &transition, args, expect);
}

int run_revocation_check(item args, item expect, int64_t now)
{
    tokenseal_revocable revocable;
    tokenseal_transition transition;
    tokenseal_status made = read_token(args, &revocable);
    if (made == TOKENSEAL_OK)
        made = tokenseal_revocation_check(&revocable, now, &transition);
    return is_end(made, &transition, args, expect);
}

int run_revocation_end_all(item args, item expect, int64_t now)
{
    tokenseal_slice subject = item_slice(args, "subject");
    tokenseal_rules rules = rules_of(args);
    tokenseal_transition transition;
    tokenseal_status made =
        tokenseal_revocation_end_all(subject.ptr, subject.len, &rules, now, &transition);
    return is_end_all(made, &transition, args, expect);
}
