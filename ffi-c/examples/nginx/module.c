/*
 * An nginx module that lets only requests with a good token or a good sealed cookie pass.
 *
 * It verifies in the access phase, in the worker, without a request to anywhere else. What it finds
 * is in variables, for proxy_set_header, logs and maps. See README.md.
 */
#include "module.h"

static tokenseal_slice slice(const ngx_str_t *text)
{
    tokenseal_slice slice;
    slice.ptr = (const char *)text->data;
    slice.len = text->len;
    return slice;
}

/* A directive whose arguments are gathered, over all its occurrences, in the array at
 * command->offset. */
static char *gather(ngx_conf_t *cf, ngx_command_t *command, void *conf)
{
    ngx_array_t **array = (ngx_array_t **)(void *)((char *)conf + command->offset);
    const ngx_str_t *arguments = cf->args->elts;

    if (*array == NGX_CONF_UNSET_PTR)
        *array = ngx_array_create(cf->pool, 4, sizeof(tokenseal_slice));
    for (ngx_uint_t i = 1; i < cf->args->nelts; i++) {
        tokenseal_slice *place = *array != NULL ? ngx_array_push(*array) : NULL;
        if (place == NULL)
            return NGX_CONF_ERROR;
        *place = slice(&arguments[i]);
    }
    return (*array)->nelts > TOKENSEAL_MAX_NAMES ? "has too many values" : NGX_CONF_OK;
}

/* tokenseal_scope: as gather, but only of characters that a challenge can name (RFC 6749
 * section 3.3). */
static char *gather_scopes(ngx_conf_t *cf, ngx_command_t *command, void *conf)
{
    const ngx_str_t *arguments = cf->args->elts;
    for (ngx_uint_t i = 1; i < cf->args->nelts; i++) {
        for (size_t at = 0; at < arguments[i].len; at++) {
            u_char c = arguments[i].data[at];
            if (c <= 0x20 || c >= 0x7f || c == '"' || c == '\\')
                return "has a character that no scope has";
        }
        if (arguments[i].len == 0)
            return "is empty";
    }
    return gather(cf, command, conf);
}

/* tokenseal_sealed_cookie NAME AGE */
static char *read_sealed_cookie(ngx_conf_t *cf, ngx_command_t *command, void *conf)
{
    tokenseal_settings *settings = conf;
    ngx_str_t *arguments = cf->args->elts;

    (void)command;
    if (settings->sealed_cookie.data != NULL)
        return "is duplicate";
    settings->sealed_cookie = arguments[1];
    settings->sealed_max_age = ngx_parse_time(&arguments[2], 1);
    return settings->sealed_max_age == (time_t)NGX_ERROR ? "has an age that is no time"
                                                         : NGX_CONF_OK;
}

static void *create(ngx_conf_t *cf)
{
    tokenseal_settings *settings = ngx_pcalloc(cf->pool, sizeof *settings);
    if (settings == NULL)
        return NULL;
    settings->enabled = NGX_CONF_UNSET;
    settings->keys = NGX_CONF_UNSET_PTR;
    settings->audience = NGX_CONF_UNSET_PTR;
    settings->required = NGX_CONF_UNSET_PTR;
    settings->scopes = NGX_CONF_UNSET_PTR;
    settings->origins = NGX_CONF_UNSET_PTR;
    settings->leeway = NGX_CONF_UNSET_MSEC;
    settings->sealed_max_age = NGX_CONF_UNSET;
    return settings;
}

/* The policy of a location; its arrays live as long as the configuration. */
static char *make_policy(ngx_conf_t *cf, tokenseal_settings *settings)
{
    static const tokenseal_policy INIT = TOKENSEAL_POLICY_INIT;
    tokenseal_policy *policy = &settings->policy;
    ngx_array_t *required = settings->required;
    tokenseal_slice *place;

    *policy = INIT;
    policy->leeway = settings->leeway;
    if (settings->leeway > TOKENSEAL_MAX_LEEWAY) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0, "tokenseal_leeway is too long");
        return NGX_CONF_ERROR;
    }
    if (settings->issuer.len > 0)
        policy->issuer = slice(&settings->issuer);
    if (settings->type.len > 0)
        policy->typ = slice(&settings->type);
    if (settings->audience != NULL) {
        policy->audience = settings->audience->elts;
        policy->audience_count = settings->audience->nelts;
    }
    /* A token that says of whom it is. */
    settings->required = ngx_array_create(cf->pool, 4, sizeof(tokenseal_slice));
    if (settings->required == NULL || (place = ngx_array_push(settings->required)) == NULL)
        return NGX_CONF_ERROR;
    *place = TOKENSEAL_LITERAL("sub");
    for (ngx_uint_t i = 0; required != NULL && i < required->nelts; i++) {
        place = ngx_array_push(settings->required);
        if (place == NULL)
            return NGX_CONF_ERROR;
        *place = ((tokenseal_slice *)required->elts)[i];
    }
    policy->required = settings->required->elts;
    policy->required_count = settings->required->nelts;
    if (policy->required_count > TOKENSEAL_MAX_NAMES)
        return "tokenseal_required has too many values";
    return NGX_CONF_OK;
}

static char *merge(ngx_conf_t *cf, void *outer, void *inner)
{
    tokenseal_settings *from = outer, *to = inner;

    ngx_conf_merge_value(to->enabled, from->enabled, 0);
    ngx_conf_merge_ptr_value(to->keys, from->keys, NULL);
    ngx_conf_merge_str_value(to->issuer, from->issuer, "");
    ngx_conf_merge_str_value(to->type, from->type, "");
    ngx_conf_merge_ptr_value(to->audience, from->audience, NULL);
    ngx_conf_merge_ptr_value(to->scopes, from->scopes, NULL);
    ngx_conf_merge_ptr_value(to->origins, from->origins, NULL);
    ngx_conf_merge_msec_value(to->leeway, from->leeway, 0);
    ngx_conf_merge_str_value(to->token_cookie, from->token_cookie, "");
    if (to->sealed_cookie.data == NULL) {
        to->sealed_cookie = from->sealed_cookie;
        to->sealed_max_age = from->sealed_max_age;
    }
    ngx_conf_merge_ptr_value(to->required, from->required, NULL);
    if (!to->enabled)
        return NGX_CONF_OK;
    if (to->keys == NULL) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0, "tokenseal is on without tokenseal_keys");
        return NGX_CONF_ERROR;
    }
    return make_policy(cf, to);
}

static ngx_int_t start(ngx_conf_t *cf)
{
    ngx_http_core_main_conf_t *core = ngx_http_conf_get_module_main_conf(cf, ngx_http_core_module);
    ngx_http_handler_pt *handler = ngx_array_push(&core->phases[NGX_HTTP_ACCESS_PHASE].handlers);
    if (handler == NULL)
        return NGX_ERROR;
    *handler = tokenseal_access;
    return NGX_OK;
}

#define ANYWHERE (NGX_HTTP_MAIN_CONF | NGX_HTTP_SRV_CONF | NGX_HTTP_LOC_CONF)
#define SETTING(name, arguments, set, member)                                    \
    {                                                                            \
        ngx_string(name), ANYWHERE | (arguments), set, NGX_HTTP_LOC_CONF_OFFSET, \
            offsetof(tokenseal_settings, member), NULL                           \
    }

static ngx_command_t commands[] = {
    SETTING("tokenseal", NGX_CONF_FLAG, ngx_conf_set_flag_slot, enabled),
    SETTING("tokenseal_keys", NGX_CONF_TAKE1, tokenseal_read_keys, keys),
    SETTING("tokenseal_issuer", NGX_CONF_TAKE1, ngx_conf_set_str_slot, issuer),
    SETTING("tokenseal_type", NGX_CONF_TAKE1, ngx_conf_set_str_slot, type),
    SETTING("tokenseal_audience", NGX_CONF_1MORE, gather, audience),
    SETTING("tokenseal_required", NGX_CONF_1MORE, gather, required),
    SETTING("tokenseal_scope", NGX_CONF_1MORE, gather_scopes, scopes),
    SETTING("tokenseal_origin", NGX_CONF_1MORE, gather, origins),
    SETTING("tokenseal_leeway", NGX_CONF_TAKE1, ngx_conf_set_msec_slot, leeway),
    SETTING("tokenseal_token_cookie", NGX_CONF_TAKE1, ngx_conf_set_str_slot, token_cookie),
    SETTING("tokenseal_sealed_cookie", NGX_CONF_TAKE2, read_sealed_cookie, sealed_cookie),
    ngx_null_command,
};

static ngx_http_module_t context = {
    tokenseal_add_variables, start, NULL, NULL, NULL, NULL, create, merge,
};

ngx_module_t ngx_http_tokenseal_module = {
    NGX_MODULE_V1, &context, commands, NGX_HTTP_MODULE,       NULL, NULL, NULL, NULL,
    NULL,          NULL,     NULL,     NGX_MODULE_V1_PADDING,
};
