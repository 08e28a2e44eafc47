import { encode, text, type Fields } from "./options.js";
import type { Algorithm } from "./block.js";
import { Tag } from "./record.js";

/** A symmetric JSON Web Key (RFC 7517, RFC 7518 section 6.4). Other members are ignored. */
export interface Jwk {
  /** `oct`. */
  kty?: string;
  /** The secret, in unpadded base64url. */
  k?: string;
  /** The algorithm. */
  alg?: string;
  /** The key's id. */
  kid?: string;
  /** What it is for: `sig`. */
  use?: string;
  /** What it may do: `sign`, `verify`. */
  key_ops?: string[];
  [name: string]: unknown;
}

/** A JWK Set (RFC 7517 section 5). */
export interface JwkSet {
  /** The keys. */
  keys: Jwk[];
  [name: string]: unknown;
}

/** What `Key.fromJwk` and `KeyRing.fromJwks` take. */
export interface JwkOptions {
  /** The algorithm of keys without `alg`; one with another `alg` is refused. */
  alg?: Algorithm | undefined;
}

const fields: Fields = new Map([["alg", text(Tag.algorithm)]]);

/** The record of the options. */
export function encodeJwk(options: JwkOptions | undefined): Uint8Array {
  return encode(options, fields);
}
