/*
 * tokenseal.h: signed tokens (JWT), cookies and sessions, alike in every language.
 *
 * Generated from the Rust sources in ffi-c/src by "cargo run -p tokenseal-header". Don't edit.
 *
 *
 * --- In one minute --------------------------------------------------------------------------
 *
 *     #include <stdio.h>
 *     #include <time.h>
 *     #include <tokenseal.h>
 *
 *     int main(void)
 *     {
 *         static const char secret[] = "an example: 32 bytes at the least";
 *         int64_t now = (int64_t)time(NULL) * 1000;
 *
 *         tokenseal_key key;
 *         tokenseal_status status =
 *             tokenseal_key_init(&key, TOKENSEAL_HS256, secret, sizeof secret - 1, NULL, 0);
 *         if (status != TOKENSEAL_OK) {
 *             fprintf(stderr, "key: %s\n", tokenseal_error_name(status));
 *             return 1;
 *         }
 *
 *         tokenseal_claims claims = TOKENSEAL_CLAIMS_INIT;
 *         claims.subject = TOKENSEAL_LITERAL("user-42");
 *         claims.json = TOKENSEAL_LITERAL("{\"role\":\"admin\"}");
 *         claims.expires_in = 5 * 60 * 1000;
 *
 *         char token[512];
 *         size_t token_len;
 *         status = tokenseal_jwt_sign(&key, &claims, now, token, sizeof token, &token_len);
 *
 *         char json[TOKENSEAL_CLAIMS_LEN(sizeof token)];
 *         size_t json_len;
 *         if (status == TOKENSEAL_OK) {
 *             status = tokenseal_jwt_verify(&key, 1, token, token_len, NULL, now, json,
 *                                           sizeof json, &json_len, NULL);
 *         }
 *         if (status == TOKENSEAL_OK) {
 *             printf("%.*s\n", (int)json_len, json);
 *         } else {
 *             fprintf(stderr, "refused: %s\n", tokenseal_error_name(status));
 *         }
 *         tokenseal_key_wipe(&key);
 *         return status != TOKENSEAL_OK;
 *     }
 *
 *     cc example.c $(pkg-config --cflags --libs tokenseal)
 *
 *
 * --- Another minute: cookies ----------------------------------------------------------------
 *
 *     #include <stdio.h>
 *     #include <time.h>
 *     #include <tokenseal.h>
 *
 *     int main(void)
 *     {
 *         static const char secret[] = "an example: 32 bytes at the least", name[] = "__Host-user";
 *         const size_t name_len = sizeof name - 1;
 *         const uint64_t week = 7 * 24 * 3600 * 1000;
 *         int64_t now = (int64_t)time(NULL) * 1000;
 *
 *         tokenseal_key key;
 *         if (tokenseal_key_init(&key, TOKENSEAL_HS256, secret, sizeof secret - 1, NULL, 0))
 *             return 1;
 *
 *         // At log-in: seal what nobody may change, and let the browser keep it.
 *         char sealed[256], header[TOKENSEAL_MAX_SET_COOKIE];
 *         size_t sealed_len, header_len;
 *         if (tokenseal_cookie_seal(&key, name, name_len, "user-42", 7, now, sealed, sizeof sealed,
 *                                   &sealed_len))
 *             return 1;
 *         tokenseal_set_cookie cookie = TOKENSEAL_SET_COOKIE_INIT;
 *         cookie.name = TOKENSEAL_LITERAL("__Host-user");
 *         cookie.value.ptr = sealed;
 *         cookie.value.len = sealed_len;
 *         cookie.max_age = week;
 *         if (tokenseal_set_cookie_write(&cookie, header, sizeof header, &header_len))
 *             return 1;
 *         printf("Set-Cookie: %.*s\n", (int)header_len, header);
 *
 *         // With every request: find it in the header Cookie, here as if it had just come back.
 *         tokenseal_slice found;
 *         char user[64];
 *         size_t user_len;
 *         tokenseal_status status =
 *             tokenseal_cookie_find(header, header_len, name, name_len, &found);
 *         if (status == TOKENSEAL_OK) {
 *             status = tokenseal_cookie_open(&key, 1, name, name_len, found.ptr, found.len, week,
 *                                            now, user, sizeof user, &user_len, NULL);
 *         }
 *         if (status == TOKENSEAL_OK) {
 *             printf("hello %.*s\n", (int)user_len, user);
 *         } else {
 *             fprintf(stderr, "refused: %s\n", tokenseal_error_name(status));
 *         }
 *         tokenseal_key_wipe(&key);
 *         return status != TOKENSEAL_OK;
 *     }
 *
 *
 * --- Conventions ----------------------------------------------------------------------------
 *
 * Status. Every function that can fail returns a tokenseal_status: TOKENSEAL_OK, or the reason.
 * Ignoring it is a compiler warning, and for tokenseal_jwt_verify a hole in your server.
 *
 * Memory. All of it is the caller's. Nothing is allocated, nothing has to be freed, nothing is kept
 * between calls but in your own structs. Nothing calls back, blocks, reads the clock or asks for
 * randomness; there are no globals, so that everything is thread-safe as far as your own memory is:
 * many threads may use one key, as long as none writes it.
 *
 * Order of parameters. The object, inputs, outputs; a pointer, then its length. Lengths are in
 * bytes unless their name ends in _count.
 *
 * Texts are UTF-8 with a length. They are not NUL-terminated: neither what you give, nor what you
 * get. Print with "%.*s". What is an argument of yours, such as an issuer, must be valid UTF-8
 * (TOKENSEAL_BAD_ARGUMENT); what came from outside, such as a token, may be anything.
 *
 * Time is in milliseconds: now since 1970 (Unix time), from 0 to TOKENSEAL_MAX_TIME. Durations too.
 *
 * Outputs have a capacity (_cap) and a pointer to their length (_len). They are written on success
 * only, with four exceptions. When the answer is TOKENSEAL_BUFFER_TOO_SMALL the length says how
 * much is needed: call with NULL and 0 to ask. A key whose initialization fails is left empty.
 * What verifies or opens something clears what it used of its buffer. And what
 * tokenseal_transition_decide leaves in its buffer when it fails is of no meaning.
 *
 * Pointers are checked as far as they can be: NULL with another length than 0, wrong alignment, a
 * length beyond what memory can hold, an output that overlaps an input or another output are all
 * TOKENSEAL_BAD_ARGUMENT. Pointers without a length may not be NULL unless it is said here.
 *
 * Structs that begin with "size" may get more members in later versions. Initialize them with
 * their _INIT macro, and then set what you need. A library older than your header refuses what it
 * doesn't know (TOKENSEAL_BAD_ARGUMENT) instead of ignoring it: it could be a check.
 */

#ifndef TOKENSEAL_H
#define TOKENSEAL_H

#include <stddef.h>
#include <stdint.h>

/* Marks the functions whose answer must not be ignored. */
#if defined(__cplusplus) && __cplusplus >= 201703L
#define TOKENSEAL_MUST_USE [[nodiscard]]
#elif defined(__GNUC__)
#define TOKENSEAL_MUST_USE __attribute__((warn_unused_result))
#else
#define TOKENSEAL_MUST_USE
#endif

#ifdef __cplusplus
extern "C" {
#endif

/*
 * --- Version -----------------------------------------------------------------------------------
 *
 * The macros say which header a program was compiled with, the function which library it runs
 * with. Before 1.0 the minor version changes with the interface, and the shared library's SONAME
 * with it.
 */

/* Major version of this header. */
#define TOKENSEAL_VERSION_MAJOR 0

/* Minor version of this header. */
#define TOKENSEAL_VERSION_MINOR 1

/* Patch version of this header. */
#define TOKENSEAL_VERSION_PATCH 0

/* The version of the library as NUL-terminated text, such as "0.1.0". Valid for ever. */
TOKENSEAL_MUST_USE const char *tokenseal_version(void);

/* The three as text. */
#define TOKENSEAL_VERSION "0.1.0"

/*
 * --- Status ------------------------------------------------------------------------------------
 *
 * What every function answers: TOKENSEAL_OK (0), or the reason for a refusal. The numbers never
 * change; later versions add some. 1xx is the form of the input, 2xx keys and MACs, 3xx the
 * claims, 4xx cookies, 5xx sessions, refresh tokens and their store, 9xx a mistake of the caller. A
 * server should log the name, and tell the client no more than "401".
 */

/* What a function answers: one of the constants below. */
typedef uint32_t tokenseal_status;

/* Done. */
#define TOKENSEAL_OK 0

/* The text breaks the rules of its format: parts, base64url, UTF-8, JSON, or a member's type. */
#define TOKENSEAL_MALFORMED 101

/* The input passes one of the limits. */
#define TOKENSEAL_LIMIT 102

/*
 * The token's header asks for an extension that is not implemented here: crit, or b64 other than
 * true (RFC 7515 section 4.1.11, RFC 7797).
 */
#define TOKENSEAL_UNSUPPORTED 103

/* The Authorization header is empty or of another scheme than Bearer (RFC 6750). */
#define TOKENSEAL_NOT_BEARER 104

/* None of the keys may be tried on a token with this kid. */
#define TOKENSEAL_UNKNOWN_KEY 201

/* The token, or the JWK, names another algorithm than the key's. */
#define TOKENSEAL_ALGORITHM_MISMATCH 202

/* The MAC is not the one that the key makes: forged, or signed with another key. */
#define TOKENSEAL_BAD_SIGNATURE 203

/* The secret is shorter than the hash, empty, or somebody's PEM file (RFC 7518 section 3.2). */
#define TOKENSEAL_WEAK_KEY 204

/* The use or key_ops of the JWK do not allow this (RFC 7517 sections 4.2 and 4.3). */
#define TOKENSEAL_KEY_USE 205

/* exp has passed. */
#define TOKENSEAL_EXPIRED 301

/* nbf has not come, or a value was sealed more than a minute from now. */
#define TOKENSEAL_NOT_YET_VALID 302

/* typ is not the one that the policy asks for. */
#define TOKENSEAL_WRONG_TYPE 303

/* iss is not the one that the policy asks for. */
#define TOKENSEAL_WRONG_ISSUER 304

/* sub is not the one that the policy asks for. */
#define TOKENSEAL_WRONG_SUBJECT 305

/* aud names none of the policy's audiences. */
#define TOKENSEAL_WRONG_AUDIENCE 306

/* iat is longer ago than the policy's max_age. */
#define TOKENSEAL_TOO_OLD 307

/* jti is not the one that the policy asks for. */
#define TOKENSEAL_WRONG_ID 308

/* A claim that the policy needs, or that was looked up, is absent. */
#define TOKENSEAL_MISSING_CLAIM 309

/* SameSite=None or Partitioned on a cookie without Secure: browsers would drop it. */
#define TOKENSEAL_COOKIE_INSECURE 401

/*
 * The attributes break the promise of the name's prefix: __Secure-, __Host-, __Http- or
 * __Host-Http- (RFC 6265bis section 4.1.3).
 */
#define TOKENSEAL_COOKIE_PREFIX 402

/* A character that may not stand in this part of a cookie, or an empty name. */
#define TOKENSEAL_COOKIE_CHARACTER 403

/* Name and value of a cookie are longer than TOKENSEAL_MAX_COOKIE. */
#define TOKENSEAL_COOKIE_TOO_LARGE 404

/* The path or the domain of a cookie is longer than TOKENSEAL_MAX_ATTRIBUTE. */
#define TOKENSEAL_ATTRIBUTE_TOO_LARGE 405

/* The value was sealed longer ago than max_age. */
#define TOKENSEAL_COOKIE_EXPIRED 406

/* Another site made the request (tokenseal_csrf_check_fetch). */
#define TOKENSEAL_CROSS_SITE 407

/*
 * The token is on the denylist, or all of its subject was ended: somebody has logged out
 * everywhere. Sessions and refresh tokens answer it too.
 */
#define TOKENSEAL_REVOKED 501

/* The store knows no session of this id. */
#define TOKENSEAL_SESSION_UNKNOWN 502

/* The session was ended, or has gone on under another id. */
#define TOKENSEAL_SESSION_ENDED 503

/* The session has been idle for too long, or has reached its absolute expiry. */
#define TOKENSEAL_SESSION_EXPIRED 504

/* Somebody else has saved other bytes since these were loaded. Nothing was written: load again. */
#define TOKENSEAL_CONFLICT 505

/* The store knows no family of this refresh token. */
#define TOKENSEAL_REFRESH_UNKNOWN 506

/* The refresh token's family was ended. */
#define TOKENSEAL_REFRESH_ENDED 507

/* The refresh token's family has been idle for too long, or has reached its absolute expiry. */
#define TOKENSEAL_REFRESH_EXPIRED 508

/*
 * A refresh token was used again that has long been replaced: there is a copy of it. Its family
 * has been ended.
 */
#define TOKENSEAL_REFRESH_REUSED 509

/* The refresh token is another client's. */
#define TOKENSEAL_WRONG_CLIENT 510

/* A record in the store is of a version or a form that is not known here. */
#define TOKENSEAL_UNKNOWN_RECORD 511

/* Others kept changing the same record. Nothing was written. */
#define TOKENSEAL_CONTENTION 512

/* The store could not be asked. The library never says so itself: it is for your store to say. */
#define TOKENSEAL_STORE_UNAVAILABLE 513

/* The store has no room left. Nothing was written. */
#define TOKENSEAL_STORE_FULL 514

/* The output buffer is too small. The length beside it now says how much is needed. */
#define TOKENSEAL_BUFFER_TOO_SMALL 901

/* An argument that no input can make right: the program's mistake. */
#define TOKENSEAL_BAD_ARGUMENT 902

/*
 * The name of a status as NUL-terminated text: "expired" for TOKENSEAL_EXPIRED, "ok" for
 * TOKENSEAL_OK, "unknown" for a number that this version doesn't have. It is the same name that
 * the Python, JavaScript and Rust interfaces use. Valid for ever.
 */
TOKENSEAL_MUST_USE const char *tokenseal_error_name(tokenseal_status status);

/*
 * --- Limits ------------------------------------------------------------------------------------
 *
 * What passes one of these is TOKENSEAL_LIMIT, unless its comment says otherwise. They are the
 * same in every language.
 */

/* Length of a token in bytes, at the most that any policy may allow. */
#define TOKENSEAL_MAX_TOKEN 65536

/* Length of a token in bytes, unless a policy or claims say otherwise. */
#define TOKENSEAL_DEFAULT_MAX_TOKEN 8192

/* Length of a token's header in bytes, decoded. */
#define TOKENSEAL_MAX_HEADER 1024

/* Length of a key id in bytes. */
#define TOKENSEAL_MAX_KID 64

/* Length of a secret in bytes. */
#define TOKENSEAL_MAX_SECRET 1024

/* Length of the text of a JWK or JWK Set in bytes. */
#define TOKENSEAL_MAX_JWK_SET 65536

/* Length of the longest MAC in bytes. */
#define TOKENSEAL_MAX_TAG 64

/* Number of texts in a list: audiences, required claims. More is TOKENSEAL_BAD_ARGUMENT. */
#define TOKENSEAL_MAX_NAMES 64

/*
 * Length of a cookie's name and value in bytes, together; so a buffer of this size suffices for
 * every sealed value, and for what it held. More is TOKENSEAL_COOKIE_TOO_LARGE.
 */
#define TOKENSEAL_MAX_COOKIE 4096

/* Length of a cookie's path and of its domain in bytes. More is TOKENSEAL_ATTRIBUTE_TOO_LARGE. */
#define TOKENSEAL_MAX_ATTRIBUTE 1024

/* A size in bytes that suffices for every Set-Cookie header. */
#define TOKENSEAL_MAX_SET_COOKIE 6400

/* The longest Max-Age of a cookie in milliseconds: 400 days. More is cut to it, as browsers do. */
#define TOKENSEAL_MAX_COOKIE_AGE 34560000000

/* Number of secrets of a dialect. */
#define TOKENSEAL_MAX_SECRETS 16

/* The greatest leeway in milliseconds: 10 minutes. More is TOKENSEAL_BAD_ARGUMENT. */
#define TOKENSEAL_MAX_LEEWAY 600000

/*
 * The latest time in Unix milliseconds and the longest duration in milliseconds: 2^53. More is
 * TOKENSEAL_BAD_ARGUMENT.
 */
#define TOKENSEAL_MAX_TIME 9007199254740992

/*
 * The longest life of a session, a family of refresh tokens or a token that can be revoked, and the
 * longest idle timeout, in milliseconds: 400 days. More is TOKENSEAL_BAD_ARGUMENT.
 */
#define TOKENSEAL_MAX_LIFETIME 34560000000

/* After how many milliseconds without use a session ends, unless the rules say otherwise: 1 day. */
#define TOKENSEAL_DEFAULT_SESSION_IDLE 86400000

/* After how many milliseconds a session ends, unless the rules say otherwise: 14 days. */
#define TOKENSEAL_DEFAULT_SESSION_LIFETIME 1209600000

/*
 * After how many milliseconds without use a family of refresh tokens ends, unless the rules say
 * otherwise: 30 days.
 */
#define TOKENSEAL_DEFAULT_REFRESH_IDLE 2592000000

/*
 * After how many milliseconds a family of refresh tokens ends, unless the rules say otherwise: 90
 * days.
 */
#define TOKENSEAL_DEFAULT_REFRESH_LIFETIME 7776000000

/*
 * For how many milliseconds a refresh token that was replaced gives the same successor again,
 * unless the rules say otherwise: 10 seconds.
 */
#define TOKENSEAL_DEFAULT_GRACE 10000

/* The longest such time in milliseconds: 10 minutes. More is TOKENSEAL_BAD_ARGUMENT. */
#define TOKENSEAL_MAX_GRACE 600000

/* Your own bytes in one record of the store. */
#define TOKENSEAL_MAX_DATA 65536

/* How many bytes a record has at the most beside your own. */
#define TOKENSEAL_RECORD_HEADER 128

/* Length of a record in bytes: a buffer of this size suffices for every one. */
#define TOKENSEAL_MAX_RECORD 65664

/* Length in bytes of the key under which the store has a record. */
#define TOKENSEAL_MAX_STORE_KEY 64

/* Number of records that are read at once. */
#define TOKENSEAL_MAX_STORE_KEYS 3

/* Length of a namespace in bytes. */
#define TOKENSEAL_MAX_NAMESPACE 255

/* Length in bytes of a subject, of a client, and of what a CSRF token is bound to. */
#define TOKENSEAL_MAX_SUBJECT 65535

/* Random bytes of which a session is made. Another number is TOKENSEAL_BAD_ARGUMENT. */
#define TOKENSEAL_SESSION_ENTROPY 32

/*
 * Random bytes of which a family of refresh tokens is made. Another number is
 * TOKENSEAL_BAD_ARGUMENT.
 */
#define TOKENSEAL_REFRESH_ENTROPY 16

/* Length of a session's name in bytes (tokenseal_session_id). */
#define TOKENSEAL_SESSION_ID 43

/* Length of a session's sealed cookie in bytes. */
#define TOKENSEAL_MAX_SESSION_COOKIE 165

/* Length of a refresh token in bytes. */
#define TOKENSEAL_MAX_REFRESH_TOKEN 142

/* Length of a CSRF token in bytes. */
#define TOKENSEAL_MAX_CSRF_TOKEN 214

/*
 * --- Slices ------------------------------------------------------------------------------------
 *
 * Texts inside structs are a pointer and a length. TOKENSEAL_LITERAL("text") makes one from a
 * string literal; for other strings set ptr and len.
 */

/*
 * A text of the caller's. With ptr NULL (and len 0) there is none, which is not the same as an
 * empty text.
 */
typedef struct tokenseal_slice {
    /* The first byte of the text. */
    const char *ptr;
    /* Its length in bytes. */
    size_t len;
} tokenseal_slice;

/* A slice of a string literal, to assign to a member of a struct. */
#ifdef __cplusplus
#define TOKENSEAL_LITERAL(text) (tokenseal_slice{"" text, sizeof(text) - 1})
#else
#define TOKENSEAL_LITERAL(text) ((tokenseal_slice){"" text, sizeof(text) - 1})
#endif

/*
 * --- Keys --------------------------------------------------------------------------------------
 *
 * A key is 960 bytes of the caller's memory: static, on the stack, inside another struct. It
 * holds the precomputed HMAC states, the algorithm and the key id (kid), and no pointer, so that
 * it may be copied with memcpy; every copy must be wiped. The algorithm belongs to the key: a
 * token never chooses it.
 *
 * What the text of a secret means is always said, never guessed. Generate one with a command such
 * as "openssl rand -base64 32 | tr '+/' '-_' | tr -d '='" and load it with
 * tokenseal_key_init_base64url.
 *
 * A secret must have at least as many bytes as the hash: 32 for HS256, 48 for HS384, 64 for HS512
 * (RFC 7518 section 3.2). Shorter, empty, or one that contains "-----BEGIN" (somebody's public
 * key): TOKENSEAL_WEAK_KEY. Longer than TOKENSEAL_MAX_SECRET: TOKENSEAL_LIMIT.
 *
 * The parameters kid and kid_len name the key: 1 to TOKENSEAL_MAX_KID bytes of UTF-8, or NULL and
 * 0 for a key without a name. The kid goes into the headers of the tokens that the key signs, and
 * tells which key is to verify one.
 *
 * A key whose initialization fails is left empty, whatever it was before (with
 * TOKENSEAL_BAD_ARGUMENT for the pointers themselves it is not touched). An empty, wiped or
 * never initialized key is TOKENSEAL_BAD_ARGUMENT wherever it is used; to say so of the latter
 * the library looks at a magic number in it.
 */

/* HMAC with SHA-256 (RFC 7518 section 3.2). */
#define TOKENSEAL_HS256 1

/* HMAC with SHA-384. */
#define TOKENSEAL_HS384 2

/* HMAC with SHA-512. */
#define TOKENSEAL_HS512 3

/* For JWKs: the algorithm that the JWK names. */
#define TOKENSEAL_ALGORITHM_OF_JWK 0

/* A key. What is in it is the library's business. */
typedef struct tokenseal_key {
    /* Not to be looked at, and wiped by tokenseal_key_wipe. */
    uint64_t opaque[120];
} tokenseal_key;

/* Initializes a key from the raw bytes of a secret. */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_key_init(
    tokenseal_key *key, uint32_t alg, const void *secret, size_t secret_len, const char *kid,
    size_t kid_len);

/*
 * Initializes a key from a secret that may be shorter than the hash, though not empty, for
 * interoperation with peers that chose one. A short secret can be guessed from a single token:
 * the least that a machine with a few graphics cards can't try through is 16 random bytes.
 */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_key_init_short_secret(
    tokenseal_key *key, uint32_t alg, const void *secret, size_t secret_len, const char *kid,
    size_t kid_len);

/*
 * Initializes a key from a secret in unpadded base64url (RFC 4648 section 5). Padding, white
 * space, or a last character with stray bits: TOKENSEAL_MALFORMED.
 */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_key_init_base64url(
    tokenseal_key *key, uint32_t alg, const char *text, size_t text_len, const char *kid,
    size_t kid_len);

/*
 * Initializes a key from a secret in hexadecimal, of either case. Anything else than an even
 * number of hexadecimal digits: TOKENSEAL_MALFORMED.
 */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_key_init_hex(
    tokenseal_key *key, uint32_t alg, const char *text, size_t text_len, const char *kid,
    size_t kid_len);

/*
 * Initializes a key from a JWK of type "oct" (RFC 7517), whose kid, alg, use and key_ops are held
 * to: a JWK for verifying alone refuses to sign with TOKENSEAL_KEY_USE, and one that may do
 * neither is refused with it here.
 *
 * alg is TOKENSEAL_ALGORITHM_OF_JWK, or the algorithm for a JWK that names none. When both name
 * one and they differ, or the type is not "oct": TOKENSEAL_ALGORITHM_MISMATCH. When neither does:
 * TOKENSEAL_BAD_ARGUMENT.
 */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_key_init_jwk(
    tokenseal_key *key, uint32_t alg, const char *json, size_t json_len);

/*
 * Initializes the keys of a JWK Set (RFC 7517 section 5) in their order, and says how many they
 * are. Members of another type than "oct" are skipped; one that can't be loaded is the error of
 * the whole, and so is a set without any "oct" key: TOKENSEAL_UNKNOWN_KEY. alg is as for
 * tokenseal_key_init_jwk.
 *
 * With TOKENSEAL_BUFFER_TOO_SMALL, key_count says how many keys there are. On any failure all
 * key_cap keys are left empty.
 */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_keys_init_jwks(
    tokenseal_key *keys, size_t key_cap, uint32_t alg, const char *json, size_t json_len,
    size_t *key_count);

/*
 * Copies the kid of a key to the caller. A key without one gives the length 0;
 * TOKENSEAL_MAX_KID bytes always suffice.
 */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_key_kid(
    const tokenseal_key *key, char *kid, size_t kid_cap, size_t *kid_len);

/* Says which algorithm a key is for. */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_key_algorithm(const tokenseal_key *key, uint32_t *alg);

/*
 * Overwrites a key so that nothing of it is left, in a way that the compiler can't leave out. Do
 * so with every key that is no longer needed. NULL is ignored.
 */
void tokenseal_key_wipe(tokenseal_key *key);

/*
 * --- MACs --------------------------------------------------------------------------------------
 *
 * The HMAC (RFC 2104) of any bytes under a key's own secret: for protocols beside tokens, such as
 * signed web hooks. A key whose MACs over texts of a stranger's choice get out is no key for
 * tokens any more, for the stranger can mint them: use another one.
 */

/*
 * Writes the MAC of the data: 32, 48 or 64 bytes, as the key's algorithm has it.
 * TOKENSEAL_MAX_TAG bytes always suffice.
 */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_mac(
    const tokenseal_key *key, const void *data, size_t data_len, uint8_t *tag, size_t tag_cap,
    size_t *tag_len);

/*
 * Checks in constant time that a tag is the MAC of the data. When it is not, whatever its
 * length: TOKENSEAL_BAD_SIGNATURE.
 */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_mac_verify(
    const tokenseal_key *key, const void *data, size_t data_len, const uint8_t *tag,
    size_t tag_len);

/*
 * --- Policy ------------------------------------------------------------------------------------
 *
 * What a token must be beyond authentic. Start from TOKENSEAL_POLICY_INIT, which asks for an
 * unexpired exp and, since nobody named an audience, for the absence of aud:
 *
 *     tokenseal_policy policy = TOKENSEAL_POLICY_INIT;
 *     policy.issuer = TOKENSEAL_LITERAL("https://login.example");
 *
 * Members that are left as they are ask for nothing more. A struct of zeros with its size set is
 * legal and stricter still: it allows no token to be longer or older than 0.
 */

/* What a token must be. Start from TOKENSEAL_POLICY_INIT. */
typedef struct tokenseal_policy {
    /* sizeof(tokenseal_policy): says which version of this struct the program was compiled with. */
    uint32_t size;
    /* 0: exp is required. 1: a token without exp is valid for ever. */
    uint32_t allow_no_exp;
    /*
     * 0: a token with aud must name one of the audiences below. 1: aud is not looked at; then no
     * audience may be given.
     */
    uint32_t any_audience;
    /* The longest token in bytes, TOKENSEAL_DEFAULT_MAX_TOKEN, up to TOKENSEAL_MAX_TOKEN. */
    uint32_t max_token;
    /* How many milliseconds other clocks may differ, at most TOKENSEAL_MAX_LEEWAY. */
    uint64_t leeway;
    /* How many milliseconds ago the token may have been issued (iat), or TOKENSEAL_NO_MAX_AGE. */
    uint64_t max_age;
    /* iss must be this. */
    tokenseal_slice issuer;
    /* sub must be this. */
    tokenseal_slice subject;
    /* jti must be this. */
    tokenseal_slice jwt_id;
    /*
     * typ in the header must be this, such as "at+jwt" (RFC 9068). Case does not count, nor does
     * "application/" in front.
     */
    tokenseal_slice typ;
    /* aud must name one of these: an array, whose texts may not be NULL. NULL: none. */
    const tokenseal_slice *audience;
    /* How many they are, at most TOKENSEAL_MAX_NAMES. */
    size_t audience_count;
    /* Claims that must be there, whatever they say: an array, whose texts may not be NULL. */
    const tokenseal_slice *required;
    /* How many they are, at most TOKENSEAL_MAX_NAMES. */
    size_t required_count;
} tokenseal_policy;

/* For max_age: any age is good; for a cookie to be set: no Max-Age. */
#define TOKENSEAL_NO_MAX_AGE UINT64_MAX

/* Initializes a policy: an unexpired exp, no aud, nothing else asked for. */
#define TOKENSEAL_POLICY_INIT                                                                 \
    {                                                                                         \
        sizeof(tokenseal_policy), 0, 0, TOKENSEAL_DEFAULT_MAX_TOKEN, 0, TOKENSEAL_NO_MAX_AGE, \
            {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}, NULL, 0, NULL, 0                      \
    }

/*
 * --- Claims ------------------------------------------------------------------------------------
 *
 * What a token is to say. Start from TOKENSEAL_CLAIMS_INIT: a token for the next 15 minutes that
 * says nothing else.
 *
 * Your own claims come as the text of a JSON object, to which the members below are added. A
 * claim that is given twice, in the text and in the struct, is TOKENSEAL_BAD_ARGUMENT; only
 * TOKENSEAL_EXPIRES_DEFAULT gives way to an exp in the text, and iat, which is added unless the
 * struct says another, to an iat there. What is signed has passed the same strict reader that
 * verifies.
 */

/* What a token is to say. Start from TOKENSEAL_CLAIMS_INIT. */
typedef struct tokenseal_claims {
    /* sizeof(tokenseal_claims): says which version of this struct the program was compiled with. */
    uint32_t size;
    /* The longest token in bytes, TOKENSEAL_DEFAULT_MAX_TOKEN, up to TOKENSEAL_MAX_TOKEN. */
    uint32_t max_token;
    /* For how many milliseconds from now the token is valid (exp), or one of TOKENSEAL_EXPIRES_. */
    uint64_t expires_in;
    /* When the token becomes valid (nbf), in Unix milliseconds, or TOKENSEAL_NO_TIME. */
    int64_t not_before;
    /*
     * When the token was issued (iat), in Unix milliseconds, or TOKENSEAL_NO_TIME: now. The access
     * token that goes with a refresh token takes it from tokenseal_refresh_info, so that a log-out
     * everywhere ends it.
     */
    int64_t issued_at;
    /* Your own claims: a JSON object, at most 256 members in all, nested at most 16 deep. */
    tokenseal_slice json;
    /* iss. */
    tokenseal_slice issuer;
    /* sub. */
    tokenseal_slice subject;
    /* jti. */
    tokenseal_slice jwt_id;
    /* typ in the header, "JWT" unless given. */
    tokenseal_slice typ;
    /*
     * aud: an array, whose texts may not be NULL. One is written as a string, more as an array.
     * NULL: none.
     */
    const tokenseal_slice *audience;
    /* How many they are, at most TOKENSEAL_MAX_NAMES. */
    size_t audience_count;
} tokenseal_claims;

/* For expires_in: 15 minutes, unless the JSON text has an exp. */
#define TOKENSEAL_EXPIRES_DEFAULT UINT64_MAX

/*
 * For expires_in: no exp is added. Without one in the JSON text the token is valid for ever, and
 * verifies only where the policy has allow_no_exp.
 */
#define TOKENSEAL_EXPIRES_NEVER (UINT64_MAX - 1)

/* For not_before: no nbf is added; for issued_at: now; for expires: no Expires. */
#define TOKENSEAL_NO_TIME INT64_MIN

/* Initializes claims: 15 minutes from now, nothing else said. */
#define TOKENSEAL_CLAIMS_INIT                                                                 \
    {                                                                                         \
        sizeof(tokenseal_claims), TOKENSEAL_DEFAULT_MAX_TOKEN, TOKENSEAL_EXPIRES_DEFAULT,     \
            TOKENSEAL_NO_TIME, TOKENSEAL_NO_TIME, {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}, \
            {NULL, 0}, NULL, 0                                                                \
    }

/*
 * --- Tokens ------------------------------------------------------------------------------------
 *
 * JSON Web Tokens (RFC 7519) in compact form, signed with HMAC: HS256, HS384, HS512.
 */

/*
 * Signs claims and writes the token.
 *
 * claims may be NULL: TOKENSEAL_CLAIMS_INIT. now is the time in Unix milliseconds: it becomes iat
 * (in whole seconds), and exp is counted from it.
 *
 * TOKENSEAL_BUFFER_TOO_SMALL: token_len says how much is needed, as tokenseal_jwt_sign_len would
 * have. TOKENSEAL_MALFORMED, TOKENSEAL_LIMIT: the JSON text is not strict JSON, or too much.
 * TOKENSEAL_LIMIT: the token would be longer than max_token. TOKENSEAL_KEY_USE: the key came from
 * a JWK that is for verifying alone.
 */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_jwt_sign(
    const tokenseal_key *key, const tokenseal_claims *claims, int64_t now, char *token,
    size_t token_cap, size_t *token_len);

/*
 * Says exactly how long the token will be that tokenseal_jwt_sign makes of the same arguments.
 * It fails where tokenseal_jwt_sign would.
 */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_jwt_sign_len(
    const tokenseal_key *key, const tokenseal_claims *claims, int64_t now, size_t *token_len);

/*
 * Verifies a token and writes its claims, the JSON text that was signed.
 *
 * The token is tried with the keys that bear its kid and with those that bear none; a token
 * without kid with all of them. policy may be NULL: TOKENSEAL_POLICY_INIT. now is the time in
 * Unix milliseconds. TOKENSEAL_CLAIMS_LEN(token_len) bytes always suffice for the claims.
 * key_index, which may be NULL, says which key it was.
 *
 * TOKENSEAL_BUFFER_TOO_SMALL: claims_len says how much is needed. It is found before the MAC is
 * computed, so that it says nothing of the token.
 *
 * On a failure nothing of the token gets out: claims_len and key_index are not written, and the
 * claims buffer is as it was, or, when the token was authentic and refused for what it says, the
 * part of it that was used is zero.
 */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_jwt_verify(
    const tokenseal_key *keys, size_t key_count, const char *token, size_t token_len,
    const tokenseal_policy *policy, int64_t now, char *claims, size_t claims_cap,
    size_t *claims_len, size_t *key_index);

/* A size in bytes that suffices for the claims of any token of this length. */
#define TOKENSEAL_CLAIMS_LEN(token_len) ((token_len) / 4 * 3 + 2)

/*
 * --- Reading claims ----------------------------------------------------------------------------
 *
 * Look-ups in the JSON text that tokenseal_jwt_verify wrote, so that flat claims need no JSON
 * library. They compare names after unescaping, and look at the outermost object only; what
 * tokenseal_claims_get_raw gives for an object may be looked into again.
 *
 * A claim that is not there: TOKENSEAL_MISSING_CLAIM. One of another type: TOKENSEAL_MALFORMED,
 * and so is a text that is no strict JSON object: it is read to its end.
 */

/*
 * Writes the string of a claim, unescaped, as UTF-8 without a NUL at the end. (A string may
 * contain NUL: compare it by its length.) As many bytes as the JSON text has always suffice.
 */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_claims_get_string(
    const char *json, size_t json_len, const char *name, size_t name_len, char *text,
    size_t text_cap, size_t *text_len);

/*
 * Says which integer a claim is. However it is spelled (12, 1.2e1), it must be integral and fit:
 * TOKENSEAL_MALFORMED.
 */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_claims_get_integer(
    const char *json, size_t json_len, const char *name, size_t name_len, int64_t *value);

/*
 * Says which time a claim such as exp or iat is (NumericDate, RFC 7519 section 2), in Unix
 * milliseconds, rounded up. It must be within 2^53 seconds of 1970: TOKENSEAL_MALFORMED.
 */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_claims_get_time(
    const char *json, size_t json_len, const char *name, size_t name_len, int64_t *millis);

/* Says whether a claim is true (1) or false (0). */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_claims_get_boolean(
    const char *json, size_t json_len, const char *name, size_t name_len, uint32_t *value);

/*
 * Says where the value of a claim stands in the JSON text, as it is spelled: strings with their
 * quotes, objects and arrays with their brackets. The pointer is into the text that was given.
 */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_claims_get_raw(
    const char *json, size_t json_len, const char *name, size_t name_len, const char **value,
    size_t *value_len);

/*
 * Says whether a claim is this string, or an array that has this string as an element: for aud,
 * roles, scopes. found is 1 or 0. Another type than these two: TOKENSEAL_MALFORMED.
 */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_claims_has_string(
    const char *json, size_t json_len, const char *name, size_t name_len, const char *text,
    size_t text_len, uint32_t *found);

/*
 * --- Bearer ------------------------------------------------------------------------------------
 *
 * The HTTP header "Authorization: Bearer <token>" (RFC 6750 section 2.1).
 */

/*
 * Says where the token stands in the value of an Authorization header. The pointer is into the
 * text that was given; the token has been checked for its characters only.
 *
 * TOKENSEAL_NOT_BEARER: the value is empty or of another scheme, so that the request may have
 * been meant for somebody else. TOKENSEAL_MALFORMED: the scheme is right and the rest is not.
 * TOKENSEAL_LIMIT: longer than TOKENSEAL_MAX_TOKEN.
 */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_bearer_token(
    const char *header, size_t header_len, const char **token, size_t *token_len);

/*
 * --- Reading cookies ---------------------------------------------------------------------------
 *
 * What a browser sends, in the value of a Cookie header (RFC 6265bis section 5.8). It is cut where
 * browsers join it: ";" ends a cookie, even within double quotes, which belong to the value, and
 * only spaces and tabs around name and value are dropped. What has no "=", an empty name or a
 * control character is left out; all else is there, duplicates too. When a request has several
 * Cookie headers (HTTP/2 may split them), read one after the other.
 *
 *     size_t position = 0;
 *     tokenseal_slice name, value;
 *     while (!tokenseal_cookie_next(header, header_len, &position, &name, &value) && name.ptr)
 *         printf("%.*s\n", (int)name.len, name.ptr);
 *
 * Anybody can have written these headers. What must not be changed is sealed: see below.
 */

/*
 * Says which cookie comes next. position is 0 at the start of a header and moves on with every
 * call. The slices point into the header; after the last cookie both are {NULL, 0}, which a cookie
 * with an empty value is not.
 *
 * Reading a header to its end takes time in proportion to its length, whatever is in it.
 */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_cookie_next(
    const char *header, size_t header_len, size_t *position, tokenseal_slice *name,
    tokenseal_slice *value);

/*
 * Finds the first cookie of this name. The slice points into the header; when there is no such
 * cookie it is {NULL, 0}, and the answer TOKENSEAL_OK all the same. Names are compared byte by
 * byte.
 */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_cookie_find(
    const char *header, size_t header_len, const char *name, size_t name_len,
    tokenseal_slice *value);

/*
 * --- Setting cookies ---------------------------------------------------------------------------
 *
 * The value of a Set-Cookie header (RFC 6265bis section 4.1). Start from
 * TOKENSEAL_SET_COOKIE_INIT: a cookie for the whole site until the browser is closed, sent over
 * TLS only (Secure), out of reach of scripts (HttpOnly), and not with requests that other sites
 * make (SameSite=Lax).
 *
 *     tokenseal_set_cookie cookie = TOKENSEAL_SET_COOKIE_INIT;
 *     cookie.name = TOKENSEAL_LITERAL("__Host-theme");
 *     cookie.value = TOKENSEAL_LITERAL("dark");
 *     cookie.max_age = 7 * 24 * 3600 * 1000;
 *
 * Every part is checked, so that no header can be injected: TOKENSEAL_COOKIE_CHARACTER. What
 * browsers would drop without a word has its own status too.
 */

/* SameSite=Lax: not with requests from other sites, but when the user follows a link. */
#define TOKENSEAL_SAME_SITE_LAX 0

/* SameSite=Strict: not even then. */
#define TOKENSEAL_SAME_SITE_STRICT 1

/* SameSite=None: with all requests. Needs Secure: TOKENSEAL_COOKIE_INSECURE. */
#define TOKENSEAL_SAME_SITE_NONE 2

/* No Priority: which is medium. */
#define TOKENSEAL_PRIORITY_UNSET 0

/* Priority=Low: the first to go when a browser has too many cookies. */
#define TOKENSEAL_PRIORITY_LOW 1

/* Priority=Medium */
#define TOKENSEAL_PRIORITY_MEDIUM 2

/* Priority=High: the last to go. */
#define TOKENSEAL_PRIORITY_HIGH 3

/* A cookie to be set. Start from TOKENSEAL_SET_COOKIE_INIT. */
typedef struct tokenseal_set_cookie {
    /*
     * sizeof(tokenseal_set_cookie): says which version of this struct the program was compiled
     * with.
     */
    uint32_t size;
    /* 0: Secure. 1: also over plain HTTP, where anybody on the way can read it. */
    uint32_t not_secure;
    /* 0: HttpOnly. 1: scripts of the page can read it. */
    uint32_t not_http_only;
    /* One of TOKENSEAL_SAME_SITE_. */
    uint32_t same_site;
    /*
     * 1: Partitioned, a jar of its own for every site that embeds this one (CHIPS). Needs Secure.
     */
    uint32_t partitioned;
    /* One of TOKENSEAL_PRIORITY_. */
    uint32_t priority;
    /*
     * Max-Age: how many milliseconds the browser keeps it, rounded down to seconds and cut to
     * TOKENSEAL_MAX_COOKIE_AGE. 0 removes it. Or TOKENSEAL_NO_MAX_AGE.
     */
    uint64_t max_age;
    /*
     * Expires: until when the browser keeps it, in Unix milliseconds, up to the year 9999. Browsers
     * that know Max-Age, which are all, do not look at it then. Or TOKENSEAL_NO_TIME.
     */
    int64_t expires;
    /*
     * Letters, digits and !#$%&'*+-.^_`|~ (a token, RFC 9110). What begins with __Secure-, __Host-,
     * __Http- or __Host-Http- is held to what that promises: TOKENSEAL_COOKIE_PREFIX.
     */
    tokenseal_slice name;
    /*
     * Printable ASCII but for the space and ",;\, in double quotes or not. May be empty. Encode
     * anything else, or seal it.
     */
    tokenseal_slice value;
    /* Path: "/", or where else the cookie is sent. NULL: the folder of the page that sets it. */
    tokenseal_slice path;
    /* Domain: a host whose subdomains get the cookie too. NULL: this host alone. */
    tokenseal_slice domain;
} tokenseal_set_cookie;

/*
 * Writes the value of the Set-Cookie header. TOKENSEAL_MAX_SET_COOKIE bytes always suffice.
 *
 * A cookie is known to the browser by name, domain and path together; one with another path
 * does not replace it.
 */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_set_cookie_write(
    const tokenseal_set_cookie *cookie, char *header, size_t header_cap, size_t *header_len);

/*
 * Writes the header that removes this cookie from the browser: with the same name and attributes,
 * an empty value, Max-Age=0 and a date long past. What value, max_age and expires say does not
 * matter.
 */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_set_cookie_removal(
    const tokenseal_set_cookie *cookie, char *header, size_t header_cap, size_t *header_len);

/* Initializes a cookie: Path=/; Secure; HttpOnly; SameSite=Lax. */
#define TOKENSEAL_SET_COOKIE_INIT                                                                 \
    {                                                                                             \
        sizeof(tokenseal_set_cookie), 0, 0, TOKENSEAL_SAME_SITE_LAX, 0, TOKENSEAL_PRIORITY_UNSET, \
            TOKENSEAL_NO_MAX_AGE, TOKENSEAL_NO_TIME, {NULL, 0}, {NULL, 0}, {"/", 1}, {NULL, 0}    \
    }

/*
 * --- Sealed cookies ----------------------------------------------------------------------------
 *
 * A value that only you can have written: signed, bound to the name of its cookie, and dated. It is
 * not encrypted: whoever has the cookie can read it.
 *
 * A sealed value is text that may stand in a cookie as it is, such as
 * "user-42.1700000000.WRe8i...": the value, with %XX for what may not stand there; the second in
 * which it was sealed; the MAC of both and the name. Together with the name it is at most
 * TOKENSEAL_MAX_COOKIE bytes: TOKENSEAL_COOKIE_TOO_LARGE. A buffer of that size suffices for
 * everything here.
 *
 * The MAC is made with a sub-key of the key, so that one key may serve tokens and cookies. A key
 * from a short secret has no sub-keys: TOKENSEAL_WEAK_KEY. Names are cookie names:
 * TOKENSEAL_COOKIE_CHARACTER for others.
 */

/* What is known of a sealed value beside itself. Start from TOKENSEAL_COOKIE_OPENED_INIT. */
typedef struct tokenseal_cookie_opened {
    /*
     * sizeof(tokenseal_cookie_opened): says which version of this struct the program was compiled
     * with.
     */
    uint32_t size;
    /*
     * 1: another key than the first opened it, so that it is time to seal the value anew. Else 0.
     */
    uint32_t reseal;
    /* When it was sealed, in Unix milliseconds, to the second. */
    int64_t issued;
    /* How many milliseconds ago that is; 0 when the other host's clock is ahead. */
    int64_t age;
    /* Which key opened it. */
    size_t key_index;
    /* 0, and here so that nothing is padding. */
    size_t reserved;
} tokenseal_cookie_opened;

/*
 * Seals a value, of any bytes, for the cookie of this name, and writes the text that goes into the
 * cookie. now is the time in Unix milliseconds.
 *
 * One value has one sealed form per second and key. TOKENSEAL_KEY_USE: the key came from a JWK
 * that is for verifying alone.
 */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_cookie_seal(
    const tokenseal_key *key, const char *name, size_t name_len, const void *value,
    size_t value_len, int64_t now, char *sealed, size_t sealed_cap, size_t *sealed_len);

/*
 * Says exactly how long the text will be that tokenseal_cookie_seal makes of the same arguments.
 * It fails where tokenseal_cookie_seal would.
 */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_cookie_seal_len(
    const tokenseal_key *key, const char *name, size_t name_len, const void *value,
    size_t value_len, int64_t now, size_t *sealed_len);

/*
 * Opens a sealed value of the cookie of this name and writes the value. The keys are tried in
 * their order.
 *
 * max_age is how many milliseconds ago it may have been sealed: TOKENSEAL_COOKIE_EXPIRED, and
 * TOKENSEAL_NOT_YET_VALID when it was sealed more than a minute ahead of now. With
 * TOKENSEAL_NO_MAX_AGE the date is not looked at: do so only where something else ends the
 * value's life, for a browser's Max-Age does not bind an attacker. now is the time in Unix
 * milliseconds. opened, which may be NULL, says more.
 *
 * As many bytes as sealed has always suffice for the value. TOKENSEAL_BUFFER_TOO_SMALL is found
 * before the MAC is computed, so that value_len says nothing of the value.
 *
 * TOKENSEAL_BAD_SIGNATURE: changed, sealed for another name, or with a key that is not among
 * these. TOKENSEAL_MALFORMED: not a sealed value at all. On a failure nothing of the value gets
 * out: the buffer is as it was, or, when the value was authentic and too old, the part of it that
 * was used is zero.
 */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_cookie_open(
    const tokenseal_key *keys, size_t key_count, const char *name, size_t name_len,
    const char *sealed, size_t sealed_len, uint64_t max_age, int64_t now, void *value,
    size_t value_cap, size_t *value_len, tokenseal_cookie_opened *opened);

/* Initializes what is to be filled in. */
#define TOKENSEAL_COOKIE_OPENED_INIT                    \
    {                                                   \
        sizeof(tokenseal_cookie_opened), 0, 0, 0, 0, 0 \
    }

/*
 * --- Dialects ----------------------------------------------------------------------------------
 *
 * The signed cookies of other frameworks, read and written as those do: a site moves over, or
 * shares its cookies, without logging anybody out. Start from TOKENSEAL_DIALECT_INIT:
 *
 *     tokenseal_slice secrets[] = {{"new secret", 10}, {"old secret", 10}};
 *     tokenseal_dialect express = TOKENSEAL_DIALECT_INIT;
 *     express.kind = TOKENSEAL_DIALECT_EXPRESS;
 *     express.secrets = secrets;
 *     express.secret_count = 2;
 *
 * The rules for secrets are the framework's own, and so is their order: the comment of each kind
 * says which one signs. No secret of a dialect may be the secret of a key too. What is accepted is
 * what the framework writes, byte for byte; "lenient" also takes what it reads beyond that.
 *
 * What is not bound to the name of its cookie can be moved by a client from one cookie to another;
 * that is so in the framework too. New cookies are better sealed: see above.
 *
 * A library that was built without the cargo feature "dialects", for firmware, lacks these
 * functions.
 */

/*
 * Express: cookie-parser's signed cookies, and express-session's id. The value is the text that is
 * signed, without "s:" and percent-encoding; what Express makes of an object begins with "j:". Not
 * bound to the name, no time. The first secret signs.
 */
#define TOKENSEAL_DIALECT_EXPRESS 1

/*
 * Koa: the packages cookies, keygrip and cookie-session. It has two cookies, and two functions of
 * its own: tokenseal_dialect_koa_sign and tokenseal_dialect_koa_verify. Bound to the name, no time.
 * The first secret signs.
 */
#define TOKENSEAL_DIALECT_KOA 2

/*
 * itsdangerous: Signer. The value is text as it is. Not bound to the name, no time. The last
 * secret signs.
 */
#define TOKENSEAL_DIALECT_SIGNER 3

/* itsdangerous: TimestampSigner. As the last, with the second of signing. */
#define TOKENSEAL_DIALECT_TIMESTAMP_SIGNER 4

/*
 * itsdangerous: URLSafeTimedSerializer. The value is the JSON text, perhaps compressed. Not bound
 * to the name, dated. The last secret signs.
 */
#define TOKENSEAL_DIALECT_URL_SAFE_TIMED 5

/*
 * Flask: its session. The value is the JSON text, perhaps compressed. Not bound to the name, dated:
 * Flask's own max_age is 31 days. The last secret signs.
 */
#define TOKENSEAL_DIALECT_FLASK 6

/*
 * Starlette, FastAPI: their session. The value is the JSON text. Not bound to the name, dated:
 * Starlette's own max_age is 14 days. The last secret signs.
 */
#define TOKENSEAL_DIALECT_STARLETTE 7

/*
 * Django: set_signed_cookie. The value is text as it is. Bound to the name, dated. The first secret
 * signs: SECRET_KEY, then SECRET_KEY_FALLBACKS. What is written contains ":", and Django puts it in
 * double quotes in the header; what is read may stand in them.
 */
#define TOKENSEAL_DIALECT_DJANGO 8

/*
 * Django: signing.Signer. The value is text as it is. Not bound to the name, no time. The first
 * secret signs.
 */
#define TOKENSEAL_DIALECT_DJANGO_SIGNER 9

/*
 * Django: signing.dumps. The value is the JSON text, perhaps compressed. Not bound to the name,
 * dated. The first secret signs.
 */
#define TOKENSEAL_DIALECT_DJANGO_DUMPS 10

/*
 * Go: gorilla/securecookie with a hash key and no block key. The value is what the serializer made;
 * JSON has a line feed behind it. Bound to the name, dated: gorilla's own max_age is 30 days. The
 * first secret signs.
 */
#define TOKENSEAL_DIALECT_GORILLA 11

/*
 * Rust: SignedJar of the crate cookie, and so axum-extra and Rocket. The value is text as it is.
 * Not bound to the name, no time. The first secret signs; each has 64 bytes or more, or 32 with
 * derive.
 */
#define TOKENSEAL_DIALECT_RUST_COOKIE 12

/*
 * Rails: cookies.signed, of Rails 5.2 and later. The value is the JSON text, not empty. Bound to
 * the name; it says when it expires, and there is no max_age. The first secret signs:
 * secret_key_base, then its rotations. Every call derives the keys from them anew, which takes
 * many times as long as all the rest: on a server, see TOKENSEAL_DIALECT_RAILS_KEYS.
 */
#define TOKENSEAL_DIALECT_RAILS 13

/*
 * Rails: ActiveSupport's MessageVerifier. The value is what the serializer made, not empty. Not
 * bound to the name, no time. The first secret signs.
 */
#define TOKENSEAL_DIALECT_RAILS_VERIFIER 14

/*
 * Rails: as TOKENSEAL_DIALECT_RAILS, with keys that tokenseal_dialect_rails_key has derived in
 * place of the secrets.
 */
#define TOKENSEAL_DIALECT_RAILS_KEYS 15

/* The framework's own default. */
#define TOKENSEAL_DIGEST_DEFAULT 0

/* SHA-1. As part of an HMAC it is not broken. */
#define TOKENSEAL_DIGEST_SHA1 1

/* SHA-256 */
#define TOKENSEAL_DIGEST_SHA256 2

/* SHA-512 */
#define TOKENSEAL_DIGEST_SHA512 3

/*
 * A framework, its secrets, and how it was configured. Start from TOKENSEAL_DIALECT_INIT. An option
 * that its kind doesn't have is TOKENSEAL_BAD_ARGUMENT.
 */
typedef struct tokenseal_dialect {
    /*
     * sizeof(tokenseal_dialect): says which version of this struct the program was compiled with.
     */
    uint32_t size;
    /* One of TOKENSEAL_DIALECT_. */
    uint32_t kind;
    /*
     * One of TOKENSEAL_DIGEST_, for KOA, SIGNER, TIMESTAMP_SIGNER, URL_SAFE_TIMED, FLASK, RAILS,
     * RAILS_KEYS and RAILS_VERIFIER: SHA-1 is the default of them all.
     */
    uint32_t digest;
    /*
     * 1: a signature may be spelled in every way that the framework reads, for itsdangerous and
     * what is built on it, and for GORILLA. The text must not serve as a key anywhere then, say in
     * a list of revoked cookies.
     */
    uint32_t lenient;
    /*
     * 1: for DJANGO, to read cookies of versions before 5.2.15 and 6.0.6 too, which could be moved
     * from one name to another; for RAILS, keys are derived with SHA-1, as before the defaults of
     * 7.0.
     */
    uint32_t legacy;
    /* 1: for RUST_COOKIE, the secrets are master keys, as in Key::derive_from. */
    uint32_t derive;
    /*
     * For GORILLA: how many milliseconds old a cookie must be (MinAge). A younger one is
     * TOKENSEAL_NOT_YET_VALID.
     */
    uint64_t min_age;
    /*
     * For RAILS and RAILS_KEYS: in how many milliseconds a cookie that is sealed will expire, or
     * TOKENSEAL_EXPIRES_NEVER.
     */
    uint64_t expires_in;
    /*
     * The salt, for itsdangerous, FLASK and Django, whose salts are UTF-8. NULL: the framework's
     * own.
     */
    tokenseal_slice salt;
    /*
     * The secrets, as bytes: an array of 1 to TOKENSEAL_MAX_SECRETS, none of them NULL. An empty
     * one is TOKENSEAL_WEAK_KEY, more of them or longer ones TOKENSEAL_LIMIT.
     */
    const tokenseal_slice *secrets;
    /* How many they are. */
    size_t secret_count;
} tokenseal_dialect;

/*
 * What is known of a framework's cookie beside its value. Start from TOKENSEAL_DIALECT_OPENED_INIT.
 */
typedef struct tokenseal_dialect_opened {
    /*
     * sizeof(tokenseal_dialect_opened): says which version of this struct the program was compiled
     * with.
     */
    uint32_t size;
    /* 1: the value is a zlib stream (RFC 1950). Inflate it with a limit. Else 0. */
    uint32_t compressed;
    /*
     * When it was sealed, and for Rails when it expires, in Unix milliseconds. TOKENSEAL_NO_TIME
     * where the cookie doesn't say.
     */
    int64_t time;
    /* Which of the secrets opened it. */
    size_t secret_index;
    /* 0, and here so that nothing is padding. */
    size_t reserved;
} tokenseal_dialect_opened;

/*
 * Seals a value for the cookie of this name and writes the text that the framework would have set.
 * now is the time in Unix milliseconds. TOKENSEAL_MAX_COOKIE bytes always suffice:
 * TOKENSEAL_COOKIE_TOO_LARGE.
 *
 * TOKENSEAL_COOKIE_CHARACTER: the name has other characters than printable ASCII, or one of "=;,"
 * and space, or the value is no UTF-8 where the framework takes text.
 */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_dialect_seal(
    const tokenseal_dialect *dialect, const char *name, size_t name_len, const void *value,
    size_t value_len, int64_t now, char *sealed, size_t sealed_cap, size_t *sealed_len);

/*
 * Opens a cookie that the framework, or tokenseal_dialect_seal, made for this name, and writes its
 * value. now is the time in Unix milliseconds. opened, which may be NULL, says more.
 *
 * max_age is how many milliseconds ago it may have been sealed, or TOKENSEAL_NO_MAX_AGE; it is held
 * to as the framework does: TOKENSEAL_COOKIE_EXPIRED, TOKENSEAL_NOT_YET_VALID. Where the cookie
 * doesn't say when it was sealed, a max_age is TOKENSEAL_BAD_ARGUMENT.
 *
 * sealed_len bytes are needed for the value, whatever its length will be.
 *
 * TOKENSEAL_BAD_SIGNATURE: changed, or made with another secret or for another name.
 * TOKENSEAL_MALFORMED: not what the framework writes. On a failure nothing of the value gets out:
 * the part of the buffer that was used is zero.
 */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_dialect_open(
    const tokenseal_dialect *dialect, const char *name, size_t name_len, const char *sealed,
    size_t sealed_len, uint64_t max_age, int64_t now, void *value, size_t value_cap,
    size_t *value_len, tokenseal_dialect_opened *opened);

/* Initializes a dialect, with the framework's defaults: set its kind and its secrets. */
#define TOKENSEAL_DIALECT_INIT                                                          \
    {                                                                                   \
        sizeof(tokenseal_dialect), 0, TOKENSEAL_DIGEST_DEFAULT, 0, 0, 0, 0,             \
            TOKENSEAL_EXPIRES_NEVER, {NULL, 0}, NULL, 0                                 \
    }

/* Initializes what is to be filled in. */
#define TOKENSEAL_DIALECT_OPENED_INIT                              \
    {                                                              \
        sizeof(tokenseal_dialect_opened), 0, TOKENSEAL_NO_TIME, 0, 0 \
    }

/*
 * --- Dialects: Koa and Rails -------------------------------------------------------------------
 *
 * What these two have beyond the others: Koa's signature stands in a second cookie, and Rails'
 * keys are costly to derive.
 */

/* Length in bytes of a key that tokenseal_dialect_rails_key derives. */
#define TOKENSEAL_RAILS_KEY_LEN 64

/*
 * For Koa: writes the value of the second cookie, which has the name of the first with ".sig"
 * behind it. name and value are those of the first; the value is as it stands in the header,
 * without double quotes.
 */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_dialect_koa_sign(
    const tokenseal_dialect *dialect, const char *name, size_t name_len, const void *value,
    size_t value_len, char *signature, size_t signature_cap, size_t *signature_len);

/*
 * For Koa: checks that the second cookie belongs to the first, whose name and value these are.
 * secret_index, which may be NULL, says which secret signed it; when it is not 0, Koa sends a new
 * signature.
 */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_dialect_koa_verify(
    const tokenseal_dialect *dialect, const char *name, size_t name_len, const void *value,
    size_t value_len, const char *signature, size_t signature_len, size_t *secret_index);

/*
 * For Rails: derives from one secret (secret_key_base) the key that signs cookies, with 1,000
 * rounds of PBKDF2, so that it is done once. prf is the digest with which Rails does so
 * (key_generator_hash_digest_class): TOKENSEAL_DIGEST_DEFAULT is SHA-256, that of the defaults of
 * 7.0 and later; before them it is SHA-1. The key takes TOKENSEAL_RAILS_KEY_LEN bytes, and is as
 * secret as the secret: overwrite it when it is no longer needed.
 */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_dialect_rails_key(
    uint32_t prf, const void *secret, size_t secret_len, uint8_t *key, size_t key_cap,
    size_t *key_len);

/*
 * --- Sessions, refresh tokens, revocation ------------------------------------------------------
 *
 * What the server remembers: a session's record under the id in its cookie, a family of refresh
 * tokens, tokens that were denied, and when a subject was logged out everywhere. It is kept in a
 * store of yours: memory, Redis, SQLite, whatever can read up to TOKENSEAL_MAX_STORE_KEYS records
 * and replace one if it has not changed.
 *
 * The library asks no store itself. Every operation is a transition: made by a function such as
 * tokenseal_session_load, carried out by a loop of yours, and then asked what came out.
 *
 *     open the cookie or the token       who is it? Forgeries end here, and no store is asked
 *     make a transition                  tokenseal_session_start, _load, _save, _rotate, _end, ...
 *     do
 *         get                            the records of tokenseal_transition_keys, from the store
 *         decide                         tokenseal_transition_decide: done, again, or write this
 *         swap                           in the store, if nobody else has changed the record
 *         tell                           tokenseal_transition_swapped: whether that took
 *     while it says again
 *     take the outcome                   tokenseal_session_result, tokenseal_refresh_result, data
 *
 * In C that is some twenty lines, and the same for all operations: see examples/session.c, over
 * the memory store below, and examples/redis_session.c. The loop ends: a transition whose swaps
 * keep failing is TOKENSEAL_CONTENTION. It may be abandoned anywhere; what the store then has is
 * sound. When the store fails, refuse (TOKENSEAL_STORE_UNAVAILABLE is there to say so): a session
 * that can't be looked up is no session.
 *
 * Keys in the store are hashes: whoever reads it gets nobody's session. The records know
 * themselves when they expire; the time to live that a write comes with lets the store drop them
 * later, never earlier. A store that evicts records when it is full, or fails over to a copy that
 * lacks the last writes, can undo a log-out.
 *
 * The random bytes of which sessions and families are made must come from a cryptographic
 * generator: getrandom, arc4random_buf, BCryptGenRandom.
 */

/*
 * What holds for all sessions and refresh tokens of an application. Start from
 * TOKENSEAL_RULES_INIT; NULL stands for it.
 */
typedef struct tokenseal_rules {
    /* sizeof(tokenseal_rules): says which version of this struct the program was compiled with. */
    uint32_t size;
    /* 0, and here so that nothing is padding. */
    uint32_t reserved;
    /*
     * After how many milliseconds without use a session ends; at the most TOKENSEAL_MAX_LIFETIME,
     * as the next three.
     */
    uint64_t session_idle;
    /* After how many milliseconds a session ends however much it is used. */
    uint64_t session_lifetime;
    /* After how many milliseconds without use a family of refresh tokens ends. */
    uint64_t refresh_idle;
    /* After how many milliseconds a family of refresh tokens ends however much it is used. */
    uint64_t refresh_lifetime;
    /*
     * For how many milliseconds a refresh token that was replaced gives the same successor again.
     */
    uint64_t grace;
    /*
     * The namespace: the application's name, so that several may share one store. NULL: the empty
     * one. To log somebody out everywhere ends what has the same namespace.
     */
    tokenseal_slice ns;
} tokenseal_rules;

/* Initializes rules: the empty namespace, and the defaults. */
#define TOKENSEAL_RULES_INIT                                                       \
    {                                                                              \
        sizeof(tokenseal_rules), 0, TOKENSEAL_DEFAULT_SESSION_IDLE,                \
            TOKENSEAL_DEFAULT_SESSION_LIFETIME, TOKENSEAL_DEFAULT_REFRESH_IDLE,    \
            TOKENSEAL_DEFAULT_REFRESH_LIFETIME, TOKENSEAL_DEFAULT_GRACE, {NULL, 0} \
    }

/*
 * --- Transitions -------------------------------------------------------------------------------
 *
 * One operation on the store, without doing any of it: 768 bytes of the caller's memory, without a
 * pointer. It belongs to one thread, and is good for one run of the loop.
 *
 *     tokenseal_store_key keys[TOKENSEAL_MAX_STORE_KEYS];
 *     tokenseal_slice found[TOKENSEAL_MAX_STORE_KEYS];
 *     tokenseal_step step = TOKENSEAL_STEP_INIT;
 *     do {
 *         status = tokenseal_transition_keys(transition, keys, TOKENSEAL_MAX_STORE_KEYS, &count);
 *         if (!status)
 *             status = get(store, keys, count, found);
 *         if (!status)
 *             status = tokenseal_transition_decide(transition, found, count, data, data_len, buf,
 *                                                  sizeof buf, &step);
 *         if (status || step.kind != TOKENSEAL_STEP_WRITE)
 *             continue;
 *         status = swap(store, &keys[step.key], &step, &took);
 *         if (!status)
 *             status = tokenseal_transition_swapped(transition, took, &step.kind);
 *     } while (!status && step.kind == TOKENSEAL_STEP_AGAIN);
 *
 * A transition that was never made is TOKENSEAL_BAD_ARGUMENT if it is all zeros; one that is over,
 * always.
 */

/* Nothing is left to do. */
#define TOKENSEAL_STEP_DONE 1

/* Get the records and decide again: the keys may have changed. */
#define TOKENSEAL_STEP_AGAIN 2

/* Swap a record, and say whether it took: tokenseal_transition_swapped. */
#define TOKENSEAL_STEP_WRITE 3

/* An operation on the store. What is in it is the library's business. */
typedef struct tokenseal_transition {
    /* Not to be looked at. */
    uint64_t opaque[96];
} tokenseal_transition;

/* The key of a record in the store, such as "tokenseal:session:kX1sttOB...". */
typedef struct tokenseal_store_key {
    /* The key in ASCII, and at least one NUL behind it. */
    char text[65];
} tokenseal_store_key;

/*
 * What is to be done next. Start from TOKENSEAL_STEP_INIT. The slices point into what
 * tokenseal_transition_decide was given.
 */
typedef struct tokenseal_step {
    /* sizeof(tokenseal_step): says which version of this struct the program was compiled with. */
    uint32_t size;
    /* One of TOKENSEAL_STEP_. */
    uint32_t kind;
    /*
     * For how many milliseconds the store has to keep the record at least: as a store's expiry, or
     * longer. Only of a WRITE, as the next three, and 0 when the record is to be deleted.
     */
    uint64_t ttl;
    /* Under which of the keys the record stands. */
    size_t key;
    /*
     * With TOKENSEAL_BUFFER_TOO_SMALL, how large the buffer has to be; all else is as it was. Else
     * 0.
     */
    size_t needed;
    /* What the store must have there, byte for byte: what was found. NULL: nothing. */
    tokenseal_slice expected;
    /* What takes its place. NULL: nothing; delete it. */
    tokenseal_slice record;
    /* Your own bytes as they are when all is done, and this write with it. */
    tokenseal_slice data;
} tokenseal_step;

/*
 * Says which records to get from the store, in one round trip if it can: one to
 * TOKENSEAL_MAX_STORE_KEYS. They may change when the loop goes round again.
 *
 * TOKENSEAL_BUFFER_TOO_SMALL: key_count says how many there are.
 */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_transition_keys(
    const tokenseal_transition *transition, tokenseal_store_key *keys, size_t key_cap,
    size_t *key_count);

/*
 * Decides what to do about what the store had: found is as long as the keys and in their order,
 * and an entry is {NULL, 0} where the store had nothing. (A record of no bytes is one whose ptr is
 * not NULL.)
 *
 * data is what tokenseal_session_start, tokenseal_session_save and tokenseal_refresh_start are to
 * write of yours, of any bytes, at the most TOKENSEAL_MAX_DATA: TOKENSEAL_LIMIT. Give it in every
 * round; the other operations don't look at it. buf is where the record to write is put, and your
 * own bytes that come out; a size of TOKENSEAL_RECORD_LEN(data_len), with the length of the
 * longest data there is, always suffices.
 *
 * A status other than TOKENSEAL_OK is the verdict (TOKENSEAL_SESSION_ENDED, ...) and the end of
 * the loop, but for TOKENSEAL_BUFFER_TOO_SMALL, after which it may be called again with the same
 * and a larger buffer. On a failure the buffer's contents are of no meaning, and nothing is to be
 * written.
 */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_transition_decide(
    tokenseal_transition *transition, const tokenseal_slice *found, size_t found_count,
    const void *data, size_t data_len, void *buf, size_t buf_cap, tokenseal_step *step);

/*
 * Says whether the swap took (1) or not (0), and gets what comes next: TOKENSEAL_STEP_DONE or
 * TOKENSEAL_STEP_AGAIN. When the store's answer was lost, say 0: the next round looks at what it
 * has.
 *
 * A status other than TOKENSEAL_OK is the verdict and the end of the loop. TOKENSEAL_CONTENTION:
 * too many swaps have failed. TOKENSEAL_BAD_ARGUMENT: there was nothing to swap.
 */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_transition_swapped(
    tokenseal_transition *transition, uint32_t took, uint32_t *kind);

/*
 * Says the subject's new watermark, in Unix milliseconds, when all of it was ended: whatever began
 * before is dead. TOKENSEAL_BAD_ARGUMENT: the transition is another one, or not done.
 */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_transition_epoch(const tokenseal_transition *transition, int64_t *epoch);

/* Initializes what is to be filled in. */
#define TOKENSEAL_STEP_INIT                                                 \
    {                                                                       \
        sizeof(tokenseal_step), 0, 0, 0, 0, {NULL, 0}, {NULL, 0}, {NULL, 0} \
    }

/* A size in bytes that suffices for every record with so many bytes of your own. */
#define TOKENSEAL_RECORD_LEN(data_len) ((data_len) + TOKENSEAL_RECORD_HEADER)

/*
 * --- Sessions ----------------------------------------------------------------------------------
 *
 * State in the store, an id in a sealed cookie. A session ends when it has not been used for some
 * time, when its absolute time has come, at once when it is ended, and with all others of its
 * subject when that is logged out everywhere. An id that the store does not know is never adopted.
 *
 *     at log-in         tokenseal_session_start, or tokenseal_session_rotate of the session that
 *                       the visitor has; then tokenseal_session_result, tokenseal_session_seal, and
 *                       a Set-Cookie with what remains until expires_at as its max_age
 *     at every request  tokenseal_cookie_find, tokenseal_session_open, tokenseal_session_load
 *     to change data    tokenseal_session_save
 *     to log out        tokenseal_session_end, or tokenseal_session_end_all; and
 *                       tokenseal_set_cookie_removal
 *
 * Your own bytes are in the record, and the same session can be loaded by several requests at
 * once: who saves second gets TOKENSEAL_CONFLICT, loads again, and applies his change anew.
 *
 * The cookie carries the id and a hash of the subject. It is sealed with a sub-key, so that no
 * other sealed cookie is a session.
 */

/*
 * A session, as its cookie presents it or as the store has it: 160 bytes without a pointer, to be
 * copied as you like. What is in it is the library's business. With all zeros it is one that no
 * store knows.
 */
typedef struct tokenseal_session {
    /* Not to be looked at. */
    uint64_t opaque[20];
} tokenseal_session;

/*
 * What is known of a session. Start from TOKENSEAL_SESSION_INFO_INIT. The times are 0 of a session
 * that was only opened.
 */
typedef struct tokenseal_session_info {
    /*
     * sizeof(tokenseal_session_info): says which version of this struct the program was compiled
     * with.
     */
    uint32_t size;
    /*
     * 1: another key than the first opened the cookie, so that it is time to seal it anew. Else 0.
     */
    uint32_t reseal;
    /* 1: it is nobody's session. Else 0. */
    uint32_t is_anonymous;
    /* 0, and here so that nothing is padding. */
    uint32_t reserved;
    /* When it began, in Unix milliseconds. */
    int64_t created;
    /* When it was last used, in Unix milliseconds; written down once a minute at the most. */
    int64_t last_seen;
    /* When it ends however much it is used, in Unix milliseconds. */
    int64_t expires_at;
    /* After how many milliseconds without use it ends. */
    uint64_t idle;
} tokenseal_session_info;

/*
 * Opens the cookie of this name: whose session it claims to be, before the store is asked. The
 * cookie's age does not matter, the record knows it. now is the time in Unix milliseconds.
 *
 * TOKENSEAL_BAD_SIGNATURE: changed, sealed for another name, or with a key that is not among
 * these. TOKENSEAL_MALFORMED: no session's cookie at all.
 */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_session_open(
    const tokenseal_key *keys, size_t key_count, const char *name, size_t name_len,
    const char *sealed, size_t sealed_len, int64_t now, tokenseal_session *session);

/*
 * Seals the cookie of this name for a session, and writes the text that goes into it: at the most
 * TOKENSEAL_MAX_SESSION_COOKIE bytes. Do so after it was started or rotated, and when its info
 * says reseal. now is the time in Unix milliseconds.
 *
 * TOKENSEAL_KEY_USE: the key came from a JWK that is for verifying alone. TOKENSEAL_WEAK_KEY: from
 * a short secret.
 */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_session_seal(
    const tokenseal_session *session, const tokenseal_key *key, const char *name, size_t name_len,
    int64_t now, char *sealed, size_t sealed_cap, size_t *sealed_len);

/*
 * Starts a session, of a subject (who it is: best an opaque id), or with NULL of nobody yet.
 * entropy is TOKENSEAL_SESSION_ENTROPY random bytes: the new id. Give your own bytes to
 * tokenseal_transition_decide. now is the time in Unix milliseconds, as in all that follow.
 *
 * What the loop may say: TOKENSEAL_BAD_ARGUMENT, when the same entropy was used before.
 */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_session_start(
    const uint8_t *entropy, size_t entropy_len, const char *subject, size_t subject_len,
    const tokenseal_rules *rules, int64_t now, tokenseal_transition *transition);

/*
 * Loads the session that tokenseal_session_open has found in the cookie. Your own bytes are the
 * step's data. Mostly it is one read and no write: once a minute, or ten times in an idle timeout,
 * it writes down that the session was used.
 *
 * What the loop may say: TOKENSEAL_SESSION_UNKNOWN, TOKENSEAL_SESSION_ENDED,
 * TOKENSEAL_SESSION_EXPIRED, TOKENSEAL_REVOKED.
 */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_session_load(
    const tokenseal_session *session, const tokenseal_rules *rules, int64_t now,
    tokenseal_transition *transition);

/*
 * Saves other bytes of yours in a session that came out of a transition. Give them to
 * tokenseal_transition_decide.
 *
 * What the loop may say, beside what tokenseal_session_load may: TOKENSEAL_CONFLICT, when somebody
 * else has saved other bytes since. TOKENSEAL_BAD_ARGUMENT here: the session was only opened.
 */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_session_save(
    const tokenseal_session *session, const tokenseal_rules *rules, int64_t now,
    tokenseal_transition *transition);

/*
 * Goes on under another id, so that one that got out before is worth nothing: at log-in, with the
 * subject, or from time to time, with NULL. Your own bytes are taken along. The rules' lifetime is
 * that of the session from a log-in on; otherwise it keeps what it has. entropy is
 * TOKENSEAL_SESSION_ENTROPY random bytes: the new id.
 *
 * What the loop may say: as for tokenseal_session_load. TOKENSEAL_BAD_ARGUMENT here: it is another
 * subject's session. End that, and start one.
 */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_session_rotate(
    const tokenseal_session *session, const uint8_t *entropy, size_t entropy_len,
    const char *subject, size_t subject_len, const tokenseal_rules *rules, int64_t now,
    tokenseal_transition *transition);

/*
 * Ends a session: log out here. It is enough that its cookie was opened. If the session has gone
 * on under another id, that is ended. To end what has ended is no failure.
 */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_session_end(
    const tokenseal_session *session, const tokenseal_rules *rules, int64_t now,
    tokenseal_transition *transition);

/*
 * Ends all sessions, families of refresh tokens and revocable tokens of the session's subject: log
 * out everywhere. It is enough that the cookie was opened. TOKENSEAL_BAD_ARGUMENT: it is nobody's
 * session.
 */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_session_end_all(
    const tokenseal_session *session, const tokenseal_rules *rules, int64_t now,
    tokenseal_transition *transition);

/*
 * Gets the session that was started, loaded, saved or rotated by a transition that is done.
 * TOKENSEAL_BAD_ARGUMENT: the transition is another one, or not done.
 */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_session_result(
    const tokenseal_transition *transition, tokenseal_session *session);

/* Says what is known of a session. */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_session_describe(
    const tokenseal_session *session, tokenseal_session_info *info);

/* Says whether a session is this subject's, under these rules: 1 or 0. */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_session_is_of(
    const tokenseal_session *session, const char *subject, size_t subject_len,
    const tokenseal_rules *rules, uint32_t *is_of);

/*
 * Writes a session's name: TOKENSEAL_SESSION_ID letters, digits, "-" and "_", which the store has
 * behind "tokenseal:session:". It is for logs, and what CSRF tokens are best bound to: it stays the
 * same until the session is rotated, and gives nobody the session.
 */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_session_id(
    const tokenseal_session *session, const tokenseal_rules *rules, char *id, size_t id_cap,
    size_t *id_len);

/* Initializes what is to be filled in. */
#define TOKENSEAL_SESSION_INFO_INIT                         \
    {                                                       \
        sizeof(tokenseal_session_info), 0, 0, 0, 0, 0, 0, 0 \
    }

/*
 * --- Refresh tokens ----------------------------------------------------------------------------
 *
 * Long-lived tokens with which a client gets short access tokens, each used once. All that come
 * from one log-in are a family; each use replaces the token by the next generation. Whoever uses
 * one that has long been replaced has a copy, or somebody else has one: the family ends. For a
 * short grace the replaced token gives the same successor again, byte for byte, so that a lost
 * answer or two tabs at once log nobody out.
 *
 *     at log-in         tokenseal_refresh_start, tokenseal_refresh_result, tokenseal_refresh_mint;
 *                       tokenseal_jwt_sign of an access token, with the info's issued_at
 *     to go on          tokenseal_refresh_open, tokenseal_refresh_rotate, and as above
 *     to log out        tokenseal_refresh_end, or tokenseal_refresh_end_all
 *
 * The application's bytes in the record are usually the claims of the access tokens.
 *
 * A new key must be known to all servers (behind the first) before it comes first on one of them.
 * What remains: thief and victim who both stay within the grace each time are found when one falls
 * behind; and an access token lives on until its own exp, unless the subject is logged out
 * everywhere and tokenseal_revocation_check is asked.
 */

/*
 * A refresh token, as it is presented or as it comes out of a transition: 128 bytes without a
 * pointer, to be copied as you like. What is in it is the library's business. With all zeros it is
 * one that no store knows.
 */
typedef struct tokenseal_refresh {
    /* Not to be looked at. */
    uint64_t opaque[16];
} tokenseal_refresh;

/*
 * What is known of a refresh token. Start from TOKENSEAL_REFRESH_INFO_INIT. The times are 0 of a
 * token that was only opened.
 */
typedef struct tokenseal_refresh_info {
    /*
     * sizeof(tokenseal_refresh_info): says which version of this struct the program was compiled
     * with.
     */
    uint32_t size;
    /* 1: this very token was given before, and nothing was written. Else 0. */
    uint32_t repeated;
    /*
     * 1: the token that was presented was ahead of the store, which must have lost writes: worth a
     * line in the log. Else 0.
     */
    uint32_t recovered;
    /* 0, and here so that nothing is padding. */
    uint32_t reserved;
    /* When the family began, in Unix milliseconds. */
    int64_t created;
    /* When the family ends however much it is used, in Unix milliseconds. */
    int64_t expires_at;
    /*
     * For the issued_at of the access token's claims, in Unix milliseconds: now, or the second
     * after the subject was last logged out everywhere.
     */
    int64_t issued_at;
} tokenseal_refresh_info;

/*
 * Opens a refresh token: whose it claims to be, before the store is asked.
 *
 * TOKENSEAL_BAD_SIGNATURE: changed, or minted with a key that is not among these.
 * TOKENSEAL_MALFORMED, TOKENSEAL_LIMIT: no refresh token at all.
 */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_refresh_open(
    const tokenseal_key *keys, size_t key_count, const char *token, size_t token_len,
    tokenseal_refresh *refresh);

/*
 * Starts a family for a subject (who it is: best an opaque id), and with a client that is not NULL
 * for that one alone. entropy is TOKENSEAL_REFRESH_ENTROPY random bytes: the family's id. The
 * first of the keys mints. Give your own bytes to tokenseal_transition_decide. now is the time in
 * Unix milliseconds, as in all that follow.
 *
 * TOKENSEAL_KEY_USE: the key came from a JWK that is for verifying alone. TOKENSEAL_WEAK_KEY: from
 * a short secret. What the loop may say: TOKENSEAL_BAD_ARGUMENT, when the same entropy was used
 * before.
 */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_refresh_start(
    const tokenseal_key *keys, size_t key_count, const uint8_t *entropy, size_t entropy_len,
    const char *subject, size_t subject_len, const char *client, size_t client_len,
    const tokenseal_rules *rules, int64_t now, tokenseal_transition *transition);

/*
 * Replaces a token that was opened by the next one. The client is the one of the start, or NULL.
 *
 * What the loop may say: TOKENSEAL_REFRESH_UNKNOWN, TOKENSEAL_REFRESH_ENDED,
 * TOKENSEAL_REFRESH_REUSED, TOKENSEAL_REVOKED, TOKENSEAL_REFRESH_EXPIRED; and
 * TOKENSEAL_WRONG_CLIENT, which does not end the family.
 */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_refresh_rotate(
    const tokenseal_refresh *refresh, const tokenseal_key *keys, size_t key_count,
    const char *client, size_t client_len, const tokenseal_rules *rules, int64_t now,
    tokenseal_transition *transition);

/* Ends the family of a token that was opened: log out here. To end what has ended is no failure. */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_refresh_end(
    const tokenseal_refresh *refresh, const tokenseal_rules *rules, int64_t now,
    tokenseal_transition *transition);

/* Ends all families, sessions and revocable tokens of the token's subject: log out everywhere. */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_refresh_end_all(
    const tokenseal_refresh *refresh, const tokenseal_rules *rules, int64_t now,
    tokenseal_transition *transition);

/*
 * Gets the token that was started, or that comes after the one that was rotated, from a transition
 * that is done. TOKENSEAL_BAD_ARGUMENT: the transition is another one, or not done.
 */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_refresh_result(
    const tokenseal_transition *transition, tokenseal_refresh *refresh);

/*
 * Writes the text of a token that came out of a transition: at the most
 * TOKENSEAL_MAX_REFRESH_TOKEN bytes, of letters, digits, "-", "_" and ".".
 *
 * TOKENSEAL_UNKNOWN_KEY: none of the keys is the one that the store's record names; another server
 * signs with a key that this one has not got. TOKENSEAL_BAD_ARGUMENT: the token was only opened.
 */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_refresh_mint(
    const tokenseal_refresh *refresh, const tokenseal_key *keys, size_t key_count, char *token,
    size_t token_cap, size_t *token_len);

/* Says what is known of a refresh token. */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_refresh_describe(
    const tokenseal_refresh *refresh, tokenseal_refresh_info *info);

/* Initializes what is to be filled in. */
#define TOKENSEAL_REFRESH_INFO_INIT                      \
    {                                                    \
        sizeof(tokenseal_refresh_info), 0, 0, 0, 0, 0, 0 \
    }

/*
 * --- Revocation --------------------------------------------------------------------------------
 *
 * Ends tokens before their exp: one, by a denylist, or all of a subject, by a watermark. Both are
 * found in one read, and both are dropped when no token is left that they could end.
 *
 *     with every request     tokenseal_jwt_verify, then tokenseal_revocation_read,
 *                            tokenseal_revocation_check and the loop
 *     to end one             tokenseal_revocation_deny
 *     to end all of a user   tokenseal_revocation_end_all
 *
 * A token that is to be revocable must have an exp, at the most TOKENSEAL_MAX_LIFETIME away, and
 * should have an iat: without one it ends with any watermark of its subject. It is known by its
 * jti (together with its iss), and without one by its MAC. Clocks must agree: a token that was
 * issued by a host whose clock is s seconds ahead can survive a log-out everywhere that comes up
 * to s seconds later, until its exp.
 */

/*
 * A verified token, as the denylist knows it: 128 bytes without a pointer. What is in it is the
 * library's business. With all zeros it is TOKENSEAL_BAD_ARGUMENT wherever it is used.
 */
typedef struct tokenseal_revocable {
    /* Not to be looked at. */
    uint64_t opaque[16];
} tokenseal_revocable;

/*
 * Takes what is needed of a token and of the claims that tokenseal_jwt_verify wrote for it.
 * Nothing is verified here.
 *
 * TOKENSEAL_MISSING_CLAIM: there is no exp. TOKENSEAL_MALFORMED, TOKENSEAL_LIMIT: it is no token,
 * or these are no claims.
 */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_revocation_read(
    const char *token, size_t token_len, const char *claims, size_t claims_len,
    const tokenseal_rules *rules, tokenseal_revocable *revocable);

/*
 * Puts a token on the denylist: log out here. now is the time in Unix milliseconds, as in all that
 * follow. TOKENSEAL_BAD_ARGUMENT: the token lives too long to be revocable.
 */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_revocation_deny(
    const tokenseal_revocable *revocable, int64_t now, tokenseal_transition *transition);

/*
 * Checks that a token is not on the denylist, and was issued after its subject was last logged out
 * everywhere. It only reads. TOKENSEAL_BAD_ARGUMENT: the token lives too long to be revocable.
 *
 * What the loop may say: TOKENSEAL_REVOKED.
 */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_revocation_check(
    const tokenseal_revocable *revocable, int64_t now, tokenseal_transition *transition);

/*
 * Ends all sessions, families of refresh tokens and revocable tokens of a subject: log out
 * everywhere, in one write.
 */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_revocation_end_all(
    const char *subject, size_t subject_len, const tokenseal_rules *rules, int64_t now,
    tokenseal_transition *transition);

/*
 * --- Memory store ------------------------------------------------------------------------------
 *
 * A store in memory that you lend, for one process and for devices that have no other: nothing is
 * allocated, and nothing survives a restart. The memory is divided into slots of equal size, each
 * for one record. What has expired makes room; when there is none, a write is refused with
 * TOKENSEAL_STORE_FULL: nothing is ever evicted. It is as fast as a hash table up to three
 * quarters of its capacity, and slower when it is fuller.
 *
 *     static unsigned char memory[TOKENSEAL_MEMORY_STORE_LEN(100, 256)];
 *     tokenseal_memory_store store;
 *     status = tokenseal_memory_store_init(&store, memory, sizeof memory,
 *                                          TOKENSEAL_RECORD_LEN(256));
 *
 * A session in use takes one slot, a family of refresh tokens too; one more whoever was logged out
 * everywhere, and each token on the denylist.
 *
 * The store is not locked: where several threads use one, hold a mutex during each of the calls,
 * or during the whole loop.
 */

/*
 * A store in memory. tokenseal_memory_store_init fills it in; leave its members alone, and wipe or
 * free the memory as you like when it is no longer needed.
 */
typedef struct tokenseal_memory_store {
    /* The memory. */
    void *memory;
    /* Its length in bytes. */
    size_t memory_len;
    /* Length of the longest record in bytes. */
    size_t record_cap;
} tokenseal_memory_store;

/*
 * Makes an empty store of as many slots as there is room for, each for a record of up to
 * record_cap bytes: TOKENSEAL_RECORD_LEN of the longest data. The memory need not be aligned; what
 * was in it is overwritten. TOKENSEAL_BAD_ARGUMENT: there is no room for one slot.
 */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_memory_store_init(
    tokenseal_memory_store *store, void *memory, size_t memory_len, size_t record_cap);

/*
 * Gets the records that a transition asks for, as copies in buf, where the slices of found point:
 * room for TOKENSEAL_MAX_STORE_KEYS of them, which found_cap must be. What has expired at the
 * transition's now is not found.
 *
 * TOKENSEAL_BUFFER_TOO_SMALL: buf_len says what suffices. Otherwise it says how much was used. As
 * many times record_cap as there are keys always suffice.
 */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_memory_store_get(
    const tokenseal_memory_store *store, const tokenseal_transition *transition, void *buf,
    size_t buf_cap, size_t *buf_len, tokenseal_slice *found, size_t found_cap, size_t *found_count);

/*
 * Carries out the WRITE of a transition's step, and says whether it took: 1 or 0.
 *
 * TOKENSEAL_STORE_FULL: there is no free slot. TOKENSEAL_LIMIT: the record is longer than a slot.
 * TOKENSEAL_BAD_ARGUMENT: the step is no WRITE.
 */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_memory_store_swap(
    const tokenseal_memory_store *store, const tokenseal_transition *transition,
    const tokenseal_step *step, uint32_t *took);

/*
 * A size in bytes that suffices for a store of so many records, each with up to so many bytes of
 * your own.
 */
#define TOKENSEAL_MEMORY_STORE_LEN(records, data_len) \
    ((size_t)(records) * (TOKENSEAL_RECORD_LEN(data_len) + 52))

/*
 * --- CSRF --------------------------------------------------------------------------------------
 *
 * Keeps other sites from making requests in a user's name. There are two ways, and a site may have
 * both.
 *
 * The fetch check looks at headers that browsers write and no script can:
 * tokenseal_csrf_check_fetch needs no token and no state, and suffices where all users have a
 * browser of the last years.
 *
 * A token in each form, or in a header that a script of yours sets: tokenseal_csrf_token makes
 * one, tokenseal_csrf_verify checks what came back. It is bound to something that stays the same
 * while somebody is logged in: tokenseal_session_id, or another id of the log-in; never the jti of
 * a token that is soon replaced. There is nothing to store, and no second cookie. Each token looks
 * different, so that the length of a compressed page gives nothing away (BREACH); any of them is
 * good as long as the key is.
 */

/* What a request says of where it comes from. Start from TOKENSEAL_FETCH_INIT. */
typedef struct tokenseal_fetch {
    /* sizeof(tokenseal_fetch): says which version of this struct the program was compiled with. */
    uint32_t size;
    /* 1: a request without either header is refused. No browser of today makes one. */
    uint32_t strict;
    /* The method, as it stands in the request. */
    tokenseal_slice method;
    /* The value of the header Sec-Fetch-Site. NULL: there is none. */
    tokenseal_slice site;
    /* The value of the header Origin. NULL: there is none. */
    tokenseal_slice origin;
    /*
     * Your own origins, such as "https://example.com": an array, whose texts may not be NULL. They
     * are compared byte by byte.
     */
    const tokenseal_slice *allowed;
    /* How many they are, at most TOKENSEAL_MAX_NAMES. */
    size_t allowed_count;
} tokenseal_fetch;

/*
 * Makes a token for a binding of any bytes, not empty and at the most TOKENSEAL_MAX_SUBJECT of
 * them. entropy is TOKENSEAL_CSRF_ENTROPY_LEN random bytes, anew for each token. The token is
 * TOKENSEAL_CSRF_TOKEN_LEN bytes long, of letters, digits, "-" and "_".
 *
 * TOKENSEAL_KEY_USE: the key came from a JWK that is for verifying alone. TOKENSEAL_WEAK_KEY: from
 * a short secret.
 */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_csrf_token(
    const tokenseal_key *key, const void *binding, size_t binding_len, const uint8_t *entropy,
    size_t entropy_len, char *token, size_t token_cap, size_t *token_len);

/*
 * Checks that a token was made for this binding with one of the keys.
 *
 * TOKENSEAL_BAD_SIGNATURE: it was not. TOKENSEAL_MALFORMED, TOKENSEAL_LIMIT: no such token at all.
 */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_csrf_verify(
    const tokenseal_key *keys, size_t key_count, const void *binding, size_t binding_len,
    const char *token, size_t token_len);

/*
 * Checks that a request was not made by another site: TOKENSEAL_CROSS_SITE.
 *
 * GET, HEAD, OPTIONS and TRACE pass (RFC 9110 section 9.2.1): what changes something on them is
 * not protected. For others Sec-Fetch-Site decides: "same-origin" and "none" pass. Without it the
 * Origin must be an allowed one, and "null" never is. With neither, it is no browser, and passes
 * unless strict.
 */
TOKENSEAL_MUST_USE tokenseal_status tokenseal_csrf_check_fetch(const tokenseal_fetch *fetch);

/* How many random bytes a token takes of a key for TOKENSEAL_HS256, ...: 64, 80, 96. */
#define TOKENSEAL_CSRF_ENTROPY_LEN(alg) (48 + 16 * (alg))

/* How long a token is, in bytes: 128, 171, TOKENSEAL_MAX_CSRF_TOKEN. */
#define TOKENSEAL_CSRF_TOKEN_LEN(alg) ((4 * (64 + 32 * (alg)) + 2) / 3)

/* Initializes what a request says: nothing yet. */
#define TOKENSEAL_FETCH_INIT                                                 \
    {                                                                        \
        sizeof(tokenseal_fetch), 0, {NULL, 0}, {NULL, 0}, {NULL, 0}, NULL, 0 \
    }

/*
 * --- Unverified --------------------------------------------------------------------------------
 *
 * For inspecting a token without a key, in a debugger or a log viewer. Nothing that is read here
 * has been authenticated: anybody can have written it. Never decide anything by it.
 */

/*
 * Decodes a token of at most TOKENSEAL_MAX_TOKEN bytes and writes its header and its claims, both
 * JSON texts, after a check of their form alone. TOKENSEAL_CLAIMS_LEN(token_len) bytes always
 * suffice for either.
 *
 * TOKENSEAL_BUFFER_TOO_SMALL: both lengths say how much is needed. On a failure what the buffers
 * hold is of no meaning.
 */
TOKENSEAL_MUST_USE
tokenseal_status tokenseal_unverified_read(
    const char *token, size_t token_len, char *header, size_t header_cap, size_t *header_len,
    char *claims, size_t claims_cap, size_t *claims_len);

/* The library was built for the same sizes. */
#if defined(__cplusplus)
#define TOKENSEAL_ASSERT(condition, name) static_assert(condition, #name)
#elif defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L
#define TOKENSEAL_ASSERT(condition, name) _Static_assert(condition, #name)
#else
#define TOKENSEAL_ASSERT(condition, name) \
    typedef char tokenseal_assert_##name[(condition) ? 1 : -1]
#endif
TOKENSEAL_ASSERT(sizeof(tokenseal_key) == 960, size_of_key);
TOKENSEAL_ASSERT(sizeof(tokenseal_slice) == 2 * sizeof(void *), size_of_slice);
TOKENSEAL_ASSERT(sizeof(tokenseal_policy) == 32 + 12 * sizeof(void *), size_of_policy);
TOKENSEAL_ASSERT(sizeof(tokenseal_claims) == 32 + 12 * sizeof(void *), size_of_claims);
TOKENSEAL_ASSERT(sizeof(tokenseal_set_cookie) == 40 + 8 * sizeof(void *), size_of_set_cookie);
TOKENSEAL_ASSERT(sizeof(tokenseal_cookie_opened) == 24 + 2 * sizeof(void *), size_of_opened);
TOKENSEAL_ASSERT(sizeof(tokenseal_dialect) == 40 + 4 * sizeof(void *), size_of_dialect);
TOKENSEAL_ASSERT(sizeof(tokenseal_dialect_opened) == 16 + 2 * sizeof(void *), size_of_found);
TOKENSEAL_ASSERT(sizeof(tokenseal_rules) == 48 + 2 * sizeof(void *), size_of_rules);
TOKENSEAL_ASSERT(sizeof(tokenseal_transition) == 768, size_of_transition);
TOKENSEAL_ASSERT(sizeof(tokenseal_store_key) == TOKENSEAL_MAX_STORE_KEY + 1, size_of_store_key);
TOKENSEAL_ASSERT(sizeof(tokenseal_step) == 16 + 8 * sizeof(void *), size_of_step);
TOKENSEAL_ASSERT(sizeof(tokenseal_session) == 160, size_of_session);
TOKENSEAL_ASSERT(sizeof(tokenseal_session_info) == 48, size_of_session_info);
TOKENSEAL_ASSERT(sizeof(tokenseal_refresh) == 128, size_of_refresh);
TOKENSEAL_ASSERT(sizeof(tokenseal_refresh_info) == 40, size_of_refresh_info);
TOKENSEAL_ASSERT(sizeof(tokenseal_revocable) == 128, size_of_revocable);
TOKENSEAL_ASSERT(sizeof(tokenseal_memory_store) == 3 * sizeof(void *), size_of_memory_store);
TOKENSEAL_ASSERT(sizeof(tokenseal_fetch) == 8 + 8 * sizeof(void *), size_of_fetch);
#undef TOKENSEAL_ASSERT

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* TOKENSEAL_H */
