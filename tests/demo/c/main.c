/*
 * The demo's service in C: libmicrohttpd, over the store of the first service. It says its port,
 * and then its exchanges; it ends with its standard input.
 */
#define _POSIX_C_SOURCE 200809L

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mechanisms.h"

static const struct {
    const char *method, *path;
    tokenseal_status (*serve)(exchange *e);
} ROUTES[] = {
    {"GET", "/preference/theme", preference_read},
    {"POST", "/preference/theme", preference_choose},
    {"POST", "/session/login", session_log_in},
    {"GET", "/session/who", session_who},
    {"POST", "/session/visit", session_visit},
    {"POST", "/session/auth/logout", session_log_out},
    {"POST", "/session/auth/logout-all", session_log_out_everywhere},
    {"POST", "/token/login", token_log_in},
    {"GET", "/token/who", token_who},
    {"GET", "/token/quick", token_quick},
    {"POST", "/token/auth/refresh", token_refresh},
    {"POST", "/token/auth/logout", token_log_out},
    {"POST", "/token/auth/logout-all", token_log_out_everywhere},
};

/* A request on its way in. */
typedef struct arrival {
    char *uri;
    int has_begun;
} arrival;

/* Other sites' pages may not push the buttons. */
static tokenseal_status check_site(const exchange *e)
{
    tokenseal_fetch fetch = TOKENSEAL_FETCH_INIT;
    tokenseal_slice page;
    page.ptr = e->site->page;
    page.len = strlen(page.ptr);
    fetch.method.ptr = e->method;
    fetch.method.len = strlen(e->method);
    fetch.site = exchange_header(e, "Sec-Fetch-Site");
    fetch.origin = exchange_header(e, "Origin");
    fetch.allowed = &page;
    fetch.allowed_count = 1;
    /* The page is of another origin, and welcome: then the first header does not matter. */
    if (fetch.origin.len == page.len && memcmp(fetch.origin.ptr, page.ptr, page.len) == 0)
        fetch.site.ptr = NULL, fetch.site.len = 0;
    return tokenseal_csrf_check_fetch(&fetch);
}

static enum MHD_Result not_found(struct MHD_Connection *connection)
{
    struct MHD_Response *response =
        MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
    const enum MHD_Result result = MHD_queue_response(connection, MHD_HTTP_NOT_FOUND, response);
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result answer(void *context, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *upload,
                              size_t *upload_len, void **state)
{
    arrival *arriving = (arrival *)*state;
    tokenseal_status status;
    exchange *e;
    size_t i;
    (void)version;
    (void)upload;
    if (!arriving)
        return MHD_NO;
    if (!arriving->has_begun || *upload_len) {
        /* The headers alone; or a body, which nobody wants. */
        arriving->has_begun = 1;
        *upload_len = 0;
        return MHD_YES;
    }
    for (i = 0; i < sizeof ROUTES / sizeof *ROUTES; i++)
        if (strcmp(method, ROUTES[i].method) == 0 && strcmp(url, ROUTES[i].path) == 0)
            break;
    if (i == sizeof ROUTES / sizeof *ROUTES)
        return not_found(connection);
    e = exchange_new((struct site *)context, connection, method, arriving->uri);
    if (!e)
        return MHD_NO;
    status = check_site(e);
    return exchange_end(e, status == TOKENSEAL_OK ? ROUTES[i].serve(e) : status);
}

static void *arrive(void *context, const char *uri, struct MHD_Connection *connection)
{
    arrival *arriving = (arrival *)calloc(1, sizeof *arriving);
    (void)context;
    (void)connection;
    if (arriving && !(arriving->uri = strdup(uri))) {
        free(arriving);
        return NULL;
    }
    return arriving;
}

static void leave(void *context, struct MHD_Connection *connection, void **state,
                  enum MHD_RequestTerminationCode code)
{
    arrival *arriving = (arrival *)*state;
    (void)context;
    (void)connection;
    (void)code;
    if (arriving)
        free(arriving->uri);
    free(arriving);
}

/* All requests on one thread, on a port that the system gives. */
static struct MHD_Daemon *start(struct site *site)
{
    struct sockaddr_in loopback;
    memset(&loopback, 0, sizeof loopback);
    loopback.sin_family = AF_INET;
    loopback.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_ERROR_LOG, 0, NULL, NULL,
                            answer, site, MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&loopback,
                            MHD_OPTION_URI_LOG_CALLBACK, arrive, NULL, MHD_OPTION_NOTIFY_COMPLETED,
                            leave, NULL, MHD_OPTION_END);
}

int main(void)
{
    const char *secret = getenv("DEMO_SECRET"), *url = getenv("DEMO_STORE");
    const char *ns = getenv("DEMO_NAMESPACE");
    static struct site site = {.rules = TOKENSEAL_RULES_INIT};
    struct MHD_Daemon *daemon;
    char rest[64];
    site.clock = getenv("DEMO_CLOCK");
    site.page = getenv("DEMO_ORIGIN");
    if (!secret || !url || !ns || !site.clock || !site.page ||
        tokenseal_key_init_hex(&site.key, TOKENSEAL_HS256, secret, strlen(secret), NULL, 0) !=
            TOKENSEAL_OK)
        return 2;
    site.rules.ns.ptr = ns;
    site.rules.ns.len = strlen(ns);
    site.store = strstr(url, "://") ? redis_store_open(url) : sqlite_store_open(url);
    daemon = site.store ? start(&site) : NULL;
    if (!daemon)
        return 1;
    printf("%u\n", MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port);
    fflush(stdout);
    while (read(STDIN_FILENO, rest, sizeof rest) > 0)
        continue;
    MHD_stop_daemon(daemon);
    site.store->close(site.store);
    tokenseal_key_wipe(&site.key);
    return 0;
}
