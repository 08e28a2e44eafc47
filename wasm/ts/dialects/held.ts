import { encode, flag, seconds, text, type Fields } from "../options.js";
import { Owned } from "../owned.js";
import { Tag } from "../record.js";
import { inputOf, room, wellFormed, writeText, type Text } from "../text.js";
import { check, memory, reserve, wasm } from "../wasm.js";

/**
 * What signs: one secret, or several where the framework takes several, in its own order. A string
 * stands for its UTF-8. None of them may be the secret of a `Key`.
 */
export type Secrets = string | Uint8Array | readonly (string | Uint8Array)[];

/** A hash function. */
export type Digest = "sha1" | "sha256" | "sha512";

/** Which dialect. The numbers stand in `src/dialect/mod.rs` too. */
export const Kind = {
  express: 1,
  koa: 2,
  signer: 3,
  timestampSigner: 4,
  urlSafeTimed: 5,
  flask: 6,
  starlette: 7,
  django: 8,
  djangoSigner: 9,
  djangoDumps: 10,
  gorilla: 11,
  rustCookie: 12,
  rails: 13,
  messageVerifier: 14,
} as const;

/** The number of a dialect. */
export type Kind = (typeof Kind)[keyof typeof Kind];

const known: Fields = new Map([
  ["salt", text(Tag.salt)],
  ["digest", text(Tag.digest)],
  ["lenient", flag(Tag.lenient, true)],
  ["legacy", flag(Tag.legacy, true)],
  ["derive", flag(Tag.derive, true)],
  ["minAge", seconds(Tag.minAge)],
  ["expiresIn", seconds(Tag.expiresIn)],
]);

/** The options of these names. */
export function fieldsOf(...names: string[]): Fields {
  return new Map([...known].filter(([name]) => names.includes(name)));
}

/** A dialect in the wasm's memory, with its secrets. */
export class Held extends Owned {
  /**
   * @param kind - which
   * @param secrets - its secrets
   * @param options - its options
   * @param fields - those that it knows
   */
  constructor(kind: Kind, secrets: Secrets, options: unknown, fields: Fields) {
    super(make(kind, secretsOf(secrets), encode(options, fields)));
  }

  protected override release(address: number): void {
    wasm().dialect_free(address);
  }
}

function secretsOf(secrets: unknown): Text[] {
  const list: unknown[] = Array.isArray(secrets) ? secrets : [secrets];
  return list.map((secret) => wellFormed(inputOf(secret, "every secret"), "every secret"));
}

/** Bytes of a field of a record before its value. */
const HEAD = 5;

/** Makes a dialect. The secrets go straight into the wasm's memory, where they are wiped again. */
function make(kind: Kind, secrets: Text[], options: Uint8Array): number {
  const space = secrets.reduce((sum, secret) => sum + HEAD + room(secret), options.length);
  const start = reserve(space);
  const bytes = memory();
  bytes.set(options, start);
  let at = start + options.length;
  for (const secret of secrets) {
    const length = writeText(secret, bytes, at + HEAD, room(secret));
    bytes[at] = Tag.secret;
    new DataView(bytes.buffer, at + 1, 4).setUint32(0, length, true);
    at += HEAD + length;
  }
  return check(wasm().dialect_new(kind, at - start));
}
