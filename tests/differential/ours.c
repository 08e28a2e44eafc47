/*
 * tests/differential asks this one in C: a line of rings and policies, then a line a token, in the
 * form that runtimes.py says.
 */
#define _POSIX_C_SOURCE 200809L
#include "arguments.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct ring {
    tokenseal_status status;
    tokenseal_key *keys;
    size_t count;
} ring;

static int digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c < 'a' || c > 'f')
        broken("no hexadecimal digit");
    return c - 'a' + 10;
}

/* The token in memory of exactly its size, so that memory checkers see what is read beyond it. */
static char *token_of(const char *hex, size_t *len)
{
    size_t i;
    char *token;
    *len = strspn(hex, "0123456789abcdef") / 2;
    token = (char *)malloc(*len ? *len : 1);
    if (!token)
        broken("out of memory");
    for (i = 0; i < *len; i++)
        token[i] = (char)(digit(hex[2 * i]) << 4 | digit(hex[2 * i + 1]));
    return token;
}

static void verify(const ring *ring, const tokenseal_policy *policy, int64_t now, const char *hex)
{
    tokenseal_status status = ring->status;
    size_t i, len = 0, index = 0, token_len;
    char *token = token_of(hex, &token_len), *claims = NULL;
    if (status == TOKENSEAL_OK) {
        size_t room = TOKENSEAL_CLAIMS_LEN(token_len);
        claims = (char *)malloc(room ? room : 1);
        if (!claims)
            broken("out of memory");
        status = tokenseal_jwt_verify(ring->keys, ring->count, token, token_len, policy, now,
                                      claims, room, &len, &index);
    }
    if (status == TOKENSEAL_OK) {
        printf("%lu ", (unsigned long)index);
        for (i = 0; i < len; i++)
            printf("%02x", (unsigned char)claims[i]);
        putchar('\n');
    } else {
        printf("!%s\n", tokenseal_error_name(status));
    }
    free(claims);
    free(token);
}

static json_t *part(const json_t *corpus, const char *name, size_t *count)
{
    json_t *list = json_object_get(corpus, name);
    *count = json_array_size(list);
    if (*count == 0)
        broken(name);
    return list;
}

int main(void)
{
    char *line = NULL;
    size_t room = 0, i, ring_count, policy_count;
    json_error_t error;
    json_t *corpus, *list;
    ring *rings;
    tokenseal_policy *policies;
    if (getline(&line, &room, stdin) <= 0)
        broken("nothing to read");
    corpus = json_loads(line, JSON_ALLOW_NUL, &error);
    if (!corpus)
        broken(error.text);
    list = part(corpus, "rings", &ring_count);
    rings = (ring *)texts_alloc(ring_count * sizeof *rings);
    for (i = 0; i < ring_count; i++)
        rings[i].status = keys_init(json_array_get(list, i), &rings[i].keys, &rings[i].count);
    list = part(corpus, "policies", &policy_count);
    policies = (tokenseal_policy *)texts_alloc(policy_count * sizeof *policies);
    for (i = 0; i < policy_count; i++)
        policies[i] = policy_of(json_array_get(list, i));

    while (getline(&line, &room, stdin) > 0) {
        unsigned long ring_index, policy_index;
        char *rest;
        int64_t now;
        if (*line == '\n') {
            fflush(stdout);
            continue;
        }
        ring_index = strtoul(line, &rest, 10);
        policy_index = strtoul(rest, &rest, 10);
        now = (int64_t)strtoll(rest, &rest, 10);
        if (ring_index >= ring_count || policy_index >= policy_count || *rest != ' ')
            broken("no job");
        verify(rings + ring_index, policies + policy_index, now, rest + 1);
    }
    free(line);
    json_decref(corpus);
    texts_free();
    return 0;
}
