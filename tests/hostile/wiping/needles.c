#include "needles.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "constants.h"

static const EVP_MD *digest(enum hash hash)
{
    const EVP_MD *const all[] = {EVP_sha1(), EVP_sha256(), EVP_sha384(), EVP_sha512()};
    return all[hash];
}

size_t hash_len(enum hash hash)
{
    return (size_t)EVP_MD_get_size(digest(hash));
}

void hash_of(enum hash hash, const void *bytes, size_t len, unsigned char *out)
{
    if (!EVP_Digest(bytes, len, out, NULL, digest(hash), NULL))
        abort();
}

void hmac_of(enum hash hash, const void *key, size_t key_len, const void *data, size_t len,
             unsigned char *out)
{
    if (!HMAC(digest(hash), key, (int)key_len, data, len, out, NULL))
        abort();
}

void needles_reset(struct needles *needles)
{
    needles->count = 0;
    memset(needles->table, 0, sizeof needles->table);
}

static void add(struct needles *needles, const char *name, uint32_t word)
{
    int i;
    for (i = 0; i < 2; i++, word = __builtin_bswap32(word)) {
        if (needles->count == MAX_NEEDLES)
            abort();
        needles->list[needles->count].word = word;
        needles->list[needles->count++].name = name;
    }
}

void needles_bytes(struct needles *needles, const char *name, const void *bytes, size_t len)
{
    const unsigned char *from = (const unsigned char *)bytes;
    for (; len >= 4; from += 4, len -= 4) {
        uint32_t word;
        memcpy(&word, from, 4);
        add(needles, name, word);
    }
}

static void add_64(struct needles *needles, const char *name, uint64_t word)
{
    add(needles, name, (uint32_t)word);
    add(needles, name, (uint32_t)(word >> 32));
}

#define ROTATE_32(x, n) (((x) >> (n)) | ((x) << (32 - (n))))
#define ROTATE_64(x, n) (((x) >> (n)) | ((x) << (64 - (n))))

/* The message schedule of a block: whoever has 16 words of it in a row can compute the block. */
static void add_schedule(struct needles *needles, const char *name, enum hash hash,
                         const unsigned char *block)
{
    static const uint32_t sha1[] = {0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6};
    uint64_t w[80];
    int t;
    for (t = 0; t < 80; t++) {
        if (t < 16 && hash >= HASH_SHA384) {
            memcpy(w + t, block + 8 * t, 8);
            w[t] = __builtin_bswap64(w[t]);
        } else if (t < 16) {
            uint32_t word;
            memcpy(&word, block + 4 * t, 4);
            w[t] = __builtin_bswap32(word);
        } else if (hash >= HASH_SHA384) {
            const uint64_t a = w[t - 15], b = w[t - 2];
            w[t] = (ROTATE_64(b, 19) ^ ROTATE_64(b, 61) ^ (b >> 6)) + w[t - 7] +
                   (ROTATE_64(a, 1) ^ ROTATE_64(a, 8) ^ (a >> 7)) + w[t - 16];
        } else if (hash == HASH_SHA256) {
            const uint32_t a = (uint32_t)w[t - 15], b = (uint32_t)w[t - 2];
            w[t] = (uint32_t)((ROTATE_32(b, 17) ^ ROTATE_32(b, 19) ^ (b >> 10)) + w[t - 7] +
                              (ROTATE_32(a, 7) ^ ROTATE_32(a, 18) ^ (a >> 3)) + w[t - 16]);
        } else {
            const uint32_t x = (uint32_t)(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16]);
            w[t] = ROTATE_32(x, 31);
        }
        /* Some add the round's constant at once. */
        if (hash >= HASH_SHA384) {
            add_64(needles, name, w[t]);
            add_64(needles, name, w[t] + ROUND[t]);
        } else if (hash == HASH_SHA1 || t < 64) {
            add(needles, name, (uint32_t)w[t]);
            add(needles, name,
                (uint32_t)(w[t] + (hash == HASH_SHA1 ? sha1[t / 20] : ROUND[t % 64] >> 32)));
        }
    }
}

/* The state after one block. */
static void add_state(struct needles *needles, const char *name, enum hash hash,
                      const unsigned char *block)
{
    int i;
    if (hash == HASH_SHA1) {
        SHA_CTX c;
        SHA1_Init(&c);
        SHA1_Transform(&c, block);
        add(needles, name, c.h0), add(needles, name, c.h1), add(needles, name, c.h2);
        add(needles, name, c.h3), add(needles, name, c.h4);
    } else if (hash == HASH_SHA256) {
        SHA256_CTX c;
        SHA256_Init(&c);
        SHA256_Transform(&c, block);
        for (i = 0; i < 8; i++)
            add(needles, name, c.h[i]);
    } else {
        SHA512_CTX c;
        (void)(hash == HASH_SHA384 ? SHA384_Init(&c) : SHA512_Init(&c));
        SHA512_Transform(&c, block);
        for (i = 0; i < 8; i++)
            add_64(needles, name, c.h[i]);
    }
}

void needles_hmac(struct needles *needles, const char *name, enum hash hash, const void *key,
                  size_t key_len)
{
    const size_t block_len = hash >= HASH_SHA384 ? 128 : 64;
    unsigned char block[128] = {0};
    size_t i;
    int outer;
    if (key_len > block_len)
        hash_of(hash, key, key_len, block);
    else
        memcpy(block, key, key_len);
    needles_bytes(needles, name, block, block_len);
    for (outer = 0; outer < 2; outer++) {
        unsigned char padded[128];
        for (i = 0; i < block_len; i++)
            padded[i] = block[i] ^ (outer ? 0x5c : 0x36);
        needles_bytes(needles, name, padded, block_len);
        add_schedule(needles, name, hash, padded);
        add_state(needles, name, hash, padded);
    }
}

void needles_key(struct needles *needles, enum hash hash, const unsigned char *secret, size_t len)
{
    static const char *const purposes[] = {"cookie", "session", "refresh", "csrf", "id"};
    size_t i;
    needles_bytes(needles, "secret", secret, len);
    needles_hmac(needles, "secret's HMAC", hash, secret, len);
    for (i = 0; i < sizeof purposes / sizeof *purposes; i++) {
        unsigned char sub_key[64];
        char label[32];
        const int label_len = sprintf(label, "\xfftokenseal/1/%s", purposes[i]);
        hmac_of(hash, secret, len, label, (size_t)label_len, sub_key);
        needles_hmac(needles, purposes[i], hash, sub_key, hash_len(hash));
    }
}

static void sort_in(struct needles *needles, size_t index)
{
    const uint32_t mask = sizeof needles->table / sizeof *needles->table - 1;
    uint32_t place = needles->list[index].word * 2654435761U >> 15 & mask;
    while (needles->table[place])
        place = (place + 1) & mask;
    needles->table[place] = (uint32_t)index + 1;
}

void needles_settle(struct needles *one, struct needles *other)
{
    size_t i;
    if (one->count != other->count)
        abort();
    for (i = 0; i < one->count; i++)
        if (one->list[i].word != other->list[i].word) {
            sort_in(one, i);
            sort_in(other, i);
        }
}

long needles_find(const struct needles *needles, uint32_t word)
{
    const uint32_t mask = sizeof needles->table / sizeof *needles->table - 1;
    uint32_t place = word * 2654435761U >> 15 & mask;
    for (; needles->table[place]; place = (place + 1) & mask)
        if (needles->list[needles->table[place] - 1].word == word)
            return (long)needles->table[place] - 1;
    return -1;
}
