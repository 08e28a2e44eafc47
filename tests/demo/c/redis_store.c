/* Over hiredis, in the small: see ffi-c/examples/redis_session.c. Records expire by the server's
 * clock. */
#define _POSIX_C_SOURCE 200112L

#include <hiredis.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>

#include "store.h"

/* For connecting, and for each answer. */
static const struct timeval TIMEOUT = {2, 0};

/* Is there to be a record, which one; for how long is there to be another (0: delete), which one.
 */
static const char SWAP[] =
    "local there = redis.call('GET', KEYS[1])\n"
    "if ARGV[1] == '1' and there ~= ARGV[2] or ARGV[1] == '0' and there then return 0 end\n"
    "if ARGV[3] == '0' then redis.call('DEL', KEYS[1])\n"
    "else redis.call('SET', KEYS[1], ARGV[4], 'PX', ARGV[3]) end\n"
    "return 1\n";

typedef struct redis_store {
    struct store store;
    redisContext *redis;
    redisReply *replies[TOKENSEAL_MAX_STORE_KEYS];
} redis_store;

static tokenseal_status failed(const redis_store *r, const redisReply *reply)
{
    const int is_error = reply && reply->type == REDIS_REPLY_ERROR;
    fprintf(stderr, "redis: %s\n", is_error ? reply->str : r->redis->errstr);
    return is_error && strncmp(reply->str, "OOM ", 4) == 0 ? TOKENSEAL_STORE_FULL
                                                           : TOKENSEAL_STORE_UNAVAILABLE;
}

/* After an error there is no going on with a connection. */
static int connected(redis_store *r)
{
    return (!r->redis->err || redisReconnect(r->redis) == REDIS_OK) &&
           redisSetTimeout(r->redis, TIMEOUT) == REDIS_OK;
}

static void forget(redis_store *r)
{
    size_t i;
    for (i = 0; i < TOKENSEAL_MAX_STORE_KEYS; i++) {
        freeReplyObject(r->replies[i]);
        r->replies[i] = NULL;
    }
}

static tokenseal_status get(struct store *self, const tokenseal_store_key *keys, size_t count,
                            int64_t now, tokenseal_slice *found)
{
    redis_store *r = (redis_store *)self;
    size_t i;
    (void)now;
    forget(r);
    if (!connected(r))
        return failed(r, NULL);
    for (i = 0; i < count; i++)
        redisAppendCommand(r->redis, "GET %s", keys[i].text);
    for (i = 0; i < count; i++)
        if (redisGetReply(r->redis, (void **)&r->replies[i]) != REDIS_OK)
            return failed(r, NULL);
    for (i = 0; i < count; i++) {
        const redisReply *reply = r->replies[i];
        if (reply->type != REDIS_REPLY_STRING && reply->type != REDIS_REPLY_NIL)
            return failed(r, reply);
        found[i].ptr = reply->type == REDIS_REPLY_STRING ? reply->str : NULL;
        found[i].len = found[i].ptr ? (size_t)reply->len : 0;
    }
    return TOKENSEAL_OK;
}

static tokenseal_status swap(struct store *self, const tokenseal_store_key *key,
                             const tokenseal_step *step, int64_t now, uint32_t *took)
{
    redis_store *r = (redis_store *)self;
    tokenseal_status status = TOKENSEAL_OK;
    redisReply *reply;
    (void)now;
    if (!connected(r))
        return failed(r, NULL);
    reply = (redisReply *)redisCommand(
        r->redis, "EVAL %s 1 %s %s %b %llu %b", SWAP, key->text, step->expected.ptr ? "1" : "0",
        step->expected.ptr ? step->expected.ptr : "", step->expected.len,
        (unsigned long long)step->ttl, step->record.ptr ? step->record.ptr : "", step->record.len);
    if (reply && reply->type == REDIS_REPLY_INTEGER)
        *took = reply->integer == 1;
    else
        status = failed(r, reply);
    freeReplyObject(reply);
    return status;
}

static void close_store(struct store *self)
{
    redis_store *r = (redis_store *)self;
    forget(r);
    redisFree(r->redis);
    free(r);
}

struct store *redis_store_open(const char *url)
{
    const char *host = url + strlen("redis://"), *colon = strrchr(host, ':');
    redis_store *r = (redis_store *)calloc(1, sizeof *r);
    char name[256];
    if (!r)
        return NULL;
    snprintf(name, sizeof name, "%.*s", colon ? (int)(colon - host) : (int)strlen(host), host);
    r->store.get = get;
    r->store.swap = swap;
    r->store.close = close_store;
    r->redis = redisConnectWithTimeout(name, colon ? atoi(colon + 1) : 6379, TIMEOUT);
    if (r->redis && !r->redis->err)
        return &r->store;
    fprintf(stderr, "redis: %s\n", r->redis ? r->redis->errstr : "no memory");
    close_store(&r->store);
    return NULL;
}
