/// <reference lib="esnext.disposable" preserve="true" />
import { COOKIE_ROOM } from "../limits.js";
import { string } from "../options.js";
import { disposeByFree } from "../owned.js";
import { attempt, openAge, type OpenOptions, type OpenResult, type SealOptions } from "../sealed.js";
import { cookieOf, exact, readBytes, room, writeText } from "../text.js";
import { clock } from "../time.js";
import { memory, reserve, unwrap, wasm } from "../wasm.js";
import { seal } from "./dialect.js";
import { fieldsOf, Held, Kind, type Digest, type Secrets } from "./held.js";
import { Opened } from "./opened.js";

/** What {@link Koa} takes. */
export interface KoaOptions {
  /** keygrip's algorithm. Default: `sha1`. */
  digest?: Digest | undefined;
}

const fields = fieldsOf("digest");

/**
 * Koa's signed cookies (also cookie-session's): the value as it is, and a second cookie,
 * `<name>.sig`, with its signature.
 *
 * The value is the first cookie's text, without the double quotes that may stand around it. The keys
 * are in keygrip's order: the first signs. When another one verified, Koa sends a new signature, made
 * with the first.
 *
 * ```ts
 * const koa = new Koa(keys);
 * const opened = koa.verify("sid", findCookie(header, "sid") ?? "", findCookie(header, "sid.sig") ?? "");
 * ```
 */
export class Koa {
  readonly #held: Held;

  /**
   * @param secrets - the keys of the application: at least one
   * @param options - how it signs
   * @throws {@link TokensealError} `weak-key` when a key is empty; `limit`; `bad-argument`
   */
  constructor(secrets: Secrets, options?: KoaOptions) {
    this.#held = new Held(Kind.koa, secrets, options, fields);
    this.#held.ownedBy(this);
  }

  /**
   * Makes the value of the cookie `<name>.sig`.
   *
   * @param name - the first cookie's name
   * @param value - the first cookie's value
   * @param options - the clock, which has no say here
   * @throws {@link TokensealError} `cookie-character`, `cookie-too-large`, `bad-argument`
   */
  sign(name: string, value: string | Uint8Array, options?: SealOptions): string {
    return seal(this.#held, name, value, options);
  }

  /**
   * Checks that the signature belongs to this value.
   *
   * @param name - the first cookie's name
   * @param value - the first cookie's value, as a string or its bytes
   * @param signature - the value of the cookie `<name>.sig`
   * @param options - the clock, which has no say here; `maxAge` is a `bad-argument`, as the cookies
   *   do not say when they were made
   * @throws {@link TokensealError} `malformed`, `bad-signature`, `cookie-too-large`,
   *   `cookie-character`, `bad-argument`
   */
  verify(
    name: string,
    value: string | Uint8Array,
    signature: string | Uint8Array,
    options?: OpenOptions,
  ): Opened {
    return unwrap(verify(this.#held, name, value, signature, options));
  }

  /**
   * As {@link Koa.verify}, but says why instead of throwing.
   *
   * @param name - the first cookie's name
   * @param value - the first cookie's value, as a string or its bytes
   * @param signature - the value of the cookie `<name>.sig`
   * @param options - as with {@link Koa.verify}
   */
  tryVerify(
    name: string,
    value: string | Uint8Array,
    signature: string | Uint8Array,
    options?: OpenOptions,
  ): OpenResult<Opened> {
    return attempt(() => verify(this.#held, name, value, signature, options));
  }

  /** Wipes the keys and gives their memory back, as with the other dialects. */
  free(): void {
    this.#held.free();
  }
}

/** Lets `using` free it. */
export interface Koa extends Disposable {}

disposeByFree(Koa.prototype);

function verify(
  held: Held,
  name: string,
  value: string | Uint8Array,
  signature: string | Uint8Array,
  options: OpenOptions | undefined,
): Opened | number {
  const age = openAge(options);
  // Checked like everybody's.
  clock(options);
  string(name, "name");
  const [signed, tag] = [exact(cookieOf(value, "value")), cookieOf(signature, "signature")];
  const spaces = [Math.min(room(signed), COOKIE_ROOM), Math.min(room(tag), COOKIE_ROOM)] as const;
  const nameAt = reserve(room(name) + spaces[0] + spaces[1]);
  const valueAt = nameAt + writeText(name, memory(), nameAt, room(name));
  const tagAt = valueAt + writeText(signed, memory(), valueAt, spaces[0]);
  const tagLength = writeText(tag, memory(), tagAt, spaces[1]);
  const lengths = [valueAt - nameAt, tagAt - valueAt, tagLength] as const;
  const secret = wasm().dialect_verify(held.address, ...lengths, age);
  return secret < 0 ? secret : new Opened(readBytes(valueAt, tagAt - valueAt), undefined, secret, false);
}
