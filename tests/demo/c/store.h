/* The store that the demo's services share: SQLite or Redis. */
#ifndef DEMO_STORE_H
#define DEMO_STORE_H

#include <tokenseal.h>

struct store {
    /* Gets up to TOKENSEAL_MAX_STORE_KEYS records. The slices are good until the next call. */
    tokenseal_status (*get)(struct store *self, const tokenseal_store_key *keys, size_t count,
                            int64_t now, tokenseal_slice *found);
    /* Swaps a record if it is what the step expects, and says whether it was. */
    tokenseal_status (*swap)(struct store *self, const tokenseal_store_key *key,
                             const tokenseal_step *step, int64_t now, uint32_t *took);
    void (*close)(struct store *self);
};

/* The file must have the table that the Python package's SqliteStore makes. NULL: it can't be
 * opened. */
struct store *sqlite_store_open(const char *path);

/* redis://HOST:PORT. NULL: there is no such place. */
struct store *redis_store_open(const char *url);

#endif
