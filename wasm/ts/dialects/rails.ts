import { Dialect } from "./dialect.js";
import { fieldsOf, Kind, type Digest, type Secrets } from "./held.js";

/** What {@link MessageVerifier} takes. */
export interface MessageVerifierOptions {
  /** Its hash function. Default: `sha1`. */
  digest?: Digest | undefined;
}

/** What {@link Rails} takes. */
export interface RailsOptions {
  /** The hash function of the signature (`signed_cookie_digest`). Default: `sha1`. */
  digest?: Digest | undefined;
  /**
   * Whether keys are derived with SHA-1, as before the defaults of Rails 7.0
   * (`key_generator_hash_digest_class`). Default: false, which is SHA-256.
   */
  legacy?: boolean | undefined;
  /** When a cookie that is sealed will expire, in seconds from then. Default: never. */
  expiresIn?: number | undefined;
}

const verifierFields = fieldsOf("digest");
const fields = fieldsOf("digest", "legacy", "expiresIn");

/**
 * Rails' signed cookies: `cookies.signed`, with the metadata that Rails has written since 5.2.
 *
 * The value is the JSON text of the message (`cookies_serializer = :json`), and not empty. The
 * secrets are `secret_key_base`, then those of the rotations: the first signs. Keys are derived from
 * them when this is made, which takes a millisecond or so for each.
 *
 * The expiry is in the cookie: an expired one is `cookie-expired`, and {@link Opened.time} is the
 * expiry. There is no `maxAge`.
 */
export class Rails extends Dialect {
  /**
   * @param secrets - at least one
   * @param options - the hash functions and so on
   * @throws {@link TokensealError} `weak-key` when a secret is empty; `limit`; `bad-argument`
   */
  constructor(secrets: Secrets, options?: RailsOptions) {
    super(Kind.rails, secrets, options, fields);
  }
}

/**
 * ActiveSupport's `MessageVerifier`, without purpose and expiry: `<base64>--<hex>`.
 *
 * The value is what its serialiser made, and not empty. The secrets are its own, then those of its
 * rotations: the first signs. A Rails application since 7.0 has SHA-256 in
 * `Rails.application.message_verifier`.
 */
export class MessageVerifier extends Dialect {
  /**
   * @param secrets - at least one
   * @param options - the hash function
   * @throws {@link TokensealError} `weak-key` when a secret is empty; `limit`; `bad-argument`
   */
  constructor(secrets: Secrets, options?: MessageVerifierOptions) {
    super(Kind.messageVerifier, secrets, options, verifierFields);
  }
}
