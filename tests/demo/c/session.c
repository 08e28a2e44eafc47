#include <stdlib.h>
#include <string.h>

#include "mechanisms.h"

#define NAME "__Host-session"
/* How often a change is tried while others change the same. */
#define ATTEMPTS 32

static const tokenseal_slice NOTHING = {NULL, 0};

static tokenseal_set_cookie cookie_of(void)
{
    tokenseal_set_cookie cookie = TOKENSEAL_SET_COOKIE_INIT;
    cookie.name = TOKENSEAL_LITERAL(NAME);
    return cookie;
}

/* The session that the cookie names; the store has not been asked. */
static tokenseal_status open_session(const exchange *e, tokenseal_session *session)
{
    const tokenseal_slice sealed = exchange_cookie(e, NAME);
    if (!sealed.ptr)
        return NO_CREDENTIALS;
    return tokenseal_session_open(&e->site->key, 1, TEXT(NAME), sealed.ptr, sealed.len, e->now,
                                  session);
}

/* Loads the session and its data, which must be somebody's. */
static tokenseal_status load(exchange *e, tokenseal_session *session, json_t **data)
{
    tokenseal_transition transition;
    tokenseal_slice raw;
    const char *subject;
    uint32_t is_of = 0;
    tokenseal_status status = open_session(e, session);
    if (status == TOKENSEAL_OK)
        status = tokenseal_session_load(session, &e->site->rules, e->now, &transition);
    if (status == TOKENSEAL_OK)
        status = exchange_run(e, &transition, NOTHING, &raw);
    if (status == TOKENSEAL_OK)
        status = tokenseal_session_result(&transition, session);
    if (status != TOKENSEAL_OK)
        return status;
    *data = json_loadb(raw.ptr, raw.len, 0, NULL);
    subject = json_string_value(json_object_get(*data, "sub"));
    if (subject)
        status = tokenseal_session_is_of(session, subject,
                                         json_string_length(json_object_get(*data, "sub")),
                                         &e->site->rules, &is_of);
    if (is_of)
        return TOKENSEAL_OK;
    json_decref(*data);
    return status == TOKENSEAL_OK ? NO_CREDENTIALS : status;
}

static void say(exchange *e, const json_t *data)
{
    json_object_set(e->answer, "subject", json_object_get(data, "sub"));
    json_object_set(e->answer, "visits", json_object_get(data, "visits"));
}

/* Ends the session that the browser has, if it has one. */
static tokenseal_status end(exchange *e)
{
    tokenseal_session session;
    tokenseal_transition transition;
    tokenseal_slice result;
    tokenseal_status status;
    if (open_session(e, &session) != TOKENSEAL_OK)
        return TOKENSEAL_OK;
    status = tokenseal_session_end(&session, &e->site->rules, e->now, &transition);
    return status == TOKENSEAL_OK ? exchange_run(e, &transition, NOTHING, &result) : status;
}

tokenseal_status session_log_in(exchange *e)
{
    const tokenseal_slice data = TOKENSEAL_LITERAL("{\"sub\":\"" USER "\",\"visits\":0}");
    tokenseal_set_cookie cookie = cookie_of();
    tokenseal_transition transition;
    tokenseal_session session;
    tokenseal_slice result;
    uint8_t entropy[TOKENSEAL_SESSION_ENTROPY];
    char sealed[TOKENSEAL_MAX_SESSION_COOKIE];
    tokenseal_status status = end(e);
    if (status == TOKENSEAL_OK)
        status = exchange_entropy(entropy, sizeof entropy);
    if (status == TOKENSEAL_OK)
        status = tokenseal_session_start(entropy, sizeof entropy, TEXT(USER), &e->site->rules,
                                         e->now, &transition);
    if (status == TOKENSEAL_OK)
        status = exchange_run(e, &transition, data, &result);
    if (status == TOKENSEAL_OK)
        status = tokenseal_session_result(&transition, &session);
    if (status == TOKENSEAL_OK)
        status = tokenseal_session_seal(&session, &e->site->key, TEXT(NAME), e->now, sealed,
                                        sizeof sealed, &cookie.value.len);
    if (status != TOKENSEAL_OK)
        return status;
    cookie.value.ptr = sealed;
    cookie.max_age = TOKENSEAL_DEFAULT_SESSION_LIFETIME;
    exchange_say(e, "subject", TEXT(USER));
    return exchange_set_cookie(e, &cookie);
}

tokenseal_status session_who(exchange *e)
{
    tokenseal_session session;
    json_t *data;
    tokenseal_status status = load(e, &session, &data);
    if (status != TOKENSEAL_OK)
        return status;
    say(e, data);
    json_decref(data);
    return TOKENSEAL_OK;
}

/* Counts a visit in the session's data, unless another request has saved others meanwhile. */
static tokenseal_status count(exchange *e)
{
    tokenseal_session session;
    tokenseal_transition transition;
    tokenseal_slice raw, result;
    json_t *data;
    char *text;
    tokenseal_status status = load(e, &session, &data);
    if (status != TOKENSEAL_OK)
        return status;
    json_object_set_new(data, "visits",
                        json_integer(json_integer_value(json_object_get(data, "visits")) + 1));
    say(e, data);
    text = json_dumps(data, JSON_COMPACT);
    json_decref(data);
    raw.ptr = text;
    raw.len = text ? strlen(text) : 0;
    status = tokenseal_session_save(&session, &e->site->rules, e->now, &transition);
    if (status == TOKENSEAL_OK)
        status = exchange_run(e, &transition, raw, &result);
    free(text);
    return status;
}

tokenseal_status session_visit(exchange *e)
{
    tokenseal_status status = TOKENSEAL_CONFLICT;
    int i;
    for (i = 0; i < ATTEMPTS && status == TOKENSEAL_CONFLICT; i++)
        status = count(e);
    return status;
}

tokenseal_status session_log_out(exchange *e)
{
    const tokenseal_set_cookie cookie = cookie_of();
    const tokenseal_status status = end(e);
    return status == TOKENSEAL_OK ? exchange_remove_cookie(e, &cookie) : status;
}

tokenseal_status session_log_out_everywhere(exchange *e)
{
    const tokenseal_set_cookie cookie = cookie_of();
    tokenseal_transition transition;
    tokenseal_session session;
    tokenseal_slice result;
    json_t *data;
    /* A session that has ended ends no others. */
    tokenseal_status status = load(e, &session, &data);
    if (status != TOKENSEAL_OK)
        return status;
    json_decref(data);
    status = tokenseal_session_end_all(&session, &e->site->rules, e->now, &transition);
    if (status == TOKENSEAL_OK)
        status = exchange_run(e, &transition, NOTHING, &result);
    return status == TOKENSEAL_OK ? exchange_remove_cookie(e, &cookie) : status;
}
