/*
 * Faults that the sanitizers must find, one for each argument: that they don't, would mean that
 * they were not at work.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tokenseal.h>

static const char SECRET[] = "0123456789abcdef0123456789abcdef";

/* The library believes what it is told of a buffer, and writes beyond its end: its own code must
 * have been instrumented for this to be seen. */
static int write_beyond(const tokenseal_key *key)
{
    size_t len;
    char *token = (char *)malloc(32);
    int failed = !token || tokenseal_jwt_sign(key, NULL, 0, token, 1024, &len);
    free(token);
    return failed;
}

/* The same with an input. */
static int read_beyond(const tokenseal_key *key)
{
    uint8_t tag[32];
    size_t len;
    char *data = (char *)calloc(8, 1);
    int failed = !data || tokenseal_mac(key, data, 40, tag, sizeof tag, &len);
    free(data);
    return failed;
}

/* C's own: what is undefined, and what is not given back. */
static int shift(int by)
{
    return (1 << by) == 0;
}

static int leak(void)
{
    void *volatile lost = malloc(100);
    lost = NULL;
    return lost != NULL;
}

int main(int argc, char **argv)
{
    tokenseal_key key;
    const char *fault = argc > 1 ? argv[1] : "";
    if (tokenseal_key_init(&key, TOKENSEAL_HS256, SECRET, 32, NULL, 0))
        return 1;
    if (strcmp(fault, "write") == 0)
        return write_beyond(&key);
    if (strcmp(fault, "read") == 0)
        return read_beyond(&key);
    if (strcmp(fault, "shift") == 0)
        return shift(argc + 60);
    if (strcmp(fault, "leak") == 0)
        return leak();
    return strcmp(fault, "none") != 0;
}
