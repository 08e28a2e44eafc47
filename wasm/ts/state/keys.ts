import type { Block } from "../block.js";
import { badArgument } from "../errors.js";
import { blockOf } from "../tokens.js";

/** The keys of a driver. It holds the object itself: keys that nobody refers to are freed. */
export class Keys {
  readonly #owner: unknown;

  constructor(keys: unknown) {
    if (blockOf(keys) === undefined) {
      throw badArgument("keys must be a KeyRing or a Key");
    }
    this.#owner = keys;
  }

  /** The keys in the wasm's memory. */
  get block(): Block {
    return blockOf(this.#owner) as Block;
  }
}
