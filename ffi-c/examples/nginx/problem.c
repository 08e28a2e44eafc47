/* What is answered to a request that is refused. */
#include "module.h"

static ngx_int_t add_header(ngx_http_request_t *r, const char *name, u_char *value, size_t len)
{
    ngx_table_elt_t *header = ngx_list_push(&r->headers_out.headers);
    if (header == NULL)
        return NGX_ERROR;
    ngx_memzero(header, sizeof *header);
    header->hash = 1;
    header->key.data = (u_char *)name;
    header->key.len = ngx_strlen(name);
    header->value.data = value;
    header->value.len = len;
    return NGX_OK;
}

/* Codes, titles and challenges are ASCII without anything that JSON would escape. */
static ngx_int_t answer(ngx_http_request_t *r, ngx_uint_t status, const char *code,
                        const char *title, u_char *challenge, size_t challenge_len)
{
    static const char FORM[] = "{\"type\":\"urn:tokenseal:problem:%s\",\"title\":\"%s\","
                               "\"status\":%ui,\"code\":\"%s\"}";
    size_t room = sizeof FORM + 2 * ngx_strlen(code) + ngx_strlen(title) + NGX_INT_T_LEN;
    ngx_chain_t out = {NULL, NULL};
    ngx_buf_t *body;
    ngx_int_t rc = ngx_http_discard_request_body(r);

    if (rc != NGX_OK)
        return rc;
    body = ngx_create_temp_buf(r->pool, room);
    if (body == NULL)
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    body->last = ngx_snprintf(body->pos, room, FORM, code, title, status, code);
    body->last_buf = r == r->main;
    body->last_in_chain = 1;

    r->headers_out.status = status;
    r->headers_out.content_length_n = body->last - body->pos;
    ngx_str_set(&r->headers_out.content_type, "application/problem+json");
    r->headers_out.content_type_len = r->headers_out.content_type.len;
    if (add_header(r, "Cache-Control", (u_char *)"no-store", 8) != NGX_OK)
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    if (challenge_len != 0 && add_header(r, "WWW-Authenticate", challenge, challenge_len) != NGX_OK)
        return NGX_HTTP_INTERNAL_SERVER_ERROR;

    rc = ngx_http_send_header(r);
    if (rc == NGX_ERROR || rc > NGX_OK || r->header_only) {
        ngx_http_finalize_request(r, rc);
        return NGX_DONE;
    }
    out.buf = body;
    ngx_http_finalize_request(r, ngx_http_output_filter(r, &out));
    return NGX_DONE;
}

ngx_int_t tokenseal_refuse(ngx_http_request_t *r, const char *code)
{
    static const char FORM[] = "Bearer error=\"invalid_token\", error_description=\"%s\"";
    size_t room = sizeof FORM + ngx_strlen(code);
    u_char *challenge = ngx_pnalloc(r->pool, room);
    if (challenge == NULL)
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    /* RFC 6750 section 3.1: who came without credentials is told of no error. */
    if (ngx_strcmp(code, "credentials-required") == 0)
        return answer(r, NGX_HTTP_UNAUTHORIZED, code, "Log in first", (u_char *)"Bearer", 6);
    return answer(r, NGX_HTTP_UNAUTHORIZED, code, "The credentials are not accepted", challenge,
                  (size_t)(ngx_snprintf(challenge, room, FORM, code) - challenge));
}

ngx_int_t tokenseal_refuse_scope(ngx_http_request_t *r, const ngx_array_t *scopes)
{
    static const char START[] = "Bearer error=\"insufficient_scope\", scope=\"";
    const tokenseal_slice *scope = scopes->elts;
    size_t room = sizeof START;
    u_char *challenge, *end;

    for (ngx_uint_t i = 0; i < scopes->nelts; i++)
        room += scope[i].len + 1;
    challenge = ngx_pnalloc(r->pool, room);
    if (challenge == NULL)
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    end = ngx_cpymem(challenge, START, sizeof START - 1);
    for (ngx_uint_t i = 0; i < scopes->nelts; i++) {
        if (i > 0)
            *end++ = ' ';
        end = ngx_cpymem(end, scope[i].ptr, scope[i].len);
    }
    *end++ = '"';
    return answer(r, NGX_HTTP_FORBIDDEN, "insufficient-scope",
                  "The credentials do not reach this far", challenge, (size_t)(end - challenge));
}

ngx_int_t tokenseal_refuse_cross_site(ngx_http_request_t *r)
{
    return answer(r, NGX_HTTP_FORBIDDEN, "cross-site",
                  "Refused: another site may have made this request", NULL, 0);
}
