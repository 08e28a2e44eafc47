import { badArgument } from "./errors.js";
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

// Workers of an older compatibility date have none: there, what is not freed stays.
const abandoned =
  typeof FinalizationRegistry === "undefined"
    ? undefined
    : new FinalizationRegistry<Block>((block) => {
        block.free();
      });

/** Some keys in the wasm's memory. */
export class Block {
  #address: number;
  readonly count: number;

  constructor(address: number, count: number) {
    this.#address = address;
    this.count = count;
  }

  /** Frees the block some time after `owner` is gone. */
  ownedBy(owner: object): void {
    abandoned?.register(owner, this, this);
  }

  /**
   * Where it is.
   *
   * @throws {@link TokensealError} `bad-argument` when it was freed
   */
  get address(): number {
    if (this.#address === 0) {
      throw badArgument("the key was freed");
    }
    return this.#address;
  }

  /** Has the keys wiped. */
  free(): void {
    if (this.#address !== 0) {
      abandoned?.unregister(this);
      wasm().keys_free(this.#address, this.count);
      this.#address = 0;
    }
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
