import type { Block } from "./block.js";
import { jsonOf } from "./claims.js";
import { MAX_TOKEN, TOKEN_ROOM } from "./limits.js";
import { writeObject } from "./members.js";
import { audience, bytes, elsewhere, encode, seconds, text, time, type Fields } from "./options.js";
import { encodeVerify, type VerifyOptions } from "./policy.js";
import { Record, Tag } from "./record.js";
import { readText, room, tokenOf, writeText } from "./text.js";
import { clock, type Time } from "./time.js";
import { memory, reserve, unwrap, wasm } from "./wasm.js";

/** What `sign` takes. An unknown option is a `bad-argument`, and so is a claim given twice. */
export interface SignOptions {
  /**
   * How long the token lives, in seconds; `null`: for ever, without `exp`. Default: 900, unless the
   * claims have an `exp`.
   */
  expiresIn?: number | null | undefined;
  /** From when on it counts: `nbf` (RFC 7519 section 4.1.5), rounded up to the second. */
  notBefore?: Time | undefined;
  /** `iss` (RFC 7519 section 4.1.1). */
  issuer?: string | undefined;
  /** `sub` (RFC 7519 section 4.1.2). */
  subject?: string | undefined;
  /** `aud` (RFC 7519 section 4.1.3): one as a string, several (at most 64) as an array. */
  audience?: string | readonly string[] | undefined;
  /** `jti` (RFC 7519 section 4.1.7). */
  jwtId?: string | undefined;
  /** The header's `typ`. Default: `JWT`. */
  typ?: string | undefined;
  /** The longest token to make, in bytes, at most 65,536. Default: 8,192. */
  maxToken?: number | undefined;
  /**
   * `iat` (RFC 7519 section 4.1.6), rounded down to the second, where it is another time than `now`.
   */
  issuedAt?: Time | undefined;
  /** The time of issue: `iat`, rounded down to the second. Default: `Date.now()`. */
  now?: Time | undefined;
}

const signFields: Fields = new Map([
  [
    "expiresIn",
    (record: Record, value: unknown, name: string): void => {
      if (value === null) {
        record.flag(Tag.neverExpires);
      } else {
        seconds(Tag.expiresIn)(record, value, name);
      }
    },
  ],
  ["notBefore", time(Tag.notBefore)],
  ["issuedAt", time(Tag.issuedAt)],
  ["issuer", text(Tag.issuer)],
  ["subject", text(Tag.subject)],
  ["audience", audience],
  ["jwtId", text(Tag.jwtId)],
  ["typ", text(Tag.typ)],
  ["maxToken", bytes(Tag.maxToken)],
  ["now", elsewhere],
]);

/** Signs with the first key of a block. */
export function sign(block: Block, claims: unknown, options: SignOptions | undefined): string {
  const record = encode(options, signFields);
  const now = clock(options);
  const written = writeObject(claims, MAX_TOKEN - record.length);
  if (written !== -1) {
    const token = signAt(reserve(0), written, block, record, now);
    if (typeof token === "string") {
      return token;
    }
  }
  // What is not plain, and what was refused: perhaps for a character that JSON.stringify escapes.
  const json = jsonOf(claims, "claims");
  const at = reserve(room(json) + record.length + MAX_TOKEN);
  const length = writeText(json, memory(), at, room(json));
  return unwrap(signAt(at, length, block, record, now));
}

/** Puts options behind the first argument. Usually there are none. */
function put(record: Uint8Array, at: number): void {
  if (record.length > 0) {
    memory().set(record, at);
  }
}

/** Signs the claims that lie there. */
function signAt(at: number, length: number, block: Block, record: Uint8Array, now: number): string | number {
  put(record, at + length);
  const token = wasm().jwt_sign(block.address, block.count, length, record.length, now);
  return token < 0 ? token : readText(at + length + record.length, token);
}

/** The wasm's answer, and where what belongs to it lies: the key's place, then the claims. */
export function verify(
  block: Block,
  token: string | Uint8Array,
  options: VerifyOptions | undefined,
): { length: number; at: number } {
  const record = encodeVerify(options);
  const now = clock(options);
  const text = tokenOf(token);
  const space = Math.min(room(text), TOKEN_ROOM);
  const start = reserve(space + record.length + 4 + space);
  const length = writeText(text, memory(), start, space);
  put(record, start + length);
  return {
    length: wasm().jwt_verify(block.address, block.count, length, record.length, now),
    at: start + length + record.length,
  };
}
