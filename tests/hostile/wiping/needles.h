/*
 * What must not be left behind: 32-bit words of a secret, of the blocks that HMAC makes of it, of
 * what the hash function makes of those blocks before it compresses them, and of the states that
 * come out. All of it is computed with OpenSSL, from the secret alone.
 */
#ifndef NEEDLES_H
#define NEEDLES_H

#include <stddef.h>
#include <stdint.h>

enum hash { HASH_SHA1, HASH_SHA256, HASH_SHA384, HASH_SHA512 };

struct needle {
    uint32_t word;
    const char *name;
};

/* As many as the longest secret, six keys of SHA-512, and their schedules need. */
#define MAX_NEEDLES 40000

struct needles {
    size_t count;
    struct needle list[MAX_NEEDLES];
    /* Their places by word: 0, or one more than the index. */
    uint32_t table[1 << 17];
};

void needles_reset(struct needles *needles);

/* Adds the words of some bytes, as they stand and in the other byte order. */
void needles_bytes(struct needles *needles, const char *name, const void *bytes, size_t len);

/* Adds everything about a key of HMAC. The name must be static. */
void needles_hmac(struct needles *needles, const char *name, enum hash hash, const void *key,
                  size_t key_len);

/* Adds everything about a secret, and about the sub-keys that tokenseal derives from it. */
void needles_key(struct needles *needles, enum hash hash, const unsigned char *secret, size_t len);

/* Leaves out what is the same in both: it is no secret. Then sorts them in for `needles_find`. */
void needles_settle(struct needles *one, struct needles *other);

/* The index of a word, or -1. */
long needles_find(const struct needles *needles, uint32_t word);

size_t hash_len(enum hash hash);
void hash_of(enum hash hash, const void *bytes, size_t len, unsigned char *out);
void hmac_of(enum hash hash, const void *key, size_t key_len, const void *data, size_t len,
             unsigned char *out);

#endif
