/* The structs of state that begin with their size, and the flags in them. */
#include "state.h"

#include <string.h>

static tokenseal_session session;
static tokenseal_refresh refresh;
static tokenseal_transition transition;

/* What a struct of this size, with room behind it for a later version, is to be passed to. */
static tokenseal_status with_rules(void *rules)
{
    return tokenseal_session_load(&session, (tokenseal_rules *)rules, NOW, &transition);
}

static tokenseal_status with_session_info(void *info)
{
    return tokenseal_session_describe(&session, (tokenseal_session_info *)info);
}

static tokenseal_status with_refresh_info(void *info)
{
    return tokenseal_refresh_describe(&refresh, (tokenseal_refresh_info *)info);
}

static tokenseal_status with_step(void *step)
{
    tokenseal_slice found[2] = {{NULL, 0}, {NULL, 0}};
    unsigned char buf[256];
    tokenseal_status status;
    OK(tokenseal_session_start(entropy, 32, "user", 4, NULL, NOW, &transition));
    status = tokenseal_transition_decide(&transition, found, 2, "", 0, buf, sizeof buf,
                                         (tokenseal_step *)step);
    return status;
}

static tokenseal_status with_written_step(void *step)
{
    uint32_t took;
    tokenseal_status status;
    tokenseal_step *const written = (tokenseal_step *)step;
    OK(tokenseal_session_start(entropy, 32, "user", 4, NULL, NOW, &transition));
    written->kind = TOKENSEAL_STEP_WRITE;
    status = tokenseal_memory_store_swap(empty_store(), &transition, written, &took);
    return status;
}

static tokenseal_status with_fetch(void *fetch)
{
    return tokenseal_csrf_check_fetch((tokenseal_fetch *)fetch);
}

static void grows(const void *init, size_t init_len, tokenseal_status (*use)(void *))
{
    union {
        uint64_t aligned;
        uint32_t size;
        unsigned char bytes[256];
    } room;
    const uint32_t size = (uint32_t)init_len;
    uint32_t i;
    memset(&room, 0, sizeof room);
    memcpy(&room, init, init_len);
    OK(use(&room));
    for (i = 0; i < size; i++) {
        memcpy(&room, init, init_len);
        room.size = i;
        BAD(use(&room));
    }
    for (i = 1; i <= 16; i++) {
        memcpy(&room, init, init_len);
        room.size = size + i;
        OK(use(&room));
        CHECK(room.size == size + i && all(room.bytes + size, 16, 0));
        memcpy(&room, init, init_len);
        room.size = size + i;
        room.bytes[size + i - 1] = 1;
        BAD(use(&room));
        room.bytes[size + i - 1] = 0;
    }
    room.size = 4097;
    BAD(use(&room));
    room.size = UINT32_MAX;
    BAD(use(&room));
}

static void flags(void)
{
    tokenseal_rules rules = TOKENSEAL_RULES_INIT;
    tokenseal_fetch fetch = TOKENSEAL_FETCH_INIT;
    tokenseal_slice origins[TOKENSEAL_MAX_NAMES + 1];
    size_t i;
    rules.reserved = 1;
    BAD(with_rules(&rules));
    fetch.strict = 2;
    BAD(with_fetch(&fetch));
    fetch.strict = 1;
    IS(with_fetch(&fetch), TOKENSEAL_CROSS_SITE);
    fetch.strict = 0;
    OK(with_fetch(&fetch));

    /* What came from outside may be anything, and then passes as nothing. */
    fetch.site = TOKENSEAL_LITERAL("\xff");
    IS(with_fetch(&fetch), TOKENSEAL_CROSS_SITE);
    fetch.method = TOKENSEAL_LITERAL("GET\xff");
    IS(with_fetch(&fetch), TOKENSEAL_CROSS_SITE);
    fetch.method = TOKENSEAL_LITERAL("GET");
    OK(with_fetch(&fetch));
    fetch.method = TOKENSEAL_LITERAL("POST");
    fetch.site.ptr = NULL;
    fetch.site.len = 0;
    fetch.origin = TOKENSEAL_LITERAL("\xff");
    for (i = 0; i < TOKENSEAL_MAX_NAMES + 1; i++)
        origins[i] = TOKENSEAL_LITERAL("null");
    fetch.allowed = origins;
    fetch.allowed_count = TOKENSEAL_MAX_NAMES;
    IS(with_fetch(&fetch), TOKENSEAL_CROSS_SITE);
    origins[TOKENSEAL_MAX_NAMES - 1] = TOKENSEAL_LITERAL("https://example.com");
    fetch.origin = TOKENSEAL_LITERAL("https://example.com");
    OK(with_fetch(&fetch));
    fetch.allowed_count++;
    BAD(with_fetch(&fetch));
    fetch.allowed_count = 1;
    /* An argument of the caller's own has to be right. */
    origins[0] = TOKENSEAL_LITERAL("\xff");
    BAD(with_fetch(&fetch));
    origins[0].ptr = NULL;
    BAD(with_fetch(&fetch));
}

void state_structs(void)
{
    const tokenseal_rules rules = TOKENSEAL_RULES_INIT;
    const tokenseal_session_info session_info = TOKENSEAL_SESSION_INFO_INIT;
    const tokenseal_refresh_info refresh_info = TOKENSEAL_REFRESH_INFO_INIT;
    const tokenseal_step step = TOKENSEAL_STEP_INIT;
    const tokenseal_fetch fetch = TOKENSEAL_FETCH_INIT;
    char text[TOKENSEAL_MAX_REFRESH_TOKEN];
    size_t len;
    refresh = refreshed(text, &len);
    session = started();
    grows(&rules, sizeof rules, with_rules);
    grows(&session_info, sizeof session_info, with_session_info);
    grows(&refresh_info, sizeof refresh_info, with_refresh_info);
    grows(&step, sizeof step, with_step);
    grows(&step, sizeof step, with_written_step);
    grows(&fetch, sizeof fetch, with_fetch);
    flags();
}
