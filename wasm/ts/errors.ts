/**
 * Why something was refused. The same names stand in Rust, C and Python; new ones may be added,
 * none changes.
 *
 * The form:
 * - `malformed`: breaks the rules of its format: parts, base64url, UTF-8, JSON, or the type of a
 *   member (RFC 7515 section 3, RFC 8259)
 * - `limit`: longer, deeper or more than the limits allow
 * - `unsupported`: the header has `crit`, or `b64` other than `true` (RFC 7515 section 4.1.11, RFC 7797)
 * - `not-bearer`: the `Authorization` header is empty or of another scheme (RFC 6750 section 2.1)
 *
 * Key and MAC:
 * - `unknown-key`: no key of the ring may be tried on a token with this `kid`
 * - `algorithm-mismatch`: the token, or the JWK, names another algorithm than the key's
 * - `bad-signature`: the MAC is not the one that the key makes
 * - `weak-key`: the secret is shorter than the hash, empty, or a PEM file (RFC 7518 section 3.2)
 * - `key-use`: `use` or `key_ops` of the JWK do not allow this (RFC 7517 sections 4.2, 4.3)
 *
 * The claims:
 * - `expired`, `not-yet-valid`: by `exp` or `nbf` (RFC 7519 sections 4.1.4, 4.1.5)
 * - `wrong-type`, `wrong-issuer`, `wrong-subject`, `wrong-audience`, `wrong-id`: `typ`, `iss`,
 *   `sub`, `aud` or `jti` is not what the policy asks for
 * - `too-old`: `iat` is longer ago than `maxAge`
 * - `missing-claim`: a claim that the policy needs is absent
 *
 * Cookies:
 * - `cookie-insecure`: `SameSite=None` or `Partitioned` without `Secure`
 * - `cookie-prefix`: the attributes break the promise of the name's prefix, such as `__Host-`
 *   (RFC 6265bis section 4.1.3)
 * - `cookie-character`: a character that may not stand there, or an empty name
 * - `cookie-too-large`: name and value are over 4,096 bytes
 * - `attribute-too-large`: `Path` or `Domain` is over 1,024 bytes
 * - `cookie-expired`: the sealed value is older than `maxAge`; one from the future is `not-yet-valid`
 * - `cross-site`: an unsafe request that another site made
 *
 * Sessions, refresh tokens and revocation:
 * - `revoked`: the token was denied, or all of its subject was ended
 * - `session-unknown`: the store has no session of this id; a presented id is never adopted
 * - `session-ended`: it was ended, or goes on under another id
 * - `session-expired`: it has been idle for too long, or is too old
 * - `conflict`: other data are there now than were loaded; if an answer of the store was lost, they may
 *   be yours
 * - `refresh-unknown`: the store has no family of this refresh token
 * - `refresh-ended`: its family was ended
 * - `refresh-expired`: its family has been idle for too long, or is too old
 * - `refresh-reused`: it was replaced long ago: somebody has a copy, and the family has ended
 * - `wrong-client`: it is another client's
 *
 * The store:
 * - `unknown-record`: a record is of a version or a form that is not known here
 * - `contention`: others kept changing the same record; the operation did not take
 * - `store-unavailable`: the store could not be asked; `cause` says why
 * - `store-full`: the store has no room left; nothing was written
 *
 * The caller:
 * - `bad-argument`: no token could make this call right; the message says what is wrong with it
 * - `buffer-too-small`: never seen from JavaScript
 */
export type ErrorCode =
  | "malformed"
  | "limit"
  | "unsupported"
  | "not-bearer"
  | "unknown-key"
  | "algorithm-mismatch"
  | "bad-signature"
  | "weak-key"
  | "key-use"
  | "expired"
  | "not-yet-valid"
  | "wrong-type"
  | "wrong-issuer"
  | "wrong-subject"
  | "wrong-audience"
  | "too-old"
  | "wrong-id"
  | "missing-claim"
  | "cookie-insecure"
  | "cookie-prefix"
  | "cookie-character"
  | "cookie-too-large"
  | "attribute-too-large"
  | "cookie-expired"
  | "cross-site"
  | "revoked"
  | "session-unknown"
  | "session-ended"
  | "session-expired"
  | "conflict"
  | "refresh-unknown"
  | "refresh-ended"
  | "refresh-expired"
  | "refresh-reused"
  | "wrong-client"
  | "unknown-record"
  | "contention"
  | "store-unavailable"
  | "store-full"
  | "buffer-too-small"
  | "bad-argument";

// The build compares these numbers and names with the core's.
const reasons: Readonly<Record<ErrorCode, readonly [number, string]>> = {
  "malformed": [101, "breaks the rules of its format"],
  "limit": [102, "passes a limit"],
  "unsupported": [103, "asks for a header extension that is not supported"],
  "not-bearer": [104, "no Bearer scheme in the Authorization header"],
  "unknown-key": [201, "no key for it"],
  "algorithm-mismatch": [202, "names another algorithm than the key's"],
  "bad-signature": [203, "the signature is not this key's"],
  "weak-key": [204, "the secret is too short for the algorithm, or is no secret"],
  "key-use": [205, "the JWK does not allow this use"],
  "expired": [301, "exp has passed"],
  "not-yet-valid": [302, "its time has not come"],
  "wrong-type": [303, "typ is not the expected one"],
  "wrong-issuer": [304, "iss is not the expected one"],
  "wrong-subject": [305, "sub is not the expected one"],
  "wrong-audience": [306, "aud names none of the expected audiences"],
  "too-old": [307, "iat is longer ago than maxAge"],
  "wrong-id": [308, "jti is not the expected one"],
  "missing-claim": [309, "a claim that is needed is absent"],
  "cookie-insecure": [401, "SameSite=None or Partitioned needs Secure"],
  "cookie-prefix": [402, "the attributes break the promise of the name's prefix"],
  "cookie-character": [403, "a character that may not stand in this part of a cookie, or no name"],
  "cookie-too-large": [404, "name and value of the cookie are over 4,096 bytes"],
  "attribute-too-large": [405, "Path or Domain of the cookie is over 1,024 bytes"],
  "cookie-expired": [406, "the cookie's value is older than maxAge"],
  "cross-site": [407, "another site made this request"],
  "revoked": [501, "the token was denied, or all of its subject was ended"],
  "session-unknown": [502, "the store has no such session"],
  "session-ended": [503, "the session was ended, or goes on under another id"],
  "session-expired": [504, "the session has been idle for too long, or is too old"],
  "conflict": [505, "other data are there now than were loaded"],
  "refresh-unknown": [506, "the store has nothing of this refresh token"],
  "refresh-ended": [507, "the refresh token's family was ended"],
  "refresh-expired": [508, "the refresh token's family has been idle for too long, or is too old"],
  "refresh-reused": [509, "the refresh token was replaced long ago: its family has ended"],
  "wrong-client": [510, "the refresh token is another client's"],
  "unknown-record": [511, "a record of the store is of no form that is known here"],
  "contention": [512, "others kept changing the same record; the operation did not take"],
  "store-unavailable": [513, "the store could not be asked"],
  "store-full": [514, "the store has no room left"],
  "buffer-too-small": [901, "the buffer is too small"],
  "bad-argument": [902, "an argument is out of its range"],
};

const names = new Map((Object.keys(reasons) as ErrorCode[]).map((code) => [reasons[code][0], code]));

/**
 * The only error that this package throws. It says why ({@link TokensealError.code}) and carries
 * nothing of the token, the claims or the key. Where a store failed, `cause` is the store's own error.
 */
export class TokensealError extends Error {
  /** The reason, by which to tell errors apart. */
  readonly code: ErrorCode;

  /** The reason as a number, as C has it. */
  readonly errno: number;

  /**
   * @param code - the reason
   * @param message - for people; a sentence about the reason unless given
   * @param options - the `cause`: why a store failed
   */
  constructor(code: ErrorCode, message: string = reasons[code][1], options?: { cause?: unknown }) {
    super(`${code}: ${message}`, options);
    this.code = code;
    this.errno = reasons[code][0];
  }

  static {
    Object.defineProperty(this.prototype, "name", {
      value: "TokensealError",
      configurable: true,
      writable: true,
    });
  }
}

/** The code of a negative answer of the wasm. */
export function codeOf(answer: number): ErrorCode {
  return names.get(-answer) ?? "bad-argument";
}

/** A mistake of the caller. */
export function badArgument(message: string): TokensealError {
  return new TokensealError("bad-argument", message);
}
