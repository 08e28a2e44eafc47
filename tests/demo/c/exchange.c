#define _POSIX_C_SOURCE 200809L

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

#include "exchange.h"

/* Unix milliseconds by the demo's clock: the system's, and an offset. 0: nobody knows. */
static int64_t demo_now(const struct site *site)
{
    FILE *file = fopen(site->clock, "r");
    struct timespec clock;
    long long offset;
    int read = file ? fscanf(file, "%lld", &offset) : 0;
    if (file)
        fclose(file);
    if (read != 1 || clock_gettime(CLOCK_REALTIME, &clock) != 0)
        return 0;
    return (int64_t)clock.tv_sec * 1000 + clock.tv_nsec / 1000000 + offset;
}

exchange *exchange_new(struct site *site, struct MHD_Connection *connection, const char *method,
                       const char *uri)
{
    exchange *e = (exchange *)calloc(1, sizeof *e);
    if (!e)
        return NULL;
    e->site = site;
    e->connection = connection;
    e->method = method;
    e->uri = uri;
    e->now = demo_now(site);
    e->status = MHD_HTTP_OK;
    e->answer = json_object();
    e->headers = json_array();
    e->store = json_array();
    return e;
}

tokenseal_slice exchange_header(const exchange *e, const char *name)
{
    tokenseal_slice found = {NULL, 0};
    found.ptr = MHD_lookup_connection_value(e->connection, MHD_HEADER_KIND, name);
    found.len = found.ptr ? strlen(found.ptr) : 0;
    return found;
}

tokenseal_slice exchange_cookie(const exchange *e, const char *name)
{
    tokenseal_slice header = exchange_header(e, "Cookie"), found = {NULL, 0};
    if (tokenseal_cookie_find(header.ptr, header.len, name, strlen(name), &found) != TOKENSEAL_OK)
        found.ptr = NULL;
    return found;
}

const char *exchange_parameter(const exchange *e, const char *name)
{
    return MHD_lookup_connection_value(e->connection, MHD_GET_ARGUMENT_KIND, name);
}

void exchange_say(exchange *e, const char *name, const char *text, size_t len)
{
    json_object_set_new(e->answer, name, json_stringn(text, len));
}

static tokenseal_status add_cookie(exchange *e, const tokenseal_set_cookie *cookie,
                                   tokenseal_status (*write)(const tokenseal_set_cookie *, char *,
                                                             size_t, size_t *))
{
    char header[TOKENSEAL_MAX_SET_COOKIE];
    size_t len = 0;
    tokenseal_status status = write(cookie, header, sizeof header, &len);
    if (status == TOKENSEAL_OK)
        json_array_append_new(e->headers, json_sprintf("Set-Cookie: %.*s", (int)len, header));
    return status;
}

tokenseal_status exchange_set_cookie(exchange *e, const tokenseal_set_cookie *cookie)
{
    return add_cookie(e, cookie, tokenseal_set_cookie_write);
}

tokenseal_status exchange_remove_cookie(exchange *e, const tokenseal_set_cookie *cookie)
{
    return add_cookie(e, cookie, tokenseal_set_cookie_removal);
}

tokenseal_status exchange_entropy(uint8_t *bytes, size_t len)
{
    return getrandom(bytes, len, 0) == (ssize_t)len ? TOKENSEAL_OK : TOKENSEAL_STORE_UNAVAILABLE;
}

static void note_get(exchange *e, const tokenseal_store_key *keys, const tokenseal_slice *found,
                     size_t count)
{
    json_t *names = json_array(), *there = json_array();
    size_t i;
    for (i = 0; i < count; i++) {
        json_array_append_new(names, json_string(keys[i].text));
        json_array_append_new(there, json_boolean(found[i].ptr != NULL));
    }
    json_array_append_new(e->store, json_pack("{s:o, s:o}", "get", names, "found", there));
}

tokenseal_status exchange_run(exchange *e, tokenseal_transition *transition, tokenseal_slice data,
                              tokenseal_slice *result)
{
    static unsigned char buf[TOKENSEAL_MAX_RECORD];
    struct store *store = e->site->store;
    tokenseal_store_key keys[TOKENSEAL_MAX_STORE_KEYS];
    tokenseal_slice found[TOKENSEAL_MAX_STORE_KEYS];
    tokenseal_step step = TOKENSEAL_STEP_INIT;
    tokenseal_status status;
    do {
        size_t count = 0;
        uint32_t took = 0;
        status = tokenseal_transition_keys(transition, keys, TOKENSEAL_MAX_STORE_KEYS, &count);
        if (status == TOKENSEAL_OK)
            status = store->get(store, keys, count, e->now, found);
        if (status == TOKENSEAL_OK) {
            note_get(e, keys, found, count);
            status = tokenseal_transition_decide(transition, found, count, data.ptr, data.len, buf,
                                                 sizeof buf, &step);
        }
        if (status != TOKENSEAL_OK || step.kind != TOKENSEAL_STEP_WRITE)
            continue; /* to the condition of the loop */
        status = store->swap(store, &keys[step.key], &step, e->now, &took);
        if (status == TOKENSEAL_OK) {
            json_array_append_new(
                e->store, json_pack("{s:s, s:b}", "swap", keys[step.key].text, "took", (int)took));
            status = tokenseal_transition_swapped(transition, took, &step.kind);
        }
    } while (status == TOKENSEAL_OK && step.kind == TOKENSEAL_STEP_AGAIN);
    *result = step.data; /* in buf */
    return status;
}

/* What is answered when it is not what was asked for: as the other services do. */
static void refuse(exchange *e, tokenseal_status status)
{
    const int is_store = status == TOKENSEAL_UNKNOWN_RECORD || status == TOKENSEAL_CONTENTION ||
                         status == TOKENSEAL_STORE_UNAVAILABLE || status == TOKENSEAL_STORE_FULL;
    const char *name = status == NO_CREDENTIALS  ? "credentials-required"
                       : status == NO_SUCH_THEME ? "no-such-theme"
                                                 : tokenseal_error_name(status);
    e->status = is_store                           ? MHD_HTTP_SERVICE_UNAVAILABLE
                : status == TOKENSEAL_CROSS_SITE   ? MHD_HTTP_FORBIDDEN
                : status == TOKENSEAL_BAD_ARGUMENT ? MHD_HTTP_INTERNAL_SERVER_ERROR
                : status == NO_SUCH_THEME          ? MHD_HTTP_BAD_REQUEST
                                                   : MHD_HTTP_UNAUTHORIZED;
    json_array_clear(e->headers);
    json_object_clear(e->answer);
    exchange_say(e, "code", name, strlen(name));
    if (e->status == MHD_HTTP_UNAUTHORIZED)
        json_array_append_new(
            e->headers, status == NO_CREDENTIALS
                            ? json_string("WWW-Authenticate: Bearer")
                            : json_sprintf("WWW-Authenticate: Bearer error=\"invalid_token\", "
                                           "error_description=\"%s\"",
                                           name));
}

static json_t *request_lines(const exchange *e)
{
    static const char *const SHOWN[] = {"Cookie", "Authorization", "Origin"};
    json_t *lines = json_array();
    size_t i;
    for (i = 0; i < sizeof SHOWN / sizeof *SHOWN; i++) {
        const tokenseal_slice value = exchange_header(e, SHOWN[i]);
        if (value.ptr)
            json_array_append_new(lines, json_sprintf("%s: %s", SHOWN[i], value.ptr));
    }
    return lines;
}

/* A line for the first service. */
static void report(exchange *e)
{
    const tokenseal_slice client = exchange_header(e, "X-Demo-Client");
    json_t *line =
        json_pack("{s:I, s:s, s:s, s:s, s:s, s:o, s:i, s:O, s:O, s:O}", "at", (json_int_t)e->now,
                  "service", "c", "client", client.ptr ? client.ptr : "browser", "method",
                  e->method, "path", e->uri, "request", request_lines(e), "status", (int)e->status,
                  "response", e->headers, "answer", e->answer, "store", e->store);
    char *text = line ? json_dumps(line, JSON_COMPACT) : NULL;
    if (text)
        puts(text);
    fflush(stdout);
    free(text);
    json_decref(line);
}

enum MHD_Result exchange_end(exchange *e, tokenseal_status status)
{
    enum MHD_Result result = MHD_NO;
    struct MHD_Response *response;
    char *body;
    size_t i;
    if (status != TOKENSEAL_OK)
        refuse(e, status);
    body = json_object_size(e->answer) ? json_dumps(e->answer, JSON_COMPACT) : strdup("");
    if (e->status == MHD_HTTP_OK && body && !*body)
        e->status = MHD_HTTP_NO_CONTENT;
    report(e);
    response =
        MHD_create_response_from_buffer(body ? strlen(body) : 0, body, MHD_RESPMEM_MUST_FREE);
    if (response) {
        for (i = 0; i < json_array_size(e->headers); i++) {
            char *line = strdup(json_string_value(json_array_get(e->headers, i)));
            char *colon = line ? strchr(line, ':') : NULL;
            if (colon) {
                *colon = 0;
                MHD_add_response_header(response, line, colon + 2);
            }
            free(line);
        }
        if (body && *body)
            MHD_add_response_header(response, "Content-Type", "application/json");
        MHD_add_response_header(response, "Cache-Control", "no-store");
        MHD_add_response_header(response, "Access-Control-Allow-Origin", e->site->page);
        MHD_add_response_header(response, "Access-Control-Allow-Credentials", "true");
        result = MHD_queue_response(e->connection, e->status, response);
        MHD_destroy_response(response);
    }
    json_decref(e->answer);
    json_decref(e->headers);
    json_decref(e->store);
    free(e);
    return result;
}
