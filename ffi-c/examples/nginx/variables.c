/* What the rest of the configuration sees: empty where there is nothing, or nothing that was
 * verified. */
#include "module.h"

enum { CLAIMS, VALUE, REASON };

static ngx_int_t give(ngx_http_variable_value_t *v, const u_char *text, size_t len)
{
    v->data = (u_char *)text;
    v->len = (unsigned)len;
    v->valid = 1;
    v->no_cacheable = 0;
    v->not_found = len == 0;
    return NGX_OK;
}

static ngx_int_t get_text(ngx_http_request_t *r, ngx_http_variable_value_t *v, uintptr_t which)
{
    const tokenseal_request *found = ngx_http_get_module_ctx(r, ngx_http_tokenseal_module);
    if (found == NULL)
        return give(v, NULL, 0);
    if (which == REASON)
        return found->reason == NULL
                   ? give(v, NULL, 0)
                   : give(v, (const u_char *)found->reason, ngx_strlen(found->reason));
    return which == CLAIMS ? give(v, found->claims.data, found->claims.len)
                           : give(v, found->value.data, found->value.len);
}

/* Whether a text can be handed on in a header: a claim may say anything. */
static int is_printable(const u_char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (text[i] < 0x20 || text[i] == 0x7f)
            return 0;
    }
    return 1;
}

/* A string as it is, another value as it is spelled in JSON. */
static ngx_int_t get_claim(ngx_http_request_t *r, ngx_http_variable_value_t *v, const u_char *name,
                           size_t name_len)
{
    const tokenseal_request *found = ngx_http_get_module_ctx(r, ngx_http_tokenseal_module);
    const char *json, *raw;
    size_t len;
    u_char *text;
    tokenseal_status status;

    if (found == NULL || found->claims.len == 0)
        return give(v, NULL, 0);
    text = ngx_pnalloc(r->pool, found->claims.len);
    if (text == NULL)
        return NGX_ERROR;
    json = (const char *)found->claims.data;
    status = tokenseal_claims_get_string(json, found->claims.len, (const char *)name, name_len,
                                         (char *)text, found->claims.len, &len);
    if (status == TOKENSEAL_OK)
        return is_printable(text, len) ? give(v, text, len) : give(v, NULL, 0);
    if (tokenseal_claims_get_raw(json, found->claims.len, (const char *)name, name_len, &raw,
                                 &len) != TOKENSEAL_OK)
        return give(v, NULL, 0);
    return is_printable((const u_char *)raw, len) ? give(v, (const u_char *)raw, len)
                                                  : give(v, NULL, 0);
}

static ngx_int_t get_subject(ngx_http_request_t *r, ngx_http_variable_value_t *v, uintptr_t unused)
{
    (void)unused;
    return get_claim(r, v, (const u_char *)"sub", 3);
}

/* $tokenseal_claim_NAME: data is the variable's whole name. */
static ngx_int_t get_named_claim(ngx_http_request_t *r, ngx_http_variable_value_t *v,
                                 uintptr_t data)
{
    const ngx_str_t *name = (const ngx_str_t *)data;
    const size_t prefix = sizeof "tokenseal_claim_" - 1;
    return get_claim(r, v, name->data + prefix, name->len - prefix);
}

ngx_int_t tokenseal_add_variables(ngx_conf_t *cf)
{
    static ngx_http_variable_t variables[] = {
        {ngx_string("tokenseal_subject"), NULL, get_subject, 0, 0, 0},
        {ngx_string("tokenseal_claims"), NULL, get_text, CLAIMS, 0, 0},
        {ngx_string("tokenseal_cookie"), NULL, get_text, VALUE, 0, 0},
        {ngx_string("tokenseal_reason"), NULL, get_text, REASON, 0, 0},
        {ngx_string("tokenseal_claim_"), NULL, get_named_claim, 0, NGX_HTTP_VAR_PREFIX, 0},
    };
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
        ngx_http_variable_t *variable =
            ngx_http_add_variable(cf, &variables[i].name, variables[i].flags);
        if (variable == NULL)
            return NGX_ERROR;
        variable->get_handler = variables[i].get_handler;
        variable->data = variables[i].data;
    }
    return NGX_OK;
}
