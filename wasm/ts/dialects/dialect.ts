/// <reference lib="esnext.disposable" preserve="true" />
import { COOKIE_ROOM, MAX_COOKIE } from "../limits.js";
import { string, type Fields } from "../options.js";
import { disposeByFree } from "../owned.js";
import {
  attempt,
  openAge,
  sealTime,
  type OpenOptions,
  type OpenResult,
  type SealOptions,
} from "../sealed.js";
import { cookieOf, inputOf, readBytes, readFloat, readText, room, wellFormed, writeText } from "../text.js";
import { clock } from "../time.js";
import { check, memory, reserve, unwrap, wasm } from "../wasm.js";
import { Held, type Kind, type Secrets } from "./held.js";
import { Opened } from "./opened.js";

/** What all dialects but {@link Koa} have in common. */
export abstract class Dialect {
  readonly #held: Held;

  /** @internal */
  constructor(kind: Kind, secrets: Secrets, options: unknown, fields: Fields) {
    this.#held = new Held(kind, secrets, options, fields);
    this.#held.ownedBy(this);
  }

  /**
   * Makes the text that the framework would have set as the cookie's value.
   *
   * @param name - the cookie's name
   * @param value - as the dialect defines it; a string stands for its UTF-8
   * @param options - the clock
   * @throws {@link TokensealError} `cookie-character` when the name is no cookie's, or the value no
   *   UTF-8 where the framework takes text; `cookie-too-large`; `bad-argument`
   */
  seal(name: string, value: string | Uint8Array, options?: SealOptions): string {
    return seal(this.#held, name, value, options);
  }

  /**
   * Opens a cookie's value that the framework, or {@link Dialect.seal}, made.
   *
   * @param name - the cookie's name
   * @param text - the cookie's value as it stands in the header, as a string or its bytes
   * @param options - how old it may be, held to as the framework does, and the clock. Where the
   *   cookie does not say when it was made, `maxAge` is a `bad-argument`.
   * @throws {@link TokensealError} `malformed`, `bad-signature`, `cookie-expired`, `not-yet-valid`,
   *   `cookie-too-large`, `cookie-character`, `bad-argument`
   */
  open(name: string, text: string | Uint8Array, options?: OpenOptions): Opened {
    return unwrap(open(this.#held, name, text, options));
  }

  /**
   * As {@link Dialect.open}, but says why instead of throwing.
   *
   * @param name - the cookie's name
   * @param text - the cookie's value as it stands in the header, as a string or its bytes
   * @param options - how old it may be, and the clock
   */
  tryOpen(name: string, text: string | Uint8Array, options?: OpenOptions): OpenResult<Opened> {
    return attempt(() => open(this.#held, name, text, options));
  }

  /**
   * Wipes the secrets and gives their memory back. Using the dialect afterwards is a `bad-argument`;
   * freeing it again does nothing. One that nobody refers to any more is freed some time.
   */
  free(): void {
    this.#held.free();
  }
}

/** Lets `using` free the dialect. */
export interface Dialect extends Disposable {}

disposeByFree(Dialect.prototype);

/** Seals with a dialect. */
export function seal(
  held: Held,
  name: string,
  value: string | Uint8Array,
  options: SealOptions | undefined,
): string {
  const now = sealTime(options);
  string(name, "name");
  const text = wellFormed(inputOf(value, "value"), "value");
  const at = reserve(room(name) + room(text) + MAX_COOKIE);
  const nameLength = writeText(name, memory(), at, room(name));
  const valueLength = writeText(text, memory(), at + nameLength, room(text));
  const length = check(wasm().dialect_seal(held.address, nameLength, valueLength, now));
  return readText(at + nameLength + valueLength, length);
}

/** Bytes of the wasm's answer before the value. */
const HEAD = 24;

/** Opens with a dialect: what was in it, or the wasm's negative answer. */
function open(
  held: Held,
  name: string,
  sealed: string | Uint8Array,
  options: OpenOptions | undefined,
): Opened | number {
  const age = openAge(options);
  const now = clock(options);
  string(name, "name");
  const text = cookieOf(sealed, "text");
  const space = Math.min(room(text), COOKIE_ROOM);
  const at = reserve(space * 2 + room(name) + HEAD);
  const textLength = writeText(text, memory(), at, space);
  const nameLength = writeText(name, memory(), at + textLength, room(name));
  const length = wasm().dialect_open(held.address, textLength, nameLength, now, age);
  if (length < 0) {
    return length;
  }
  const answer = at + textLength + nameLength;
  const time = readFloat(answer);
  return new Opened(
    readBytes(answer + HEAD, length),
    Number.isNaN(time) ? undefined : time,
    readFloat(answer + 8),
    readFloat(answer + 16) !== 0,
  );
}
