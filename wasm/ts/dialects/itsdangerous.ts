import { Dialect } from "./dialect.js";
import { fieldsOf, Kind, type Digest, type Secrets } from "./held.js";

/** What the signers of itsdangerous take. */
export interface SignerOptions {
  /** Its salt. Default: that of the class. */
  salt?: string | undefined;
  /** Its hash function. Default: `sha1`. */
  digest?: Digest | undefined;
  /**
   * Whether the base64 may be spelled in every way that Python's decoder understands, as
   * itsdangerous has it. One value then has many texts: let none of them serve as a key anywhere.
   * Default: false.
   */
  lenient?: boolean | undefined;
}

/** What {@link Starlette} takes. */
export type StarletteOptions = Pick<SignerOptions, "lenient">;

const signerFields = fieldsOf("salt", "digest", "lenient");
const starletteFields = fieldsOf("lenient");

/**
 * `itsdangerous.Signer`: `<value>.<signature>`, bound neither to the cookie's name nor to a time.
 *
 * The value is UTF-8, as it is. The secrets are in the order of itsdangerous, from the oldest to the
 * newest: the last signs.
 */
export class Signer extends Dialect {
  /**
   * @param secrets - at least one
   * @param options - the salt and so on
   * @throws {@link TokensealError} `weak-key` when a secret is empty; `limit`; `bad-argument`
   */
  constructor(secrets: Secrets, options?: SignerOptions) {
    super(Kind.signer, secrets, options, signerFields);
  }
}

/**
 * `itsdangerous.TimestampSigner`: `<value>.<time>.<signature>`, as {@link Signer} with the second of
 * signing. `maxAge` is compared in whole seconds; a cookie from the future is `not-yet-valid` then.
 */
export class TimestampSigner extends Dialect {
  /**
   * @param secrets - at least one; the last signs
   * @param options - the salt and so on
   * @throws {@link TokensealError} `weak-key` when a secret is empty; `limit`; `bad-argument`
   */
  constructor(secrets: Secrets, options?: SignerOptions) {
    super(Kind.timestampSigner, secrets, options, signerFields);
  }
}

/**
 * `itsdangerous.URLSafeTimedSerializer`: `<base64url of the JSON>.<time>.<signature>`.
 *
 * The value is the JSON text. When the serialiser compressed it, it is handed over compressed, and
 * {@link Opened.compressed} says so; it is never compressed here. Secrets and `maxAge` as with
 * {@link TimestampSigner}.
 */
export class UrlSafeTimedSerializer extends Dialect {
  /**
   * @param secrets - at least one; the last signs
   * @param options - the salt and so on
   * @throws {@link TokensealError} `weak-key` when a secret is empty; `limit`; `bad-argument`
   */
  constructor(secrets: Secrets, options?: SignerOptions) {
    super(Kind.urlSafeTimed, secrets, options, signerFields);
  }
}

/**
 * Flask's session: as {@link UrlSafeTimedSerializer}, with a key of its own.
 *
 * The secrets are Flask's `SECRET_KEY_FALLBACKS`, then its `SECRET_KEY`: the last signs. Flask's own
 * `maxAge` is `PERMANENT_SESSION_LIFETIME`, 31 days unless set.
 */
export class Flask extends Dialect {
  /**
   * @param secrets - at least one; the last signs
   * @param options - the salt and so on
   * @throws {@link TokensealError} `weak-key` when a secret is empty; `limit`; `bad-argument`
   */
  constructor(secrets: Secrets, options?: SignerOptions) {
    super(Kind.flask, secrets, options, signerFields);
  }
}

/**
 * Starlette's session (also FastAPI's): `<padded base64 of the JSON>.<time>.<signature>`.
 *
 * The value is the JSON text. Starlette has one secret; of several, the last signs. Its own `maxAge`
 * is 14 days unless set.
 */
export class Starlette extends Dialect {
  /**
   * @param secrets - at least one; the last signs
   * @param options - how strictly to read
   * @throws {@link TokensealError} `weak-key` when a secret is empty; `limit`; `bad-argument`
   */
  constructor(secrets: Secrets, options?: StarletteOptions) {
    super(Kind.starlette, secrets, options, starletteFields);
  }
}
