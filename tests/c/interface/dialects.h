/* What the tests of dialects share. */
#ifndef DIALECTS_H
#define DIALECTS_H

#include "interface.h"

/* What the frameworks make of "user=42" and {"user":42}, under the name "sid", at NOW, with the
 * second of the secrets. */
#define EXPRESS "s%3Auser%3D42.P64QF5YwWuHhCzfzuPLNqspz1MkD5QCfq4Ym1t8tPpY"
#define KOA "b69oY0j_ZHhueFxIxdH28itpLGM"
#define FLASK "eyJ1c2VyIjo0Mn0.ZVPxAA.OksTyI8aTATdLUGUxNuLtQK54_E"
#define LEN(text) (sizeof text - 1)

/* Two, the second of which is every dialect_of's only one. */
extern const tokenseal_slice secrets[2];

tokenseal_dialect dialect_of(uint32_t kind);

/* Seals "user=42" for "sid" at NOW. */
tokenseal_status seal_with(const tokenseal_dialect *dialect);
/* Opens a NUL-terminated text of "sid". */
tokenseal_status open_with(const tokenseal_dialect *dialect, const char *text, uint64_t max_age,
                           int64_t now);

#endif
