/* Outputs of the functions of state that overlap an input or one another. */
#include "state.h"

#include <string.h>

static union {
    tokenseal_key key;
    tokenseal_transition transition;
    tokenseal_session session;
    tokenseal_session_info session_info;
    tokenseal_refresh refresh;
    tokenseal_refresh_info refresh_info;
    tokenseal_revocable revocable;
    tokenseal_rules rules;
    tokenseal_step step;
    tokenseal_store_key names[3];
    tokenseal_slice slices[64];
    size_t lengths[256];
    uint32_t small[512];
    int64_t numbers[256];
    char bytes[2048];
} room;

static void in_sessions(void)
{
    tokenseal_session session = started();
    tokenseal_transition transition;
    const tokenseal_rules init = TOKENSEAL_RULES_INIT;
    tokenseal_rules rules = TOKENSEAL_RULES_INIT;
    const tokenseal_session_info info = TOKENSEAL_SESSION_INFO_INIT;
    char cookie[TOKENSEAL_MAX_SESSION_COOKIE];
    size_t len = 0;
    uint32_t is_of;
    OK(tokenseal_session_seal(&session, &key, "n", 1, NOW, cookie, sizeof cookie, &len));
    memcpy(room.bytes, cookie, len);
    BAD(tokenseal_session_open(&key, 1, "n", 1, room.bytes, len, NOW, &room.session));
    BAD(tokenseal_session_open(&key, 1, room.bytes + 159, 1, cookie, len, NOW, &room.session));
    CHECK(memcmp(room.bytes, cookie, len) == 0);
    room.key = key;
    BAD(tokenseal_session_open(&room.key, 1, "n", 1, cookie, len, NOW, &room.session));
    BAD(tokenseal_session_seal(&session, &room.key, "n", 1, NOW, room.bytes + 99, 200, &len));
    room.session = session;
    BAD(tokenseal_session_seal(&room.session, &key, "n", 1, NOW, room.bytes + 159, 200, &len));
    BAD(tokenseal_session_seal(&room.session, &key, "n", 1, NOW, cookie, 165, room.lengths + 9));
    BAD(tokenseal_session_seal(&session, &key, "n", 1, NOW, room.bytes, 200, room.lengths + 1));
    room.session = session;
    BAD(tokenseal_session_load(&room.session, NULL, NOW, &room.transition));
    BAD(tokenseal_session_save(&room.session, NULL, NOW, &room.transition));
    BAD(tokenseal_session_end(&room.session, NULL, NOW, &room.transition));
    BAD(tokenseal_session_end_all(&room.session, NULL, NOW, &room.transition));
    BAD(tokenseal_session_rotate(&room.session, entropy + 32, 32, NULL, 0, NULL, NOW,
                                 &room.transition));
    CHECK(memcmp(&room.session, &session, sizeof session) == 0);
    BAD(tokenseal_session_describe(&room.session, &room.session_info));
    BAD(tokenseal_session_is_of(&room.session, "user", 4, NULL, room.small));
    BAD(tokenseal_session_is_of(&session, room.bytes, 4, NULL, room.small));
    memset(&room, 'x', sizeof room);
    BAD(tokenseal_session_start((uint8_t *)room.bytes + 767, 32, NULL, 0, NULL, NOW,
                                &room.transition));
    BAD(tokenseal_session_start(entropy, 32, room.bytes + 767, 1, NULL, NOW, &room.transition));
    OK(tokenseal_session_start((uint8_t *)room.bytes + 768, 32, room.bytes + 800, 1, NULL, NOW,
                               &room.transition));
    room.rules = init;
    BAD(tokenseal_session_start(entropy, 32, NULL, 0, &room.rules, NOW, &room.transition));
    BAD(tokenseal_session_is_of(&session, "user", 4, &room.rules, room.small));
    rules.ns.ptr = room.bytes;
    rules.ns.len = 1;
    room.bytes[0] = 'n';
    BAD(tokenseal_session_load(&session, &rules, NOW, &room.transition));
    OK(tokenseal_session_load(&session, &rules, NOW, &transition));
    OK(tokenseal_session_is_of(&session, "user", 4, &rules, &is_of));
    room.session_info = info;
    OK(tokenseal_session_describe(&session, &room.session_info));
    OK(tokenseal_session_start(entropy, 32, NULL, 0, NULL, NOW, &room.transition));
    BAD(tokenseal_session_result(&room.transition, &room.session));
    BAD(tokenseal_transition_epoch(&room.transition, room.numbers + 1));
    BAD(tokenseal_transition_keys(&room.transition, room.names, 3, &len));
    BAD(tokenseal_transition_keys(&transition, room.names, 3, room.lengths));
}

static void in_refresh_tokens(void)
{
    char text[TOKENSEAL_MAX_REFRESH_TOKEN];
    size_t len = 0, other;
    tokenseal_refresh refresh = refreshed(text, &len);
    tokenseal_transition transition;
    memcpy(room.bytes, text, len);
    BAD(tokenseal_refresh_open(&key, 1, room.bytes, len, &room.refresh));
    room.key = key;
    BAD(tokenseal_refresh_open(&room.key, 1, text, len, &room.refresh));
    BAD(tokenseal_refresh_start(&room.key, 1, entropy, 16, "u", 1, NULL, 0, NULL, NOW,
                                &room.transition));
    BAD(tokenseal_refresh_rotate(&refresh, &room.key, 1, NULL, 0, NULL, NOW, &room.transition));
    BAD(tokenseal_refresh_mint(&refresh, &room.key, 1, room.bytes + 99, 200, &other));
    BAD(tokenseal_refresh_start(&key, 1, (uint8_t *)room.bytes, 16, "u", 1, NULL, 0, NULL, NOW,
                                &room.transition));
    BAD(tokenseal_refresh_start(&key, 1, entropy, 16, room.bytes, 1, NULL, 0, NULL, NOW,
                                &room.transition));
    BAD(tokenseal_refresh_start(&key, 1, entropy, 16, "u", 1, room.bytes, 1, NULL, NOW,
                                &room.transition));
    BAD(tokenseal_refresh_rotate(&refresh, &key, 1, room.bytes, 1, NULL, NOW, &room.transition));
    room.refresh = refresh;
    BAD(tokenseal_refresh_rotate(&room.refresh, &key, 1, NULL, 0, NULL, NOW, &room.transition));
    BAD(tokenseal_refresh_end(&room.refresh, NULL, NOW, &room.transition));
    BAD(tokenseal_refresh_end_all(&room.refresh, NULL, NOW, &room.transition));
    BAD(tokenseal_refresh_describe(&room.refresh, &room.refresh_info));
    BAD(tokenseal_refresh_mint(&room.refresh, &key, 1, room.bytes + 127, 200, &other));
    BAD(tokenseal_refresh_mint(&room.refresh, &key, 1, text, sizeof text, room.lengths));
    BAD(tokenseal_refresh_mint(&refresh, &key, 1, room.bytes, 200, room.lengths + 1));
    CHECK(tokenseal_refresh_start(&key, 1, entropy, 16, "u", 1, NULL, 0, NULL, NOW,
                                  &room.transition) == TOKENSEAL_OK);
    BAD(tokenseal_refresh_result(&room.transition, &room.refresh));
    OK(tokenseal_refresh_end(&refresh, NULL, NOW, &transition));
}

static void in_revocation_and_csrf(void)
{
    tokenseal_revocable revocable = revocable_token();
    char form[TOKENSEAL_MAX_CSRF_TOKEN];
    size_t len;
    memcpy(room.bytes, token, token_len);
    BAD(tokenseal_revocation_read(room.bytes, token_len, "{}", 2, NULL, &room.revocable));
    BAD(tokenseal_revocation_read(token, token_len, room.bytes, 2, NULL, &room.revocable));
    room.revocable = revocable;
    BAD(tokenseal_revocation_deny(&room.revocable, NOW, &room.transition));
    BAD(tokenseal_revocation_check(&room.revocable, NOW, &room.transition));
    BAD(tokenseal_revocation_end_all(room.bytes, 4, NULL, NOW, &room.transition));
    memset(&room, 'x', sizeof room);
    BAD(tokenseal_csrf_token(&key, room.bytes, 9, entropy, 64, room.bytes + 8, 200, &len));
    BAD(tokenseal_csrf_token(&key, "b", 1, (uint8_t *)room.bytes, 64, room.bytes + 63, 200, &len));
    BAD(tokenseal_csrf_token(&key, "b", 1, entropy, 64, room.bytes, 200, room.lengths));
    BAD(tokenseal_csrf_token(&key, room.bytes, 9, entropy, 64, form, sizeof form, room.lengths));
    OK(tokenseal_csrf_token(&key, room.bytes, 9, (uint8_t *)room.bytes, 64, room.bytes + 64, 200,
                            &len));
    room.key = key;
    BAD(tokenseal_csrf_token(&room.key, "b", 1, entropy, 64, room.bytes + 9, 200, &len));
}

static void in_the_loop(void)
{
    tokenseal_session session = started();
    tokenseal_memory_store *store = empty_store();
    const tokenseal_step init = TOKENSEAL_STEP_INIT;
    tokenseal_step step = TOKENSEAL_STEP_INIT;
    tokenseal_transition transition;
    tokenseal_slice found[3];
    unsigned char records[512], buf[256];
    char *const slots = (char *)store->memory;
    size_t used, count;
    uint32_t took;
    session = started();
    OK(tokenseal_session_load(&session, NULL, NOW + 90000, &transition));
#define GET(records, used, found, count) \
    tokenseal_memory_store_get(store, &transition, records, 512, used, found, 3, count)
    BAD(GET(slots, &used, found, &count));
    BAD(GET(room.bytes, room.lengths + 63, found, &count));
    BAD(GET(room.bytes, &used, room.slices, &count));
    BAD(GET(room.bytes, &used, found, room.lengths));
    BAD(GET(records, &used, room.slices, room.lengths + 1));
    BAD(GET(records, &used, found, &used));
    BAD(GET(records, &used, (tokenseal_slice *)(void *)store, &count));
    BAD(GET(records, &used, (tokenseal_slice *)(void *)&transition, &count));
    OK(GET(records, &used, found, &count));
#undef GET
#define DECIDE(data, len, buf, step) \
    tokenseal_transition_decide(&transition, found, count, data, len, buf, 200, step)
    BAD(DECIDE("", 0, records, &step));
    BAD(DECIDE("", 0, records + used - 1, &step));
    BAD(DECIDE("", 0, found, &step));
    BAD(DECIDE("", 0, &transition, &step));
    BAD(DECIDE(buf + 199, 1, buf, &step));
    BAD(DECIDE(&transition, 4, buf, &step));
    room.step = init;
    BAD(DECIDE("", 0, room.bytes + 8, &room.step));
    BAD(DECIDE(room.bytes, 4, buf, &room.step));
    BAD(tokenseal_transition_decide(&transition, (tokenseal_slice *)&room.step.expected, 2, "", 0,
                                    buf, sizeof buf, &room.step));
    CHECK(memcmp(&room.step, &init, sizeof init) == 0);
    OK(DECIDE("", 0, buf, &step));
#undef DECIDE
    CHECK(step.kind == TOKENSEAL_STEP_WRITE);
    BAD(tokenseal_memory_store_swap(store, &transition, &step, &step.kind));
    BAD(tokenseal_memory_store_swap(store, &transition, &step, (uint32_t *)(void *)&transition));
    BAD(tokenseal_memory_store_swap(store, &transition, &step, (uint32_t *)(void *)store));
    BAD(tokenseal_memory_store_swap(store, &transition, &step, (uint32_t *)(void *)slots));
    room.step = step;
    room.step.record.ptr = slots;
    BAD(tokenseal_memory_store_swap(store, &transition, &room.step, &took));
    room.step = step;
    room.step.expected.ptr = slots;
    BAD(tokenseal_memory_store_swap(store, &transition, &room.step, &took));
    OK(tokenseal_memory_store_swap(store, &transition, &step, &took));
    CHECK(took == 1);
    BAD(tokenseal_transition_swapped(&transition, 1, (uint32_t *)(void *)&transition));
    OK(tokenseal_transition_swapped(&transition, took, &step.kind));
    CHECK(step.kind == TOKENSEAL_STEP_DONE);
}

void state_overlap(void)
{
    in_sessions();
    in_refresh_tokens();
    in_revocation_and_csrf();
    in_the_loop();
}
