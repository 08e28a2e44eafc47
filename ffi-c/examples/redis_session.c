/*
 * Sessions in Redis or Valkey, over hiredis: starts, loads, saves and ends one from the command
 * line, as a server would in its requests.
 *
 *     cc redis_session.c $(pkg-config --cflags --libs tokenseal hiredis) -o redis_session
 *
 *     export TOKENSEAL_SECRET=$(openssl rand -base64 32 | tr '+/' '-_' | tr -d '=')
 *     ./redis_session redis://127.0.0.1:6379 start user-42 "cart: 3"     prints the cookie
 *     ./redis_session redis://127.0.0.1:6379 load COOKIE                 prints "cart: 3"
 *     ./redis_session redis://127.0.0.1:6379 save COOKIE "cart: 4"
 *     ./redis_session redis://127.0.0.1:6379 end COOKIE                  log out here
 *     ./redis_session redis://127.0.0.1:6379 end-all COOKIE              log out everywhere
 *
 * The server should have "maxmemory-policy noeviction": a record that is evicted takes along the
 * knowledge that somebody has logged out. C99 and C++17.
 */
#define _POSIX_C_SOURCE 200112L

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>

#include <hiredis.h>
#include <tokenseal.h>

#define NAME "__Host-session"
#define NAME_LEN (sizeof NAME - 1)

/* For connecting, and for each answer. */
static const struct timeval TIMEOUT = {2, 0};

/*
 * Compare and swap of one key, so that it would run in a Cluster too. Is there to be a record,
 * which one; for how many milliseconds is there to be another (0: delete), which one.
 */
static const char SWAP[] =
    "local there = redis.call('GET', KEYS[1])\n"
    "if ARGV[1] == '1' and there ~= ARGV[2] or ARGV[1] == '0' and there then return 0 end\n"
    "if ARGV[3] == '0' then redis.call('DEL', KEYS[1])\n"
    "else redis.call('SET', KEYS[1], ARGV[4], 'PX', ARGV[3]) end\n"
    "return 1\n";

typedef struct store {
    redisContext *redis;
    /* The name that the server has given to the script; none yet is one that it doesn't know. */
    char swap[64];
} store;

/* The store has failed: why is said here, what to do about it is the caller's business. */
static tokenseal_status failed(store *s, const redisReply *reply)
{
    if (reply && reply->type == REDIS_REPLY_ERROR) {
        fprintf(stderr, "redis: %s\n", reply->str);
        return strncmp(reply->str, "OOM ", 4) == 0 ? TOKENSEAL_STORE_FULL
                                                   : TOKENSEAL_STORE_UNAVAILABLE;
    }
    fprintf(stderr, "redis: %s\n", s->redis->err ? s->redis->errstr : "not what was asked for");
    return TOKENSEAL_STORE_UNAVAILABLE;
}

/* After an error of the connection, or of the answers on it, there is no going on with it. */
static tokenseal_status connected(store *s)
{
    if (s->redis->err && redisReconnect(s->redis) != REDIS_OK)
        return failed(s, NULL);
    return redisSetTimeout(s->redis, TIMEOUT) == REDIS_OK ? TOKENSEAL_OK : failed(s, NULL);
}

/* Gets records in one round trip. The slices are good until the replies are freed. */
static tokenseal_status get(store *s, const tokenseal_store_key *keys, size_t count,
                            redisReply **replies, tokenseal_slice *found)
{
    tokenseal_status status = connected(s);
    void *reply;
    size_t i;
    if (status != TOKENSEAL_OK)
        return status;
    for (i = 0; i < count; i++)
        redisAppendCommand(s->redis, "GET %s", keys[i].text);
    for (i = 0; i < count; i++) {
        if (redisGetReply(s->redis, &reply) != REDIS_OK)
            return failed(s, NULL);
        replies[i] = (redisReply *)reply;
    }
    for (i = 0; i < count; i++) {
        if (replies[i]->type != REDIS_REPLY_STRING && replies[i]->type != REDIS_REPLY_NIL)
            return failed(s, replies[i]);
        found[i].ptr = replies[i]->type == REDIS_REPLY_STRING ? replies[i]->str : NULL;
        found[i].len = found[i].ptr ? (size_t)replies[i]->len : 0;
    }
    return TOKENSEAL_OK;
}

/* Gives the script to the server, which forgets it when it restarts. */
static tokenseal_status load_swap(store *s)
{
    tokenseal_status status = TOKENSEAL_OK;
    redisReply *reply = (redisReply *)redisCommand(s->redis, "SCRIPT LOAD %s", SWAP);
    if (reply && reply->type == REDIS_REPLY_STRING && (size_t)reply->len < sizeof s->swap)
        memcpy(s->swap, reply->str, (size_t)reply->len + 1);
    else
        status = failed(s, reply);
    freeReplyObject(reply);
    return status;
}

static redisReply *call_swap(store *s, const tokenseal_store_key *key, const tokenseal_step *step)
{
    const tokenseal_slice expected = step->expected, record = step->record;
    const char *arguments[8];
    size_t lengths[8], i;
    char ttl[24];
    sprintf(ttl, "%llu", (unsigned long long)step->ttl);
    arguments[0] = "EVALSHA";
    arguments[1] = s->swap;
    arguments[2] = "1";
    arguments[3] = key->text;
    arguments[4] = expected.ptr ? "1" : "0";
    arguments[5] = expected.ptr ? expected.ptr : "";
    arguments[6] = record.ptr ? ttl : "0";
    arguments[7] = record.ptr ? record.ptr : "";
    for (i = 0; i < 8; i++)
        lengths[i] = i == 5 ? expected.len : i == 7 ? record.len : strlen(arguments[i]);
    return (redisReply *)redisCommandArgv(s->redis, 8, arguments, lengths);
}

/* Swaps a record, and says whether that took. */
static tokenseal_status swap(store *s, const tokenseal_store_key *key, const tokenseal_step *step,
                             uint32_t *took)
{
    tokenseal_status status = TOKENSEAL_OK;
    redisReply *reply = call_swap(s, key, step);
    if (reply && reply->type == REDIS_REPLY_ERROR && strncmp(reply->str, "NOSCRIPT", 8) == 0) {
        freeReplyObject(reply);
        status = load_swap(s);
        if (status != TOKENSEAL_OK)
            return status;
        reply = call_swap(s, key, step);
    }
    if (reply && reply->type == REDIS_REPLY_INTEGER)
        *took = reply->integer == 1;
    else
        status = failed(s, reply);
    freeReplyObject(reply);
    return status;
}

/* Carries out a transition: get, decide, swap, until it is done or refused. */
static tokenseal_status run(store *s, tokenseal_transition *transition, const char *data,
                            tokenseal_slice *result)
{
    static unsigned char buf[TOKENSEAL_MAX_RECORD];
    tokenseal_store_key keys[TOKENSEAL_MAX_STORE_KEYS];
    tokenseal_slice found[TOKENSEAL_MAX_STORE_KEYS];
    tokenseal_step step = TOKENSEAL_STEP_INIT;
    tokenseal_status status;
    do {
        redisReply *replies[TOKENSEAL_MAX_STORE_KEYS] = {NULL};
        size_t count = 0, i;
        uint32_t took = 0;
        status = tokenseal_transition_keys(transition, keys, TOKENSEAL_MAX_STORE_KEYS, &count);
        if (status == TOKENSEAL_OK)
            status = get(s, keys, count, replies, found);
        if (status == TOKENSEAL_OK)
            status = tokenseal_transition_decide(transition, found, count, data, strlen(data), buf,
                                                 sizeof buf, &step);
        if (status == TOKENSEAL_OK && step.kind == TOKENSEAL_STEP_WRITE) {
            status = swap(s, &keys[step.key], &step, &took);
            if (status == TOKENSEAL_OK)
                status = tokenseal_transition_swapped(transition, took, &step.kind);
        }
        for (i = 0; i < count; i++)
            freeReplyObject(replies[i]);
    } while (status == TOKENSEAL_OK && step.kind == TOKENSEAL_STEP_AGAIN);
    *result = step.data; /* in buf, until the next run */
    return status;
}

/* What a log-in does. */
static tokenseal_status start(store *s, const tokenseal_key *key, const tokenseal_rules *rules,
                              const char *user, const char *data, int64_t now)
{
    uint8_t entropy[TOKENSEAL_SESSION_ENTROPY];
    char cookie[TOKENSEAL_MAX_SESSION_COOKIE];
    size_t cookie_len = 0;
    tokenseal_transition transition;
    tokenseal_session session;
    tokenseal_slice result;
    tokenseal_status status;
    FILE *generator = fopen("/dev/urandom", "rb");
    if (!generator || fread(entropy, 1, sizeof entropy, generator) != sizeof entropy) {
        perror("/dev/urandom");
        exit(1);
    }
    fclose(generator);
    status = tokenseal_session_start(entropy, sizeof entropy, user, strlen(user), rules, now,
                                     &transition);
    if (status == TOKENSEAL_OK)
        status = run(s, &transition, data, &result);
    if (status == TOKENSEAL_OK)
        status = tokenseal_session_result(&transition, &session);
    if (status == TOKENSEAL_OK)
        status = tokenseal_session_seal(&session, key, NAME, NAME_LEN, now, cookie, sizeof cookie,
                                        &cookie_len);
    if (status == TOKENSEAL_OK)
        printf("%.*s\n", (int)cookie_len, cookie);
    return status;
}

/* What a request does that comes with a cookie: loads the session, and goes on with it if asked. */
static tokenseal_status request(store *s, const tokenseal_key *key, const tokenseal_rules *rules,
                                const char *command, const char *cookie, const char *data,
                                int64_t now)
{
    tokenseal_transition transition;
    tokenseal_session session;
    tokenseal_slice result = {NULL, 0};
    tokenseal_status status =
        tokenseal_session_open(key, 1, NAME, NAME_LEN, cookie, strlen(cookie), now, &session);
    if (status != TOKENSEAL_OK)
        return status;
    if (strcmp(command, "end") == 0) {
        status = tokenseal_session_end(&session, rules, now, &transition);
        return status == TOKENSEAL_OK ? run(s, &transition, "", &result) : status;
    }
    if (strcmp(command, "end-all") == 0) {
        status = tokenseal_session_end_all(&session, rules, now, &transition);
        return status == TOKENSEAL_OK ? run(s, &transition, "", &result) : status;
    }
    status = tokenseal_session_load(&session, rules, now, &transition);
    if (status == TOKENSEAL_OK)
        status = run(s, &transition, "", &result);
    if (status == TOKENSEAL_OK && data) {
        status = tokenseal_session_result(&transition, &session);
        if (status == TOKENSEAL_OK)
            status = tokenseal_session_save(&session, rules, now, &transition);
        if (status == TOKENSEAL_OK)
            status = run(s, &transition, data, &result);
    }
    if (status == TOKENSEAL_OK)
        printf("%.*s\n", (int)result.len, result.ptr);
    return status;
}

/* Connects to HOST:PORT, or redis://HOST:PORT. */
static int open_store(store *s, const char *url)
{
    const char *at = strncmp(url, "redis://", 8) == 0 ? url + 8 : url;
    const char *colon = strrchr(at, ':');
    const size_t host_len = colon ? (size_t)(colon - at) : strlen(at);
    char host[256];
    if (host_len >= sizeof host)
        return 0;
    memcpy(host, at, host_len);
    host[host_len] = 0;
    memset(s, 0, sizeof *s);
    s->redis = redisConnectWithTimeout(host, colon ? atoi(colon + 1) : 6379, TIMEOUT);
    return s->redis != NULL;
}

int main(int argc, char **argv)
{
    const char *secret = getenv("TOKENSEAL_SECRET"), *space = getenv("TOKENSEAL_NAMESPACE");
    const char *command = argc > 3 ? argv[2] : "";
    const int takes_data = strcmp(command, "start") == 0 || strcmp(command, "save") == 0;
    const int takes_none = strcmp(command, "load") == 0 || strcmp(command, "end") == 0 ||
                           strcmp(command, "end-all") == 0;
    tokenseal_rules rules = TOKENSEAL_RULES_INIT;
    struct timespec clock;
    tokenseal_key key;
    tokenseal_status status;
    int64_t now;
    store s;

    if (!secret || !((takes_data && argc == 5) || (takes_none && argc == 4))) {
        fprintf(stderr,
                "usage: TOKENSEAL_SECRET=... %s redis://HOST:PORT COMMAND\n"
                "  start USER DATA | load COOKIE | save COOKIE DATA | end COOKIE | "
                "end-all COOKIE\n",
                argv[0]);
        return 2;
    }
    status = tokenseal_key_init_base64url(&key, TOKENSEAL_HS256, secret, strlen(secret), NULL, 0);
    if (status != TOKENSEAL_OK) {
        fprintf(stderr, "TOKENSEAL_SECRET: %s\n", tokenseal_error_name(status));
        return 2;
    }
    rules.ns.ptr = space;
    rules.ns.len = space ? strlen(space) : 0;
    clock_gettime(CLOCK_REALTIME, &clock);
    now = (int64_t)clock.tv_sec * 1000 + clock.tv_nsec / 1000000;

    if (!open_store(&s, argv[1])) {
        fprintf(stderr, "%s: no such place\n", argv[1]);
        tokenseal_key_wipe(&key);
        return 2;
    }
    if (strcmp(command, "start") == 0)
        status = start(&s, &key, &rules, argv[3], argv[4], now);
    else
        status = request(&s, &key, &rules, command, argv[3], takes_data ? argv[4] : NULL, now);
    if (status != TOKENSEAL_OK)
        fprintf(stderr, "%s: %s\n", command, tokenseal_error_name(status));
    redisFree(s.redis);
    tokenseal_key_wipe(&key);
    return status != TOKENSEAL_OK;
}
