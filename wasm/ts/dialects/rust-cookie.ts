import { Dialect } from "./dialect.js";
import { fieldsOf, Kind, type Secrets } from "./held.js";

/** What {@link RustCookie} takes. */
export interface RustCookieOptions {
  /**
   * Whether the secrets are master keys, of 32 bytes or more (`Key::derive_from`), and not keys, of
   * 64 bytes or more (`Key::from`). Default: false.
   */
  derive?: boolean | undefined;
}

const fields = fieldsOf("derive");

/**
 * Signed cookies of the Rust crate `cookie` (`SignedJar`; so also axum-extra's and Rocket's), bound
 * neither to the cookie's name nor to a time.
 *
 * The value is UTF-8, as it is. The crate has one key; of several secrets, the first signs.
 */
export class RustCookie extends Dialect {
  /**
   * @param secrets - at least one
   * @param options - what the secrets are
   * @throws {@link TokensealError} `weak-key` when a secret is too short; `limit`; `bad-argument`
   */
  constructor(secrets: Secrets, options?: RustCookieOptions) {
    super(Kind.rustCookie, secrets, options, fields);
  }
}
