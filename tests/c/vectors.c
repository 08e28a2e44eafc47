/*
 * Runs the vectors that all languages share:
 *
 *     vectors NAME FILE...
 *
 * and ends with "NAME: N passed, M failed".
 */
#include "arguments.h"
#include "operations.h"

#include <stdio.h>
#include <stdlib.h>

static long passed, failed;

static void report(const char *id, const char *what, const json_t *got, const json_t *expected)
{
    char *got_text = got ? json_dumps(got, JSON_ENCODE_ANY | JSON_SORT_KEYS) : NULL;
    char *expected_text = json_dumps(expected, JSON_ENCODE_ANY | JSON_SORT_KEYS);
    printf("FAILED %s: %s\n  got      %.2000s\n  expected %.2000s\n", id, what,
           got_text ? got_text : "nothing", expected_text ? expected_text : "nothing");
    free(got_text);
    free(expected_text);
    failed++;
}

static void run(const json_t *vector)
{
    const char *id = json_string_value(json_object_get(vector, "id"));
    const char *op = json_string_value(json_object_get(vector, "op"));
    const json_t *args = json_object_get(vector, "args"), *now = json_object_get(vector, "now");
    const json_t *expected = json_object_get(vector, "expect");
    const char *unknown;
    json_t *got;
    if (!id || !op || !json_is_object(args) || !json_is_object(expected) ||
        (now && !json_is_integer(now)))
        broken("a vector without id, op, args or expect");
    unknown = unknown_argument(args);
    got = unknown ? NULL : operate(op, args, (int64_t)json_integer_value(now));
    if (unknown)
        report(id, unknown, NULL, expected);
    else if (!got)
        report(id, "unknown operation", NULL, expected);
    else if (!json_equal(got, expected))
        report(id, op, got, expected);
    else
        passed++;
    json_decref(got);
    texts_free();
}

int main(int argc, char **argv)
{
    int i;
    if (argc < 3)
        broken("usage: vectors NAME FILE...");
    for (i = 2; i < argc; i++) {
        json_error_t error;
        json_t *file = json_load_file(argv[i], JSON_ALLOW_NUL | JSON_REJECT_DUPLICATES, &error);
        const json_t *vectors = json_object_get(file, "vectors");
        size_t v;
        if (!file)
            fprintf(stderr, "%s:%d: %s\n", argv[i], error.line, error.text);
        if (json_array_size(vectors) == 0)
            broken("a file without vectors");
        for (v = 0; v < json_array_size(vectors); v++)
            run(json_array_get(vectors, v));
        json_decref(file);
    }
    printf("%s: %ld passed, %ld failed\n", argv[1], passed, failed);
    return failed != 0 || passed == 0;
}
