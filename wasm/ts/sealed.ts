import type { Block } from "./block.js";
import { codeOf, TokensealError, type ErrorCode } from "./errors.js";
import { COOKIE_ROOM, MAX_COOKIE } from "./limits.js";
import { elsewhere, encode, string, type Fields } from "./options.js";
import {
  cookieOf,
  inputOf,
  readBytes,
  readFloat,
  readText,
  room,
  textOf,
  wellFormed,
  writeText,
} from "./text.js";
import { clock, duration, type Time } from "./time.js";
import { check, memory, reserve, wasm } from "./wasm.js";

/** What `sealCookie` takes. An unknown option is a `bad-argument`. */
export interface SealOptions {
  /** The time of sealing, rounded down to the second. Default: `Date.now()`. */
  now?: Time | undefined;
}

/** What `openCookie` takes. An unknown option is a `bad-argument`. */
export interface OpenOptions {
  /**
   * How long ago the value may have been sealed, in seconds: else `cookie-expired`. One that was
   * sealed more than a minute after `now` is then `not-yet-valid`. Default: no check of the time.
   */
  maxAge?: number | undefined;
  /** The time to check against. Default: `Date.now()`. */
  now?: Time | undefined;
}

/** What a sealed value held. */
export class OpenedCookie {
  /** The value. */
  readonly value: Uint8Array;
  /** When it was sealed, in Unix milliseconds, to the second. */
  readonly issued: number;
  /** How long ago that is, in seconds. */
  readonly age: number;
  /** The place, in the ring, of the key that opened it; 0 for a single key. */
  readonly key: number;
  /** Whether that is another than the first, so that the value is to be sealed anew. */
  readonly reseal: boolean;

  /** @internal */
  constructor(value: Uint8Array, issued: number, age: number, key: number, reseal: boolean) {
    this.value = value;
    this.issued = issued;
    this.age = age;
    this.key = key;
    this.reseal = reseal;
  }

  /**
   * The value as text.
   *
   * @throws {@link TokensealError} `malformed` when it is not UTF-8
   */
  get text(): string {
    return textOf(this.value);
  }
}

/** What `tryOpenCookie` and `tryOpen` say. */
export type OpenResult<T> =
  | {
      /** The cookie is good. */
      ok: true;
      /** What was in it. */
      cookie: T;
    }
  | {
      /** It is refused. */
      ok: false;
      /** Why. */
      code: ErrorCode;
    };

const sealFields: Fields = new Map([["now", elsewhere]]);
const openFields: Fields = new Map([
  ["maxAge", elsewhere],
  ["now", elsewhere],
]);

/** Seals with the first key of a block. */
export function seal(
  block: Block,
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
  const length = check(wasm().cookie_seal(block.address, block.count, nameLength, valueLength, now));
  return readText(at + nameLength + valueLength, length);
}

/** Opens with the keys of a block: what was in it, or the wasm's negative answer. */
export function open(
  block: Block,
  name: string,
  sealed: string | Uint8Array,
  options: OpenOptions | undefined,
): OpenedCookie | number {
  const age = openAge(options);
  const now = clock(options);
  string(name, "name");
  const text = cookieOf(sealed, "sealed");
  const space = Math.min(room(text), COOKIE_ROOM);
  const at = reserve(space * 2 + room(name) + HEAD);
  const textLength = writeText(text, memory(), at, space);
  const nameLength = writeText(name, memory(), at + textLength, room(name));
  const length = wasm().cookie_open(block.address, block.count, textLength, nameLength, now, age);
  if (length < 0) {
    return length;
  }
  const answer = at + textLength + nameLength;
  return new OpenedCookie(
    readBytes(answer + HEAD, length),
    readFloat(answer),
    readFloat(answer + 8) / 1000,
    readFloat(answer + 16),
    readFloat(answer + 24) !== 0,
  );
}

/** Bytes of the wasm's answer before the value. */
const HEAD = 32;

/** The options of sealing: the clock alone. */
export function sealTime(options: SealOptions | undefined): number {
  encode(options, sealFields);
  return clock(options);
}

/** How old a value may be, in milliseconds: NaN where options don't say. */
export function openAge(options: OpenOptions | undefined): number {
  encode(options, openFields);
  const maxAge = options?.maxAge;
  if (maxAge === undefined) {
    return NaN;
  }
  const age = duration(maxAge, "maxAge");
  // What is no number is given all the same, and refused.
  return Number.isNaN(age) ? -1 : age;
}

/** What a call gives, or why it is refused. */
export function attempt<T extends object>(call: () => T | number): OpenResult<T> {
  try {
    const answer = call();
    return typeof answer === "number" ? { ok: false, code: codeOf(answer) } : { ok: true, cookie: answer };
  } catch (error) {
    if (error instanceof TokensealError) {
      return { ok: false, code: error.code };
    }
    throw error;
  }
}
