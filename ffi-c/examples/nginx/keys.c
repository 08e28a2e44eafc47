/* The keys: a JWK or a JWK Set in a file, read when nginx reads its configuration. */
#include "module.h"

/* Rings of more keys are nobody's. */
#define MAX_KEYS 64
/* Base64url of the longest secrets, with room for what else a JWK says. */
#define MAX_FILE (256 * 1024)

static void wipe(void *data)
{
    ngx_array_t *keys = data;
    tokenseal_key *key = keys->elts;
    for (ngx_uint_t i = 0; i < keys->nelts; i++)
        tokenseal_key_wipe(&key[i]);
}

static tokenseal_status load(ngx_array_t *keys, const char *json, size_t len)
{
    size_t count = 0;
    tokenseal_status status = tokenseal_keys_init_jwks(
        keys->elts, MAX_KEYS, TOKENSEAL_ALGORITHM_OF_JWK, json, len, &count);
    if (status == TOKENSEAL_MALFORMED) {
        /* No set: then it is one key. */
        status = tokenseal_key_init_jwk(keys->elts, TOKENSEAL_ALGORITHM_OF_JWK, json, len);
        count = 1;
    }
    if (status == TOKENSEAL_OK)
        keys->nelts = count;
    return status;
}

/* Reads the whole file into text; says how long it is, or -1. */
static ssize_t read_file(ngx_conf_t *cf, ngx_str_t *name, u_char *text)
{
    ssize_t len;
    ngx_fd_t fd = ngx_open_file(name->data, NGX_FILE_RDONLY, NGX_FILE_OPEN, 0);
    if (fd == NGX_INVALID_FILE) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, ngx_errno, "tokenseal_keys: can't open \"%V\"", name);
        return -1;
    }
    len = ngx_read_fd(fd, text, MAX_FILE);
    if (len < 0)
        ngx_conf_log_error(NGX_LOG_EMERG, cf, ngx_errno, "tokenseal_keys: can't read \"%V\"", name);
    ngx_close_file(fd);
    if (len == MAX_FILE) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0, "tokenseal_keys: \"%V\" is too long", name);
        return -1;
    }
    return len;
}

char *tokenseal_read_keys(ngx_conf_t *cf, ngx_command_t *command, void *conf)
{
    tokenseal_settings *settings = conf;
    ngx_str_t *arguments = cf->args->elts, name = arguments[1];
    ngx_pool_cleanup_t *cleanup;
    tokenseal_status status;
    u_char *text;
    ssize_t len;

    (void)command;
    if (settings->keys != NGX_CONF_UNSET_PTR)
        return "is duplicate";
    if (ngx_conf_full_name(cf->cycle, &name, 1) != NGX_OK)
        return NGX_CONF_ERROR;

    /* The cleanup is there before the keys are, so that no way out leaves them behind. */
    cleanup = ngx_pool_cleanup_add(cf->pool, 0);
    settings->keys = ngx_array_create(cf->pool, MAX_KEYS, sizeof(tokenseal_key));
    if (cleanup == NULL || settings->keys == NULL)
        return NGX_CONF_ERROR;
    ngx_memzero(settings->keys->elts, MAX_KEYS * sizeof(tokenseal_key));
    cleanup->handler = wipe;
    cleanup->data = settings->keys;

    text = ngx_alloc(MAX_FILE, cf->log);
    if (text == NULL)
        return NGX_CONF_ERROR;
    len = read_file(cf, &name, text);
    if (len >= 0) {
        status = load(settings->keys, (const char *)text, (size_t)len);
        ngx_explicit_memzero(text, (size_t)len);
        if (status != TOKENSEAL_OK) {
            ngx_conf_log_error(NGX_LOG_EMERG, cf, 0, "tokenseal_keys: \"%V\": %s", &name,
                               tokenseal_error_name(status));
            len = -1;
        }
    }
    ngx_free(text);
    return len < 0 ? NGX_CONF_ERROR : NGX_CONF_OK;
}
