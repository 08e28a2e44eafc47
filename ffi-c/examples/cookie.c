/*
 * Keeps a user's name in a sealed cookie: sets it, reads it back from a request, seals it anew
 * when the keys have changed, removes it, and shows two refusals.
 *
 *     cc cookie.c $(pkg-config --cflags --libs tokenseal) -o cookie
 *
 * C99 and C++17.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <tokenseal.h>

/* In earnest a secret comes from a file or the environment, never from the source. */
static const char OLD_SECRET[] = "yYx4ZJDcFyWqHWsCrlJRFvnYkLB4BsW8RVtGaqDCXko";
static const char NEW_SECRET[] = "pW1hVG0qT2m8jJq0cX3uKz5rYb7dNfLs9eRvAoXiHgU";

/* The browser holds a cookie of this name to Secure, Path=/ and this very host. */
#define NAME "__Host-user"
#define NAME_LEN (sizeof NAME - 1)
#define WEEK (UINT64_C(7) * 24 * 3600 * 1000)

static int failed(const char *what, tokenseal_status status)
{
    fprintf(stderr, "%s: %s\n", what, tokenseal_error_name(status));
    return 1;
}

/* What a login does: the value of the header Set-Cookie. */
static tokenseal_status log_in(const tokenseal_key *key, const char *user, size_t user_len,
                               int64_t now, char *header, size_t header_cap, size_t *header_len)
{
    char sealed[TOKENSEAL_MAX_COOKIE];
    size_t sealed_len;
    tokenseal_set_cookie cookie = TOKENSEAL_SET_COOKIE_INIT;
    tokenseal_status status = tokenseal_cookie_seal(key, NAME, NAME_LEN, user, user_len, now,
                                                    sealed, sizeof sealed, &sealed_len);
    if (status != TOKENSEAL_OK)
        return status;
    cookie.name = TOKENSEAL_LITERAL(NAME);
    cookie.value.ptr = sealed;
    cookie.value.len = sealed_len;
    cookie.max_age = WEEK;
    return tokenseal_set_cookie_write(&cookie, header, header_cap, header_len);
}

static tokenseal_status log_out(char *header, size_t header_cap, size_t *header_len)
{
    tokenseal_set_cookie cookie = TOKENSEAL_SET_COOKIE_INIT;
    cookie.name = TOKENSEAL_LITERAL(NAME);
    return tokenseal_set_cookie_removal(&cookie, header, header_cap, header_len);
}

/* What every request does: who sends this header Cookie? The first of the keys seals. */
static tokenseal_status who(const tokenseal_key *keys, size_t key_count, const char *request,
                            size_t request_len, int64_t now, char *user, size_t user_cap,
                            size_t *user_len, int *reseal)
{
    tokenseal_slice sealed;
    tokenseal_cookie_opened opened = TOKENSEAL_COOKIE_OPENED_INIT;
    tokenseal_status status = tokenseal_cookie_find(request, request_len, NAME, NAME_LEN, &sealed);
    if (status != TOKENSEAL_OK)
        return status;
    status = tokenseal_cookie_open(keys, key_count, NAME, NAME_LEN, sealed.ptr, sealed.len, WEEK,
                                   now, user, user_cap, user_len, &opened);
    *reseal = status == TOKENSEAL_OK && opened.reseal;
    return status;
}

static void list(const char *request, size_t request_len)
{
    size_t position = 0;
    tokenseal_slice name, value;
    while (!tokenseal_cookie_next(request, request_len, &position, &name, &value) && name.ptr)
        printf("request  %.*s, %d bytes\n", (int)name.len, name.ptr, (int)value.len);
}

int main(void)
{
    const int64_t now = (int64_t)time(NULL) * 1000;
    char header[TOKENSEAL_MAX_SET_COOKIE], request[TOKENSEAL_MAX_SET_COOKIE], user[64];
    size_t header_len, request_len, user_len;
    tokenseal_key keys[2];
    int reseal;

    tokenseal_status status = tokenseal_key_init_base64url(keys, TOKENSEAL_HS256, NEW_SECRET,
                                                           strlen(NEW_SECRET), NULL, 0);
    if (status == TOKENSEAL_OK)
        status = tokenseal_key_init_base64url(keys + 1, TOKENSEAL_HS256, OLD_SECRET,
                                              strlen(OLD_SECRET), NULL, 0);
    if (status != TOKENSEAL_OK)
        return failed("keys", status);

    /* Last month the old key was the one that seals. */
    status = log_in(keys + 1, "Zo\xc3\xab", 4, now, header, sizeof header, &header_len);
    if (status != TOKENSEAL_OK)
        return failed("log in", status);
    printf("set      %.*s\n", (int)header_len, header);

    /* What the browser sends: name and value, among its other cookies. */
    request_len =
        (size_t)sprintf(request, "theme=dark; %.*s; lang=en", (int)strcspn(header, ";"), header);
    list(request, request_len);
    status = who(keys, 2, request, request_len, now, user, sizeof user, &user_len, &reseal);
    if (status != TOKENSEAL_OK)
        return failed("open", status);
    printf("user     %.*s%s\n", (int)user_len, user, reseal ? ", to be sealed anew" : "");

    status = log_in(keys, user, user_len, now, header, sizeof header, &header_len);
    if (status != TOKENSEAL_OK)
        return failed("seal anew", status);
    request_len = (size_t)sprintf(request, "%.*s", (int)strcspn(header, ";"), header);
    status = who(keys, 2, request, request_len, now, user, sizeof user, &user_len, &reseal);
    if (status != TOKENSEAL_OK)
        return failed("open again", status);
    printf("user     %.*s%s\n", (int)user_len, user, reseal ? ", to be sealed anew" : "");

    status = who(keys, 2, request, request_len, now + (int64_t)WEEK, user, sizeof user, &user_len,
                 &reseal);
    printf("later    %s\n", tokenseal_error_name(status));
    request[NAME_LEN + 1] = 'A';
    status = who(keys, 2, request, request_len, now, user, sizeof user, &user_len, &reseal);
    printf("changed  %s\n", tokenseal_error_name(status));

    status = log_out(header, sizeof header, &header_len);
    if (status != TOKENSEAL_OK)
        return failed("log out", status);
    printf("removal  %.*s\n", (int)header_len, header);
    tokenseal_key_wipe(keys);
    tokenseal_key_wipe(keys + 1);
    return 0;
}
