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
