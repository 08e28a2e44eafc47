/*
 * Looks at what wasm.mjs has left in the memory of the WebAssembly: `wiping-wasm NAME ONE OTHER`,
 * where the two files are what it wrote with two secrets.
 */
#include "stack.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LONGEST 200

/* What was left behind after a path. */
struct left {
    char name[64];
    unsigned must_be_found, hash;
    unsigned char secret[LONGEST];
    size_t secret_len, memory_len;
    unsigned char *memory;
};

static struct left left[2];
static struct needles needles[2];
static struct hits hits[2];

static void broken(const char *what)
{
    fprintf(stderr, "%s\n", what);
    exit(2);
}

/* 0: that was the last. */
static int next(FILE *file, struct left *to)
{
    char digits[2 * LONGEST + 1];
    unsigned byte;
    size_t i;
    int fields = fscanf(file, "%63[^\t]\t%u\t%u\t%400[0-9a-f]\t%zu", to->name, &to->must_be_found,
                        &to->hash, digits, &to->memory_len);
    if (fields != 5 || fgetc(file) != '\n' || to->hash > 3)
        broken("a line that wasm.mjs does not write");
    if (strcmp(to->name, "end") == 0)
        return 0;
    to->secret_len = strlen(digits) / 2;
    for (i = 0; i < to->secret_len; i++) {
        if (sscanf(digits + 2 * i, "%2x", &byte) != 1)
            broken("no hex");
        to->secret[i] = (unsigned char)byte;
    }
    free(to->memory);
    to->memory = (unsigned char *)malloc(to->memory_len);
    if (!to->memory || fread(to->memory, 1, to->memory_len, file) != to->memory_len)
        broken("less memory than was said");
    return 1;
}

/* The secret as text: base64url, and hexadecimal digits. */
static void add_texts(struct needles *to, const struct left *from)
{
    char text[2 * LONGEST + 1];
    int len = EVP_EncodeBlock((unsigned char *)text, from->secret, (int)from->secret_len), i;
    for (i = 0; i < len; i++)
        text[i] = text[i] == '+' ? '-' : text[i] == '/' ? '_' : text[i];
    needles_bytes(to, "base64url", text, (size_t)len);
    for (i = 0; i < (int)from->secret_len; i++)
        sprintf(text + 2 * i, "%02x", from->secret[i]);
    needles_bytes(to, "hex", text, 2 * from->secret_len);
}

/* What stands before the secret where a key is a hash of both, with the dialects' own salts. */
static const struct {
    enum hash hash;
    const char *before;
} hashed[] = {{HASH_SHA1, "itsdangerous.Signersigner"},
              {HASH_SHA1, "itsdangeroussigner"},
              {HASH_SHA256, "django.http.cookies.v2:0:namesignerdjango.http.cookies"},
              {HASH_SHA256, "django.core.signing.Signersigner"},
              {HASH_SHA256, "django.core.signingsigner"}};

/* The keys that dialects make of the secret. */
static void add_derived(struct needles *to, const struct left *from)
{
    unsigned char text[LONGEST + 100], key[64];
    size_t i;
    for (i = 0; i < sizeof hashed / sizeof *hashed; i++) {
        size_t len = (size_t)sprintf((char *)text, "%s", hashed[i].before);
        memcpy(text + len, from->secret, from->secret_len);
        hash_of(hashed[i].hash, text, len + from->secret_len, key);
        needles_hmac(to, "derived key", hashed[i].hash, key, hash_len(hashed[i].hash));
    }
    hmac_of(HASH_SHA1, from->secret, from->secret_len, "cookie-session", 14, key);
    needles_hmac(to, "Flask's key", HASH_SHA1, key, hash_len(HASH_SHA1));
    if (!PKCS5_PBKDF2_HMAC((const char *)from->secret, (int)from->secret_len,
                           (const unsigned char *)"signed cookie", 13, 1000, EVP_sha256(), 64, key))
        broken("no PBKDF2");
    needles_hmac(to, "Rails' key", HASH_SHA1, key, 64);
    needles_hmac(to, "RustCookie's key", HASH_SHA256, from->secret, 32);
}

static void add_needles(struct needles *to, const struct left *from)
{
    static const enum hash hashes[] = {HASH_SHA1, HASH_SHA256, HASH_SHA384, HASH_SHA512};
    enum hash hash;
    needles_reset(to);
    add_texts(to, from);
    if (from->hash) {
        needles_key(to, hashes[from->hash], from->secret, from->secret_len);
        return;
    }
    needles_bytes(to, "secret", from->secret, from->secret_len);
    for (hash = HASH_SHA1; hash <= HASH_SHA512; hash++)
        needles_hmac(to, "secret's HMAC", hash, from->secret, from->secret_len);
    add_derived(to, from);
}

int main(int argc, char **argv)
{
    long passed = 0, failed = 0;
    FILE *files[2];
    int i;
    if (argc != 4)
        broken("wiping-wasm NAME ONE OTHER");
    for (i = 0; i < 2; i++)
        if (!(files[i] = fopen(argv[i + 2], "rb")))
            broken("a file is not there");
    while (next(files[0], left)) {
        if (!next(files[1], left + 1) || strcmp(left[0].name, left[1].name) != 0)
            broken("the second secret went another way");
        for (i = 0; i < 2; i++)
            add_needles(needles + i, left + i);
        needles_settle(needles, needles + 1);
        for (i = 0; i < 2; i++) {
            hits[i].count = 0;
            memory_scan(needles + i, left[i].memory, left[i].memory_len, hits + i);
        }
        hits_confirm(hits, hits + 1);
        if ((hits->count > 0) == (left->must_be_found > 0)) {
            passed++;
            continue;
        }
        failed++;
        printf("FAILED %s, hash %u, secret of %u bytes\n", left->name, left->hash,
               (unsigned)left->secret_len);
        hits_print(hits, needles);
    }
    if (next(files[1], left + 1))
        broken("the second secret went further");
    printf("%s: %ld passed, %ld failed\n", argv[1], passed, failed);
    return failed != 0 || passed == 0;
}
