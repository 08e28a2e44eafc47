#include "paths.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void broken(const char *what, const char *name)
{
    fprintf(stderr, "hostile: %s: %s\n", what, name);
    exit(2);
}

/* Bytes that look random, are the same in every run, and never say "-----BEGIN". */
static void fill(unsigned char *bytes, size_t len, uint32_t seed)
{
    uint32_t state = seed * 2654435761U + 1;
    size_t i;
    for (i = 0; i < len; i++) {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        bytes[i] = (unsigned char)(state >> 11);
    }
}

static size_t base64url(const unsigned char *bytes, size_t len, char *text)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    size_t i, written = 0;
    uint32_t bits = 0;
    unsigned count = 0;
    for (i = 0; i < len; i++) {
        bits = (bits << 8) | bytes[i];
        for (count += 8; count >= 6; count -= 6)
            text[written++] = digits[(bits >> (count - 6)) & 63];
    }
    if (count)
        text[written++] = digits[(bits << (6 - count)) & 63];
    text[written] = 0;
    return written;
}

static void spell(struct given *given)
{
    static const char *const names[] = {"", "HS256", "HS384", "HS512"};
    size_t i;
    base64url(given->secret, given->secret_len, given->base64url);
    for (i = 0; i < given->secret_len; i++)
        sprintf(given->hex + 2 * i, "%02x", given->secret[i]);
    sprintf(given->jwk, "{\"kty\":\"oct\",\"kid\":\"k\",\"alg\":\"%s\",\"k\":\"%s\"}",
            names[given->alg], given->base64url);
    sprintf(given->jwks, "{\"keys\":[%s]}", given->jwk);
}

static int has_salt(uint32_t kind)
{
    return (kind >= TOKENSEAL_DIALECT_SIGNER && kind <= TOKENSEAL_DIALECT_FLASK) ||
           (kind >= TOKENSEAL_DIALECT_DJANGO && kind <= TOKENSEAL_DIALECT_DJANGO_DUMPS);
}

void given_init(struct given *given, const struct path *path, uint32_t alg, size_t secret_len,
                uint32_t seed)
{
    const tokenseal_dialect dialect = TOKENSEAL_DIALECT_INIT;
    memset(given, 0, sizeof *given);
    given->alg = alg;
    given->secret_len = secret_len;
    fill(given->secret, secret_len, seed);
    fill(given->other, sizeof given->other, seed + 1000);
    spell(given);
    if (alg && (tokenseal_key_init(given->keys, alg, given->other, 64, "other", 5) ||
                tokenseal_key_init(given->keys + 1, alg, given->secret, secret_len, NULL, 0)))
        broken("no keys", path->name);

    given->dialect = dialect;
    given->dialect.kind = path->kind;
    given->dialect.digest = path->digest;
    given->dialect.legacy = path->is_other && path->kind == TOKENSEAL_DIALECT_DJANGO;
    given->dialect.derive = path->is_other && path->kind == TOKENSEAL_DIALECT_RUST_COOKIE;
    given->dialect.secrets = given->secrets;
    given->dialect.secret_count = 2;
    if (has_salt(path->kind))
        given->dialect.salt = TOKENSEAL_LITERAL("salt");
    given->secrets[0].ptr = (const char *)given->secret;
    given->secrets[0].len = secret_len;
    given->secrets[1].ptr = (const char *)given->other;
    given->secrets[1].len = secret_len;
    if (path->kind == TOKENSEAL_DIALECT_RAILS_KEYS)
        given->secrets[0].len = given->secrets[1].len = TOKENSEAL_RAILS_KEY_LEN;

    given->data_len = (size_t)sprintf(given->data, "{\"role\":\"admin\",\"long\":\"");
    memset(given->data + given->data_len, 'x', 400);
    given->data_len += 400;
    given->data_len += (size_t)sprintf(given->data + given->data_len, "\"}");

    if (path->prepare && path->prepare(given))
        broken("could not be prepared", path->name);
}

void text_forge(struct given *given)
{
    /* The last characters are the tag's in every format, and this one has no stray bits. */
    char *place = given->text + given->text_len - 4;
    *place = *place == 'a' ? 'b' : 'a';
}

static void visit_all(const struct path *paths, size_t count,
                      void (*visit)(const struct path *path, uint32_t alg, size_t secret_len))
{
    static const size_t lens[] = {64, LONGEST};
    size_t i, l;
    uint32_t alg;
    for (i = 0; i < count; i++)
        for (alg = paths == dialect_paths ? 0 : TOKENSEAL_HS256;
             alg <= (paths == dialect_paths ? 0 : TOKENSEAL_HS512); alg++)
            for (l = 0; l < 2; l++)
                visit(paths + i, alg, lens[l]);
}

void paths_visit(void (*visit)(const struct path *path, uint32_t alg, size_t secret_len))
{
    visit_all(key_paths, key_path_count, visit);
    visit_all(state_paths, state_path_count, visit);
    visit_all(dialect_paths, dialect_path_count, visit);
}

/* --- keys ------------------------------------------------------------------------------------ */

static tokenseal_status init(const struct given *given, struct made *made)
{
    return tokenseal_key_init(&made->key, given->alg, given->secret, given->secret_len, "k", 1);
}

static tokenseal_status init_short(const struct given *given, struct made *made)
{
    return tokenseal_key_init_short_secret(&made->key, given->alg, given->secret, 9, NULL, 0);
}

static tokenseal_status init_base64url(const struct given *given, struct made *made)
{
    return tokenseal_key_init_base64url(&made->key, given->alg, given->base64url,
                                        strlen(given->base64url), "k", 1);
}

static tokenseal_status init_hex(const struct given *given, struct made *made)
{
    return tokenseal_key_init_hex(&made->key, given->alg, given->hex, 2 * given->secret_len, NULL,
                                  0);
}

/* Refused at its last digit. */
static tokenseal_status init_bad_hex(const struct given *given, struct made *made)
{
    return tokenseal_key_init_hex(&made->key, given->alg, given->hex, 2 * given->secret_len - 1,
                                  NULL, 0);
}

static tokenseal_status init_jwk(const struct given *given, struct made *made)
{
    return tokenseal_key_init_jwk(&made->key, TOKENSEAL_ALGORITHM_OF_JWK, given->jwk,
                                  strlen(given->jwk));
}

static tokenseal_status init_jwks(const struct given *given, struct made *made)
{
    return tokenseal_keys_init_jwks(&made->key, 1, given->alg, given->jwks, strlen(given->jwks),
                                    &made->len);
}

tokenseal_status key_wipe(const struct given *given, struct made *made)
{
    memcpy(&made->key, given->keys + 1, sizeof made->key);
    tokenseal_key_wipe(&made->key);
    return TOKENSEAL_OK;
}

/* What a key is asked without its states. */
static tokenseal_status key_kid(const struct given *given, struct made *made)
{
    return tokenseal_key_kid(given->keys, made->text, sizeof made->text, &made->len);
}

static tokenseal_status key_algorithm(const struct given *given, struct made *made)
{
    uint32_t alg;
    (void)made;
    return tokenseal_key_algorithm(given->keys, &alg);
}

static tokenseal_status sign_len(const struct given *given, struct made *made)
{
    return tokenseal_jwt_sign_len(given->keys + 1, NULL, NOW, &made->len);
}

static tokenseal_status seal_len(const struct given *given, struct made *made)
{
    return tokenseal_cookie_seal_len(given->keys + 1, "n", 1, given->data, given->data_len, NOW,
                                     &made->len);
}

/* --- MACs ------------------------------------------------------------------------------------ */

static tokenseal_status mac(const struct given *given, struct made *made)
{
    return tokenseal_mac(given->keys + 1, given->data, given->data_len, made->bytes,
                         sizeof made->bytes, &made->len);
}

static tokenseal_status mac_of_all(struct given *given)
{
    return tokenseal_mac(given->keys + 1, given->data, given->data_len, (uint8_t *)given->text, 64,
                         &given->text_len);
}

static tokenseal_status mac_forged(struct given *given)
{
    tokenseal_status status = mac_of_all(given);
    given->text[0] ^= 1;
    return status;
}

static tokenseal_status mac_verify(const struct given *given, struct made *made)
{
    (void)made;
    return tokenseal_mac_verify(given->keys + 1, given->data, given->data_len,
                                (const uint8_t *)given->text, given->text_len);
}

static tokenseal_status mac_verify_shorter(const struct given *given, struct made *made)
{
    (void)made;
    return tokenseal_mac_verify(given->keys + 1, given->data, given->data_len,
                                (const uint8_t *)given->text, given->text_len - 1);
}

/* --- tokens ---------------------------------------------------------------------------------- */

static tokenseal_status sign_with(const struct given *given, uint64_t expires_in, char *text,
                                  size_t cap, size_t *len)
{
    tokenseal_claims claims = TOKENSEAL_CLAIMS_INIT;
    claims.json.ptr = given->data;
    claims.json.len = given->data_len;
    claims.subject = TOKENSEAL_LITERAL("user-42");
    claims.expires_in = expires_in;
    return tokenseal_jwt_sign(given->keys + 1, &claims, NOW, text, cap, len);
}

static tokenseal_status sign(const struct given *given, struct made *made)
{
    return sign_with(given, 60000, made->text, sizeof made->text, &made->len);
}

static tokenseal_status sign_nothing(const struct given *given, struct made *made)
{
    return tokenseal_jwt_sign(given->keys + 1, NULL, NOW, made->text, sizeof made->text,
                              &made->len);
}

static tokenseal_status token(struct given *given)
{
    return sign_with(given, 60000, given->text, sizeof given->text, &given->text_len);
}

static tokenseal_status token_expired(struct given *given)
{
    return sign_with(given, 0, given->text, sizeof given->text, &given->text_len);
}

static tokenseal_status token_forged(struct given *given)
{
    tokenseal_status status = token(given);
    text_forge(given);
    return status;
}

/* A tag of 16 bytes. */
static tokenseal_status token_of_less(struct given *given)
{
    tokenseal_status status = token(given);
    while (given->text[given->text_len - 1] != '.')
        given->text_len--;
    memcpy(given->text + given->text_len, "AAAAAAAAAAAAAAAAAAAAAA", 22);
    given->text_len += 22;
    return status;
}

/* The first key of the ring is another one. */
static tokenseal_status verify(const struct given *given, struct made *made)
{
    return tokenseal_jwt_verify(given->keys, 2, given->text, given->text_len, NULL, NOW, made->text,
                                sizeof made->text, &made->len, NULL);
}

/* --- sealed cookies -------------------------------------------------------------------------- */

static const char NAME[] = "__Host-user";

static tokenseal_status seal(const struct given *given, struct made *made)
{
    return tokenseal_cookie_seal(given->keys + 1, NAME, sizeof NAME - 1, given->data,
                                 given->data_len, NOW, made->text, sizeof made->text, &made->len);
}

static tokenseal_status sealed(struct given *given)
{
    return tokenseal_cookie_seal(given->keys + 1, NAME, sizeof NAME - 1, given->data,
                                 given->data_len, NOW, given->text, sizeof given->text,
                                 &given->text_len);
}

static tokenseal_status sealed_forged(struct given *given)
{
    tokenseal_status status = sealed(given);
    text_forge(given);
    return status;
}

static tokenseal_status open_at(const struct given *given, struct made *made, int64_t now)
{
    return tokenseal_cookie_open(given->keys, 2, NAME, sizeof NAME - 1, given->text,
                                 given->text_len, 1000, now, made->text, sizeof made->text,
                                 &made->len, NULL);
}

static tokenseal_status open(const struct given *given, struct made *made)
{
    return open_at(given, made, NOW);
}

static tokenseal_status open_late(const struct given *given, struct made *made)
{
    return open_at(given, made, NOW + 60000);
}

const struct path key_paths[] = {
    {"key_init", NULL, init, TOKENSEAL_OK, LOADS},
    {"key_init_short_secret", NULL, init_short, TOKENSEAL_OK, LOADS},
    {"key_init_base64url", NULL, init_base64url, TOKENSEAL_OK, LOADS_TEXT},
    {"key_init_hex", NULL, init_hex, TOKENSEAL_OK, LOADS_TEXT},
    {"key_init_hex, refused", NULL, init_bad_hex, TOKENSEAL_MALFORMED, LOADS_TEXT},
    {"key_init_jwk", NULL, init_jwk, TOKENSEAL_OK, LOADS_TEXT},
    {"keys_init_jwks", NULL, init_jwks, TOKENSEAL_OK, LOADS_TEXT},
    {"key_wipe", NULL, key_wipe, TOKENSEAL_OK, ASKS(0)},
    {"key_kid", NULL, key_kid, TOKENSEAL_OK, ASKS(0)},
    {"key_algorithm", NULL, key_algorithm, TOKENSEAL_OK, ASKS(0)},
    {"jwt_sign_len", NULL, sign_len, TOKENSEAL_OK, ASKS(0)},
    {"cookie_seal_len", NULL, seal_len, TOKENSEAL_OK, ASKS(0)},
    {"mac", NULL, mac, TOKENSEAL_OK, ASKS(0)},
    {"mac_verify", mac_of_all, mac_verify, TOKENSEAL_OK, ASKS(1)},
    {"mac_verify, forged", mac_forged, mac_verify, TOKENSEAL_BAD_SIGNATURE, ASKS(1)},
    {"mac_verify, too short", mac_of_all, mac_verify_shorter, TOKENSEAL_BAD_SIGNATURE, ASKS(1)},
    {"jwt_sign", NULL, sign, TOKENSEAL_OK, PUTS_OUT},
    {"jwt_sign, no claims", NULL, sign_nothing, TOKENSEAL_OK, PUTS_OUT},
    {"jwt_verify", token, verify, TOKENSEAL_OK, ASKS(2)},
    {"jwt_verify, forged", token_forged, verify, TOKENSEAL_BAD_SIGNATURE, ASKS(2)},
    {"jwt_verify, too short", token_of_less, verify, TOKENSEAL_BAD_SIGNATURE, ASKS(2)},
    {"jwt_verify, expired", token_expired, verify, TOKENSEAL_EXPIRED, ASKS(2)},
    {"cookie_seal", NULL, seal, TOKENSEAL_OK, PUTS_OUT},
    {"cookie_open", sealed, open, TOKENSEAL_OK, ASKS(2)},
    {"cookie_open, forged", sealed_forged, open, TOKENSEAL_BAD_SIGNATURE, ASKS(2)},
    {"cookie_open, too old", sealed, open_late, TOKENSEAL_COOKIE_EXPIRED, ASKS(2)},
};
const size_t key_path_count = sizeof key_paths / sizeof *key_paths;
