/* A request and its answer, and what the store was asked in between. */
#ifndef DEMO_EXCHANGE_H
#define DEMO_EXCHANGE_H

#include <jansson.h>
#include <microhttpd.h>
#include <tokenseal.h>

#include "store.h"

#define LEN(literal) (sizeof(literal) - 1)
/* A text with its length, as most functions of the library take it. */
#define TEXT(literal) literal, LEN(literal)

/* Everybody who logs in is her; passwords are not what this is about. */
#define USER "ada"

/* A handler's own status: the request came without credentials. No status of the library. */
#define NO_CREDENTIALS 1
#define NO_SUCH_THEME 2

/* What all requests share. */
struct site {
    tokenseal_key key;
    tokenseal_rules rules;
    struct store *store;
    /* The file in which the first service keeps by how much the clock is ahead. */
    const char *clock;
    /* Where the page is that may make requests. */
    const char *page;
};

typedef struct exchange {
    struct site *site;
    struct MHD_Connection *connection;
    const char *method, *uri;
    int64_t now;
    unsigned status;
    /* The body: an object. Without members there is none. */
    json_t *answer;
    /* Lines of the headers to be sent: ["Set-Cookie: ...", ...] */
    json_t *headers;
    /* What the store was asked. */
    json_t *store;
} exchange;

/* Begins one. NULL: no memory. */
exchange *exchange_new(struct site *site, struct MHD_Connection *connection, const char *method,
                       const char *uri);

/* Says it to the first service on standard output, and answers. */
enum MHD_Result exchange_end(exchange *e, tokenseal_status status);

/* A header of the request. {NULL, 0}: there is none. */
tokenseal_slice exchange_header(const exchange *e, const char *name);

/* A cookie of the request. {NULL, 0}: there is none. */
tokenseal_slice exchange_cookie(const exchange *e, const char *name);

/* A parameter behind the question mark, or NULL. */
const char *exchange_parameter(const exchange *e, const char *name);

/* Sets a cookie, or removes it. */
tokenseal_status exchange_set_cookie(exchange *e, const tokenseal_set_cookie *cookie);
tokenseal_status exchange_remove_cookie(exchange *e, const tokenseal_set_cookie *cookie);

/* Answers with a member that is a text. */
void exchange_say(exchange *e, const char *name, const char *text, size_t len);

/* Carries out a transition: get, decide, swap, until it is done. The result is good until the next.
 */
tokenseal_status exchange_run(exchange *e, tokenseal_transition *transition, tokenseal_slice data,
                              tokenseal_slice *result);

/* Random bytes. Without them the service can't tell, as without its store. */
tokenseal_status exchange_entropy(uint8_t *bytes, size_t len);

#endif
