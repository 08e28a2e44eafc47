import { Block, type KeyInfo } from "./block.js";
import { jsonOf } from "./claims.js";
import { badArgument } from "./errors.js";
import { encodeJwk, type JwkOptions, type JwkSet } from "./jwk.js";
import { Key } from "./key.js";
import { readNumber, room, writeText } from "./text.js";
import { blockOf, TokenKeys } from "./tokens.js";
import { check, memory, reserve, wasm } from "./wasm.js";

/**
 * The keys of an application: the first signs, all verify.
 *
 * To change keys, put the new one behind the old one everywhere, then move it to the front, and
 * drop the old one when what it signed has expired.
 *
 * ```ts
 * const ring = new KeyRing([new Key("HS256", newSecret, { kid: "2" }), new Key("HS256", oldSecret, { kid: "1" })]);
 * ```
 */
export class KeyRing extends TokenKeys {
  /** What the keys are, in their order. */
  readonly keys: readonly KeyInfo[];

  /**
   * A ring of copies of these keys: freeing either leaves the other as it is.
   *
   * @param keys - at least one
   * @throws {@link TokensealError} `bad-argument` when there is none, or one was freed
   */
  constructor(keys: Iterable<Key>);
  /** @internal */
  constructor(block: Block);
  constructor(from: Iterable<Key> | Block) {
    const block = from instanceof Block ? from : copy(from);
    super(block);
    this.keys = Object.freeze(
      Array.from({ length: block.count }, (_, index) => Object.freeze(block.describe(index))),
    );
  }

  /**
   * A ring of the keys of a JWK Set (RFC 7517 section 5). Members of another `kty` than `oct` are
   * skipped.
   *
   * @param jwks - the object, or its JSON text
   * @param options - the algorithm of keys that do not say
   * @throws {@link TokensealError} `unknown-key` when no key is left; what `Key.fromJwk` throws for
   *   any of them
   */
  static fromJwks(jwks: JwkSet | string | Uint8Array, options?: JwkOptions): KeyRing {
    const record = encodeJwk(options);
    const json = jsonOf(jwks, "jwks");
    const at = reserve(record.length + room(json) + 4);
    memory().set(record, at);
    const length = writeText(json, memory(), at + record.length, room(json));
    const address = check(wasm().ring_from_jwks(record.length, length));
    return new KeyRing(new Block(address, readNumber(at + record.length + length)));
  }
}

function copy(keys: Iterable<Key>): Block {
  if (typeof keys !== "object" || (keys as unknown) === null || !(Symbol.iterator in keys)) {
    throw badArgument("keys must be an array of keys");
  }
  // The iterator is run to its end first: it is the caller's code, and could free a key.
  const addresses = [...keys].map((key) => {
    const block = key instanceof Key ? blockOf(key) : undefined;
    if (block === undefined) {
      throw badArgument("every key of a ring must be a Key");
    }
    return block.address;
  });
  const at = reserve(addresses.length * 4);
  const { buffer } = memory();
  const view = new DataView(buffer, at);
  addresses.forEach((address, index) => {
    view.setUint32(index * 4, address, true);
  });
  return new Block(check(wasm().ring_new(addresses.length * 4)), addresses.length);
}
