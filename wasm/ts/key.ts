import { Block, type Algorithm, type KeyInfo } from "./block.js";
import { jsonOf } from "./claims.js";
import { badArgument } from "./errors.js";
import { encodeJwk, type Jwk, type JwkOptions } from "./jwk.js";
import { encode, string, text, type Fields } from "./options.js";
import { Record, Tag } from "./record.js";
import { inputOf, isBytes, readBytes, room, wellFormed, writeText, type Text } from "./text.js";
import { TokenKeys } from "./tokens.js";
import { check, memory, reserve, wasm } from "./wasm.js";

/** What the constructors of {@link Key} take. */
export interface KeyOptions {
  /**
   * The key's id: its tokens carry it as `kid`, and a token with a `kid` is tried with the keys of
   * that id, then with those that have none. 1 to 64 bytes of UTF-8.
   */
  kid?: string | undefined;
}

/** What the material of a key is. The numbers stand in `src/keys.rs` too. */
const Form = { secret: 0, shortSecret: 1, base64url: 2, hex: 3, jwk: 4 } as const;

/** @internal */
class Material {
  readonly form: number;
  readonly text: Text;

  constructor(form: number, text: Text) {
    this.form = form;
    this.text = text;
  }
}

function rawMaterial(form: number, secret: unknown): Material {
  return new Material(form, wellFormed(inputOf(secret, "secret"), "secret"));
}

const keyFields: Fields = new Map([["kid", text(Tag.kid)]]);

/**
 * One secret and the algorithm that it serves. The secret lies in the WebAssembly's memory, never
 * in a JavaScript object, and is wiped by {@link TokenKeys.free}.
 *
 * ```ts
 * const key = new Key("HS256", crypto.getRandomValues(new Uint8Array(32)));
 * const token = key.sign({ sub: "alice" }, { expiresIn: 600 });
 * const claims = key.verify(token);
 * ```
 */
export class Key extends TokenKeys implements KeyInfo {
  /** The algorithm that it serves, and no other. */
  readonly alg: Algorithm;
  /** Its id, when it has one. */
  readonly kid: string | undefined;
  readonly #block: Block;

  /**
   * A key of the secret's bytes; of a string, its UTF-8. (For base64url and hex there are
   * {@link Key.fromBase64url} and {@link Key.fromHex}: what a text means is never guessed.)
   *
   * @param alg - the algorithm
   * @param secret - at least 32, 48 or 64 bytes for HS256, HS384 and HS512; at most 1,024
   * @param options - the key's id
   * @throws {@link TokensealError} `weak-key` when the secret is too short or a PEM file; `limit`;
   *   `bad-argument`
   */
  constructor(alg: Algorithm, secret: string | Uint8Array, options?: KeyOptions);
  /** @internal */
  constructor(alg: Algorithm, secret: Material, options?: KeyOptions);
  /** @internal */
  constructor(record: Uint8Array, jwk: Material);
  constructor(alg: Algorithm | Uint8Array, secret: string | Uint8Array | Material, options?: KeyOptions) {
    const material = secret instanceof Material ? secret : rawMaterial(Form.secret, secret);
    const record = alg instanceof Uint8Array ? alg : encodeKey(alg, options);
    const block = make(record, material);
    super(block);
    this.#block = block;
    const { alg: algorithm, kid } = block.describe(0);
    this.alg = algorithm;
    this.kid = kid;
  }

  /**
   * As the constructor, but takes a secret of any length from 1 byte, to work with a system that
   * has a short one.
   *
   * @param alg - the algorithm
   * @param secret - its bytes, or a string for its UTF-8
   * @param options - the key's id
   * @throws {@link TokensealError} `weak-key` when the secret is empty or a PEM file; `limit`;
   *   `bad-argument`
   */
  static withShortSecret(alg: Algorithm, secret: string | Uint8Array, options?: KeyOptions): Key {
    return new Key(alg, rawMaterial(Form.shortSecret, secret), options);
  }

  /**
   * A key of a secret in unpadded base64url (RFC 4648 section 5).
   *
   * @param alg - the algorithm
   * @param secret - the text
   * @param options - the key's id
   * @throws {@link TokensealError} `malformed` when it is not that; `weak-key`; `limit`; `bad-argument`
   */
  static fromBase64url(alg: Algorithm, secret: string | Uint8Array, options?: KeyOptions): Key {
    return new Key(alg, new Material(Form.base64url, inputOf(secret, "secret")), options);
  }

  /**
   * A key of a secret in hexadecimal digits.
   *
   * @param alg - the algorithm
   * @param secret - the text
   * @param options - the key's id
   * @throws {@link TokensealError} `malformed` when it is not that; `weak-key`; `limit`; `bad-argument`
   */
  static fromHex(alg: Algorithm, secret: string | Uint8Array, options?: KeyOptions): Key {
    return new Key(alg, new Material(Form.hex, inputOf(secret, "secret")), options);
  }

  /**
   * A key of a JSON Web Key with `"kty": "oct"` (RFC 7517), with its `kid`. Its `use` and `key_ops`
   * are held to.
   *
   * @param jwk - the object, or its JSON text
   * @param options - the algorithm, when the JWK does not say
   * @throws {@link TokensealError} `malformed`; `algorithm-mismatch` for another `kty` or `alg`;
   *   `key-use`; `weak-key`; `limit`; `bad-argument` when nobody names the algorithm
   */
  static fromJwk(jwk: Jwk | string | Uint8Array, options?: JwkOptions): Key {
    return new Key(encodeJwk(options), new Material(Form.jwk, jsonOf(jwk, "jwk")));
  }

  /**
   * The HMAC of some data under the secret itself (RFC 2104): for protocols beside tokens, such as
   * signed web hooks. Do not let strangers choose the data of a key that also signs tokens: they
   * could have theirs signed.
   *
   * @param data - the bytes, or a string for its UTF-8
   * @returns 32, 48 or 64 bytes
   * @throws {@link TokensealError} `bad-argument`
   */
  mac(data: string | Uint8Array): Uint8Array {
    const text = wellFormed(inputOf(data, "data"), "data");
    const at = reserve(room(text) + 64);
    const length = writeText(text, memory(), at, room(text));
    const tag = check(wasm().mac(this.#block.address, 1, length));
    return readBytes(at + length, tag);
  }

  /**
   * Checks what {@link Key.mac} made, in constant time.
   *
   * @param data - the bytes, or a string for its UTF-8
   * @param tag - the HMAC
   * @throws {@link TokensealError} `bad-signature` when it is another one; `bad-argument`
   */
  verifyMac(data: string | Uint8Array, tag: Uint8Array): void {
    const text = wellFormed(inputOf(data, "data"), "data");
    if (!isBytes(tag)) {
      throw badArgument("tag must be a Uint8Array");
    }
    const at = reserve(room(text) + room(tag));
    const length = writeText(text, memory(), at, room(text));
    const tagLength = writeText(tag, memory(), at + length, room(tag));
    check(wasm().verify_mac(this.#block.address, 1, length, tagLength));
  }
}

function encodeKey(alg: unknown, options: KeyOptions | undefined): Uint8Array {
  const record = new Record();
  record.text(Tag.algorithm, string(alg, "alg"));
  return encode(options, keyFields, record);
}

/** Has a key made in the wasm's memory, where its material is wiped again. */
function make(record: Uint8Array, material: Material): Block {
  const space = room(material.text);
  const at = reserve(record.length + space);
  memory().set(record, at);
  const length = writeText(material.text, memory(), at + record.length, space);
  return new Block(check(wasm().key_new(material.form, record.length, length)), 1);
}
