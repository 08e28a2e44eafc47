/* Keys, MACs, tokens, claims, bearer headers: every function, with any arguments. */

#include "feed.h"

void fuzz_tokens(const uint8_t *data, size_t len);

static tokenseal_key *key;

static void load_key(void)
{
    size_t text_len, kid_len;
    uint8_t kind = byte();
    uint32_t alg = kind & 0x80 ? kind : 1 + kind % 3u;
    const char *text = input(&text_len);
    tokenseal_status status = 0;
    if (kind % 8 == 4) {
        status = said(tokenseal_key_init_jwk(key, kind % 16 < 8 ? alg : 0, text, text_len));
    } else {
        const char *kid = input(&kid_len);
        switch (kind % 8) {
        case 0:
            status = tokenseal_key_init(key, alg, text, text_len, kid, kid_len);
            break;
        case 1:
            status = tokenseal_key_init_short_secret(key, alg, text, text_len, kid, kid_len);
            break;
        case 2:
            status = tokenseal_key_init_base64url(key, alg, text, text_len, kid, kid_len);
            break;
        case 3:
            status = tokenseal_key_init_hex(key, alg, text, text_len, kid, kid_len);
            break;
        default:
            tokenseal_key_wipe(key);
            tokenseal_key_wipe(NULL);
            return;
        }
        said(status);
    }
    CHECK(status == TOKENSEAL_OK || tokenseal_key_algorithm(key, &alg) == TOKENSEAL_BAD_ARGUMENT ||
          misuse);
}

static void load_set(void)
{
    size_t text_len, cap = byte() % 4, count = NO_LEN;
    tokenseal_key *keys = own(cap * sizeof *keys);
    const char *text = input(&text_len);
    tokenseal_status status =
        said(tokenseal_keys_init_jwks(keys, cap, byte() % 5u, text, text_len, &count));
    CHECK(status == TOKENSEAL_OK                 ? count >= 1 && count <= cap
          : status == TOKENSEAL_BUFFER_TOO_SMALL ? count > cap
                                                 : count == NO_LEN);
    for (size_t i = 0; i < count && !status; i++)
        tokenseal_key_wipe(&keys[i]);
}

static void ask_key(void)
{
    struct out out = output(64);
    uint32_t alg = 0;
    tokenseal_status kid = wrote(tokenseal_key_kid(key, (char *)out.ptr, out.cap, out.len), out);
    misuse = 0;
    tokenseal_status status = said(tokenseal_key_algorithm(key, &alg));
    CHECK(status ? alg == 0 && kid : alg >= 1 && alg <= 3);
}

static void mac(void)
{
    size_t text_len, count;
    const tokenseal_key *keys = byte() % 2 ? key : ring(&count);
    const char *text = input(&text_len);
    struct out out = output(TOKENSEAL_MAX_TAG);
    if (wrote(tokenseal_mac(keys, text, text_len, out.ptr, out.cap, out.len), out))
        return;
    CHECK(!tokenseal_mac_verify(keys, text, text_len, out.ptr, *out.len));
    size_t tag_len;
    const char *tag = input(&tag_len);
    int is_same = !misuse && tag_len == *out.len && !memcmp(tag, out.ptr, tag_len);
    CHECK(is_same ==
          !said(tokenseal_mac_verify(keys, text, text_len, (const uint8_t *)tag, tag_len)));
}

static void sign(void)
{
    size_t count, needed = NO_LEN;
    uint8_t kind = byte();
    const tokenseal_key *keys = kind & 1 ? key : ring(&count);
    const tokenseal_claims *given = NULL;
    if (kind & 2) {
        tokenseal_claims claims = TOKENSEAL_CLAIMS_INIT;
        claims.json = slice();
        claims.issuer = slice();
        claims.subject = slice();
        claims.jwt_id = slice();
        claims.typ = slice();
        claims.audience = list(&claims.audience_count);
        claims.expires_in = kind & 4 ? number() : TOKENSEAL_EXPIRES_DEFAULT;
        claims.not_before = kind & 8 ? (int64_t)number() : TOKENSEAL_NO_TIME;
        claims.issued_at = kind & 16 ? moment() : TOKENSEAL_NO_TIME;
        claims.max_token = kind & 32 ? (uint32_t)number() : TOKENSEAL_MAX_TOKEN;
        given = grown(&claims, sizeof claims);
    }
    int64_t now = moment();
    tokenseal_status measured = said(tokenseal_jwt_sign_len(keys, given, now, &needed));
    struct out out = output(2048);
    tokenseal_status status =
        wrote(tokenseal_jwt_sign(keys, given, now, (char *)out.ptr, out.cap, out.len), out);
    if (status == TOKENSEAL_OK || status == TOKENSEAL_BUFFER_TOO_SMALL)
        CHECK(!measured && needed == *out.len);
    else
        CHECK(misuse || (measured == status && needed == NO_LEN));
}

static void verify(void)
{
    size_t count = 1, token_len, index = NO_LEN;
    uint8_t kind = byte();
    const tokenseal_key *keys = kind & 1 ? key : ring(&count);
    const tokenseal_policy *given = NULL;
    if (kind & 2) {
        tokenseal_policy policy = TOKENSEAL_POLICY_INIT;
        policy.any_audience = kind & 4 ? 1 : byte();
        policy.allow_no_exp = kind & 8 ? 1 : byte();
        if (kind & 16) {
            policy.issuer = slice();
            policy.subject = slice();
            policy.jwt_id = slice();
            policy.typ = slice();
            policy.audience = list(&policy.audience_count);
            policy.required = list(&policy.required_count);
        }
        if (kind & 32) {
            policy.leeway = number();
            policy.max_age = number();
            policy.max_token = (uint32_t)number();
        }
        given = grown(&policy, sizeof policy);
    }
    const char *token = input(&token_len);
    int64_t now = moment();
    struct out out = output(2048);
    tokenseal_status status =
        wrote(tokenseal_jwt_verify(keys, count, token, token_len, given, now, (char *)out.ptr,
                                   out.cap, out.len, kind & 64 ? NULL : &index),
              out);
    CHECK(status || kind & 64 ? index == NO_LEN : index < count);
}

static void claims(void)
{
    size_t json_len, name_len, text_len, found_len = NO_LEN;
    int64_t value = 77;
    uint32_t yes = 77;
    uint8_t kind = byte();
    const char *json = input(&json_len), *found = NULL, *name = input(&name_len), *text;
    switch (kind % 6) {
    case 0: {
        struct out out = output(json_len < 4096 ? json_len : 0);
        wrote(tokenseal_claims_get_string(json, json_len, name, name_len, (char *)out.ptr, out.cap,
                                          out.len),
              out);
        return;
    }
    case 1:
        CHECK(said(tokenseal_claims_get_integer(json, json_len, name, name_len, &value)) == 0 ||
              value == 77);
        break;
    case 2:
        CHECK(said(tokenseal_claims_get_time(json, json_len, name, name_len, &value)) == 0 ||
              value == 77);
        break;
    case 3:
        CHECK(said(tokenseal_claims_get_boolean(json, json_len, name, name_len, &yes)) ? yes == 77
                                                                                       : yes < 2);
        break;
    case 4:
        if (said(tokenseal_claims_get_raw(json, json_len, name, name_len, &found, &found_len)))
            CHECK(!found && found_len == NO_LEN);
        else
            CHECK(found > json && found + found_len < json + json_len);
        break;
    default:
        text = input(&text_len);
        CHECK(
            said(tokenseal_claims_has_string(json, json_len, name, name_len, text, text_len, &yes))
                ? yes == 77
                : yes < 2);
    }
}

static void look_in(void)
{
    size_t text_len, token_len = NO_LEN;
    const char *text = input(&text_len), *token = NULL;
    if (byte() % 2) {
        if (said(tokenseal_bearer_token(text, text_len, &token, &token_len)))
            CHECK(!token && token_len == NO_LEN);
        else
            CHECK(token > text && token_len > 0 && token + token_len <= text + text_len);
        return;
    }
    struct out header = output(1024), json = output(2048);
    tokenseal_status status =
        said(tokenseal_unverified_read(text, text_len, (char *)header.ptr, header.cap, header.len,
                                       (char *)json.ptr, json.cap, json.len));
    CHECK(status || (*header.len <= header.cap && *json.len <= json.cap));
}

void fuzz_tokens(const uint8_t *data, size_t len)
{
    static void (*const all[])(void) = {load_key, load_set, ask_key, mac,
                                        sign,     verify,   claims,  look_in};
    CHECK(!strcmp(tokenseal_version(), TOKENSEAL_VERSION));
    feed_start(data, len);
    key = own(sizeof *key);
    memset(key, 0, sizeof *key);
    while (feed_goes_on())
        all[byte() % (sizeof all / sizeof *all)]();
    tokenseal_key_wipe(key);
    feed_end();
}
