/* Who asks: the credentials of a request and what is found out about them. */
#include "module.h"

#define TEXT(text) (const char *)(text).data, (text).len

int64_t tokenseal_now(void)
{
    const ngx_time_t *time = ngx_timeofday();
    return (int64_t)time->sec * 1000 + (int64_t)time->msec;
}

static tokenseal_slice slice(const ngx_table_elt_t *header)
{
    tokenseal_slice slice = {NULL, 0};
    if (header != NULL) {
        slice.ptr = (const char *)header->value.data;
        slice.len = header->value.len;
    }
    return slice;
}

/* The first header of this name that nginx has no place of its own for. */
static ngx_table_elt_t *find_header(ngx_http_request_t *r, const char *name)
{
    size_t len = ngx_strlen(name);
    for (ngx_list_part_t *part = &r->headers_in.headers.part; part != NULL; part = part->next) {
        ngx_table_elt_t *header = part->elts;
        for (ngx_uint_t i = 0; i < part->nelts; i++) {
            if (header[i].key.len == len &&
                ngx_strncasecmp(header[i].key.data, (u_char *)name, len) == 0)
                return &header[i];
        }
    }
    return NULL;
}

/* The first cookie of this name; a request may have several headers of cookies. */
static tokenseal_slice find_cookie(ngx_http_request_t *r, const ngx_str_t *name)
{
    tokenseal_slice value = {NULL, 0};
#if (nginx_version >= 1023000)
    for (ngx_table_elt_t *header = r->headers_in.cookie; header != NULL && value.ptr == NULL;
         header = header->next) {
#else
    ngx_table_elt_t **headers = r->headers_in.cookies.elts;
    for (ngx_uint_t i = 0; i < r->headers_in.cookies.nelts && value.ptr == NULL; i++) {
        const ngx_table_elt_t *header = headers[i];
#endif
        if (tokenseal_cookie_find(TEXT(header->value), TEXT(*name), &value) != TOKENSEAL_OK)
            value.ptr = NULL;
    }
    return value;
}

static tokenseal_status verify(ngx_http_request_t *r, const tokenseal_settings *settings,
                               tokenseal_slice token, ngx_str_t *claims)
{
    size_t room = TOKENSEAL_CLAIMS_LEN(token.len);
    if (token.len > TOKENSEAL_MAX_TOKEN)
        return TOKENSEAL_LIMIT;
    claims->data = ngx_pnalloc(r->pool, room);
    if (claims->data == NULL)
        return TOKENSEAL_BUFFER_TOO_SMALL;
    return tokenseal_jwt_verify(settings->keys->elts, settings->keys->nelts, token.ptr, token.len,
                                &settings->policy, tokenseal_now(), (char *)claims->data, room,
                                &claims->len, NULL);
}

static tokenseal_status open_sealed(ngx_http_request_t *r, const tokenseal_settings *settings,
                                    tokenseal_slice sealed, ngx_str_t *value)
{
    value->data = ngx_pnalloc(r->pool, sealed.len + 1);
    if (value->data == NULL)
        return TOKENSEAL_BUFFER_TOO_SMALL;
    return tokenseal_cookie_open(settings->keys->elts, settings->keys->nelts,
                                 TEXT(settings->sealed_cookie), sealed.ptr, sealed.len,
                                 (uint64_t)settings->sealed_max_age * 1000, tokenseal_now(),
                                 value->data, sealed.len + 1, &value->len, NULL);
}

/* Whether another site may have made a request that brings its cookies along. */
static tokenseal_status check_fetch(ngx_http_request_t *r, const tokenseal_settings *settings)
{
    tokenseal_fetch fetch = TOKENSEAL_FETCH_INIT;
    fetch.method.ptr = (const char *)r->method_name.data;
    fetch.method.len = r->method_name.len;
    fetch.site = slice(find_header(r, "Sec-Fetch-Site"));
    fetch.origin = slice(find_header(r, "Origin"));
    if (settings->origins != NULL) {
        fetch.allowed = settings->origins->elts;
        fetch.allowed_count = settings->origins->nelts;
    }
    return tokenseal_csrf_check_fetch(&fetch);
}

/* Whether the claim "scope" names all of them. */
static int reaches(const ngx_str_t *claims, const ngx_array_t *scopes, u_char *text)
{
    const tokenseal_slice *scope = scopes->elts;
    size_t len;
    uint32_t found;

    if (tokenseal_claims_get_string(TEXT(*claims), "scope", 5, (char *)text, claims->len, &len) !=
        TOKENSEAL_OK)
        len = 0;
    for (ngx_uint_t i = 0; i < scopes->nelts; i++) {
        const u_char *at = text, *end = text + len;
        int is_there = 0;
        while (at < end && !is_there) {
            const u_char *space = ngx_strlchr((u_char *)at, (u_char *)end, ' ');
            size_t word = (size_t)((space != NULL ? space : end) - at);
            is_there = word == scope[i].len && ngx_memcmp(at, scope[i].ptr, word) == 0;
            at += word + 1;
        }
        /* Some issuers write an array. */
        if (!is_there && len == 0 &&
            tokenseal_claims_has_string(TEXT(*claims), "scope", 5, scope[i].ptr, scope[i].len,
                                        &found) == TOKENSEAL_OK)
            is_there = found == 1;
        if (!is_there)
            return 0;
    }
    return 1;
}

/* The first credential that is there decides; one of a cookie that is refused gives way to the
 * next. */
static tokenseal_status identify(ngx_http_request_t *r, const tokenseal_settings *settings,
                                 tokenseal_request *found, int *is_bearer)
{
    tokenseal_status refused = TOKENSEAL_NOT_BEARER, status;
    tokenseal_slice text = slice(r->headers_in.authorization);

    *is_bearer = 0;
    if (text.ptr != NULL) {
        status = tokenseal_bearer_token(text.ptr, text.len, &text.ptr, &text.len);
        if (status != TOKENSEAL_NOT_BEARER) {
            *is_bearer = 1;
            return status == TOKENSEAL_OK ? verify(r, settings, text, &found->claims) : status;
        }
    }
    if (settings->token_cookie.len > 0) {
        text = find_cookie(r, &settings->token_cookie);
        if (text.ptr != NULL) {
            refused = verify(r, settings, text, &found->claims);
            if (refused == TOKENSEAL_OK)
                return refused;
            ngx_str_null(&found->claims);
        }
    }
    if (settings->sealed_cookie.len > 0) {
        text = find_cookie(r, &settings->sealed_cookie);
        if (text.ptr != NULL) {
            status = open_sealed(r, settings, text, &found->value);
            if (status == TOKENSEAL_OK)
                return status;
            ngx_str_null(&found->value);
            if (refused == TOKENSEAL_NOT_BEARER)
                refused = status;
        }
    }
    return refused;
}

ngx_int_t tokenseal_access(ngx_http_request_t *r)
{
    const tokenseal_settings *settings = ngx_http_get_module_loc_conf(r, ngx_http_tokenseal_module);
    tokenseal_request *found = ngx_http_get_module_ctx(r, ngx_http_tokenseal_module);
    tokenseal_status status;
    int is_bearer;
    u_char *text;

    if (!settings->enabled)
        return NGX_DECLINED;
    found = ngx_pcalloc(r->pool, sizeof *found);
    if (found == NULL)
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    ngx_http_set_ctx(r, found, ngx_http_tokenseal_module);

    status = identify(r, settings, found, &is_bearer);
    if (status == TOKENSEAL_BUFFER_TOO_SMALL)
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    if (status != TOKENSEAL_OK) {
        ngx_str_null(&found->claims);
        found->reason =
            status == TOKENSEAL_NOT_BEARER ? "credentials-required" : tokenseal_error_name(status);
        return tokenseal_refuse(r, found->reason);
    }
    if (!is_bearer && check_fetch(r, settings) != TOKENSEAL_OK) {
        found->reason = tokenseal_error_name(TOKENSEAL_CROSS_SITE);
        return tokenseal_refuse_cross_site(r);
    }
    if (settings->scopes != NULL) {
        text = ngx_pnalloc(r->pool, found->claims.len + 1);
        if (text == NULL)
            return NGX_HTTP_INTERNAL_SERVER_ERROR;
        if (!reaches(&found->claims, settings->scopes, text)) {
            found->reason = "insufficient-scope";
            return tokenseal_refuse_scope(r, settings->scopes);
        }
    }
    return NGX_OK;
}
