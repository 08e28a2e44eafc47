/* The paths of sessions, refresh tokens and CSRF tokens, up to where the store comes in. */
#include "paths.h"

static const char NAME[] = "__Host-id", WHO[] = "user-42";
#define NAMED NAME, sizeof NAME - 1
#define SUBJECT WHO, sizeof WHO - 1

/* Carries out a transition over an empty store. */
static tokenseal_status settle(tokenseal_transition *transition)
{
    static const tokenseal_slice nothing[TOKENSEAL_MAX_STORE_KEYS];
    tokenseal_store_key keys[TOKENSEAL_MAX_STORE_KEYS];
    unsigned char record[TOKENSEAL_RECORD_LEN(16)];
    tokenseal_step step = TOKENSEAL_STEP_INIT;
    size_t count;
    tokenseal_status status =
        tokenseal_transition_keys(transition, keys, TOKENSEAL_MAX_STORE_KEYS, &count);
    if (!status)
        status = tokenseal_transition_decide(transition, nothing, count, "data", 4, record,
                                             sizeof record, &step);
    if (!status && step.kind == TOKENSEAL_STEP_WRITE)
        status = tokenseal_transition_swapped(transition, 1, &step.kind);
    return status ? status : step.kind == TOKENSEAL_STEP_DONE ? 0 : TOKENSEAL_CONTENTION;
}

/* --- sessions -------------------------------------------------------------------------------- */

static tokenseal_status session(struct given *given)
{
    tokenseal_transition transition;
    tokenseal_status status = tokenseal_session_start(
        (const uint8_t *)given->data, TOKENSEAL_SESSION_ENTROPY, SUBJECT, NULL, NOW, &transition);
    if (!status)
        status = settle(&transition);
    return status ? status : tokenseal_session_result(&transition, &given->session);
}

static tokenseal_status session_cookie(struct given *given)
{
    tokenseal_status status = session(given);
    return status ? status
                  : tokenseal_session_seal(&given->session, given->keys + 1, NAMED, NOW,
                                           given->text, sizeof given->text, &given->text_len);
}

static tokenseal_status session_cookie_forged(struct given *given)
{
    tokenseal_status status = session_cookie(given);
    text_forge(given);
    return status;
}

static tokenseal_status session_seal(const struct given *given, struct made *made)
{
    return tokenseal_session_seal(&given->session, given->keys + 1, NAMED, NOW, made->text,
                                  sizeof made->text, &made->len);
}

static tokenseal_status session_open(const struct given *given, struct made *made)
{
    return tokenseal_session_open(given->keys, 2, NAMED, given->text, given->text_len, NOW,
                                  &made->session);
}

/* --- refresh tokens -------------------------------------------------------------------------- */

static tokenseal_status start_with(const struct given *given, tokenseal_transition *transition)
{
    return tokenseal_refresh_start(given->keys + 1, 1, (const uint8_t *)given->data,
                                   TOKENSEAL_REFRESH_ENTROPY, SUBJECT, NULL, 0, NULL, NOW,
                                   transition);
}

static tokenseal_status refresh(struct given *given)
{
    tokenseal_transition transition;
    tokenseal_status status = start_with(given, &transition);
    if (!status)
        status = settle(&transition);
    return status ? status : tokenseal_refresh_result(&transition, &given->refresh);
}

static tokenseal_status refresh_token(struct given *given)
{
    tokenseal_status status = refresh(given);
    return status ? status
                  : tokenseal_refresh_mint(&given->refresh, given->keys, 2, given->text,
                                           sizeof given->text, &given->text_len);
}

static tokenseal_status refresh_token_forged(struct given *given)
{
    tokenseal_status status = refresh_token(given);
    text_forge(given);
    return status;
}

static tokenseal_status refresh_start(const struct given *given, struct made *made)
{
    return start_with(given, &made->transition);
}

static tokenseal_status refresh_mint(const struct given *given, struct made *made)
{
    return tokenseal_refresh_mint(&given->refresh, given->keys, 2, made->text, sizeof made->text,
                                  &made->len);
}

static tokenseal_status refresh_open(const struct given *given, struct made *made)
{
    return tokenseal_refresh_open(given->keys, 2, given->text, given->text_len, &made->refresh);
}

static tokenseal_status refresh_rotate(const struct given *given, struct made *made)
{
    return tokenseal_refresh_rotate(&given->refresh, given->keys + 1, 1, NULL, 0, NULL, NOW,
                                    &made->transition);
}

/* --- CSRF ------------------------------------------------------------------------------------ */

static tokenseal_status csrf_into(const struct given *given, char *text, size_t cap, size_t *len)
{
    return tokenseal_csrf_token(given->keys + 1, SUBJECT, (const uint8_t *)given->data,
                                TOKENSEAL_CSRF_ENTROPY_LEN(given->alg), text, cap, len);
}

static tokenseal_status csrf(struct given *given)
{
    return csrf_into(given, given->text, sizeof given->text, &given->text_len);
}

static tokenseal_status csrf_forged(struct given *given)
{
    tokenseal_status status = csrf(given);
    text_forge(given);
    return status;
}

static tokenseal_status csrf_token(const struct given *given, struct made *made)
{
    return csrf_into(given, made->text, sizeof made->text, &made->len);
}

static tokenseal_status csrf_verify(const struct given *given, struct made *made)
{
    (void)made;
    return tokenseal_csrf_verify(given->keys, 2, SUBJECT, given->text, given->text_len);
}

#define FORGED TOKENSEAL_BAD_SIGNATURE

const struct path state_paths[] = {
    {"session_seal", session, session_seal, TOKENSEAL_OK, PUTS_OUT},
    {"session_open", session_cookie, session_open, TOKENSEAL_OK, ASKS(2)},
    {"session_open, forged", session_cookie_forged, session_open, FORGED, ASKS(2)},
    {"refresh_start", NULL, refresh_start, TOKENSEAL_OK, ASKS(0)},
    {"refresh_rotate", refresh, refresh_rotate, TOKENSEAL_OK, ASKS(0)},
    /* Two verdicts: which of the keys the record names. */
    {"refresh_mint", refresh, refresh_mint, TOKENSEAL_OK, 2, 1, 0, 0, 0, 0},
    {"refresh_open", refresh_token, refresh_open, TOKENSEAL_OK, ASKS(2)},
    {"refresh_open, forged", refresh_token_forged, refresh_open, FORGED, ASKS(2)},
    {"csrf_token", NULL, csrf_token, TOKENSEAL_OK, PUTS_OUT},
    {"csrf_verify", csrf, csrf_verify, TOKENSEAL_OK, ASKS(2)},
    {"csrf_verify, forged", csrf_forged, csrf_verify, FORGED, ASKS(2)},
};
const size_t state_path_count = sizeof state_paths / sizeof *state_paths;
