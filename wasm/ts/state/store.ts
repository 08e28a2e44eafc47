import { badArgument, TokensealError } from "../errors.js";
import { isBytes } from "../text.js";
import type { Found } from "./packed.js";
import type { Transition } from "./transition.js";

/**
 * Whatever can read a few records and compare-and-swap one: {@link MemoryStore}, `RedisStore` of
 * `tokenseal/redis`, `DurableObjectStore` of `tokenseal/durable-object`, or your own.
 *
 * Keys are ASCII, at most 64 characters. Records are at most 65,664 bytes, and know themselves when
 * they end: a store may keep one longer than it was told to, never shorter, and never drops one to
 * make room for another.
 *
 * What a store throws becomes a {@link TokensealError} `store-unavailable` with that as its `cause`,
 * unless it is a `TokensealError` already, such as `store-full`. A `swap` that failed so may still have
 * taken place.
 */
export interface Store {
  /**
   * The records of these keys, one to three, in their order, in one round trip if possible; `null` or
   * `undefined` where there is none, or it has expired. What an earlier `swap` wrote must be seen: no
   * replica that lags behind, no cache.
   *
   * @param keys - the keys
   * @param now - the time, in Unix milliseconds; a store with a clock of its own may ignore it
   */
  get(
    keys: string[],
    now: number,
  ): Promise<readonly (Uint8Array | null | undefined)[]> | readonly (Uint8Array | null | undefined)[];

  /**
   * Replaces the record of a key if it is `expected`, byte for byte, in one atomic step, and says
   * whether it did.
   *
   * @param key - the key
   * @param expected - what is there; `null`: nothing, or something that has expired
   * @param next - what is to be there; `null`: nothing
   * @param ttl - for how many milliseconds from now on it must be kept; 0 when there is nothing to keep
   * @param now - the time, in Unix milliseconds; a store with a clock of its own may ignore it
   */
  swap(
    key: string,
    expected: Uint8Array | null,
    next: Uint8Array | null,
    ttl: number,
    now: number,
  ): Promise<boolean> | boolean;
}

const NOTHING = new Uint8Array(0);

/**
 * Carries out an operation: reads, decides and swaps until it is done. This is all that happens
 * between the core and a store.
 *
 * @param data - the application's bytes of the operations that write some
 * @throws {@link TokensealError} those of the operation; `store-unavailable`, `store-full`
 */
export async function run(store: Store, transition: Transition, data: Uint8Array = NOTHING): Promise<void> {
  const { now } = transition;
  for (;;) {
    const keys = transition.keys;
    const found = records(await ask(() => store.get([...keys], now)), keys.length);
    const step = transition.decide(found, data);
    if (step === "done") {
      return;
    }
    if (step === "again") {
      continue;
    }
    const { key, record, ttl } = step;
    const took = await ask(() => store.swap(keys[key] ?? "", found[key] ?? null, record, ttl, now));
    if (typeof took !== "boolean") {
      throw unusable("swap must say true or false");
    }
    if (transition.swapped(took) === "done") {
      return;
    }
  }
}

/** What is given as a store, if it has the methods of one. */
export function storeOf(store: unknown): Store {
  const { get, swap } = (store ?? {}) as Partial<Store>;
  if (typeof get !== "function" || typeof swap !== "function") {
    throw badArgument("store must have the methods get and swap, as a MemoryStore has");
  }
  return store as Store;
}

/** What the store answers. */
async function ask<T>(question: () => Promise<T> | T): Promise<T> {
  try {
    return await question();
  } catch (error) {
    throw error instanceof TokensealError
      ? error
      : new TokensealError("store-unavailable", undefined, { cause: error });
  }
}

/** What the store has given, if it is what a store gives. */
function records(given: unknown, count: number): Found[] {
  if (!Array.isArray(given) || given.length !== count) {
    throw unusable(`get must give an array of ${String(count)}`);
  }
  return (given as unknown[]).map((record) => {
    if (record !== null && record !== undefined && !isBytes(record)) {
      throw unusable("get must give Uint8Arrays: a client that makes strings of replies loses bytes");
    }
    return record ?? null;
  });
}

function unusable(message: string): TokensealError {
  return new TokensealError("store-unavailable", `the store does not keep to its interface: ${message}`);
}
