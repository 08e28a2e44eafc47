/// <reference lib="esnext.disposable" preserve="true" />
import { badArgument } from "./errors.js";

// Workers of an older compatibility date have none: there, what is not freed stays.
const abandoned =
  typeof FinalizationRegistry === "undefined"
    ? undefined
    : new FinalizationRegistry<Owned>((owned) => {
        owned.free();
      });

/** Something with secrets in the wasm's memory. */
export abstract class Owned {
  #address: number;

  constructor(address: number) {
    this.#address = address;
  }

  /** Has it wiped and freed. */
  protected abstract release(address: number): void;

  /** Frees it some time after `owner` is gone. */
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
      throw badArgument("it was freed");
    }
    return this.#address;
  }

  /** Has it wiped. */
  free(): void {
    if (this.#address !== 0) {
      abandoned?.unregister(this);
      this.release(this.#address);
      this.#address = 0;
    }
  }
}

/** Lets `using` call `free`. Not every browser has Symbol.dispose yet. */
export function disposeByFree(prototype: Disposable & { free(): void }): void {
  if (typeof Symbol.dispose === "symbol") {
    Object.defineProperty(prototype, Symbol.dispose, {
      value: prototype.free,
      configurable: true,
      writable: true,
    });
  }
}
