import { SET_COOKIE_ROOM } from "./limits.js";
import { encode, flag, seconds, string, text, time, type Field, type Fields } from "./options.js";
import { Tag } from "./record.js";
import { readText, room, writeText } from "./text.js";
import type { Time } from "./time.js";
import { check, memory, reserve, wasm } from "./wasm.js";

/** The attributes of a cookie. One that is `undefined` is not given; an unknown one is a `bad-argument`. */
export interface SetCookieOptions {
  /** `Path`; `null` leaves it to the browser. Default: `/`. */
  path?: string | null | undefined;
  /** `Domain`. Default: none, so that only this host gets the cookie. */
  domain?: string | undefined;
  /** `Max-Age`, in seconds: rounded down, and cut to 400 days, as browsers do. */
  maxAge?: number | undefined;
  /** `Expires`, rounded down to the second. */
  expires?: Time | undefined;
  /** `Secure`: only over HTTPS. Default: true. */
  secure?: boolean | undefined;
  /** `HttpOnly`: out of the reach of scripts. Default: true. */
  httpOnly?: boolean | undefined;
  /**
   * `SameSite`: with which requests of other sites the cookie goes: none, those where the user
   * follows a link, or all. Default: `Lax`.
   */
  sameSite?: "Strict" | "Lax" | "None" | undefined;
  /** `Partitioned` (CHIPS). Default: false. */
  partitioned?: boolean | undefined;
  /** `Priority`: which cookies the browser keeps longest when it has too many. */
  priority?: "Low" | "Medium" | "High" | undefined;
}

const path: Field = (record, value, name) => {
  if (value === null) {
    record.flag(Tag.noPath);
  } else {
    record.text(Tag.path, string(value, name));
  }
};

const fields: Fields = new Map([
  ["path", path],
  ["domain", text(Tag.domain)],
  ["maxAge", seconds(Tag.maxAge)],
  ["expires", time(Tag.expires)],
  ["secure", flag(Tag.notSecure, false)],
  ["httpOnly", flag(Tag.notHttpOnly, false)],
  ["sameSite", text(Tag.sameSite)],
  ["partitioned", flag(Tag.partitioned, true)],
  ["priority", text(Tag.priority)],
]);

/** @internal The attributes of a cookie that is to be removed. */
class Removal {
  readonly record: Uint8Array;

  constructor(record: Uint8Array) {
    this.record = record;
  }
}

/**
 * A cookie to be set (RFC 6265bis). What browsers would drop or misread is refused when it is built;
 * it never changes afterwards.
 *
 * ```ts
 * const cookie = new SetCookie("__Host-sid", key.sealCookie("__Host-sid", id), { maxAge: 3600 });
 * headers.append("set-cookie", cookie.toString());
 * ```
 */
export class SetCookie {
  /** The name. */
  readonly name: string;
  /** The value. */
  readonly value: string;
  readonly #record: Uint8Array;
  readonly #header: string;

  /**
   * @param name - a token (RFC 9110 section 5.6.2). What `__Secure-`, `__Host-`, `__Http-` and
   *   `__Host-Http-` promise must be so.
   * @param value - cookie octets (RFC 6265 section 4.1.1), in double quotes or not. What
   *   `sealCookie` makes is; other text goes through `encodeURIComponent`.
   * @param options - the attributes
   * @throws {@link TokensealError} `cookie-character`, `cookie-too-large`, `attribute-too-large`,
   *   `cookie-insecure`, `cookie-prefix`, `bad-argument`
   */
  constructor(name: string, value: string, options?: SetCookieOptions);
  /** @internal */
  constructor(name: string, removal: Removal);
  constructor(name: string, value: string | Removal, options?: SetCookieOptions) {
    const removes = value instanceof Removal;
    this.name = string(name, "name");
    this.value = removes ? "" : string(value, "value");
    this.#record = removes ? value.record : encode(options, fields);
    this.#header = write(this.name, this.value, this.#record, removes);
    Object.freeze(this);
  }

  /** The value of the `Set-Cookie` header. */
  toString(): string {
    return this.#header;
  }

  /** The cookie that removes this one from the browser: the same attributes, no value, long expired. */
  removal(): SetCookie {
    return new SetCookie(this.name, new Removal(this.#record));
  }
}

function write(name: string, value: string, record: Uint8Array, removes: boolean): string {
  const at = reserve(record.length + room(name) + room(value) + SET_COOKIE_ROOM);
  const bytes = memory();
  bytes.set(record, at);
  const nameAt = at + record.length;
  const nameLength = writeText(name, bytes, nameAt, room(name));
  const valueLength = writeText(value, bytes, nameAt + nameLength, room(value));
  const length = check(wasm().cookie_set(record.length, nameLength, valueLength, Number(removes)));
  return readText(nameAt + nameLength + valueLength, length);
}
