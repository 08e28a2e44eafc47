/* What the files of the module share. */
#ifndef NGX_HTTP_TOKENSEAL_MODULE_H
#define NGX_HTTP_TOKENSEAL_MODULE_H

#include <ngx_config.h>
#include <ngx_core.h>
#include <ngx_http.h>

#include <tokenseal.h>

/* The settings of a location. */
typedef struct {
    ngx_flag_t enabled;
    /* tokenseal_key; NULL: not set. */
    ngx_array_t *keys;
    ngx_str_t issuer;
    ngx_str_t type;
    /* tokenseal_slice; NULL: none. */
    ngx_array_t *audience;
    ngx_array_t *required;
    ngx_array_t *scopes;
    ngx_array_t *origins;
    /* Milliseconds. */
    ngx_msec_t leeway;
    /* The cookie that has a token, and the one that has a sealed value; empty: none. */
    ngx_str_t token_cookie;
    ngx_str_t sealed_cookie;
    time_t sealed_max_age;
    /* Made of the above when the configuration has been read. */
    tokenseal_policy policy;
} tokenseal_settings;

/* What is known of a request. */
typedef struct {
    /* The claims of a good token: JSON. */
    ngx_str_t claims;
    /* The value of a good sealed cookie. */
    ngx_str_t value;
    /* The code of the refusal; NULL: none. */
    const char *reason;
} tokenseal_request;

extern ngx_module_t ngx_http_tokenseal_module;

/* Unix milliseconds, as nginx has them. */
int64_t tokenseal_now(void);

/* The directive tokenseal_keys: reads a JWK or a JWK Set from a file. */
char *tokenseal_read_keys(ngx_conf_t *cf, ngx_command_t *command, void *conf);

/* The handler of the access phase. */
ngx_int_t tokenseal_access(ngx_http_request_t *r);

/* Answers with problem JSON (RFC 9457) and WWW-Authenticate (RFC 6750 section 3). */
ngx_int_t tokenseal_refuse(ngx_http_request_t *r, const char *code);
ngx_int_t tokenseal_refuse_scope(ngx_http_request_t *r, const ngx_array_t *scopes);
ngx_int_t tokenseal_refuse_cross_site(ngx_http_request_t *r);

/* Declares the variables. */
ngx_int_t tokenseal_add_variables(ngx_conf_t *cf);

#endif
