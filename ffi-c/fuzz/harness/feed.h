/*
 * What a fuzzer found, as the arguments of the library's functions: every input and output has heap
 * memory of exactly its length, so that the address sanitizer sees each byte too many. Some
 * arguments are what the header forbids and the library says it notices; the answer must be
 * TOKENSEAL_BAD_ARGUMENT then.
 */

#ifndef FEED_H
#define FEED_H

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tokenseal.h>

#define UNTOUCHED 0xaa
#define NO_LEN ((size_t)0x5a5a5a5a)
#define MOST_OWNED 600

#define CHECK(condition)                                                    \
    do {                                                                    \
        if (!(condition)) {                                                 \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
            abort();                                                        \
        }                                                                   \
    } while (0)

static const uint8_t *feed;
static size_t feed_len;
static void *owned[MOST_OWNED];
static size_t owned_count;
/* Whether an argument of the next call is one that must be refused. */
static int misuse;
/* The last input of the next call. */
static char *last_input;
static size_t last_input_len;
/* What a function has written before, for others to read. */
static char kept[8192];
static size_t kept_len;

static inline void feed_start(const uint8_t *data, size_t len)
{
    feed = data;
    feed_len = len;
    kept_len = 0;
}

static inline int feed_goes_on(void)
{
    misuse = 0;
    last_input_len = 0;
    return feed_len > 0 && owned_count + 32 < MOST_OWNED;
}

static inline void feed_end(void)
{
    while (owned_count > 0)
        free(owned[--owned_count]);
}

static inline uint8_t byte(void)
{
    return feed_len > 0 ? feed_len--, *feed++ : 0;
}

static inline uint64_t number(void)
{
    uint64_t value = 0;
    for (uint8_t left = byte() % 9; left > 0; left--)
        value = value << 8 | byte();
    return value;
}

/* Mostly a time that is near the others. */
static inline int64_t moment(void)
{
    uint8_t kind = byte();
    return kind == 0xff ? (int64_t)number() : 1700000000000 + kind * 1000;
}

static inline void *own(size_t len)
{
    void *memory = malloc(len > 0 ? len : 1);
    CHECK(memory && owned_count < MOST_OWNED);
    return owned[owned_count++] = memory;
}

/* Bytes to read: from the feed, or what was written before, perhaps with a byte changed. */
static inline const char *input(size_t *len)
{
    uint8_t kind = byte();
    if (kind >= 0xfc) {
        misuse = 1;
        *len = kind == 0xfc ? 1 : kind == 0xfd ? SIZE_MAX : (size_t)PTRDIFF_MAX + 1;
        return kind == 0xfc ? NULL : own(1);
    }
    if (kind >= 0xf0) {
        *len = 0;
        return NULL;
    }
    int is_kept = kind >= 0xb0;
    *len = is_kept ? kept_len : kind < 0xa0 ? kind : 0x10u * byte();
    if (!is_kept && *len > feed_len)
        *len = feed_len;
    char *memory = own(*len);
    memcpy(memory, is_kept ? (const uint8_t *)kept : feed, *len);
    if (!is_kept) {
        feed += *len;
        feed_len -= *len;
    } else if (kind >= 0xe0 && *len > 0) {
        memory[byte() * 7u % *len] ^= byte();
    }
    last_input = memory;
    last_input_len = *len;
    return memory;
}

static inline tokenseal_slice slice(void)
{
    tokenseal_slice text;
    text.ptr = input(&text.len);
    return text;
}

/* Some texts of a list. */
static inline const tokenseal_slice *list(size_t *count)
{
    *count = byte() % 4;
    tokenseal_slice *texts = own(*count * sizeof *texts);
    for (size_t i = 0; i < *count; i++)
        texts[i] = slice();
    return *count > 0 ? texts : NULL;
}

/*
 * A struct that begins with its size: as it is, of a later version, or one that must be refused.
 * The memory is as long as it says, where that is not too long to be true.
 */
static inline void *grown(const void *init, size_t known)
{
    uint8_t kind = byte();
    uint32_t size = (uint32_t)known;
    size_t len = known;
    if (kind >= 0xf0) {
        size = (uint32_t)(kind % 2 ? number() % known : 4097 + number() % 100000);
        len = size < known && size > sizeof size ? size : sizeof size;
        misuse = 1;
    } else if (kind >= 0xd0) {
        len = size = size + 1 + byte() % 64;
    }
    unsigned char *memory = own(len + 1);
    /* Only the bytes that it says it has may be read. */
    unsigned char *exact = realloc(memory, len);
    CHECK(exact);
    owned[owned_count - 1] = exact;
    memset(exact, 0, len);
    memcpy(exact, init, len < known ? len : known);
    memcpy(exact, &size, sizeof size);
    if (kind >= 0xe8 && kind < 0xf0) {
        exact[len - 1] = 1;
        misuse = 1;
    }
    return exact;
}

/* Bytes to write, and where their length goes. */
struct out {
    unsigned char *ptr;
    size_t cap;
    size_t *len;
    int is_clear;
    /* How much of it may be scratch: also on success, behind what was written. */
    size_t scratch;
};

static inline struct out room(size_t enough)
{
    struct out out = {NULL, enough, own(sizeof(size_t)), 1, 0};
    uint8_t kind = byte();
    *out.len = NO_LEN;
    if (kind >= 0xfa && last_input_len > 0) {
        /* On top of what is read. */
        out.ptr = (unsigned char *)last_input + byte() % last_input_len;
        out.cap = (size_t)(last_input + last_input_len - (char *)out.ptr);
        out.is_clear = 0;
        misuse = 1;
        return out;
    }
    if (kind >= 0xf8) {
        out.cap = 1 + byte();
        misuse = 1;
        return out;
    }
    if (kind >= 0xa0)
        out.cap = byte();
    out.ptr = own(out.cap);
    memset(out.ptr, UNTOUCHED, out.cap);
    return out;
}

static inline struct out output(size_t enough)
{
    struct out out = room(enough);
    if (out.is_clear && out.ptr && out.cap >= sizeof(size_t) && byte() >= 0xf8) {
        /* The length on top of the text. */
        out.len = (size_t *)(void *)out.ptr;
        out.is_clear = 0;
        misuse = 1;
    }
    return out;
}

/* What holds of every answer. */
static inline tokenseal_status said(tokenseal_status status)
{
    CHECK(strcmp(tokenseal_error_name(status), "unknown") != 0);
    if (misuse && status != TOKENSEAL_BAD_ARGUMENT) {
        fprintf(stderr, "misuse is answered with %s\n", tokenseal_error_name(status));
        abort();
    }
    return status;
}

static inline int is_all(const unsigned char *bytes, size_t len, unsigned char value)
{
    while (len > 0 && bytes[len - 1] == value)
        len--;
    return len == 0;
}

/*
 * What holds of an output: on success it is within its room, on a failure it is as it was, or, of
 * what was opened and refused, zero in front.
 */
static inline tokenseal_status wrote(tokenseal_status status, struct out out)
{
    said(status);
    if (!out.is_clear || !out.ptr)
        return status;
    size_t used = 0;
    if (status == TOKENSEAL_OK) {
        CHECK(*out.len <= out.cap);
        used = *out.len;
        kept_len = used < sizeof kept ? used : sizeof kept;
        memcpy(kept, out.ptr, kept_len);
        if (used < out.scratch)
            used = out.scratch < out.cap ? out.scratch : out.cap;
    } else if (status == TOKENSEAL_BUFFER_TOO_SMALL) {
        CHECK(*out.len > out.cap && *out.len != NO_LEN);
    } else {
        CHECK(*out.len == NO_LEN);
        while (used < out.cap && out.ptr[used] == 0)
            used++;
    }
    if (!is_all(out.ptr + used, out.cap - used, UNTOUCHED)) {
        fprintf(stderr, "%s leaves more than %zu bytes\n", tokenseal_error_name(status), used);
        abort();
    }
    return status;
}

/* Three keys that can do everything, and an empty one. */
static inline const tokenseal_key *ring(size_t *count)
{
    static tokenseal_key *keys;
    if (!keys) {
        static const char secret[] =
            "a secret of 64 bytes, so that it is long enough for every hash..";
        keys = calloc(4, sizeof *keys);
        CHECK(keys);
        CHECK(!tokenseal_key_init(&keys[0], TOKENSEAL_HS256, secret, 64, "one", 3));
        CHECK(!tokenseal_key_init(&keys[1], TOKENSEAL_HS384, secret, 63, NULL, 0));
        CHECK(!tokenseal_key_init(&keys[2], TOKENSEAL_HS512, secret, 64, "one", 3));
    }
    uint8_t kind = byte();
    *count = kind < 0xe0 ? 1 + kind % 3u : kind % 5u;
    if (kind >= 0xf8) {
        misuse = 1;
        return kind % 2 ? NULL : (const tokenseal_key *)(const void *)((const char *)keys + 1);
    }
    return keys;
}

#endif
