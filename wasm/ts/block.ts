import { badArgument } from "./errors.js";
import { Owned } from "./owned.js";
import { readText } from "./text.js";
import { check, memory, reserve, wasm } from "./wasm.js";

/** HMAC with SHA-256, SHA-384 or SHA-512 (RFC 7518 section 3.2). */
export type Algorithm = "HS256" | "HS384" | "HS512";

/** What a key is, without its secret. */
export interface KeyInfo {
  /** The algorithm that it serves, and no other. */
  readonly alg: Algorithm;
  /** Its id (RFC 7515 section 4.1.4), when it has one. */
  readonly kid: string | undefined;
}

const algorithms: { readonly [number: number]: Algorithm } = { 1: "HS256", 2: "HS384", 3: "HS512" };

/** Some keys in the wasm's memory. */
export class Block extends Owned {
  readonly count: number;

  constructor(address: number, count: number) {
    super(address);
    this.count = count;
  }

  protected override release(address: number): void {
    wasm().keys_free(address, this.count);
  }

  /** What one of the keys is. */
  describe(index: number): KeyInfo {
    const at = reserve(0);
    const length = check(wasm().key_describe(this.address, this.count, index));
    const alg = algorithms[memory()[at] ?? 0];
    if (alg === undefined) {
      throw badArgument("the key serves an algorithm that this version does not know");
    }
    return { alg, kid: length > 1 ? readText(at + 1, length - 1) : undefined };
  }
}
