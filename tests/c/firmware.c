/*
 * A program without an operating system that signs and verifies, built from the library, a C
 * compiler and nothing else. It proves that the library links there, and, made with the feature
 * panic-proof, that no panic is reachable. DIALECTS is defined when the library has them.
 *
 * On a Cortex-M3 it is a whole firmware image; it says "ok" through semihosting and QEMU ends with
 * its exit code.
 */
#include <tokenseal.h>

#ifdef PLANTED_PANIC
/* Panics, with the library's feature of that name: this must not link. */
uint32_t tokenseal_planted_panic(size_t index);
#endif

static const char secret[] = "0123456789abcdef0123456789abcdef";
static tokenseal_key keys[2];
static char token[1024], claims[1024];

static int equal(const char *a, const char *b, size_t len)
{
    while (len && *a == *b)
        a++, b++, len--;
    return len == 0;
}

/* The functions for cookies. */
static int run_cookies(int64_t now)
{
    size_t len, other, position = 0;
    tokenseal_slice name, value;
    tokenseal_set_cookie cookie = TOKENSEAL_SET_COOKIE_INIT;
    tokenseal_cookie_opened opened = TOKENSEAL_COOKIE_OPENED_INIT;
    if (tokenseal_cookie_seal_len(keys + 1, "n", 1, "a b", 3, now, &other) ||
        tokenseal_cookie_seal(keys + 1, "n", 1, "a b", 3, now, token, sizeof token, &len) ||
        len != other)
        return 10;
    cookie.name = TOKENSEAL_LITERAL("n");
    cookie.value.ptr = token;
    cookie.value.len = len;
    cookie.max_age = 60000;
    cookie.expires = now;
    if (tokenseal_set_cookie_write(&cookie, claims, sizeof claims, &other))
        return 11;
    if (tokenseal_cookie_next(claims, other, &position, &name, &value) || name.len != 1 ||
        value.len != len || tokenseal_cookie_find(claims, other, "n", 1, &value) ||
        value.len != len)
        return 12;
    if (tokenseal_cookie_open(keys, 2, "n", 1, value.ptr, value.len, 1000, now, token, sizeof token,
                              &len, &opened) ||
        !equal(token, "a b", 3) || opened.key_index != 1)
        return 13;
    if (tokenseal_set_cookie_removal(&cookie, claims, sizeof claims, &len))
        return 14;
    return 0;
}

static unsigned char slots[TOKENSEAL_MEMORY_STORE_LEN(4, 32)];
static tokenseal_memory_store store;

/* Carries out a transition on the store in memory. */
static tokenseal_status carry_out(tokenseal_transition *transition, tokenseal_step *step)
{
    static unsigned char records[3 * TOKENSEAL_RECORD_LEN(32)], buf[TOKENSEAL_RECORD_LEN(32)];
    tokenseal_store_key names[TOKENSEAL_MAX_STORE_KEYS];
    tokenseal_slice found[TOKENSEAL_MAX_STORE_KEYS];
    tokenseal_status status;
    size_t count, used;
    uint32_t took;
    do {
        status = tokenseal_transition_keys(transition, names, TOKENSEAL_MAX_STORE_KEYS, &count);
        if (!status)
            status = tokenseal_memory_store_get(&store, transition, records, sizeof records, &used,
                                                found, TOKENSEAL_MAX_STORE_KEYS, &count);
        if (!status)
            status = tokenseal_transition_decide(transition, found, count, "data", 4, buf,
                                                 sizeof buf, step);
        if (status || step->kind != TOKENSEAL_STEP_WRITE)
            continue;
        status = tokenseal_memory_store_swap(&store, transition, step, &took);
        if (!status)
            status = tokenseal_transition_swapped(transition, took, &step->kind);
    } while (!status && step->kind == TOKENSEAL_STEP_AGAIN);
    return status;
}

static const uint8_t entropy[] = "thirty-two random bytes, they sayand sixteen more, ";

static int run_sessions(int64_t now)
{
    tokenseal_rules rules = TOKENSEAL_RULES_INIT;
    tokenseal_step step = TOKENSEAL_STEP_INIT;
    tokenseal_session_info info = TOKENSEAL_SESSION_INFO_INIT;
    tokenseal_transition transition;
    tokenseal_session session;
    size_t len;
    uint32_t is_of;
    int64_t epoch;
    rules.ns = TOKENSEAL_LITERAL("firmware");
    if (tokenseal_memory_store_init(&store, slots, sizeof slots, TOKENSEAL_RECORD_LEN(32)) ||
        tokenseal_session_start(entropy, 32, NULL, 0, &rules, now, &transition) ||
        carry_out(&transition, &step) || tokenseal_session_result(&transition, &session))
        return 40;
    if (tokenseal_session_rotate(&session, entropy + 16, 32, "user", 4, &rules, now, &transition) ||
        carry_out(&transition, &step) || tokenseal_session_result(&transition, &session) ||
        tokenseal_session_is_of(&session, "user", 4, &rules, &is_of) || is_of != 1 ||
        tokenseal_session_describe(&session, &info) || info.created != now ||
        tokenseal_session_id(&session, &rules, claims, sizeof claims, &len) ||
        len != TOKENSEAL_SESSION_ID)
        return 41;
    if (tokenseal_session_seal(&session, keys + 1, "n", 1, now, token, sizeof token, &len) ||
        tokenseal_session_open(keys, 2, "n", 1, token, len, now, &session) ||
        tokenseal_session_load(&session, &rules, now + 90000, &transition) ||
        carry_out(&transition, &step) || step.data.len != 4 || !equal(step.data.ptr, "data", 4))
        return 42;
    if (tokenseal_session_result(&transition, &session) ||
        tokenseal_session_save(&session, &rules, now + 90000, &transition) ||
        carry_out(&transition, &step) ||
        tokenseal_session_end(&session, &rules, now + 90000, &transition) ||
        carry_out(&transition, &step) ||
        tokenseal_session_load(&session, &rules, now + 90000, &transition) ||
        carry_out(&transition, &step) != TOKENSEAL_SESSION_ENDED)
        return 43;
    if (tokenseal_session_end_all(&session, &rules, now, &transition) ||
        carry_out(&transition, &step) || tokenseal_transition_epoch(&transition, &epoch) ||
        epoch != now)
        return 44;
    return 0;
}

static int run_refresh(int64_t now)
{
    tokenseal_step step = TOKENSEAL_STEP_INIT;
    tokenseal_refresh_info info = TOKENSEAL_REFRESH_INFO_INIT;
    tokenseal_transition transition;
    tokenseal_refresh refresh;
    size_t len;
    if (tokenseal_memory_store_init(&store, slots, sizeof slots, TOKENSEAL_RECORD_LEN(32)) ||
        tokenseal_refresh_start(keys + 1, 1, entropy, 16, "user", 4, "client", 6, NULL, now,
                                &transition) ||
        carry_out(&transition, &step) || tokenseal_refresh_result(&transition, &refresh) ||
        tokenseal_refresh_mint(&refresh, keys + 1, 1, token, sizeof token, &len))
        return 50;
    if (tokenseal_refresh_open(keys, 2, token, len, &refresh) ||
        tokenseal_refresh_rotate(&refresh, keys + 1, 1, "client", 6, NULL, now, &transition) ||
        carry_out(&transition, &step) || tokenseal_refresh_result(&transition, &refresh) ||
        tokenseal_refresh_describe(&refresh, &info) || info.issued_at != now || info.repeated)
        return 51;
    if (tokenseal_refresh_end(&refresh, NULL, now, &transition) || carry_out(&transition, &step) ||
        tokenseal_refresh_end_all(&refresh, NULL, now, &transition) ||
        carry_out(&transition, &step))
        return 52;
    return 0;
}

static int run_revocation(int64_t now)
{
    tokenseal_step step = TOKENSEAL_STEP_INIT;
    tokenseal_transition transition;
    tokenseal_revocable revocable;
    size_t len, other;
    if (tokenseal_memory_store_init(&store, slots, sizeof slots, TOKENSEAL_RECORD_LEN(32)) ||
        tokenseal_jwt_sign(keys + 1, NULL, now, token, sizeof token, &len) ||
        tokenseal_jwt_verify(keys, 2, token, len, NULL, now, claims, sizeof claims, &other, NULL) ||
        tokenseal_revocation_read(token, len, claims, other, NULL, &revocable))
        return 60;
    if (tokenseal_revocation_deny(&revocable, now, &transition) || carry_out(&transition, &step) ||
        tokenseal_revocation_check(&revocable, now, &transition) ||
        carry_out(&transition, &step) != TOKENSEAL_REVOKED)
        return 61;
    if (tokenseal_revocation_end_all("user", 4, NULL, now, &transition) ||
        carry_out(&transition, &step))
        return 62;
    return 0;
}

static int run_csrf(void)
{
    tokenseal_fetch fetch = TOKENSEAL_FETCH_INIT;
    uint8_t random[TOKENSEAL_CSRF_ENTROPY_LEN(TOKENSEAL_HS256)] = {7};
    size_t len;
    if (tokenseal_csrf_token(keys + 1, "id", 2, random, sizeof random, token, sizeof token, &len) ||
        tokenseal_csrf_verify(keys, 2, "id", 2, token, len) ||
        tokenseal_csrf_verify(keys, 2, "it", 2, token, len) != TOKENSEAL_BAD_SIGNATURE)
        return 70;
    fetch.method = TOKENSEAL_LITERAL("POST");
    fetch.site = TOKENSEAL_LITERAL("cross-site");
    return tokenseal_csrf_check_fetch(&fetch) == TOKENSEAL_CROSS_SITE ? 0 : 71;
}

#ifdef DIALECTS
/* Every dialect opens what it has sealed, and no other one's secret does. */
static int run_dialects(int64_t now)
{
    /* Some want 64 bytes, none minds more. */
    static const tokenseal_slice secrets[] = {{"0123456789abcdef0123456789abcdef"
                                               "0123456789abcdef0123456789abcdef",
                                               64}};
    static const tokenseal_slice others[] = {{"another secret, as long as the frameworks want it: "
                                              "64 bytes here",
                                              64}};
    tokenseal_dialect dialect = TOKENSEAL_DIALECT_INIT;
    uint8_t key[TOKENSEAL_RAILS_KEY_LEN];
    size_t len, other;
    if (tokenseal_dialect_rails_key(TOKENSEAL_DIGEST_SHA1, secret, 8, key, sizeof key, &len))
        return 24;
    dialect.secret_count = 1;
    for (dialect.kind = TOKENSEAL_DIALECT_EXPRESS; dialect.kind <= TOKENSEAL_DIALECT_RAILS_VERIFIER;
         dialect.kind++) {
        dialect.secrets = secrets;
        if (dialect.kind == TOKENSEAL_DIALECT_KOA) {
            if (tokenseal_dialect_koa_sign(&dialect, "n", 1, "42", 2, token, sizeof token, &len) ||
                tokenseal_dialect_koa_verify(&dialect, "n", 1, "42", 2, token, len, &other))
                return 20;
            dialect.secrets = others;
            if (tokenseal_dialect_koa_verify(&dialect, "n", 1, "42", 2, token, len, &other) !=
                TOKENSEAL_BAD_SIGNATURE)
                return 21;
            continue;
        }
        if (tokenseal_dialect_seal(&dialect, "n", 1, "42", 2, now, token, sizeof token, &len) ||
            tokenseal_dialect_open(&dialect, "n", 1, token, len, TOKENSEAL_NO_MAX_AGE, now, claims,
                                   sizeof claims, &other, NULL) ||
            other != 2 || !equal(claims, "42", 2))
            return 22;
        dialect.secrets = others;
        if (tokenseal_dialect_open(&dialect, "n", 1, token, len, TOKENSEAL_NO_MAX_AGE, now, claims,
                                   sizeof claims, &other, NULL) != TOKENSEAL_BAD_SIGNATURE)
            return 23;
    }
    return 0;
}
#endif

/* Uses every function, so that the linker has to look at all of them. 0, or the step that failed.
 */
static int run(void)
{
    static const char jwks[] = "{\"keys\":[{\"kty\":\"oct\",\"alg\":\"HS512\",\"k\":"
                               "\"MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWYwMTIzNDU2Nzg5YWJjZGVm"
                               "MDEyMzQ1Njc4OWFiY2RlZg\"}]}";
    const int64_t now = INT64_C(1700000000000);
    const char *found;
    char header[256], kid[TOKENSEAL_MAX_KID];
    uint8_t tag[TOKENSEAL_MAX_TAG];
    size_t len, other, third;
    int64_t number;
    int failed;
    uint32_t alg;
    tokenseal_claims say = TOKENSEAL_CLAIMS_INIT;
    tokenseal_policy ask = TOKENSEAL_POLICY_INIT;

    if (tokenseal_key_init_short_secret(keys, TOKENSEAL_HS384, secret, 8, NULL, 0) ||
        tokenseal_key_init_base64url(keys, TOKENSEAL_HS256, secret, 32, NULL, 0) !=
            TOKENSEAL_WEAK_KEY ||
        tokenseal_key_init_hex(keys, TOKENSEAL_HS256, secret, 32, NULL, 0) != TOKENSEAL_WEAK_KEY ||
        tokenseal_key_init_jwk(keys, TOKENSEAL_HS256, "{}", 2) != TOKENSEAL_MALFORMED ||
        tokenseal_keys_init_jwks(keys, 1, TOKENSEAL_ALGORITHM_OF_JWK, jwks, sizeof jwks - 1, &len))
        return 1;
    if (tokenseal_key_init(keys + 1, TOKENSEAL_HS256, secret, 32, "k", 1) ||
        tokenseal_key_kid(keys + 1, kid, sizeof kid, &len) ||
        tokenseal_key_algorithm(keys + 1, &alg) || alg != TOKENSEAL_HS256)
        return 2;
    if (tokenseal_mac(keys, "x", 1, tag, sizeof tag, &len) ||
        tokenseal_mac_verify(keys, "x", 1, tag, len))
        return 3;

    say.json = TOKENSEAL_LITERAL("{\"n\":7,\"t\":true}");
    say.subject = TOKENSEAL_LITERAL("user-42");
    if (tokenseal_jwt_sign_len(keys + 1, &say, now, &other) ||
        tokenseal_jwt_sign(keys + 1, &say, now, token, sizeof token, &len) || len != other)
        return 4;
    ask.subject = TOKENSEAL_LITERAL("user-42");
    if (tokenseal_unverified_read(token, len, header, sizeof header, &third, claims, sizeof claims,
                                  &other) ||
        tokenseal_jwt_verify(keys, 2, token, len, &ask, now, claims, sizeof claims, &other, NULL))
        return 5;
    if (tokenseal_claims_get_integer(claims, other, "n", 1, &number) || number != 7 ||
        tokenseal_claims_get_time(claims, other, "iat", 3, &number) || number != now ||
        tokenseal_claims_get_boolean(claims, other, "t", 1, &alg) || alg != 1 ||
        tokenseal_claims_get_string(claims, other, "sub", 3, header, sizeof header, &len) ||
        !equal(header, "user-42", 7) ||
        tokenseal_claims_has_string(claims, other, "sub", 3, "user-42", 7, &alg) || alg != 1 ||
        tokenseal_claims_get_raw(claims, other, "n", 1, &found, &len) || len != 1)
        return 6;
    if (tokenseal_bearer_token("Bearer abc", 10, &found, &len) || len != 3)
        return 7;
    if (*tokenseal_version() == 0 || !equal(tokenseal_error_name(TOKENSEAL_EXPIRED), "expired", 8))
        return 8;
    failed = run_cookies(now);
    if (!failed)
        failed = run_sessions(now);
    if (!failed)
        failed = run_refresh(now);
    if (!failed)
        failed = run_revocation(now);
    if (!failed)
        failed = run_csrf();
    if (failed)
        return failed;
#ifdef DIALECTS
    failed = run_dialects(now);
    if (failed)
        return failed;
#endif
#ifdef PLANTED_PANIC
    if (tokenseal_planted_panic(len))
        return 30;
#endif
    tokenseal_key_wipe(keys);
    tokenseal_key_wipe(keys + 1);
    return 0;
}

#ifdef __arm__

void start(void);

/* What ARM's semihosting offers: write a text, and leave. */
static void semihosting(int operation, const void *argument)
{
    register int r0 __asm__("r0") = operation;
    register const void *r1 __asm__("r1") = argument;
    __asm__ volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
}

void start(void)
{
    const int failed = run();
    const uint32_t leave[2] = {0x20026 /* the application exits */, (uint32_t)failed};
    semihosting(4 /* SYS_WRITE0 */, failed ? "failed\n" : "ok\n");
    semihosting(0x20 /* SYS_EXIT_EXTENDED */, leave);
    for (;;)
        ;
}

/* What the processor reads first. */
extern const char stack_top[];
static const struct {
    const char *stack;
    void (*reset)(void);
} vectors __attribute__((section(".vectors"), used)) = {stack_top, start};

#else

void _start(void);

/* What every C compiler may call, whoever provides it. */
void *memcpy(void *to, const void *from, size_t len);
void *memmove(void *to, const void *from, size_t len);
void *memset(void *to, int byte, size_t len);
int memcmp(const void *a, const void *b, size_t len);
int bcmp(const void *a, const void *b, size_t len);

void *memcpy(void *to, const void *from, size_t len)
{
    return memmove(to, from, len);
}

void *memmove(void *to, const void *from, size_t len)
{
    volatile char *t = to;
    const volatile char *f = from;
    size_t i;
    if ((uintptr_t)to <= (uintptr_t)from)
        for (i = 0; i < len; i++)
            t[i] = f[i];
    else
        for (i = len; i > 0; i--)
            t[i - 1] = f[i - 1];
    return to;
}

void *memset(void *to, int byte, size_t len)
{
    volatile char *t = to;
    while (len--)
        *t++ = (char)byte;
    return to;
}

int memcmp(const void *a, const void *b, size_t len)
{
    const volatile unsigned char *x = a, *y = b;
    for (; len; x++, y++, len--)
        if (*x != *y)
            return *x - *y;
    return 0;
}

int bcmp(const void *a, const void *b, size_t len)
{
    return memcmp(a, b, len);
}

/* Linux's exit, for want of anything to return to. */
__attribute__((force_align_arg_pointer)) void _start(void)
{
    const long failed = run();
    __asm__ volatile("syscall" : : "a"(60L), "D"(failed) : "rcx", "r11", "memory");
    for (;;)
        ;
}

#endif
