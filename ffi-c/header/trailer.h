/* The library was built for the same sizes. */
#if defined(__cplusplus)
#define TOKENSEAL_ASSERT(condition, name) static_assert(condition, #name)
#elif defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L
#define TOKENSEAL_ASSERT(condition, name) _Static_assert(condition, #name)
#else
#define TOKENSEAL_ASSERT(condition, name) \
    typedef char tokenseal_assert_##name[(condition) ? 1 : -1]
#endif
TOKENSEAL_ASSERT(sizeof(tokenseal_key) == 960, size_of_key);
TOKENSEAL_ASSERT(sizeof(tokenseal_slice) == 2 * sizeof(void *), size_of_slice);
TOKENSEAL_ASSERT(sizeof(tokenseal_policy) == 32 + 12 * sizeof(void *), size_of_policy);
TOKENSEAL_ASSERT(sizeof(tokenseal_claims) == 32 + 12 * sizeof(void *), size_of_claims);
TOKENSEAL_ASSERT(sizeof(tokenseal_set_cookie) == 40 + 8 * sizeof(void *), size_of_set_cookie);
TOKENSEAL_ASSERT(sizeof(tokenseal_cookie_opened) == 24 + 2 * sizeof(void *), size_of_opened);
TOKENSEAL_ASSERT(sizeof(tokenseal_dialect) == 40 + 4 * sizeof(void *), size_of_dialect);
TOKENSEAL_ASSERT(sizeof(tokenseal_dialect_opened) == 16 + 2 * sizeof(void *), size_of_found);
TOKENSEAL_ASSERT(sizeof(tokenseal_rules) == 48 + 2 * sizeof(void *), size_of_rules);
TOKENSEAL_ASSERT(sizeof(tokenseal_transition) == 768, size_of_transition);
TOKENSEAL_ASSERT(sizeof(tokenseal_store_key) == TOKENSEAL_MAX_STORE_KEY + 1, size_of_store_key);
TOKENSEAL_ASSERT(sizeof(tokenseal_step) == 16 + 8 * sizeof(void *), size_of_step);
TOKENSEAL_ASSERT(sizeof(tokenseal_session) == 160, size_of_session);
TOKENSEAL_ASSERT(sizeof(tokenseal_session_info) == 48, size_of_session_info);
TOKENSEAL_ASSERT(sizeof(tokenseal_refresh) == 128, size_of_refresh);
TOKENSEAL_ASSERT(sizeof(tokenseal_refresh_info) == 40, size_of_refresh_info);
TOKENSEAL_ASSERT(sizeof(tokenseal_revocable) == 128, size_of_revocable);
TOKENSEAL_ASSERT(sizeof(tokenseal_memory_store) == 3 * sizeof(void *), size_of_memory_store);
TOKENSEAL_ASSERT(sizeof(tokenseal_fetch) == 8 + 8 * sizeof(void *), size_of_fetch);
#undef TOKENSEAL_ASSERT

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* TOKENSEAL_H */
