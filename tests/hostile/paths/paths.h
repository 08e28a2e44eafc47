/*
 * Every path that a secret takes through the library, as one table. What watches a path (for
 * branches, or for what is left behind) does so around its `run` alone: everything that it needs is
 * prepared before.
 */
#ifndef PATHS_H
#define PATHS_H

#include <stddef.h>
#include <stdint.h>
#include <tokenseal.h>

/* The longest secret in bytes: longer than a block of any hash. */
#define LONGEST 200

/* What a path gets. All of it lies outside the stack. */
struct given {
    uint32_t alg;
    size_t secret_len;
    unsigned char secret[LONGEST];
    /* The secret in the forms that it is loaded from. */
    char base64url[2 * LONGEST], hex[2 * LONGEST + 1], jwk[3 * LONGEST], jwks[4 * LONGEST];
    /* The second is made from the secret, the first from another one. */
    tokenseal_key keys[2];
    /* A dialect has the two secrets in the order in which it tries them. */
    unsigned char other[LONGEST];
    tokenseal_slice secrets[2];
    tokenseal_dialect dialect;
    tokenseal_session session;
    tokenseal_refresh refresh;
    /* What a path reads beside secret and key: a token, a cookie, a tag. */
    char text[4096];
    size_t text_len;
    /* Data for MACs, and claims, of several blocks. */
    char data[1024];
    size_t data_len;
};

/* What a path writes. */
struct made {
    tokenseal_key key;
    tokenseal_session session;
    tokenseal_refresh refresh;
    tokenseal_transition transition;
    char text[8192];
    unsigned char bytes[64];
    size_t len;
};

struct path {
    const char *name;
    /* Makes `text` with the plain keys; may be NULL. */
    tokenseal_status (*prepare)(struct given *given);
    tokenseal_status (*run)(const struct given *given, struct made *made);
    tokenseal_status expected;
    /* How many comparisons of secrets it makes: one for each key that it tries. */
    unsigned verdicts;
    /* It makes a text with a tag in it, for everybody to see. */
    int puts_out;
    /* The secret is decoded from text, which may be looked at as text (ARCHITECTURE.md). */
    int reads_text;
    /* For dialects: which one, its digest, and whether it is of the other kind that some have:
     * Django's legacy cookies, the derived keys of Rust's. */
    uint32_t kind, digest, is_other;
};

/* Verdicts, text that goes out, secret as text, no dialect. That a secret contains no "-----BEGIN"
 * is a verdict too. */
#define LOADS 1, 0, 0, 0, 0, 0
#define LOADS_TEXT 1, 0, 1, 0, 0, 0
#define ASKS(verdicts) verdicts, 0, 0, 0, 0, 0
#define PUTS_OUT 0, 1, 0, 0, 0, 0

#define NOW INT64_C(1700000000000)

/* The paths, and how many they are. Those of keys and state run with each algorithm; dialects have
 * their own. */
extern const struct path key_paths[], state_paths[], dialect_paths[];
extern const size_t key_path_count, state_path_count, dialect_path_count;

/* Calls `visit` for every path, with every algorithm and two lengths of secrets. */
void paths_visit(void (*visit)(const struct path *path, uint32_t alg, size_t secret_len));

/* Sets everything that follows from an algorithm (0: dialects), a length and a number that the
 * secret is made from, for a path; then prepares it. Aborts when that is refused. */
void given_init(struct given *given, const struct path *path, uint32_t alg, size_t secret_len,
                uint32_t seed);

/* The path key_wipe. */
tokenseal_status key_wipe(const struct given *given, struct made *made);

/* Turns a text that ends with its tag into a forged one. */
void text_forge(struct given *given);

/* Ends the program with a message. */
void broken(const char *what, const char *name);

#endif
