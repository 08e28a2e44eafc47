/**
 * HMAC-signed tokens (JWT with HS256, HS384, HS512; RFC 7515, 7519, 8725), cookies (RFC 6265bis),
 * sessions, refresh tokens, revocation and CSRF. Durations are seconds, points in time Unix milliseconds or `Date`s, lengths bytes.
 *
 * @packageDocumentation
 */
export type { Algorithm, KeyInfo } from "./block.js";
export { bearerToken } from "./bearer.js";
export type { Claims } from "./claims.js";
export { findCookie, parseCookies } from "./cookies.js";
export { checkFetch, type FetchOptions } from "./csrf.js";
export { TokensealError, type ErrorCode } from "./errors.js";
export type { Jwk, JwkOptions, JwkSet } from "./jwk.js";
export { Key, type KeyOptions } from "./key.js";
export type { Observer, Operation, Outcome } from "./observer.js";
export { Policy, type PolicyOptions, type VerifyOptions } from "./policy.js";
export { KeyRing } from "./ring.js";
export type { OpenedCookie, OpenOptions, OpenResult, SealOptions } from "./sealed.js";
export { SetCookie, type SetCookieOptions } from "./set-cookie.js";
export type { SignOptions } from "./signed.js";
export { MemoryStore, type MemoryStoreOptions } from "./state/memory.js";
export {
  RefreshTokens,
  type RefreshOptions,
  type RefreshTokensOptions,
  type TokenPair,
} from "./state/refresh-tokens.js";
export { Revocations, type RevocationsOptions } from "./state/revocations.js";
export type {
  LoadResult,
  NowOptions,
  RotateOptions,
  SessionCookieOptions,
  SessionOrCookie,
  SessionsOptions,
  StartOptions,
} from "./state/session-options.js";
export { Session, type SessionData } from "./state/session.js";
export { Sessions } from "./state/sessions.js";
export type { Store } from "./state/store.js";
export type { Time } from "./time.js";
export { TokenKeys, type CsrfResult, type VerifyResult } from "./tokens.js";
export { init, type WasmModule, type WasmSource } from "./wasm.js";
