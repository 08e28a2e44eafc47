#include "state.h"

#include <string.h>

const uint8_t entropy[96] = "ninety-six random bytes, or what passes for them in tests: they "
                            "needn't be random, only there.";

#define DATA_LEN 64
#define RECORDS 4

static unsigned char slots[TOKENSEAL_MEMORY_STORE_LEN(RECORDS, DATA_LEN)];
static tokenseal_memory_store memory_store;

tokenseal_memory_store *empty_store(void)
{
    OK(tokenseal_memory_store_init(&memory_store, slots, sizeof slots,
                                   TOKENSEAL_RECORD_LEN(DATA_LEN)));
    return &memory_store;
}

tokenseal_status carry_out(tokenseal_transition *transition, const char *data, tokenseal_step *step)
{
    static unsigned char buf[TOKENSEAL_RECORD_LEN(DATA_LEN)];
    unsigned char records[TOKENSEAL_MAX_STORE_KEYS * sizeof buf];
    tokenseal_slice found[TOKENSEAL_MAX_STORE_KEYS];
    tokenseal_status status;
    size_t count, used;
    uint32_t took;
    do {
        status = tokenseal_memory_store_get(&memory_store, transition, records, sizeof records,
                                            &used, found, TOKENSEAL_MAX_STORE_KEYS, &count);
        if (status == TOKENSEAL_OK)
            status = tokenseal_transition_decide(transition, found, count, data, strlen(data), buf,
                                                 sizeof buf, step);
        if (status != TOKENSEAL_OK || step->kind != TOKENSEAL_STEP_WRITE)
            continue;
        status = tokenseal_memory_store_swap(&memory_store, transition, step, &took);
        if (status == TOKENSEAL_OK)
            status = tokenseal_transition_swapped(transition, took, &step->kind);
    } while (status == TOKENSEAL_OK && step->kind == TOKENSEAL_STEP_AGAIN);
    return status;
}

tokenseal_session started(void)
{
    tokenseal_transition transition;
    tokenseal_session session;
    tokenseal_step step = TOKENSEAL_STEP_INIT;
    empty_store();
    OK(tokenseal_session_start(entropy, 32, "user", 4, NULL, NOW, &transition));
    OK(carry_out(&transition, "data", &step));
    OK(tokenseal_session_result(&transition, &session));
    return session;
}

tokenseal_refresh refreshed(char *text, size_t *text_len)
{
    tokenseal_transition transition;
    tokenseal_refresh refresh;
    tokenseal_step step = TOKENSEAL_STEP_INIT;
    empty_store();
    OK(tokenseal_refresh_start(&key, 1, entropy, 16, "user", 4, NULL, 0, NULL, NOW, &transition));
    OK(carry_out(&transition, "data", &step));
    OK(tokenseal_refresh_result(&transition, &refresh));
    OK(tokenseal_refresh_mint(&refresh, &key, 1, text, TOKENSEAL_MAX_REFRESH_TOKEN, text_len));
    return refresh;
}

tokenseal_revocable revocable_token(void)
{
    char claims[1024];
    size_t len;
    tokenseal_revocable revocable;
    OK(tokenseal_jwt_verify(&key, 1, token, token_len, NULL, NOW, claims, sizeof claims, &len,
                            NULL));
    OK(tokenseal_revocation_read(token, token_len, claims, len, NULL, &revocable));
    return revocable;
}
