/*
 * The vectors through the C header, on a processor without an operating system: a whole program,
 * made with a C compiler and the static library.
 */
#include "board.h"
#include "operations.h"

extern const unsigned char packed_start[], packed_end[];
void start(void);

/* The most stack that the operations of a kind took. */
enum { MACS, TOKENS, COOKIES, DIALECTS, CSRF, SESSIONS, REFRESH, REVOCATION, OTHER, KINDS };
static const char *const kinds[KINDS] = {"mac ",     "jwt ",     "cookie ",     "dialect ", "csrf ",
                                         "session ", "refresh ", "revocation ", "other "};
static size_t stack[KINDS];

static const struct named {
    const char *name;
    int kind;
    operation *run;
} operations[] = {{"key.load", OTHER, run_key_load},
                  {"jwks.load", OTHER, run_jwks_load},
                  {"mac", MACS, run_mac},
                  {"mac.verify", MACS, run_mac_verify},
                  {"jwt.sign", TOKENS, run_sign},
                  {"jwt.verify", TOKENS, run_verify},
                  {"jwt.inspect", TOKENS, run_inspect},
                  {"bearer", TOKENS, run_bearer},
                  {"cookie.parse", COOKIES, run_parse},
                  {"cookie.find", COOKIES, run_find},
                  {"cookie.set", COOKIES, run_set},
                  {"cookie.remove", COOKIES, run_remove},
                  {"cookie.seal", COOKIES, run_seal},
                  {"cookie.open", COOKIES, run_open},
                  {"dialect.seal", DIALECTS, run_dialect_seal},
                  {"dialect.open", DIALECTS, run_dialect_open},
                  {"csrf.token", CSRF, run_csrf_token},
                  {"csrf.verify", CSRF, run_csrf_verify},
                  {"csrf.fetch", CSRF, run_csrf_fetch},
                  {"session.start", SESSIONS, run_session_start},
                  {"session.load", SESSIONS, run_session_load},
                  {"session.save", SESSIONS, run_session_save},
                  {"session.rotate", SESSIONS, run_session_rotate},
                  {"session.end", SESSIONS, run_session_end},
                  {"session.end_all", SESSIONS, run_session_end_all},
                  {"refresh.start", REFRESH, run_refresh_start},
                  {"refresh.rotate", REFRESH, run_refresh_rotate},
                  {"refresh.end", REFRESH, run_refresh_end},
                  {"refresh.end_all", REFRESH, run_refresh_end_all},
                  {"revocation.deny", REVOCATION, run_revocation_deny},
                  {"revocation.check", REVOCATION, run_revocation_check},
                  {"revocation.end_all", REVOCATION, run_revocation_end_all}};
#define OPERATIONS (sizeof operations / sizeof *operations)

static int is_as_said(item vector)
{
    tokenseal_slice op = item_slice(vector, "op");
    size_t i;
    for (i = 0; i < OPERATIONS; i++) {
        const struct named *found = operations + i;
        int is_good;
        if (!is_text(op.ptr, op.len, found->name))
            continue;
        stack_paint();
        is_good = found->run(item_member(vector, "args"), item_member(vector, "expect"),
                             item_number(vector, "now", 0));
        if (stack_used() > stack[found->kind])
            stack[found->kind] = stack_used();
        return is_good;
    }
    return 0;
}

void start(void)
{
    const unsigned char *data = packed_start;
    size_t len = (size_t)(packed_end - packed_start), passed = 0, failed = 0, i;
    item list, vector;
    if (!item_next(&data, &len, &list) || list.kind != ITEM_LIST)
        broken("no list");
    while (item_next(&list.data, &list.len, &vector)) {
        tokenseal_slice id = item_slice(vector, "id");
        if (is_as_said(vector)) {
            passed++;
        } else {
            failed++;
            say("differs: ");
            say_bytes(id.ptr, id.len);
            say("\n");
        }
    }
    for (i = 0; i < KINDS; i++)
        if (stack[i])
            say_number("stack ", kinds[i], stack[i]);
    say_number("stack ", "loading-keys ", key_stack);
    say_number("passed ", "", passed);
    say_number("failed ", "", failed);
    leave(failed > 0 || passed == 0);
}
