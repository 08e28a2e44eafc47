/*
 * Sessions over a store in memory: a visitor's cart is kept through the log-in and lost with the
 * log-out.
 *
 *     cc session.c $(pkg-config --cflags --libs tokenseal) -o session
 *
 * The loop between the library and the store is "run", and it is the same for refresh tokens,
 * revocation, and every other store. C99 and C++17.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <tokenseal.h>

/* In earnest a secret comes from a file or the environment, never from the source. */
static const char SECRET[] = "yYx4ZJDcFyWqHWsCrlJRFvnYkLB4BsW8RVtGaqDCXko";

/* The browser holds a cookie of this name to Secure, Path=/ and this very host. */
#define NAME "__Host-session"
#define NAME_LEN (sizeof NAME - 1)

/* How much a session may remember, and how many there may be. */
#define DATA_LEN 256
#define SESSIONS 100

static tokenseal_key key;
static tokenseal_memory_store store;

/* What the last transition has left in the session. */
static unsigned char buf[TOKENSEAL_RECORD_LEN(DATA_LEN)];
static tokenseal_slice data;

/* Carries out a transition: get, decide, swap, until it is done or refused. */
static tokenseal_status run(tokenseal_transition *transition, const char *text)
{
    unsigned char records[TOKENSEAL_MAX_STORE_KEYS * sizeof buf];
    tokenseal_slice found[TOKENSEAL_MAX_STORE_KEYS];
    tokenseal_step step = TOKENSEAL_STEP_INIT;
    tokenseal_status status;
    size_t count, used;
    uint32_t took;
    do {
        status = tokenseal_memory_store_get(&store, transition, records, sizeof records, &used,
                                            found, TOKENSEAL_MAX_STORE_KEYS, &count);
        if (status == TOKENSEAL_OK)
            status = tokenseal_transition_decide(transition, found, count, text, strlen(text), buf,
                                                 sizeof buf, &step);
        if (status != TOKENSEAL_OK || step.kind != TOKENSEAL_STEP_WRITE)
            continue; /* to the loop's condition */
        status = tokenseal_memory_store_swap(&store, transition, &step, &took);
        if (status == TOKENSEAL_OK)
            status = tokenseal_transition_swapped(transition, took, &step.kind);
    } while (status == TOKENSEAL_OK && step.kind == TOKENSEAL_STEP_AGAIN);
    data = step.data;
    return status;
}

/* A new session's id, from the operating system's generator. */
static void random_bytes(uint8_t entropy[TOKENSEAL_SESSION_ENTROPY])
{
    FILE *file = fopen("/dev/urandom", "rb");
    if (!file || fread(entropy, 1, TOKENSEAL_SESSION_ENTROPY, file) != TOKENSEAL_SESSION_ENTROPY) {
        perror("/dev/urandom");
        exit(1);
    }
    fclose(file);
}

/* The first visit: a session of nobody yet. */
static tokenseal_status visit(const char *cart, int64_t now, tokenseal_session *session)
{
    uint8_t entropy[TOKENSEAL_SESSION_ENTROPY];
    tokenseal_transition start;
    tokenseal_status status;
    random_bytes(entropy);
    status = tokenseal_session_start(entropy, sizeof entropy, NULL, 0, NULL, now, &start);
    if (status == TOKENSEAL_OK)
        status = run(&start, cart);
    return status == TOKENSEAL_OK ? tokenseal_session_result(&start, session) : status;
}

/* The log-in: another id, so that whoever knew the old one has nothing. */
static tokenseal_status log_in(tokenseal_session *session, const char *user, int64_t now)
{
    uint8_t entropy[TOKENSEAL_SESSION_ENTROPY];
    tokenseal_transition rotate;
    tokenseal_status status;
    random_bytes(entropy);
    status = tokenseal_session_rotate(session, entropy, sizeof entropy, user, strlen(user), NULL,
                                      now, &rotate);
    if (status == TOKENSEAL_OK)
        status = run(&rotate, "");
    return status == TOKENSEAL_OK ? tokenseal_session_result(&rotate, session) : status;
}

/* The header Set-Cookie for a session. The cookie lives as long as the session may. */
static tokenseal_status set_cookie(const tokenseal_session *session, int64_t now, char *header,
                                   size_t header_cap, size_t *header_len)
{
    char sealed[TOKENSEAL_MAX_SESSION_COOKIE];
    tokenseal_set_cookie cookie = TOKENSEAL_SET_COOKIE_INIT;
    tokenseal_session_info info = TOKENSEAL_SESSION_INFO_INIT;
    tokenseal_status status = tokenseal_session_describe(session, &info);
    if (status == TOKENSEAL_OK)
        status = tokenseal_session_seal(session, &key, NAME, NAME_LEN, now, sealed, sizeof sealed,
                                        &cookie.value.len);
    if (status != TOKENSEAL_OK)
        return status;
    cookie.name = TOKENSEAL_LITERAL(NAME);
    cookie.value.ptr = sealed;
    cookie.max_age = (uint64_t)(info.expires_at - now);
    return tokenseal_set_cookie_write(&cookie, header, header_cap, header_len);
}

/* What every request does: whose session is in this header Cookie? Its bytes are in "data". */
static tokenseal_status load(const char *request, size_t request_len, int64_t now,
                             tokenseal_session *session)
{
    tokenseal_slice sealed;
    tokenseal_transition load;
    tokenseal_status status = tokenseal_cookie_find(request, request_len, NAME, NAME_LEN, &sealed);
    if (status == TOKENSEAL_OK)
        status =
            tokenseal_session_open(&key, 1, NAME, NAME_LEN, sealed.ptr, sealed.len, now, session);
    if (status == TOKENSEAL_OK)
        status = tokenseal_session_load(session, NULL, now, &load);
    if (status == TOKENSEAL_OK)
        status = run(&load, "");
    return status == TOKENSEAL_OK ? tokenseal_session_result(&load, session) : status;
}

static tokenseal_status save(const tokenseal_session *session, const char *cart, int64_t now)
{
    tokenseal_transition save;
    tokenseal_status status = tokenseal_session_save(session, NULL, now, &save);
    return status == TOKENSEAL_OK ? run(&save, cart) : status;
}

static tokenseal_status log_out(const tokenseal_session *session, int64_t now)
{
    tokenseal_transition end;
    tokenseal_status status = tokenseal_session_end(session, NULL, now, &end);
    return status == TOKENSEAL_OK ? run(&end, "") : status;
}

static int failed(const char *what, tokenseal_status status)
{
    fprintf(stderr, "%s: %s\n", what, tokenseal_error_name(status));
    return 1;
}

/* What has become of a session: its bytes, or why not. */
static void show(const char *what, tokenseal_status status)
{
    if (status == TOKENSEAL_OK)
        printf("%-9s%.*s\n", what, (int)data.len, data.ptr);
    else
        printf("%-9s%s\n", what, tokenseal_error_name(status));
}

int main(void)
{
    static unsigned char memory[TOKENSEAL_MEMORY_STORE_LEN(SESSIONS, DATA_LEN)];
    const int64_t now = (int64_t)time(NULL) * 1000, later = now + 3600 * 1000;
    char header[TOKENSEAL_MAX_SET_COOKIE];
    size_t header_len;
    tokenseal_session session, other;

    tokenseal_status status =
        tokenseal_key_init_base64url(&key, TOKENSEAL_HS256, SECRET, strlen(SECRET), NULL, 0);
    if (status == TOKENSEAL_OK)
        status = tokenseal_memory_store_init(&store, memory, sizeof memory, sizeof buf);
    if (status != TOKENSEAL_OK)
        return failed("set up", status);

    show("visit", visit("cart: 3", now, &session));
    show("log in", log_in(&session, "user-42", now));
    status = set_cookie(&session, now, header, sizeof header, &header_len);
    if (status != TOKENSEAL_OK)
        return failed("cookie", status);
    printf("set      %.*s\n", (int)header_len, header);

    /* What the browser sends, here in two requests at once: the first to save wins. */
    show("load", load(header, header_len, now, &session));
    show("load", load(header, header_len, now, &other));
    show("save", save(&session, "cart: 4", now));
    show("save", save(&other, "cart: 2", now));

    show("load", load(header, header_len, later, &session));
    show("log out", log_out(&session, later));
    show("load", load(header, header_len, later, &session));
    header[NAME_LEN + 1] = header[NAME_LEN + 1] == 'A' ? 'B' : 'A';
    show("forged", load(header, header_len, later, &session));
    tokenseal_key_wipe(&key);
    return 0;
}
