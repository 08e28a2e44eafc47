/* The functions of sessions, refresh tokens, revocation and CSRF with wrong pointers and lengths.
 */
#include "state.h"

#include <string.h>

static tokenseal_transition transition;
static tokenseal_session session;
static tokenseal_refresh refresh;
static tokenseal_revocable revocable;
static char cookie[TOKENSEAL_MAX_SESSION_COOKIE], text[TOKENSEAL_MAX_REFRESH_TOKEN];
static size_t cookie_len, text_len;

static void prepare(void)
{
    session = started();
    refresh = refreshed(text, &text_len);
    revocable = revocable_token();
    OK(tokenseal_session_seal(&session, &key, "n", 1, NOW, cookie, sizeof cookie, &cookie_len));
    memset(&transition, CANARY, sizeof transition);
}

static void null_objects(void)
{
    tokenseal_key none;
    tokenseal_session_info info = TOKENSEAL_SESSION_INFO_INIT;
    tokenseal_refresh_info refresh_info = TOKENSEAL_REFRESH_INFO_INIT;
    char buf[256];
    size_t len;
    uint32_t small;
    int64_t epoch;
    memset(&none, 0, sizeof none);
    BAD(tokenseal_session_open(NULL, 1, "n", 1, cookie, cookie_len, NOW, &session));
    BAD(tokenseal_session_open(&key, 0, "n", 1, cookie, cookie_len, NOW, &session));
    BAD(tokenseal_session_open(&none, 1, "n", 1, cookie, cookie_len, NOW, &session));
    BAD(tokenseal_session_open(&key, 1, "n", 1, cookie, cookie_len, NOW, NULL));
    BAD(tokenseal_session_open(&key, 1, "n", 1, cookie, cookie_len, -1, &session));
    BAD(tokenseal_session_seal(NULL, &key, "n", 1, NOW, buf, sizeof buf, &len));
    BAD(tokenseal_session_seal(&session, NULL, "n", 1, NOW, buf, sizeof buf, &len));
    BAD(tokenseal_session_seal(&session, &none, "n", 1, NOW, buf, sizeof buf, &len));
    BAD(tokenseal_session_seal(&session, &key, "n", 1, NOW, buf, sizeof buf, NULL));
    BAD(tokenseal_session_start(NULL, 32, "user", 4, NULL, NOW, &transition));
    BAD(tokenseal_session_start(entropy, 32, "user", 4, NULL, NOW, NULL));
    BAD(tokenseal_session_load(NULL, NULL, NOW, &transition));
    BAD(tokenseal_session_load(&session, NULL, NOW, NULL));
    BAD(tokenseal_session_save(NULL, NULL, NOW, &transition));
    BAD(tokenseal_session_save(&session, NULL, NOW, NULL));
    BAD(tokenseal_session_rotate(NULL, entropy, 32, NULL, 0, NULL, NOW, &transition));
    BAD(tokenseal_session_rotate(&session, NULL, 32, NULL, 0, NULL, NOW, &transition));
    BAD(tokenseal_session_rotate(&session, entropy + 32, 32, NULL, 0, NULL, NOW, NULL));
    BAD(tokenseal_session_end(NULL, NULL, NOW, &transition));
    BAD(tokenseal_session_end(&session, NULL, NOW, NULL));
    BAD(tokenseal_session_end_all(NULL, NULL, NOW, &transition));
    BAD(tokenseal_session_end_all(&session, NULL, NOW, NULL));
    BAD(tokenseal_session_result(NULL, &session));
    BAD(tokenseal_session_result(&transition, NULL));
    BAD(tokenseal_session_describe(NULL, &info));
    BAD(tokenseal_session_describe(&session, NULL));
    BAD(tokenseal_session_is_of(NULL, "user", 4, NULL, &small));
    BAD(tokenseal_session_is_of(&session, "user", 4, NULL, NULL));

    BAD(tokenseal_refresh_open(NULL, 1, text, text_len, &refresh));
    BAD(tokenseal_refresh_open(&key, 0, text, text_len, &refresh));
    BAD(tokenseal_refresh_open(&none, 1, text, text_len, &refresh));
    BAD(tokenseal_refresh_open(&key, 1, text, text_len, NULL));
    BAD(tokenseal_refresh_start(NULL, 1, entropy, 16, "u", 1, NULL, 0, NULL, NOW, &transition));
    BAD(tokenseal_refresh_start(&key, 0, entropy, 16, "u", 1, NULL, 0, NULL, NOW, &transition));
    BAD(tokenseal_refresh_start(&none, 1, entropy, 16, "u", 1, NULL, 0, NULL, NOW, &transition));
    BAD(tokenseal_refresh_start(&key, 1, NULL, 16, "u", 1, NULL, 0, NULL, NOW, &transition));
    BAD(tokenseal_refresh_start(&key, 1, entropy, 16, NULL, 0, NULL, 0, NULL, NOW, &transition));
    BAD(tokenseal_refresh_start(&key, 1, entropy, 16, "u", 1, "", 0, NULL, NOW, &transition));
    BAD(tokenseal_refresh_start(&key, 1, entropy, 16, "u", 1, NULL, 0, NULL, NOW, NULL));
    BAD(tokenseal_refresh_rotate(NULL, &key, 1, NULL, 0, NULL, NOW, &transition));
    BAD(tokenseal_refresh_rotate(&refresh, NULL, 1, NULL, 0, NULL, NOW, &transition));
    BAD(tokenseal_refresh_rotate(&refresh, &key, 0, NULL, 0, NULL, NOW, &transition));
    BAD(tokenseal_refresh_rotate(&refresh, &none, 1, NULL, 0, NULL, NOW, &transition));
    BAD(tokenseal_refresh_rotate(&refresh, &key, 1, NULL, 0, NULL, NOW, NULL));
    BAD(tokenseal_refresh_end(NULL, NULL, NOW, &transition));
    BAD(tokenseal_refresh_end(&refresh, NULL, NOW, NULL));
    BAD(tokenseal_refresh_end_all(NULL, NULL, NOW, &transition));
    BAD(tokenseal_refresh_end_all(&refresh, NULL, NOW, NULL));
    BAD(tokenseal_refresh_result(NULL, &refresh));
    BAD(tokenseal_refresh_result(&transition, NULL));
    BAD(tokenseal_refresh_mint(NULL, &key, 1, buf, sizeof buf, &len));
    BAD(tokenseal_refresh_mint(&refresh, NULL, 1, buf, sizeof buf, &len));
    BAD(tokenseal_refresh_mint(&refresh, &key, 0, buf, sizeof buf, &len));
    BAD(tokenseal_refresh_mint(&refresh, &key, 1, buf, sizeof buf, NULL));
    BAD(tokenseal_refresh_describe(NULL, &refresh_info));
    BAD(tokenseal_refresh_describe(&refresh, NULL));

    BAD(tokenseal_revocation_read(token, token_len, "{}", 2, NULL, NULL));
    BAD(tokenseal_revocation_deny(NULL, NOW, &transition));
    BAD(tokenseal_revocation_deny(&revocable, NOW, NULL));
    BAD(tokenseal_revocation_check(NULL, NOW, &transition));
    BAD(tokenseal_revocation_check(&revocable, NOW, NULL));
    BAD(tokenseal_revocation_end_all(NULL, 0, NULL, NOW, &transition));
    BAD(tokenseal_revocation_end_all("u", 1, NULL, NOW, NULL));

    BAD(tokenseal_csrf_token(NULL, "b", 1, entropy, 64, buf, sizeof buf, &len));
    BAD(tokenseal_csrf_token(&none, "b", 1, entropy, 64, buf, sizeof buf, &len));
    BAD(tokenseal_csrf_token(&key, NULL, 0, entropy, 64, buf, sizeof buf, &len));
    BAD(tokenseal_csrf_token(&key, "b", 1, entropy, 63, buf, sizeof buf, &len));
    BAD(tokenseal_csrf_token(&key, "b", 1, entropy, 65, buf, sizeof buf, &len));
    BAD(tokenseal_csrf_token(&key, "b", 1, entropy, 64, buf, sizeof buf, NULL));
    BAD(tokenseal_csrf_verify(NULL, 1, "b", 1, "t", 1));
    BAD(tokenseal_csrf_verify(&key, 0, "b", 1, "t", 1));
    BAD(tokenseal_csrf_verify(&none, 1, "b", 1, "t", 1));
    BAD(tokenseal_csrf_verify(&key, 1, NULL, 0, "t", 1));
    BAD(tokenseal_csrf_check_fetch(NULL));
    BAD(tokenseal_transition_epoch(NULL, &epoch));
    BAD(tokenseal_transition_epoch(&transition, NULL));
    BAD(tokenseal_transition_swapped(NULL, 1, &small));
    CHECK(all(&transition, sizeof transition, CANARY));
    IS(tokenseal_csrf_verify(&key, 1, "b", 1, NULL, 0), TOKENSEAL_BAD_SIGNATURE);
}

/* NULL with a length, and lengths that are impossible. */
static void lengths(void)
{
    static const size_t wrongs[] = {1, HUGE_LEN, SIZE_MAX, SIZE_MAX - 64};
    tokenseal_step step = TOKENSEAL_STEP_INIT;
    tokenseal_slice found[2] = {{NULL, 0}, {NULL, 0}};
    tokenseal_store_key names[3];
    char buf[256];
    size_t len, i;
    uint32_t small;
    for (i = 0; i < sizeof wrongs / sizeof *wrongs; i++) {
        const size_t n = wrongs[i];
        const char *const at = n == 1 ? NULL : "text";
        tokenseal_rules rules = TOKENSEAL_RULES_INIT;
        tokenseal_fetch fetch = TOKENSEAL_FETCH_INIT;
        BAD(tokenseal_session_open(&key, 1, at, n, cookie, cookie_len, NOW, &session));
        BAD(tokenseal_session_open(&key, 1, "n", 1, at, n, NOW, &session));
        BAD(tokenseal_session_seal(&session, &key, at, n, NOW, buf, sizeof buf, &len));
        BAD(tokenseal_session_seal(&session, &key, "n", 1, NOW, at ? buf : NULL, n == 1 ? 200 : n,
                                   &len));
        BAD(tokenseal_session_start((const uint8_t *)at, n, NULL, 0, NULL, NOW, &transition));
        BAD(tokenseal_session_start(entropy, 32, at, n, NULL, NOW, &transition));
        BAD(tokenseal_session_rotate(&session, entropy, 32, at, n, NULL, NOW, &transition));
        BAD(tokenseal_session_is_of(&session, at, n, NULL, &small));
        BAD(tokenseal_refresh_open(&key, 1, at, n, &refresh));
        BAD(tokenseal_refresh_start(&key, 1, entropy, 16, at, n, NULL, 0, NULL, NOW, &transition));
        BAD(tokenseal_refresh_start(&key, 1, entropy, 16, "u", 1, at, n, NULL, NOW, &transition));
        BAD(tokenseal_refresh_rotate(&refresh, &key, 1, at, n, NULL, NOW, &transition));
        BAD(tokenseal_refresh_mint(&refresh, &key, 1, at ? buf : NULL, n == 1 ? 200 : n, &len));
        BAD(tokenseal_revocation_read(at, n, "{}", 2, NULL, &revocable));
        BAD(tokenseal_revocation_read(token, token_len, at, n, NULL, &revocable));
        BAD(tokenseal_revocation_end_all(at, n, NULL, NOW, &transition));
        BAD(tokenseal_csrf_token(&key, at, n, entropy, 64, buf, sizeof buf, &len));
        BAD(tokenseal_csrf_token(&key, "b", 1, (const uint8_t *)at, n, buf, sizeof buf, &len));
        BAD(tokenseal_csrf_token(&key, "b", 1, entropy, 64, at ? buf : NULL, n == 1 ? 200 : n,
                                 &len));
        BAD(tokenseal_csrf_verify(&key, 1, at, n, "t", 1));
        BAD(tokenseal_csrf_verify(&key, 1, "b", 1, at, n));
        rules.ns.ptr = at;
        rules.ns.len = n;
        BAD(tokenseal_session_load(&session, &rules, NOW, &transition));
        fetch.method.ptr = at;
        fetch.method.len = n;
        BAD(tokenseal_csrf_check_fetch(&fetch));
        fetch.site = fetch.method;
        fetch.method = TOKENSEAL_LITERAL("GET");
        BAD(tokenseal_csrf_check_fetch(&fetch));
        fetch.origin = fetch.site;
        fetch.site.ptr = NULL;
        fetch.site.len = 0;
        BAD(tokenseal_csrf_check_fetch(&fetch));
        fetch.allowed = &fetch.origin;
        fetch.allowed_count = 1;
        BAD(tokenseal_csrf_check_fetch(&fetch));
        OK(tokenseal_session_start(entropy, 32, "user", 4, NULL, NOW, &transition));
        BAD(tokenseal_transition_decide(&transition, found, 2, at, n, buf, sizeof buf, &step));
        BAD(tokenseal_transition_decide(&transition, NULL, n, "", 0, buf, sizeof buf, &step));
        BAD(tokenseal_transition_decide(&transition, found, 2, "", 0, at ? buf : NULL,
                                        n == 1 ? 200 : n, &step));
        BAD(tokenseal_transition_keys(&transition, at ? names : NULL, n == 1 ? 3 : n, &len));
        memset(&transition, CANARY, sizeof transition);
    }
    OK(tokenseal_session_start(entropy, 32, "user", 4, NULL, NOW, &transition));
    IS(tokenseal_transition_keys(&transition, NULL, 0, &len), TOKENSEAL_BUFFER_TOO_SMALL);
    CHECK(len == 2);
    BAD(tokenseal_transition_keys(&transition, names, 3, NULL));
    BAD(tokenseal_transition_decide(NULL, found, 2, "", 0, buf, sizeof buf, &step));
    BAD(tokenseal_transition_decide(&transition, found, 2, "", 0, buf, sizeof buf, NULL));
    IS(tokenseal_session_open(&key, 1, "n", 1, NULL, 0, NOW, &session), TOKENSEAL_MALFORMED);
    IS(tokenseal_refresh_open(&key, 1, NULL, 0, &refresh), TOKENSEAL_MALFORMED);
    IS(tokenseal_revocation_read(NULL, 0, "{}", 2, NULL, &revocable), TOKENSEAL_MALFORMED);
}

/* Texts that are none, and other arguments that nothing can make right. */
static void arguments(void)
{
    tokenseal_session opened;
    tokenseal_refresh presented;
    tokenseal_rules rules = TOKENSEAL_RULES_INIT;
    const tokenseal_rules init = TOKENSEAL_RULES_INIT;
    char buf[256];
    size_t len;
    memset(&transition, CANARY, sizeof transition);
    OK(tokenseal_session_open(&key, 1, "n", 1, cookie, cookie_len, NOW, &opened));
    OK(tokenseal_refresh_open(&key, 1, text, text_len, &presented));
    BAD(tokenseal_session_start(entropy, 31, NULL, 0, NULL, NOW, &transition));
    BAD(tokenseal_session_start(entropy, 33, NULL, 0, NULL, NOW, &transition));
    BAD(tokenseal_session_start(entropy, 0, NULL, 0, NULL, NOW, &transition));
    BAD(tokenseal_session_start(entropy, 32, "", 0, NULL, NOW, &transition));
    BAD(tokenseal_session_start(entropy, 32, "\xff", 1, NULL, NOW, &transition));
    BAD(tokenseal_session_start(entropy, 32, NULL, 0, NULL, -1, &transition));
    BAD(tokenseal_session_start(entropy, 32, NULL, 0, NULL, TOKENSEAL_MAX_TIME + 1, &transition));
    BAD(tokenseal_session_save(&opened, NULL, NOW, &transition));
    BAD(tokenseal_session_rotate(&opened, entropy + 32, 32, "another", 7, NULL, NOW, &transition));
    BAD(tokenseal_session_rotate(&opened, entropy + 32, 16, NULL, 0, NULL, NOW, &transition));
    BAD(tokenseal_refresh_start(&key, 1, entropy, 15, "u", 1, NULL, 0, NULL, NOW, &transition));
    BAD(tokenseal_refresh_start(&key, 1, entropy, 32, "u", 1, NULL, 0, NULL, NOW, &transition));
    BAD(tokenseal_refresh_start(&key, 1, entropy, 16, "u", 1, "\xc3", 1, NULL, NOW, &transition));
    BAD(tokenseal_refresh_rotate(&presented, &key, 1, "\xff", 1, NULL, NOW, &transition));
    BAD(tokenseal_refresh_mint(&presented, &key, 1, buf, sizeof buf, &len));
    BAD(tokenseal_revocation_end_all("\xff", 1, NULL, NOW, &transition));
    memset(&revocable, 0, sizeof revocable);
    BAD(tokenseal_revocation_deny(&revocable, NOW, &transition));
    BAD(tokenseal_revocation_check(&revocable, NOW, &transition));
    rules.ns = TOKENSEAL_LITERAL("\xff");
    BAD(tokenseal_session_load(&session, &rules, NOW, &transition));
    rules = init;
    rules.session_idle = 0;
    BAD(tokenseal_session_start(entropy, 32, NULL, 0, &rules, NOW, &transition));
    rules.session_idle = TOKENSEAL_MAX_LIFETIME + 1;
    BAD(tokenseal_session_start(entropy, 32, NULL, 0, &rules, NOW, &transition));
    rules = init;
    rules.session_lifetime = 0;
    BAD(tokenseal_session_start(entropy, 32, NULL, 0, &rules, NOW, &transition));
    rules = init;
    rules.refresh_idle = 0;
    BAD(tokenseal_refresh_start(&key, 1, entropy, 16, "u", 1, NULL, 0, &rules, NOW, &transition));
    rules = init;
    rules.refresh_lifetime = UINT64_MAX;
    BAD(tokenseal_refresh_start(&key, 1, entropy, 16, "u", 1, NULL, 0, &rules, NOW, &transition));
    rules = init;
    rules.grace = TOKENSEAL_MAX_GRACE + 1;
    BAD(tokenseal_refresh_rotate(&presented, &key, 1, NULL, 0, &rules, NOW, &transition));
    CHECK(all(&transition, sizeof transition, CANARY));
    rules.grace = TOKENSEAL_MAX_GRACE;
    OK(tokenseal_refresh_rotate(&presented, &key, 1, NULL, 0, &rules, NOW, &transition));
}

static void crooked(void)
{
    static tokenseal_transition room[2];
    char *const at = (char *)room + 1;
    tokenseal_step step = TOKENSEAL_STEP_INIT;
    unsigned char buf[256];
    uint32_t took;
    tokenseal_slice found[2] = {{NULL, 0}, {NULL, 0}};
    BAD(tokenseal_session_open(&key, 1, "n", 1, cookie, cookie_len, NOW,
                               (tokenseal_session *)(void *)at));
    BAD(tokenseal_session_load((tokenseal_session *)(void *)at, NULL, NOW, &transition));
    BAD(tokenseal_session_load(&session, (tokenseal_rules *)(void *)at, NOW, &transition));
    BAD(tokenseal_session_load(&session, NULL, NOW, (tokenseal_transition *)(void *)at));
    BAD(tokenseal_session_describe(&session, (tokenseal_session_info *)(void *)at));
    BAD(tokenseal_refresh_open(&key, 1, text, text_len, (tokenseal_refresh *)(void *)at));
    BAD(tokenseal_refresh_end((tokenseal_refresh *)(void *)at, NULL, NOW, &transition));
    BAD(tokenseal_refresh_describe(&refresh, (tokenseal_refresh_info *)(void *)at));
    BAD(tokenseal_revocation_deny((tokenseal_revocable *)(void *)at, NOW, &transition));
    BAD(tokenseal_csrf_check_fetch((tokenseal_fetch *)(void *)at));
    OK(tokenseal_session_start(entropy, 32, "user", 4, NULL, NOW, &transition));
    BAD(tokenseal_transition_decide(&transition, (tokenseal_slice *)(void *)at, 2, "", 0, buf,
                                    sizeof buf, &step));
    BAD(tokenseal_transition_decide(&transition, found, 2, "", 0, buf, sizeof buf,
                                    (tokenseal_step *)(void *)at));
    BAD(tokenseal_transition_swapped(&transition, 1, (uint32_t *)(void *)at));
    BAD(tokenseal_memory_store_swap((tokenseal_memory_store *)(void *)at, &transition, &step,
                                    &took));
    CHECK(all(room, sizeof room, 0));
}

void state_misuse(void)
{
    prepare();
    null_objects();
    lengths();
    prepare();
    arguments();
    crooked();
}
