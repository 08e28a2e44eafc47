import { room, writeText } from "./text.js";

/** What a field of a record is. The numbers stand in `src/record.rs` too. */
export const Tag = {
  issuer: 1,
  subject: 2,
  audience: 3,
  anyAudience: 4,
  jwtId: 5,
  typ: 6,
  leeway: 7,
  maxAge: 8,
  noExp: 9,
  required: 10,
  maxToken: 11,
  expiresIn: 12,
  neverExpires: 13,
  notBefore: 14,
  algorithm: 15,
  kid: 16,
  audienceGiven: 17,
  path: 18,
  noPath: 19,
  domain: 20,
  expires: 21,
  notSecure: 22,
  notHttpOnly: 23,
  sameSite: 24,
  partitioned: 25,
  priority: 26,
  secret: 27,
  salt: 28,
  digest: 29,
  lenient: 30,
  legacy: 31,
  derive: 32,
  minAge: 33,
  issuedAt: 34,
  namespace: 35,
  client: 36,
  idle: 37,
  lifetime: 38,
  grace: 39,
  method: 40,
  site: 41,
  origin: 42,
  allowed: 43,
  strict: 44,
} as const;

/** The number of a field. */
export type Tag = (typeof Tag)[keyof typeof Tag];

const HEAD = 5;

/** A number as bytes. */
const number = new DataView(new ArrayBuffer(8));

/** Options as bytes: for each a tag, a length (u32, little-endian), and so many bytes. */
export class Record {
  #bytes = new Uint8Array(64);
  #length = 0;

  /** Adds a text. */
  text(tag: Tag, text: string): void {
    const start = this.#head(tag, room(text));
    this.#close(start, writeText(text, this.#bytes, start, room(text)));
  }

  /** Adds a number. */
  number(tag: Tag, value: number): void {
    const start = this.#head(tag, 8);
    number.setFloat64(0, value, true);
    for (let index = 0; index < 8; index += 1) {
      this.#bytes[start + index] = number.getUint8(index);
    }
    this.#close(start, 8);
  }

  /** Adds a field that says all by being there. */
  flag(tag: Tag): void {
    this.#close(this.#head(tag, 0), 0);
  }

  /** The bytes so far. */
  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  #head(tag: Tag, space: number): number {
    const needed = this.#length + HEAD + space;
    if (needed > this.#bytes.length) {
      const larger = new Uint8Array(needed * 2);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes[this.#length] = tag;
    return this.#length + HEAD;
  }

  #close(start: number, length: number): void {
    for (let index = 0; index < 4; index += 1) {
      this.#bytes[start - 4 + index] = length >>> (8 * index);
    }
    this.#length = start + length;
  }
}
