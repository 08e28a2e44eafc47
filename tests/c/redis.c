/*
 * The example over hiredis, against the server in TOKENSEAL_TEST_REDIS: a server that forgets the
 * script, hangs up, doesn't answer, isn't there.
 */
#define main example
#include "../../ffi-c/examples/redis_session.c"
#undef main

#include "interface/check.h"

static store here, other;
static redisContext *admin;
static tokenseal_key key;
static tokenseal_rules rules = TOKENSEAL_RULES_INIT;
static const char *url;

static int64_t now(void)
{
    struct timespec clock;
    clock_gettime(CLOCK_REALTIME, &clock);
    return (int64_t)clock.tv_sec * 1000 + clock.tv_nsec / 1000000;
}

/* Tells the server something, behind the back of the example. Its answer as a number. */
static long long tell(const char *command, const char *argument)
{
    redisReply *reply = (redisReply *)redisCommand(admin, command, argument);
    long long number = reply && reply->type == REDIS_REPLY_INTEGER ? reply->integer : -1;
    CHECK(reply && reply->type != REDIS_REPLY_ERROR);
    freeReplyObject(reply);
    return number;
}

static tokenseal_status begin(tokenseal_session *session, const char *data)
{
    uint8_t entropy[TOKENSEAL_SESSION_ENTROPY];
    tokenseal_transition transition;
    tokenseal_store_key keys[TOKENSEAL_MAX_STORE_KEYS];
    tokenseal_slice result;
    size_t count;
    tokenseal_status status;
    FILE *generator = fopen("/dev/urandom", "rb");
    CHECK(generator && fread(entropy, 1, sizeof entropy, generator) == sizeof entropy);
    if (generator)
        fclose(generator);
    OK(tokenseal_session_start(entropy, sizeof entropy, "user", 4, &rules, now(), &transition));
    status = run(&here, &transition, data, &result);
    if (status != TOKENSEAL_OK)
        return status;
    OK(tokenseal_transition_keys(&transition, keys, TOKENSEAL_MAX_STORE_KEYS, &count));
    CHECK(tell("PTTL %s", keys[0].text) > 1000);
    return tokenseal_session_result(&transition, session);
}

static tokenseal_status load(store *s, tokenseal_session *session, const char *data)
{
    tokenseal_transition transition;
    tokenseal_slice result;
    tokenseal_status status;
    OK(tokenseal_session_load(session, &rules, now(), &transition));
    status = run(s, &transition, "", &result);
    if (status != TOKENSEAL_OK)
        return status;
    CHECK(result.len == strlen(data) && memcmp(result.ptr, data, result.len) == 0);
    return tokenseal_session_result(&transition, session);
}

static tokenseal_status save(store *s, const tokenseal_session *session, const char *data)
{
    tokenseal_transition transition;
    tokenseal_slice result;
    OK(tokenseal_session_save(session, &rules, now(), &transition));
    return run(s, &transition, data, &result);
}

static void two_at_once(void)
{
    tokenseal_session mine, theirs;
    OK(begin(&mine, "cart: 3"));
    theirs = mine;
    OK(load(&other, &theirs, "cart: 3"));
    OK(save(&other, &theirs, "cart: 4"));
    IS(save(&here, &mine, "cart: 5"), TOKENSEAL_CONFLICT);
    OK(load(&here, &mine, "cart: 4"));
    OK(save(&here, &mine, ""));
    OK(load(&other, &theirs, ""));
}

static void the_script_is_forgotten(void)
{
    tokenseal_session session;
    OK(begin(&session, "1"));
    tell("SCRIPT FLUSH%s", "");
    OK(save(&here, &session, "2"));
    tell("SCRIPT FLUSH%s", "");
    OK(load(&here, &session, "2"));
    OK(save(&here, &session, "3"));
}

/* The error is said, and the next request connects again. */
static void the_server_hangs_up(void)
{
    tokenseal_session session;
    OK(begin(&session, "1"));
    tell("CLIENT KILL TYPE %s SKIPME yes", "normal");
    IS(load(&here, &session, "1"), TOKENSEAL_STORE_UNAVAILABLE);
    OK(load(&here, &session, "1"));
    OK(save(&here, &session, "2"));
}

static void the_server_does_not_answer(void)
{
    tokenseal_session session;
    int64_t begun, waited;
    OK(begin(&session, "1"));
    begun = now();
    tell("CLIENT PAUSE %s", "2600");
    IS(load(&here, &session, "1"), TOKENSEAL_STORE_UNAVAILABLE);
    waited = now() - begun;
    CHECK(waited >= 1900 && waited < 2600);
    while (now() - begun < 2700)
        ;
    OK(load(&here, &session, "1"));
    /* Twice: the answer that came late is nobody's any more. */
    OK(load(&here, &session, "1"));
}

static void the_server_is_not_there(void)
{
    tokenseal_transition transition;
    tokenseal_session session;
    tokenseal_slice result;
    store nowhere;
    memset(&session, 0, sizeof session);
    CHECK(open_store(&nowhere, "redis://127.0.0.1:1"));
    OK(tokenseal_session_load(&session, NULL, now(), &transition));
    IS(run(&nowhere, &transition, "", &result), TOKENSEAL_STORE_UNAVAILABLE);
    IS(run(&nowhere, &transition, "", &result), TOKENSEAL_STORE_UNAVAILABLE);
    redisFree(nowhere.redis);
}

/* The program itself, as one calls it. */
static void command_line(const char *command, const char *cookie, int expected)
{
    char place[256], verb[16], text[256];
    char *arguments[5];
    snprintf(place, sizeof place, "%s", url);
    snprintf(verb, sizeof verb, "%s", command);
    snprintf(text, sizeof text, "%s", cookie);
    arguments[0] = arguments[4] = verb;
    arguments[1] = place;
    arguments[2] = verb;
    arguments[3] = text;
    CHECK(example(strcmp(command, "save") == 0 ? 5 : 4, arguments) == expected);
}

static void from_the_command_line(void)
{
    tokenseal_session session;
    char cookie[TOKENSEAL_MAX_SESSION_COOKIE + 1];
    size_t len = 0;
    OK(begin(&session, "1"));
    OK(tokenseal_session_seal(&session, &key, NAME, NAME_LEN, now(), cookie, sizeof cookie - 1,
                              &len));
    cookie[len] = 0;
    command_line("load", cookie, 0);
    command_line("save", cookie, 0);
    OK(load(&here, &session, "save"));
    command_line("end", cookie, 0);
    IS(load(&here, &session, ""), TOKENSEAL_SESSION_ENDED);
    command_line("load", cookie, 1);
    command_line("end", cookie, 0);

    OK(begin(&session, "1"));
    OK(tokenseal_session_seal(&session, &key, NAME, NAME_LEN, now(), cookie, sizeof cookie - 1,
                              &len));
    cookie[len] = 0;
    command_line("end-all", cookie, 0);
    IS(load(&here, &session, ""), TOKENSEAL_REVOKED);
    cookie[0] = cookie[0] == 'A' ? 'B' : 'A';
    command_line("load", cookie, 1);
    command_line("what", cookie, 2);
}

int main(void)
{
    static const char secret[] = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY";
    store administration;
    url = getenv("TOKENSEAL_TEST_REDIS");
    if (!url) {
        fprintf(stderr, "run this with tests/servers/with-redis\n");
        return 2;
    }
    setenv("TOKENSEAL_SECRET", secret, 1);
    setenv("TOKENSEAL_NAMESPACE", "c", 1);
    rules.ns = TOKENSEAL_LITERAL("c");
    OK(tokenseal_key_init_base64url(&key, TOKENSEAL_HS256, secret, sizeof secret - 1, NULL, 0));
    CHECK(open_store(&here, url) && open_store(&other, url) && open_store(&administration, url));
    admin = administration.redis;
    two_at_once();
    the_script_is_forgotten();
    the_server_hangs_up();
    the_server_does_not_answer();
    the_server_is_not_there();
    from_the_command_line();
    redisFree(here.redis);
    redisFree(other.redis);
    redisFree(admin);
    return checks_end("c-redis");
}
