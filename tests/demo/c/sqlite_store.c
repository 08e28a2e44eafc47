/* On the table that the Python package's SqliteStore makes: see there. An expired row equals none.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store.h"

/* Milliseconds that a call waits for another process that is writing. */
#define TIMEOUT 5000

/* Each is one statement, and so atomic. */
static const char GET[] =
    "SELECT key, record FROM tokenseal WHERE key IN (?1, ?2, ?3) AND expires > ?4";
static const char CREATE[] =
    "INSERT INTO tokenseal (key, record, expires) VALUES (?1, ?2, ?3) ON CONFLICT (key) "
    "DO UPDATE SET record = excluded.record, expires = excluded.expires "
    "WHERE tokenseal.expires <= ?4";
static const char REPLACE[] = "UPDATE tokenseal SET record = ?2, expires = ?3 "
                              "WHERE key = ?1 AND expires > ?4 AND record = ?5";
static const char DELETE[] =
    "DELETE FROM tokenseal WHERE key = ?1 AND expires > ?4 AND record = ?5";

typedef struct sqlite_store {
    struct store store;
    sqlite3 *database;
    sqlite3_stmt *get, *create, *replace, *delete;
    char found[TOKENSEAL_MAX_STORE_KEYS][TOKENSEAL_MAX_RECORD];
} sqlite_store;

static tokenseal_status failed(const sqlite_store *s)
{
    fprintf(stderr, "sqlite: %s\n", sqlite3_errmsg(s->database));
    return sqlite3_errcode(s->database) == SQLITE_FULL ? TOKENSEAL_STORE_FULL
                                                       : TOKENSEAL_STORE_UNAVAILABLE;
}

/* Keeps a row's record with its key. */
static int keep(sqlite_store *s, const tokenseal_store_key *keys, size_t count,
                tokenseal_slice *found)
{
    const char *key = (const char *)sqlite3_column_text(s->get, 0);
    const void *record = sqlite3_column_blob(s->get, 1);
    const size_t len = (size_t)sqlite3_column_bytes(s->get, 1);
    size_t i;
    for (i = 0; i < count && key; i++) {
        if (strcmp(key, keys[i].text) != 0)
            continue;
        if (len > sizeof s->found[i])
            return 0;
        if (len)
            memcpy(s->found[i], record, len);
        found[i].ptr = s->found[i];
        found[i].len = len;
    }
    return 1;
}

static tokenseal_status get(struct store *self, const tokenseal_store_key *keys, size_t count,
                            int64_t now, tokenseal_slice *found)
{
    sqlite_store *s = (sqlite_store *)self;
    tokenseal_status status = TOKENSEAL_OK;
    int step = SQLITE_ROW;
    size_t i;
    for (i = 0; i < count; i++) {
        found[i].ptr = NULL;
        found[i].len = 0;
        sqlite3_bind_text(s->get, (int)i + 1, keys[i].text, -1, SQLITE_STATIC);
    }
    sqlite3_bind_int64(s->get, 4, now);
    while (status == TOKENSEAL_OK && (step = sqlite3_step(s->get)) == SQLITE_ROW)
        if (!keep(s, keys, count, found))
            status = TOKENSEAL_UNKNOWN_RECORD;
    if (step != SQLITE_ROW && step != SQLITE_DONE)
        status = failed(s);
    sqlite3_reset(s->get);
    sqlite3_clear_bindings(s->get);
    return status;
}

static int bind_record(sqlite3_stmt *statement, int place, tokenseal_slice record)
{
    return sqlite3_bind_blob64(statement, place, record.ptr, record.len, SQLITE_STATIC);
}

static tokenseal_status swap(struct store *self, const tokenseal_store_key *key,
                             const tokenseal_step *step, int64_t now, uint32_t *took)
{
    sqlite_store *s = (sqlite_store *)self;
    sqlite3_stmt *statement = !step->expected.ptr ? s->create
                              : !step->record.ptr ? s->delete
                                                  : s->replace;
    tokenseal_status status = TOKENSEAL_OK;
    sqlite3_bind_text(statement, 1, key->text, -1, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 4, now);
    if (step->record.ptr) {
        bind_record(statement, 2, step->record);
        sqlite3_bind_int64(statement, 3, now + (int64_t)step->ttl);
    }
    if (step->expected.ptr)
        bind_record(statement, 5, step->expected);
    if (sqlite3_step(statement) == SQLITE_DONE)
        *took = sqlite3_changes(s->database) == 1;
    else
        status = failed(s);
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    return status;
}

static void close_store(struct store *self)
{
    sqlite_store *s = (sqlite_store *)self;
    sqlite3_finalize(s->get);
    sqlite3_finalize(s->create);
    sqlite3_finalize(s->replace);
    sqlite3_finalize(s->delete);
    sqlite3_close(s->database);
    free(s);
}

static int prepare(sqlite_store *s, const char *text, sqlite3_stmt **statement)
{
    return sqlite3_prepare_v2(s->database, text, -1, statement, NULL) == SQLITE_OK;
}

struct store *sqlite_store_open(const char *path)
{
    sqlite_store *s = (sqlite_store *)calloc(1, sizeof *s);
    if (!s)
        return NULL;
    s->store.get = get;
    s->store.swap = swap;
    s->store.close = close_store;
    /* FULL: a log-out that was acknowledged survives a loss of power. */
    if (sqlite3_open_v2(path, &s->database, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK &&
        sqlite3_busy_timeout(s->database, TIMEOUT) == SQLITE_OK &&
        sqlite3_exec(s->database, "PRAGMA synchronous = FULL", NULL, NULL, NULL) == SQLITE_OK &&
        prepare(s, GET, &s->get) && prepare(s, CREATE, &s->create) &&
        prepare(s, REPLACE, &s->replace) && prepare(s, DELETE, &s->delete))
        return &s->store;
    failed(s);
    close_store(&s->store);
    return NULL;
}
