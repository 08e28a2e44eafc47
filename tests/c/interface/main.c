/*
 * What is C's own: pointers, lengths, sizes, overlap, what is written when, and the look-ups. What
 * tokens mean is the vectors' part.
 */
#include "interface.h"

#include <stdio.h>
#include <string.h>

const char SECRET[65] = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

tokenseal_key key;
char token[1024];
size_t token_len;

int all(const void *memory, size_t len, int byte)
{
    const unsigned char *bytes = (const unsigned char *)memory;
    size_t i;
    for (i = 0; i < len; i++)
        if (bytes[i] != byte)
            return 0;
    return 1;
}

int is_empty(const tokenseal_key *k)
{
    return all(k, sizeof *k, 0);
}

static void set_up(void)
{
    tokenseal_claims claims = TOKENSEAL_CLAIMS_INIT;
    claims.json = TOKENSEAL_LITERAL("{\"name\":\"Zo\\u00eb\",\"level\":7}");
    claims.issuer = TOKENSEAL_LITERAL("issuer");
    OK(tokenseal_key_init(&key, TOKENSEAL_HS256, SECRET, 32, "k1", 2));
    OK(tokenseal_jwt_sign(&key, &claims, NOW, token, sizeof token, &token_len));
}

tokenseal_status verify(const tokenseal_policy *policy)
{
    char claims[1024];
    size_t len;
    return tokenseal_jwt_verify(&key, 1, token, token_len, policy, NOW, claims, sizeof claims, &len,
                                NULL);
}

tokenseal_status sign(const tokenseal_claims *claims)
{
    char out[1024];
    size_t len;
    return tokenseal_jwt_sign(&key, claims, NOW, out, sizeof out, &len);
}

static void names_and_version(void)
{
    char text[32];
    CHECK(strcmp(tokenseal_error_name(TOKENSEAL_OK), "ok") == 0);
    CHECK(strcmp(tokenseal_error_name(TOKENSEAL_EXPIRED), "expired") == 0);
    CHECK(strcmp(tokenseal_error_name(TOKENSEAL_BAD_ARGUMENT), "bad-argument") == 0);
    CHECK(strcmp(tokenseal_error_name(1), "unknown") == 0);
    CHECK(strcmp(tokenseal_error_name(UINT32_MAX), "unknown") == 0);
    CHECK(strcmp(tokenseal_version(), TOKENSEAL_VERSION) == 0);
    sprintf(text, "%d.%d.%d", TOKENSEAL_VERSION_MAJOR, TOKENSEAL_VERSION_MINOR,
            TOKENSEAL_VERSION_PATCH);
    CHECK(strcmp(text, TOKENSEAL_VERSION) == 0);
}

int main(void)
{
    set_up();
    names_and_version();
    null_pointers();
    impossible_lengths();
    crooked_pointers();
    keys_that_are_none();
    sets_of_keys();
    overlap_in_verify();
    overlap_elsewhere();
    sizes_of_structs();
    members_of_structs();
    special_values();
    outputs_only_on_success();
    look_ups();
    headers();
    reading_cookies();
    setting_cookies();
    sealed_cookies();
    cookie_pointers();
    cookie_overlap();
    cookie_structs();
    dialects();
    rails_keys();
    dialect_options();
    dialect_misuse();
    transitions();
    memory_stores();
    state_misuse();
    state_overlap();
    state_structs();
    return checks_end("c-interface");
}
