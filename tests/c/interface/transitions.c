/* Transitions, and what comes out of them. */
#include "state.h"

#include <string.h>

/* What was never made, is not done, or is over. */
static void out_of_order(void)
{
    tokenseal_transition none, transition;
    tokenseal_session session = started(), untouched;
    tokenseal_refresh refresh;
    tokenseal_store_key keys[TOKENSEAL_MAX_STORE_KEYS];
    tokenseal_slice found[4] = {{NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}};
    tokenseal_step step = TOKENSEAL_STEP_INIT;
    unsigned char buf[256];
    uint32_t kind = 77;
    int64_t epoch = 88;
    size_t count = 99;
    memset(&none, 0, sizeof none);
    memset(&untouched, CANARY, sizeof untouched);
    BAD(tokenseal_transition_keys(&none, keys, 3, &count));
    BAD(tokenseal_transition_decide(&none, found, 0, NULL, 0, buf, sizeof buf, &step));
    BAD(tokenseal_transition_swapped(&none, 1, &kind));
    BAD(tokenseal_transition_epoch(&none, &epoch));
    BAD(tokenseal_session_result(&none, &untouched));
    BAD(tokenseal_refresh_result(&none, &refresh));

    OK(tokenseal_session_start(entropy + 32, 32, "user", 4, NULL, NOW, &transition));
    BAD(tokenseal_transition_swapped(&transition, 1, &kind));
    BAD(tokenseal_session_result(&transition, &untouched));
    OK(tokenseal_transition_keys(&transition, keys, 3, &count));
    CHECK(count == 2 && memcmp(keys[0].text, "tokenseal:session:", 18) == 0);
    CHECK(strlen(keys[0].text) == 18 + 43 && memcmp(keys[1].text, "tokenseal:subject:", 18) == 0);
    BAD(tokenseal_transition_decide(&transition, found, 1, NULL, 0, buf, sizeof buf, &step));
    BAD(tokenseal_transition_decide(&transition, found, 3, NULL, 0, buf, sizeof buf, &step));
    BAD(tokenseal_transition_decide(&transition, found, 4, NULL, 0, buf, sizeof buf, &step));
    CHECK(step.kind == 0);
    OK(tokenseal_transition_decide(&transition, found, 2, "data", 4, buf, sizeof buf, &step));
    CHECK(step.kind == TOKENSEAL_STEP_WRITE && step.key == 0 && step.needed == 0);
    CHECK(step.expected.ptr == NULL && step.record.ptr == (char *)buf && step.record.len == 58 + 4);
    CHECK(step.data.len == 4 && memcmp(step.data.ptr, "data", 4) == 0 && step.ttl > 86400000);
    BAD(tokenseal_session_result(&transition, &untouched));
    BAD(tokenseal_transition_swapped(&transition, 2, &kind));
    CHECK(kind == 77 && epoch == 88 && all(&untouched, sizeof untouched, CANARY));
    OK(tokenseal_transition_swapped(&transition, 1, &kind));
    CHECK(kind == TOKENSEAL_STEP_DONE);
    OK(tokenseal_session_result(&transition, &session));
    BAD(tokenseal_transition_swapped(&transition, 1, &kind));
    BAD(tokenseal_transition_decide(&transition, found, 2, "data", 4, buf, sizeof buf, &step));
    BAD(tokenseal_refresh_result(&transition, &refresh));
    BAD(tokenseal_transition_epoch(&transition, &epoch));
    /* It has no pointer: a copy is as good. */
    none = transition;
    OK(tokenseal_session_result(&none, &session));
}

/* Nothing is not the same as a record of no bytes. */
static void nothing_and_no_bytes(void)
{
    tokenseal_session session = started();
    tokenseal_transition transition;
    tokenseal_slice found[2] = {{NULL, 0}, {NULL, 0}};
    tokenseal_step step = TOKENSEAL_STEP_INIT;
    const tokenseal_step init = TOKENSEAL_STEP_INIT;
    unsigned char buf[256];
    OK(tokenseal_session_load(&session, NULL, NOW, &transition));
    IS(tokenseal_transition_decide(&transition, found, 2, NULL, 0, buf, sizeof buf, &step),
       TOKENSEAL_SESSION_UNKNOWN);
    found[0].ptr = "";
    IS(tokenseal_transition_decide(&transition, found, 2, NULL, 0, buf, sizeof buf, &step),
       TOKENSEAL_UNKNOWN_RECORD);
    found[0].ptr = NULL;
    found[0].len = 1;
    BAD(tokenseal_transition_decide(&transition, found, 2, NULL, 0, buf, sizeof buf, &step));
    CHECK(memcmp(&step, &init, sizeof init) == 0);
}

static void a_buffer_too_small(void)
{
    tokenseal_transition transition;
    tokenseal_slice found[2] = {{NULL, 0}, {NULL, 0}};
    tokenseal_step step = TOKENSEAL_STEP_INIT;
    unsigned char buf[256];
    OK(tokenseal_session_start(entropy, 32, "user", 4, NULL, NOW, &transition));
    IS(tokenseal_transition_decide(&transition, found, 2, "data", 4, NULL, 0, &step),
       TOKENSEAL_BUFFER_TOO_SMALL);
    CHECK(step.needed == 62 && step.kind == 0 && step.record.ptr == NULL);
    memset(buf, CANARY, sizeof buf);
    IS(tokenseal_transition_decide(&transition, found, 2, "data", 4, buf, 61, &step),
       TOKENSEAL_BUFFER_TOO_SMALL);
    CHECK(step.needed == 62 && all(buf + 61, sizeof buf - 61, CANARY));
    OK(tokenseal_transition_decide(&transition, found, 2, "data", 4, buf, 62, &step));
    CHECK(step.needed == 0 && step.record.len == 62 && all(buf + 62, sizeof buf - 62, CANARY));
}

/* A swap that never takes. */
static void others_are_faster(void)
{
    tokenseal_transition transition;
    tokenseal_slice found[2] = {{NULL, 0}, {NULL, 0}};
    tokenseal_step step = TOKENSEAL_STEP_INIT;
    unsigned char buf[256];
    uint32_t kind = 0;
    int i;
    OK(tokenseal_session_start(entropy, 32, "user", 4, NULL, NOW, &transition));
    for (i = 0; i < 33; i++) {
        OK(tokenseal_transition_decide(&transition, found, 2, "", 0, buf, sizeof buf, &step));
        if (i == 32)
            break;
        OK(tokenseal_transition_swapped(&transition, 0, &kind));
        CHECK(kind == TOKENSEAL_STEP_AGAIN);
    }
    kind = 7;
    IS(tokenseal_transition_swapped(&transition, 0, &kind), TOKENSEAL_CONTENTION);
    CHECK(kind == 7);
}

/* The store's key names the session, whatever is known of it. */
static void named(void)
{
    tokenseal_session session = started();
    tokenseal_transition transition;
    tokenseal_rules rules = TOKENSEAL_RULES_INIT;
    tokenseal_store_key keys[TOKENSEAL_MAX_STORE_KEYS];
    char id[TOKENSEAL_SESSION_ID + 1];
    size_t count, len = 0;
    memset(id, CANARY, sizeof id);
    OK(tokenseal_session_load(&session, NULL, NOW, &transition));
    OK(tokenseal_transition_keys(&transition, keys, TOKENSEAL_MAX_STORE_KEYS, &count));
    IS(tokenseal_session_id(&session, NULL, id, TOKENSEAL_SESSION_ID - 1, &len),
       TOKENSEAL_BUFFER_TOO_SMALL);
    CHECK(len == TOKENSEAL_SESSION_ID && all(id, sizeof id, CANARY));
    OK(tokenseal_session_id(&session, NULL, id, TOKENSEAL_SESSION_ID, &len));
    CHECK(len == TOKENSEAL_SESSION_ID && id[TOKENSEAL_SESSION_ID] == CANARY);
    CHECK(memcmp(id, keys[0].text + strlen("tokenseal:session:"), len) == 0);
    rules.ns = TOKENSEAL_LITERAL("another");
    OK(tokenseal_session_id(&session, &rules, id, TOKENSEAL_SESSION_ID, &len));
    CHECK(memcmp(id, keys[0].text + strlen("tokenseal:session:"), len) != 0);
    BAD(tokenseal_session_id(NULL, NULL, id, sizeof id, &len));
    BAD(tokenseal_session_id(&session, NULL, NULL, 1, &len));
    BAD(tokenseal_session_id(&session, NULL, id, SIZE_MAX, &len));
    BAD(tokenseal_session_id(&session, NULL, id, sizeof id, NULL));
    BAD(tokenseal_session_id(&session, NULL, (char *)&session, sizeof session, &len));
    rules.ns.len = SIZE_MAX;
    BAD(tokenseal_session_id(&session, &rules, id, sizeof id, &len));
}

static void described(void)
{
    tokenseal_session session = started();
    tokenseal_session_info info = TOKENSEAL_SESSION_INFO_INIT;
    tokenseal_rules rules = TOKENSEAL_RULES_INIT;
    char cookie[TOKENSEAL_MAX_SESSION_COOKIE];
    size_t len = 0;
    uint32_t is_of = 9;
    OK(tokenseal_session_describe(&session, &info));
    CHECK(info.created == NOW && info.last_seen == NOW && !info.is_anonymous && !info.reseal);
    CHECK(info.expires_at == NOW + (int64_t)TOKENSEAL_DEFAULT_SESSION_LIFETIME);
    CHECK(info.idle == TOKENSEAL_DEFAULT_SESSION_IDLE);
    OK(tokenseal_session_is_of(&session, "user", 4, NULL, &is_of));
    CHECK(is_of == 1);
    OK(tokenseal_session_is_of(&session, "user", 3, NULL, &is_of));
    CHECK(is_of == 0);
    rules.ns = TOKENSEAL_LITERAL("another");
    is_of = 9;
    OK(tokenseal_session_is_of(&session, "user", 4, &rules, &is_of));
    CHECK(is_of == 0);
    /* NULL is no subject, and no session is nobody's in this sense. */
    OK(tokenseal_session_is_of(&session, NULL, 0, NULL, &is_of));
    CHECK(is_of == 0);
    OK(tokenseal_session_seal(&session, &key, "n", 1, NOW, cookie, sizeof cookie, &len));
    OK(tokenseal_session_open(&key, 1, "n", 1, cookie, len, NOW, &session));
    OK(tokenseal_session_describe(&session, &info));
    CHECK(info.created == 0 && info.expires_at == 0 && info.idle == 0);
    memset(&session, 0, sizeof session);
    OK(tokenseal_session_describe(&session, &info));
    CHECK(info.is_anonymous == 1);
}

/* Uses the first refresh token of a family, `later` milliseconds after its start. */
static tokenseal_status use(const tokenseal_refresh *first, const tokenseal_rules *rules,
                            uint64_t later, tokenseal_refresh_info *info)
{
    tokenseal_step step = TOKENSEAL_STEP_INIT;
    tokenseal_transition transition;
    tokenseal_refresh next;
    tokenseal_status status;
    OK(tokenseal_refresh_rotate(first, &key, 1, NULL, 0, rules, NOW + (int64_t)later, &transition));
    status = carry_out(&transition, "", &step);
    if (status != TOKENSEAL_OK)
        return status;
    OK(tokenseal_refresh_result(&transition, &next));
    return tokenseal_refresh_describe(&next, info);
}

/* NULL and the initializer say the same. */
static void defaults(const tokenseal_rules *rules)
{
    tokenseal_session session = started();
    tokenseal_refresh first;
    tokenseal_refresh_info info = TOKENSEAL_REFRESH_INFO_INIT;
    tokenseal_transition transition;
    tokenseal_step step = TOKENSEAL_STEP_INIT;
    const int64_t end = NOW + (int64_t)TOKENSEAL_DEFAULT_SESSION_IDLE;
    char text[TOKENSEAL_MAX_REFRESH_TOKEN];
    size_t len;
    OK(tokenseal_session_load(&session, rules, end, &transition));
    IS(carry_out(&transition, "", &step), TOKENSEAL_SESSION_EXPIRED);
    OK(tokenseal_session_load(&session, rules, end - 1, &transition));
    OK(carry_out(&transition, "", &step));

    first = refreshed(text, &len);
    IS(use(&first, rules, TOKENSEAL_DEFAULT_REFRESH_IDLE, &info), TOKENSEAL_REFRESH_EXPIRED);
    OK(use(&first, rules, TOKENSEAL_DEFAULT_REFRESH_IDLE - 1, &info));
    CHECK(info.expires_at == NOW + (int64_t)TOKENSEAL_DEFAULT_REFRESH_LIFETIME && !info.repeated);
    first = refreshed(text, &len);
    OK(use(&first, rules, 0, &info));
    OK(use(&first, rules, TOKENSEAL_DEFAULT_GRACE - 1, &info));
    CHECK(info.repeated == 1);
    IS(use(&first, rules, TOKENSEAL_DEFAULT_GRACE, &info), TOKENSEAL_REFRESH_REUSED);
    IS(use(&first, rules, 0, &info), TOKENSEAL_REFRESH_REUSED);
}

/* An access token takes its iat from the refresh token that comes with it. */
static void issued_at(void)
{
    char text[TOKENSEAL_MAX_REFRESH_TOKEN], claims[256], out[512];
    size_t len = 0, claims_len = 0;
    int64_t iat = 0, epoch = 0;
    tokenseal_transition transition;
    tokenseal_step step = TOKENSEAL_STEP_INIT;
    tokenseal_refresh refresh = refreshed(text, &len);
    tokenseal_refresh_info info = TOKENSEAL_REFRESH_INFO_INIT;
    tokenseal_claims say = TOKENSEAL_CLAIMS_INIT;
    tokenseal_revocable revocable;
    OK(tokenseal_refresh_end_all(&refresh, NULL, NOW, &transition));
    OK(carry_out(&transition, "", &step));
    OK(tokenseal_transition_epoch(&transition, &epoch));
    CHECK(epoch == NOW);
    OK(tokenseal_refresh_start(&key, 1, entropy + 16, 16, "user", 4, NULL, 0, NULL, NOW,
                               &transition));
    OK(carry_out(&transition, "", &step));
    OK(tokenseal_refresh_result(&transition, &refresh));
    OK(tokenseal_refresh_describe(&refresh, &info));
    CHECK(info.issued_at == NOW + 1000 && info.created == NOW && !info.repeated && !info.recovered);

    say.subject = TOKENSEAL_LITERAL("user");
    say.issued_at = info.issued_at;
    OK(tokenseal_jwt_sign(&key, &say, NOW, out, sizeof out, &len));
    OK(tokenseal_jwt_verify(&key, 1, out, len, NULL, NOW, claims, sizeof claims, &claims_len,
                            NULL));
    OK(tokenseal_claims_get_time(claims, claims_len, "iat", 3, &iat));
    CHECK(iat == NOW + 1000);
    OK(tokenseal_revocation_read(out, len, claims, claims_len, NULL, &revocable));
    OK(tokenseal_revocation_check(&revocable, NOW, &transition));
    OK(carry_out(&transition, "", &step));
    say.issued_at = TOKENSEAL_NO_TIME;
    OK(tokenseal_jwt_sign(&key, &say, NOW, out, sizeof out, &len));
    OK(tokenseal_jwt_verify(&key, 1, out, len, NULL, NOW, claims, sizeof claims, &claims_len,
                            NULL));
    OK(tokenseal_revocation_read(out, len, claims, claims_len, NULL, &revocable));
    OK(tokenseal_revocation_check(&revocable, NOW, &transition));
    IS(carry_out(&transition, "", &step), TOKENSEAL_REVOKED);
    say.issued_at = -1;
    BAD(sign(&say));
    say.issued_at = TOKENSEAL_MAX_TIME + 1;
    BAD(sign(&say));
    say.issued_at = NOW;
    say.json = TOKENSEAL_LITERAL("{\"iat\":1}");
    BAD(sign(&say));
}

void transitions(void)
{
    const tokenseal_rules init = TOKENSEAL_RULES_INIT;
    CHECK(init.session_idle == TOKENSEAL_DEFAULT_SESSION_IDLE);
    CHECK(init.session_lifetime == TOKENSEAL_DEFAULT_SESSION_LIFETIME);
    CHECK(init.refresh_idle == TOKENSEAL_DEFAULT_REFRESH_IDLE);
    CHECK(init.refresh_lifetime == TOKENSEAL_DEFAULT_REFRESH_LIFETIME);
    CHECK(init.grace == TOKENSEAL_DEFAULT_GRACE && init.ns.ptr == NULL && init.reserved == 0);
    defaults(NULL);
    defaults(&init);
    out_of_order();
    nothing_and_no_bytes();
    a_buffer_too_small();
    others_are_faster();
    named();
    described();
    issued_at();
}
