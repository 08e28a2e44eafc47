/*
 * The one place where something that comes from a secret is declared public. valgrind calls these
 * functions instead of the library's, found by their names; each calls the original one.
 *
 * 1. The verdict: whether two are equal (same, in core/src/mac.rs). It is what the caller is told.
 * 2. The text that goes out, at the moment at which it is complete: whoever gets it sees the tag.
 *    The library looks at it once more, because Rust's texts are checked to be UTF-8.
 * 3. Express' tag in base64, when it is percent-encoded: how long the text gets depends on it.
 *
 * If a name changes, they are no longer called, and the paths report what was declared here.
 */
#include "declared.h"

#include <stddef.h>
#include <valgrind/memcheck.h>

unsigned verdicts;
static enum declared declared;

void declare(enum declared what)
{
    verdicts = 0;
    declared = what;
}

/* In both of Rust's manglings; Za is valgrind's *. */
#define SAME I_WRAP_SONAME_FNNAME_ZZ(NONE, Za9tokenseal3mac4sameZa)
#define FROM_UTF8 I_WRAP_SONAME_FNNAME_ZZ(NONE, Za4core3str8converts9from_utf8Za)
#define ENCODED_LEN I_WRAP_SONAME_FNNAME_ZZ(NONE, Za7dialect7percent11encoded_lenZa)

size_t SAME(const void *one, size_t one_len, const void *other, size_t other_len);
size_t SAME(const void *one, size_t one_len, const void *other, size_t other_len)
{
    OrigFn original;
    size_t same;
    VALGRIND_GET_ORIG_FN(original);
    CALL_FN_W_WWWW(same, original, one, one_len, other, other_len);
    if (declared != NOTHING)
        (void)VALGRIND_MAKE_MEM_DEFINED(&same, sizeof same);
    verdicts++;
    return same;
}

size_t FROM_UTF8(void *result, const void *text, size_t len);
size_t FROM_UTF8(void *result, const void *text, size_t len)
{
    OrigFn original;
    size_t answer;
    VALGRIND_GET_ORIG_FN(original);
    if (declared == VERDICT_AND_TEXT)
        (void)VALGRIND_MAKE_MEM_DEFINED(text, len);
    CALL_FN_W_WWW(answer, original, result, text, len);
    return answer;
}

size_t ENCODED_LEN(const void *bytes, size_t len);
size_t ENCODED_LEN(const void *bytes, size_t len)
{
    OrigFn original;
    size_t answer;
    VALGRIND_GET_ORIG_FN(original);
    if (declared == VERDICT_AND_TEXT)
        (void)VALGRIND_MAKE_MEM_DEFINED(bytes, len);
    CALL_FN_W_WW(answer, original, bytes, len);
    return answer;
}
