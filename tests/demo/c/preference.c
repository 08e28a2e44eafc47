#include <string.h>

#include "mechanisms.h"

#define THEME "__Host-theme"
/* Milliseconds that a preference is kept. */
#define MONTH (UINT64_C(30) * 86400 * 1000)

static const char *const THEMES[] = {"system", "light", "dark"};

tokenseal_status preference_read(exchange *e)
{
    const tokenseal_slice sealed = exchange_cookie(e, THEME);
    char theme[TOKENSEAL_MAX_COOKIE];
    size_t len = 0;
    tokenseal_status status = TOKENSEAL_OK;
    if (sealed.ptr)
        status = tokenseal_cookie_open(&e->site->key, 1, TEXT(THEME), sealed.ptr, sealed.len, MONTH,
                                       e->now, theme, sizeof theme, &len, NULL);
    /* A preference that is not good is none. */
    if (sealed.ptr && status == TOKENSEAL_OK)
        exchange_say(e, "theme", theme, len);
    else
        exchange_say(e, "theme", TEXT("system"));
    if (status != TOKENSEAL_OK) {
        const char *name = tokenseal_error_name(status);
        exchange_say(e, "code", name, strlen(name));
    }
    return TOKENSEAL_OK;
}

tokenseal_status preference_choose(exchange *e)
{
    const char *theme = exchange_parameter(e, "theme");
    tokenseal_set_cookie cookie = TOKENSEAL_SET_COOKIE_INIT;
    char sealed[256];
    size_t i, len = 0;
    tokenseal_status status;
    for (i = 0; theme && i < sizeof THEMES / sizeof *THEMES; i++)
        if (strcmp(theme, THEMES[i]) == 0)
            break;
    if (!theme || i == sizeof THEMES / sizeof *THEMES)
        return NO_SUCH_THEME;
    status = tokenseal_cookie_seal(&e->site->key, TEXT(THEME), theme, strlen(theme), e->now, sealed,
                                   sizeof sealed, &len);
    if (status != TOKENSEAL_OK)
        return status;
    cookie.name = TOKENSEAL_LITERAL(THEME);
    cookie.value.ptr = sealed;
    cookie.value.len = len;
    cookie.max_age = MONTH;
    cookie.not_http_only = 1;
    exchange_say(e, "theme", theme, strlen(theme));
    return exchange_set_cookie(e, &cookie);
}
