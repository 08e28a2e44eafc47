#ifndef TOKENSEAL_H
#define TOKENSEAL_H

#include <stddef.h>
#include <stdint.h>

/* Marks the functions whose answer must not be ignored. */
#if defined(__cplusplus) && __cplusplus >= 201703L
#define TOKENSEAL_MUST_USE [[nodiscard]]
#elif defined(__GNUC__)
#define TOKENSEAL_MUST_USE __attribute__((warn_unused_result))
#else
#define TOKENSEAL_MUST_USE
#endif

#ifdef __cplusplus
extern "C" {
#endif
