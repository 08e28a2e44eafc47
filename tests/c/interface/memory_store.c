/* The store in memory. */
#include "state.h"

#include <string.h>

/* For how long the last record was to be kept. */
static int64_t ttl;

static tokenseal_status start(const uint8_t *id, const tokenseal_rules *rules, int64_t now,
                              const char *data)
{
    tokenseal_transition transition;
    tokenseal_step step = TOKENSEAL_STEP_INIT;
    tokenseal_status status;
    OK(tokenseal_session_start(id, 32, NULL, 0, rules, now, &transition));
    status = carry_out(&transition, data, &step);
    ttl = (int64_t)step.ttl;
    return status;
}

/* Full means refused; what has expired makes room. */
static void a_full_store(void)
{
    static const char too_long[] = "a hundred bytes and more, of which nobody said that the store "
                                   "would have to keep them all in one slot: its record is longer "
                                   "than the slot by some";
    tokenseal_rules rules = TOKENSEAL_RULES_INIT;
    int64_t later;
    int i;
    empty_store();
    rules.session_idle = 1000;
    for (i = 0; i < 4; i++)
        OK(start(entropy + 8 * i, &rules, NOW, "data"));
    later = NOW + ttl;
    CHECK(ttl > 1000);
    IS(start(entropy + 40, &rules, NOW, "data"), TOKENSEAL_STORE_FULL);
    IS(start(entropy + 40, &rules, later - 1, "data"), TOKENSEAL_STORE_FULL);
    OK(start(entropy + 40, &rules, later, "data"));
    empty_store();
    IS(start(entropy, &rules, NOW, too_long), TOKENSEAL_BUFFER_TOO_SMALL);
    OK(start(entropy, &rules, NOW, "data"));
    BAD(start(entropy, &rules, NOW, "other data"));
}

static void get_and_swap(void)
{
    tokenseal_session session = started();
    const tokenseal_memory_store *store = empty_store();
    tokenseal_transition transition;
    tokenseal_step step = TOKENSEAL_STEP_INIT;
    const tokenseal_step init = TOKENSEAL_STEP_INIT;
    tokenseal_slice found[TOKENSEAL_MAX_STORE_KEYS];
    unsigned char records[512], buf[256];
    size_t used = 55, count = 66;
    uint32_t took = 77;
#define GET(cap, room) \
    tokenseal_memory_store_get(store, &transition, records, cap, &used, found, room, &count)
    session = started();
    OK(tokenseal_session_load(&session, NULL, NOW + 90000, &transition));
    memset(records, CANARY, sizeof records);
    BAD(GET(sizeof records, 1));
    IS(GET(61, 2), TOKENSEAL_BUFFER_TOO_SMALL);
    CHECK(used == 62 && count == 66 && all(records, sizeof records, CANARY));
    OK(GET(62, 2));
    CHECK(used == 62 && count == 2 && found[0].ptr == (char *)records && found[0].len == 62);
    CHECK(found[1].ptr == NULL && all(records + 62, sizeof records - 62, CANARY));

    /* A step that is no write. */
    BAD(tokenseal_memory_store_swap(store, &transition, &step, &took));
    OK(tokenseal_transition_decide(&transition, found, 2, NULL, 0, buf, sizeof buf, &step));
    CHECK(step.kind == TOKENSEAL_STEP_WRITE && step.expected.ptr == (char *)records);
    step.key = 2;
    BAD(tokenseal_memory_store_swap(store, &transition, &step, &took));
    step.key = SIZE_MAX;
    BAD(tokenseal_memory_store_swap(store, &transition, &step, &took));
    step.key = 1;
    OK(tokenseal_memory_store_swap(store, &transition, &step, &took));
    CHECK(took == 0);
    step.key = 0;
    records[0] ^= 1;
    OK(tokenseal_memory_store_swap(store, &transition, &step, &took));
    CHECK(took == 0);
    records[0] ^= 1;
    OK(tokenseal_memory_store_swap(store, &transition, &step, &took));
    CHECK(took == 1);
    OK(tokenseal_memory_store_swap(store, &transition, &step, &took));
    CHECK(took == 0);
    /* And deleted. */
    step.expected = step.record;
    step.record = init.record;
    OK(tokenseal_memory_store_swap(store, &transition, &step, &took));
    CHECK(took == 1);
    OK(GET(0, 2));
    CHECK(used == 0 && count == 2 && found[0].ptr == NULL);
    /* A record longer than a slot. */
    step.expected = init.expected;
    step.record.ptr = (char *)records;
    step.record.len = store->record_cap + 1;
    IS(tokenseal_memory_store_swap(store, &transition, &step, &took), TOKENSEAL_LIMIT);
    step.record.len--;
    OK(tokenseal_memory_store_swap(store, &transition, &step, &took));
    CHECK(took == 1);
    /* One of no bytes is there. */
    step.expected = step.record;
    step.record.len = 0;
    OK(tokenseal_memory_store_swap(store, &transition, &step, &took));
    CHECK(took == 1);
    OK(GET(0, 3));
    CHECK(count == 2 && found[0].ptr != NULL && found[0].len == 0);
#undef GET
}

static void memory_that_is_none(void)
{
    static unsigned char room[TOKENSEAL_MEMORY_STORE_LEN(1, 0) + sizeof(tokenseal_memory_store)];
    tokenseal_memory_store store, before;
    union {
        tokenseal_memory_store store;
        unsigned char bytes[512];
    } both;
    tokenseal_session session = started();
    tokenseal_transition transition;
    tokenseal_step step = TOKENSEAL_STEP_INIT;
    tokenseal_slice found[TOKENSEAL_MAX_STORE_KEYS];
    unsigned char records[512];
    size_t used, count;
    uint32_t took;
    const size_t len = TOKENSEAL_MEMORY_STORE_LEN(1, 0);
    memset(&store, CANARY, sizeof store);
    before = store;
    BAD(tokenseal_memory_store_init(NULL, room, len, TOKENSEAL_RECORD_LEN(0)));
    BAD(tokenseal_memory_store_init(&store, NULL, len, TOKENSEAL_RECORD_LEN(0)));
    BAD(tokenseal_memory_store_init(&store, NULL, 0, TOKENSEAL_RECORD_LEN(0)));
    BAD(tokenseal_memory_store_init(&store, room, len - 1, TOKENSEAL_RECORD_LEN(0)));
    BAD(tokenseal_memory_store_init(&store, room, len, SIZE_MAX));
    BAD(tokenseal_memory_store_init(&store, room, SIZE_MAX, TOKENSEAL_RECORD_LEN(0)));
    BAD(tokenseal_memory_store_init(&both.store, both.bytes, sizeof both, 64));
    BAD(tokenseal_memory_store_init(&both.store, both.bytes + sizeof store - 1, 256, 64));
    CHECK(memcmp(&store, &before, sizeof store) == 0);
    OK(tokenseal_memory_store_init(&both.store, both.bytes + sizeof store, 256, 64));
    /* Memory need not be aligned. */
    OK(tokenseal_memory_store_init(&store, room + 1, len, TOKENSEAL_RECORD_LEN(0)));

    OK(tokenseal_session_load(&session, NULL, NOW, &transition));
#define GET(s) \
    tokenseal_memory_store_get(s, &transition, records, sizeof records, &used, found, 3, &count)
    step.kind = TOKENSEAL_STEP_WRITE;
    OK(GET(&store));
    BAD(GET(NULL));
    before = store;
    store.memory = NULL;
    BAD(GET(&store));
    BAD(tokenseal_memory_store_swap(&store, &transition, &step, &took));
    store = before;
    store.memory_len = 0;
    BAD(GET(&store));
    store.memory_len = SIZE_MAX;
    BAD(GET(&store));
    BAD(tokenseal_memory_store_swap(&store, &transition, &step, &took));
    store = before;
    store.record_cap = SIZE_MAX;
    BAD(GET(&store));
    BAD(tokenseal_memory_store_swap(&store, &transition, &step, &took));
    memset(&store, 0, sizeof store);
    BAD(GET(&store));
#undef GET
}

void memory_stores(void)
{
    a_full_store();
    get_and_swap();
    memory_that_is_none();
}
