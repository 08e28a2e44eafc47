/*
 * Runs every path under valgrind with the secrets marked as undefined memory. A branch, or an
 * address, that depends on one is then an error of memcheck's (ctgrind).
 *
 * What is declared public stands in declared.c, and nowhere else.
 */
#include "declared.h"
#include "../paths/paths.h"

#include <stdio.h>
#include <string.h>
#include <valgrind/memcheck.h>

static struct given given;
static struct made made;
static long passed, failed;

/* Magic, algorithm, flags and kid stand in front of the states. */
#define KEY_HEADER 80

static void mark_secrets(void)
{
    int i;
    (void)VALGRIND_MAKE_MEM_UNDEFINED(given.secret, sizeof given.secret);
    (void)VALGRIND_MAKE_MEM_UNDEFINED(given.other, sizeof given.other);
    for (i = 0; i < 2; i++)
        (void)VALGRIND_MAKE_MEM_UNDEFINED((char *)(given.keys + i) + KEY_HEADER,
                                          sizeof *given.keys - KEY_HEADER);
}

/* What came of a path. */
struct outcome {
    unsigned reports, verdicts;
    int as_expected;
};

static struct outcome run(const struct path *path, uint32_t alg, size_t secret_len,
                          enum declared declared)
{
    struct outcome outcome;
    tokenseal_status status;
    given_init(&given, path, alg, secret_len, 1);
    memset(&made, 0, sizeof made);
    mark_secrets();
    outcome.reports = (unsigned)VALGRIND_COUNT_ERRORS;
    declare(declared);
    status = path->run(&given, &made);
    (void)VALGRIND_MAKE_MEM_DEFINED(&status, sizeof status);
    outcome.reports = (unsigned)VALGRIND_COUNT_ERRORS - outcome.reports;
    outcome.verdicts = verdicts;
    outcome.as_expected = status == path->expected && verdicts == path->verdicts;
    return outcome;
}

static void watch(const struct path *path, uint32_t alg, size_t secret_len)
{
    struct outcome outcome;
    if (path->reads_text)
        return;
    outcome = run(path, alg, secret_len, path->puts_out ? VERDICT_AND_TEXT : VERDICT);
    if (outcome.reports == 0 && outcome.as_expected) {
        passed++;
        return;
    }
    failed++;
    printf("FAILED %s, algorithm %u, secret of %u bytes: %u reports, %u verdicts%s\n", path->name,
           alg, (unsigned)secret_len, outcome.reports, outcome.verdicts,
           outcome.as_expected ? "" : ", and not the answer that was expected");
}

/* --- what must be found ---------------------------------------------------------------------- */

static void found(const char *name, struct outcome outcome)
{
    if (outcome.reports > 0 && outcome.as_expected) {
        passed++;
        return;
    }
    failed++;
    printf("FAILED %s was planted, and not found\n", name);
}

/* The comparison that everybody writes first. */
static tokenseal_status compare(const struct given *g, struct made *m)
{
    return memcmp(g->secret, m->text, 32) ? TOKENSEAL_BAD_SIGNATURE : TOKENSEAL_OK;
}

/* A place in memory that depends on the secret. */
static tokenseal_status look_up(const struct given *g, struct made *m)
{
    return m->text[g->secret[0]] ? TOKENSEAL_OK : TOKENSEAL_BAD_SIGNATURE;
}

static void planted(void)
{
    const struct path compares = {"memcmp", NULL, compare, TOKENSEAL_BAD_SIGNATURE, ASKS(0)};
    const struct path looks_up = {"a table", NULL, look_up, TOKENSEAL_BAD_SIGNATURE, ASKS(0)};
    size_t i;
    found(compares.name, run(&compares, 0, 64, VERDICT));
    found(looks_up.name, run(&looks_up, 0, 64, VERDICT));
    /* The marks reach to the end of the library: what is declared would be found, were it not. */
    for (i = 0; i < key_path_count; i++) {
        if (strcmp(key_paths[i].name, "mac_verify") == 0)
            found("a verdict", run(key_paths + i, TOKENSEAL_HS256, 64, NOTHING));
        if (strcmp(key_paths[i].name, "jwt_sign") == 0)
            found("a tag", run(key_paths + i, TOKENSEAL_HS256, 64, VERDICT));
    }
}

int main(void)
{
    if (!RUNNING_ON_VALGRIND)
        broken("must run under", "valgrind");
    planted();
    paths_visit(watch);
    printf("hostile-constant-time: %ld passed, %ld failed\n", passed, failed);
    return failed != 0;
}
