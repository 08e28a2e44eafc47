/* Sessions, refresh tokens, revocation, their loop and the memory store: every function, with any
 * arguments, and whatever the store is said to have. */

#include "feed.h"

void fuzz_state(const uint8_t *data, size_t len);

static tokenseal_session *session;
static tokenseal_refresh *refresh;
static tokenseal_revocable *revocable;
static tokenseal_transition *transition;
static tokenseal_memory_store *store;

static const tokenseal_rules *rules(void)
{
    tokenseal_rules plain = TOKENSEAL_RULES_INIT;
    uint8_t kind = byte();
    if (kind & 1)
        return NULL;
    if (kind & 2) {
        plain.session_idle = number();
        plain.session_lifetime = number();
        plain.refresh_idle = number();
        plain.refresh_lifetime = number();
        plain.grace = number();
    }
    if (kind & 4)
        plain.ns = slice();
    return grown(&plain, sizeof plain);
}

/* Mostly so many bytes as it takes. */
static const uint8_t *entropy(size_t enough, size_t *len)
{
    uint8_t kind = byte();
    if (kind < 0x10)
        return (const uint8_t *)input(len);
    *len = enough;
    return memset(own(enough), kind, enough);
}

static void open_one(void)
{
    size_t count, name_len, text_len;
    const tokenseal_key *keys = ring(&count);
    const char *text = input(&text_len);
    if (byte() % 2) {
        said(tokenseal_refresh_open(keys, count, text, text_len, refresh));
        return;
    }
    const char *name = input(&name_len);
    said(tokenseal_session_open(keys, count, name, name_len, text, text_len, moment(), session));
}

static void begin_session(void)
{
    size_t random_len, subject_len;
    uint8_t kind = byte() % 6;
    const tokenseal_rules *given = rules();
    int64_t now = moment();
    switch (kind) {
    case 0:
        said(tokenseal_session_load(session, given, now, transition));
        return;
    case 1:
        said(tokenseal_session_save(session, given, now, transition));
        return;
    case 2:
        said(tokenseal_session_end(session, given, now, transition));
        return;
    case 3:
        said(tokenseal_session_end_all(session, given, now, transition));
        return;
    default:
        break;
    }
    const uint8_t *random = entropy(TOKENSEAL_SESSION_ENTROPY, &random_len);
    const char *subject = input(&subject_len);
    said(kind == 4 ? tokenseal_session_start(random, random_len, subject, subject_len, given, now,
                                             transition)
                   : tokenseal_session_rotate(session, random, random_len, subject, subject_len,
                                              given, now, transition));
}

static void begin_refresh(void)
{
    size_t count, random_len, subject_len, client_len;
    uint8_t kind = byte() % 4;
    const tokenseal_rules *given = rules();
    int64_t now = moment();
    if (kind < 2) {
        said(kind ? tokenseal_refresh_end(refresh, given, now, transition)
                  : tokenseal_refresh_end_all(refresh, given, now, transition));
        return;
    }
    const tokenseal_key *keys = ring(&count);
    const char *client = input(&client_len);
    if (kind == 2) {
        said(tokenseal_refresh_rotate(refresh, keys, count, client, client_len, given, now,
                                      transition));
        return;
    }
    const uint8_t *random = entropy(TOKENSEAL_REFRESH_ENTROPY, &random_len);
    const char *subject = input(&subject_len);
    said(tokenseal_refresh_start(keys, count, random, random_len, subject, subject_len, client,
                                 client_len, given, now, transition));
}

static void revoke(void)
{
    static const char token[] = "e30.e30.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    static const char claims[] =
        "{\"sub\":\"u\",\"jti\":\"1\",\"iat\":1700000000,\"exp\":1700001000}";
    size_t token_len = sizeof token - 1, claims_len = sizeof claims - 1, subject_len = 0;
    uint8_t kind = byte();
    const tokenseal_rules *given = kind % 2 ? rules() : NULL;
    const char *text = kind & 8 ? input(&token_len) : token;
    const char *json = kind & 16 ? input(&claims_len) : claims;
    const char *subject = kind % 4 == 3 ? input(&subject_len) : NULL;
    if (kind % 4 < 2)
        said(tokenseal_revocation_read(text, token_len, json, claims_len, given, revocable));
    misuse = 0;
    int64_t now = moment();
    switch (kind % 4) {
    case 0:
        said(tokenseal_revocation_deny(revocable, now, transition));
        return;
    case 1:
        said(tokenseal_revocation_check(revocable, now, transition));
        return;
    case 3:
        (void)!tokenseal_revocation_end_all(subject, subject_len, given, now, transition);
        return;
    default:
        return;
    }
}

/* The loop, over the store or over records from the feed. */
static void run(void)
{
    tokenseal_store_key keys[TOKENSEAL_MAX_STORE_KEYS];
    tokenseal_slice found[TOKENSEAL_MAX_STORE_KEYS];
    size_t count, buf_len, data_len;
    const char *bytes = input(&data_len);
    int is_bad = misuse;
    for (uint8_t rounds = 1 + byte() % 40; rounds > 0; rounds--) {
        tokenseal_step plain = TOKENSEAL_STEP_INIT;
        uint8_t kind = byte();
        uint32_t took = kind & 1, next = 0;
        misuse = 0;
        if (owned_count + 32 >= MOST_OWNED ||
            tokenseal_transition_keys(transition, keys, 3, &count))
            return;
        CHECK(count >= 1 && count <= 3 && !memcmp(keys[0].text, "tokenseal:", 10));
        CHECK(tokenseal_transition_keys(transition, keys, 0, &buf_len) ==
              TOKENSEAL_BUFFER_TOO_SMALL);
        int is_stored = !(kind & 2) && store->memory;
        if (is_stored) {
            last_input_len = 0;
            struct out out = output(3 * store->record_cap);
            tokenseal_status status = tokenseal_memory_store_get(
                store, transition, out.ptr, out.cap, out.len, found, 3, &buf_len);
            if (wrote(status, out) != TOKENSEAL_OK)
                return;
            CHECK(buf_len == count);
        } else {
            /* What the decision may not write over, beside the records. */
            last_input = is_bad ? NULL : (char *)(uintptr_t)bytes;
            last_input_len = is_bad ? 0 : data_len;
            for (size_t i = 0; i < count; i++)
                found[i] = slice();
        }
        tokenseal_step *step = kind & 4 ? grown(&plain, sizeof plain)
                                        : memcpy(own(sizeof plain), &plain, sizeof plain);
        struct out out = room(kind & 8 ? 64 : 9000);
        misuse |= is_bad;
        if (said(tokenseal_transition_decide(transition, found, count, bytes, data_len, out.ptr,
                                             out.cap, step)))
            return;
        CHECK(step->kind >= TOKENSEAL_STEP_DONE && step->kind <= TOKENSEAL_STEP_WRITE);
        if (step->kind == TOKENSEAL_STEP_DONE)
            return;
        if (step->kind == TOKENSEAL_STEP_AGAIN)
            continue;
        CHECK(step->key < count && step->record.len <= out.cap && step->data.len <= out.cap);
        CHECK(step->record.ptr == NULL || step->record.ptr == (const char *)out.ptr);
        kept_len = step->record.len < sizeof kept ? step->record.len : sizeof kept;
        if (kept_len > 0)
            memcpy(kept, step->record.ptr, kept_len);
        if (is_stored && tokenseal_memory_store_swap(store, transition, step, &took))
            return;
        if (tokenseal_transition_swapped(transition, took, &next) || next == TOKENSEAL_STEP_DONE)
            return;
    }
}

static void take(void)
{
    tokenseal_session_info session_plain = TOKENSEAL_SESSION_INFO_INIT;
    tokenseal_refresh_info refresh_plain = TOKENSEAL_REFRESH_INFO_INIT;
    int64_t epoch = 0;
    uint32_t next = 0;
    uint8_t kind = byte();
    switch (kind % 8) {
    case 0:
        said(tokenseal_session_result(transition, session));
        break;
    case 1:
        said(tokenseal_refresh_result(transition, refresh));
        break;
    case 2:
        said(tokenseal_transition_epoch(transition, &epoch));
        break;
    case 3:
        said(tokenseal_session_describe(session, grown(&session_plain, sizeof session_plain)));
        break;
    case 4:
        said(tokenseal_refresh_describe(refresh, grown(&refresh_plain, sizeof refresh_plain)));
        break;
    case 5:
        said(tokenseal_transition_swapped(transition, kind >> 4, &next));
        break;
    default:
        /* Whatever bytes are in them. */
        memset((char *)transition + byte() * 3, kind, 3);
        memset((char *)session + byte() % 159, kind, 1);
        memset((char *)refresh + byte() % 127, kind, 1);
    }
}

/* What is written of a session or a refresh token. */
static void write_out(void)
{
    size_t count, text_len;
    uint32_t is_of = 7;
    uint8_t kind = byte() % 4;
    if (kind == 0) {
        const tokenseal_key *keys = ring(&count);
        const char *name = input(&text_len);
        int64_t now = moment();
        struct out out = output(TOKENSEAL_MAX_SESSION_COOKIE);
        wrote(tokenseal_session_seal(session, keys, name, text_len, now, (char *)out.ptr, out.cap,
                                     out.len),
              out);
    } else if (kind == 1) {
        const tokenseal_key *keys = ring(&count);
        struct out out = output(TOKENSEAL_MAX_REFRESH_TOKEN);
        wrote(tokenseal_refresh_mint(refresh, keys, count, (char *)out.ptr, out.cap, out.len), out);
    } else if (kind == 2) {
        const tokenseal_rules *given = rules();
        struct out out = output(TOKENSEAL_SESSION_ID);
        wrote(tokenseal_session_id(session, given, (char *)out.ptr, out.cap, out.len), out);
    } else {
        const tokenseal_rules *given = rules();
        const char *subject = input(&text_len);
        tokenseal_status status =
            said(tokenseal_session_is_of(session, subject, text_len, given, &is_of));
        CHECK(status ? is_of == 7 : is_of < 2);
    }
}

static void make_store(void)
{
    uint8_t kind = byte();
    size_t cap = kind % 2 ? byte() : TOKENSEAL_RECORD_LEN(64), len = kind * 8u;
    void *memory = own(len);
    tokenseal_memory_store made = {NULL, 0, 0};
    if (!said(tokenseal_memory_store_init(&made, memory, len, kind == 0xff ? number() : cap)))
        *store = made;
}

void fuzz_state(const uint8_t *data, size_t len)
{
    static void (*const all[])(void) = {open_one, begin_session, begin_refresh, revoke,
                                        run,      take,          write_out,     make_store};
    feed_start(data, len);
    session = memset(own(sizeof *session), 0, sizeof *session);
    refresh = memset(own(sizeof *refresh), 0, sizeof *refresh);
    revocable = memset(own(sizeof *revocable), 0, sizeof *revocable);
    transition = memset(own(sizeof *transition), 0, sizeof *transition);
    store = memset(own(sizeof *store), 0, sizeof *store);
    while (feed_goes_on())
        all[byte() % (sizeof all / sizeof *all)]();
    feed_end();
}
