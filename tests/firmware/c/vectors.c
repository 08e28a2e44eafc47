/*
 * The vectors of tokens and sealed cookies through the C header, on a processor without an
 * operating system: a whole program, made with a C compiler and the static library.
 */
#include "item.h"

extern const unsigned char packed_start[], packed_end[];
extern unsigned char arena_start[], arena_end[];
extern uint32_t stack_limit[], stack_top[];
void start(void);

#define MAX_KEYS 10
#define PAINT UINT32_C(0xa5c35a3c)

static tokenseal_key keys[MAX_KEYS];
static size_t key_count;

/* What ARM's semihosting offers: write a text, and leave. */
static void semihosting(int operation, const void *argument)
{
    register int r0 __asm__("r0") = operation;
    register const void *r1 __asm__("r1") = argument;
    __asm__ volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
}

static void say(const char *text)
{
    semihosting(4 /* SYS_WRITE0 */, text);
}

static void say_number(const char *what, size_t number)
{
    char digits[12];
    size_t at = sizeof digits - 1;
    digits[at] = 0;
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number);
    say(what);
    say(digits + at);
    say("\n");
}

static void leave(uint32_t code)
{
    uint32_t reason[2];
    reason[0] = 0x20026; /* the application exits */
    reason[1] = code;
    semihosting(0x20 /* SYS_EXIT_EXTENDED */, reason);
    for (;;)
        ;
}

void broken(const char *what)
{
    say("panic ");
    say(what);
    say("\n");
    leave(101);
}

/* All memory that nothing else has. */
static char *room(size_t *len)
{
    *len = (size_t)(arena_end - arena_start);
    return (char *)arena_start;
}

static tokenseal_status key_init(item spec, tokenseal_key *key)
{
    tokenseal_slice alg = item_slice(spec, "alg"), kid = item_slice(spec, "kid"),
                    secret = item_slice(spec, "secret");
    uint32_t algorithm = 99;
    if (!alg.ptr)
        algorithm = TOKENSEAL_ALGORITHM_OF_JWK;
    else if (is_text(alg.ptr, alg.len, "HS256"))
        algorithm = TOKENSEAL_HS256;
    else if (is_text(alg.ptr, alg.len, "HS384"))
        algorithm = TOKENSEAL_HS384;
    else if (is_text(alg.ptr, alg.len, "HS512"))
        algorithm = TOKENSEAL_HS512;
    if (secret.ptr && item_is_true(spec, "short"))
        return tokenseal_key_init_short_secret(key, algorithm, secret.ptr, secret.len, kid.ptr,
                                               kid.len);
    if (secret.ptr)
        return tokenseal_key_init(key, algorithm, secret.ptr, secret.len, kid.ptr, kid.len);
    secret = item_slice(spec, "base64url");
    if (secret.ptr)
        return tokenseal_key_init_base64url(key, algorithm, secret.ptr, secret.len, kid.ptr,
                                            kid.len);
    secret = item_slice(spec, "hex");
    if (secret.ptr)
        return tokenseal_key_init_hex(key, algorithm, secret.ptr, secret.len, kid.ptr, kid.len);
    secret = item_slice(spec, "jwk");
    return tokenseal_key_init_jwk(key, algorithm, secret.ptr, secret.len);
}

static tokenseal_status keys_init(item args)
{
    item list = item_member(args, "keys"), spec = item_member(args, "key");
    tokenseal_slice jwks = item_slice(args, "jwks");
    tokenseal_status status = TOKENSEAL_OK;
    key_count = 0;
    if (jwks.ptr)
        return tokenseal_keys_init_jwks(keys, MAX_KEYS, TOKENSEAL_ALGORITHM_OF_JWK, jwks.ptr,
                                        jwks.len, &key_count);
    if (spec.kind == ITEM_OBJECT) {
        key_count = 1;
        return key_init(spec, keys);
    }
    while (status == TOKENSEAL_OK && item_next(&list.data, &list.len, &spec)) {
        if (key_count == MAX_KEYS)
            broken("a ring that large");
        status = key_init(spec, keys + key_count++);
    }
    return status;
}

/* Whether the answer is what the vector says. */
static int is_answer(tokenseal_status status, item expect, int is_same_value)
{
    tokenseal_slice error = item_slice(expect, "err");
    if (status == TOKENSEAL_OK)
        return !error.ptr && is_same_value;
    return error.ptr && is_text(error.ptr, error.len, tokenseal_error_name(status));
}

static int run_verify(item args, item expect, int64_t now)
{
    item spec = item_member(args, "policy"), ok = item_member(expect, "ok");
    tokenseal_slice token = item_slice(args, "token"), audience[ITEM_LIST_MAX],
                    required[ITEM_LIST_MAX];
    tokenseal_policy policy = TOKENSEAL_POLICY_INIT;
    tokenseal_status status;
    size_t cap, len = 0, index = 0;
    char *claims = room(&cap);
    policy.issuer = item_slice(spec, "issuer");
    policy.subject = item_slice(spec, "subject");
    policy.jwt_id = item_slice(spec, "jwt_id");
    policy.typ = item_slice(spec, "typ");
    policy.audience = item_slices(spec, "audience", audience, &policy.audience_count);
    policy.required = item_slices(spec, "required", required, &policy.required_count);
    policy.any_audience = (uint32_t)item_is_true(spec, "any_audience");
    policy.allow_no_exp = item_member(spec, "require_exp").kind == ITEM_FALSE;
    policy.leeway = (uint64_t)item_number(spec, "leeway_ms", 0);
    policy.max_age = (uint64_t)item_number(spec, "max_age_ms", (int64_t)TOKENSEAL_NO_MAX_AGE);
    policy.max_token = (uint32_t)item_number(spec, "max_token", TOKENSEAL_DEFAULT_MAX_TOKEN);
    status = keys_init(args);
    if (status == TOKENSEAL_OK)
        status = tokenseal_jwt_verify(keys, key_count, token.ptr, token.len, &policy, now, claims,
                                      cap, &len, &index);
    return is_answer(status, expect,
                     is_same(item_slice(ok, "claims"), claims, len) &&
                         item_number(ok, "key", -1) == (int64_t)index);
}

static int run_seal(item args, item expect, int64_t now)
{
    tokenseal_slice name = item_slice(args, "name"), value = item_slice(args, "value");
    size_t cap, len = 0;
    char *sealed = room(&cap);
    tokenseal_status status = keys_init(args);
    if (status == TOKENSEAL_OK)
        status = tokenseal_cookie_seal(keys, name.ptr, name.len, value.ptr, value.len, now, sealed,
                                       cap, &len);
    return is_answer(status, expect, is_same(item_slice(expect, "ok"), sealed, len));
}

static int run_open(item args, item expect, int64_t now)
{
    item ok = item_member(expect, "ok");
    tokenseal_slice name = item_slice(args, "name"), text = item_slice(args, "text");
    uint64_t max_age = (uint64_t)item_number(args, "max_age_ms", (int64_t)TOKENSEAL_NO_MAX_AGE);
    tokenseal_cookie_opened opened = TOKENSEAL_COOKIE_OPENED_INIT;
    size_t cap, len = 0;
    char *value = room(&cap);
    tokenseal_status status = keys_init(args);
    if (status == TOKENSEAL_OK)
        status = tokenseal_cookie_open(keys, key_count, name.ptr, name.len, text.ptr, text.len,
                                       max_age, now, value, cap, &len, &opened);
    return is_answer(status, expect,
                     is_same(item_slice(ok, "value"), value, len) &&
                         item_number(ok, "issued_ms", -1) == opened.issued &&
                         item_number(ok, "age_ms", -1) == opened.age &&
                         item_number(ok, "key", -1) == (int64_t)opened.key_index &&
                         item_is_true(ok, "reseal") == (int)opened.reseal);
}

static int run_bearer(item args, item expect, int64_t now)
{
    tokenseal_slice header = item_slice(args, "header");
    const char *token = NULL;
    size_t len = 0;
    tokenseal_status status = tokenseal_bearer_token(header.ptr, header.len, &token, &len);
    (void)now;
    return is_answer(status, expect, is_same(item_slice(expect, "ok"), token, len));
}

/* pack.py is told to pack these. */
static const struct operation {
    const char *name;
    int (*run)(item args, item expect, int64_t now);
} operations[] = {{"jwt.verify", run_verify},
                  {"cookie.seal", run_seal},
                  {"cookie.open", run_open},
                  {"bearer", run_bearer}};
#define OPERATIONS (sizeof operations / sizeof *operations)

static void paint(void)
{
    uint32_t *at, *end;
    __asm__ volatile("mov %0, sp" : "=r"(end));
    for (at = stack_limit; at < end - 16; at++)
        *(volatile uint32_t *)at = PAINT;
}

static size_t used(void)
{
    const uint32_t *at = stack_limit;
    while (at < stack_top && *at == PAINT)
        at++;
    if (at == stack_limit)
        broken("the stack has overflown");
    return (size_t)(stack_top - at) * sizeof *at;
}

void start(void)
{
    const unsigned char *data = packed_start;
    size_t len = (size_t)(packed_end - packed_start), passed = 0, failed = 0, i, most = 0;
    item list, vector;
    if (!item_next(&data, &len, &list) || list.kind != ITEM_LIST)
        broken("no list");
    while (item_next(&list.data, &list.len, &vector)) {
        tokenseal_slice op = item_slice(vector, "op"), id = item_slice(vector, "id");
        int good = 0;
        paint();
        for (i = 0; i < OPERATIONS; i++)
            if (is_text(op.ptr, op.len, operations[i].name))
                good = operations[i].run(item_member(vector, "args"), item_member(vector, "expect"),
                                         item_number(vector, "now", 0));
        if (used() > most)
            most = used();
        if (good) {
            passed++;
        } else {
            failed++;
            say("differs: ");
            for (i = 0; i < id.len; i++) {
                char letter[2] = {id.ptr[i], 0};
                say(letter);
            }
            say("\n");
        }
    }
    say_number("stack all ", most);
    say_number("passed ", passed);
    say_number("failed ", failed);
    leave(failed > 0 || passed == 0);
}

/* What the processor reads first. */
static const struct {
    const void *stack;
    void (*reset)(void);
} vectors __attribute__((section(".vectors"), used)) = {stack_top, start};
