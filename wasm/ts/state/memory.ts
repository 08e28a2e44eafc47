import { badArgument, TokensealError } from "../errors.js";
import { elsewhere, encode, valueOr, type Fields } from "../options.js";
import { isSame } from "./packed.js";
import type { Store } from "./store.js";

/** What {@link MemoryStore} takes. An unknown option is a `bad-argument`. */
export interface MemoryStoreOptions {
  /** How many records there may be. Default: 100,000. */
  capacity?: number | undefined;
}

const fields: Fields = new Map([["capacity", elsewhere]]);

interface Row {
  readonly record: Uint8Array;
  readonly expiresAt: number;
}

/**
 * A {@link Store} in the memory of this process: for tests, and for servers of one process, where a
 * restart may log everybody out. Several processes need one store: `RedisStore`, `DurableObjectStore`.
 *
 * A full store refuses what is new with `store-full`. It never drops a record that has not expired, or
 * who was logged out might be in again.
 */
export class MemoryStore implements Store {
  readonly #capacity: number;
  readonly #rows = new Map<string, Row>();
  /** Before that time, a sweep finds nothing. */
  #nextExpiry = Infinity;
  /** A sweep is due when there are so many. */
  #sweepAt = 1024;

  /**
   * @param options - how large it may become
   * @throws {@link TokensealError} `bad-argument`
   */
  constructor(options?: MemoryStoreOptions) {
    encode(options, fields);
    const capacity: unknown = valueOr(options?.capacity, 100_000);
    if (!Number.isSafeInteger(capacity) || (capacity as number) < 1) {
      throw badArgument("capacity must be a whole number of records, at least 1");
    }
    this.#capacity = capacity as number;
  }

  /** The records of these keys: see {@link Store.get}. */
  get(keys: readonly string[], now: number): (Uint8Array | null)[] {
    return keys.map((key) => this.#live(key, now)?.slice() ?? null);
  }

  /**
   * Replaces a record if it is what is expected: see {@link Store.swap}.
   *
   * @throws {@link TokensealError} `store-full`
   */
  swap(key: string, expected: Uint8Array | null, next: Uint8Array | null, ttl: number, now: number): boolean {
    if (!isSame(this.#live(key, now), expected)) {
      return false;
    }
    if (next === null) {
      this.#rows.delete(key);
      return true;
    }
    if (!this.#rows.has(key)) {
      this.#makeRoom(now);
    }
    const expiresAt = now + ttl;
    this.#nextExpiry = Math.min(this.#nextExpiry, expiresAt);
    this.#rows.set(key, { record: new Uint8Array(next), expiresAt });
    return true;
  }

  #live(key: string, now: number): Uint8Array | null {
    const row = this.#rows.get(key);
    return row !== undefined && row.expiresAt > now ? row.record : null;
  }

  /** Sees to it that there is room for one more. */
  #makeRoom(now: number): void {
    if (this.#rows.size < Math.min(this.#sweepAt, this.#capacity)) {
      return;
    }
    if (this.#nextExpiry <= now) {
      this.#sweep(now);
    }
    this.#sweepAt = Math.max(1024, this.#rows.size * 2);
    if (this.#rows.size >= this.#capacity) {
      throw new TokensealError("store-full", `the memory store has its ${String(this.#capacity)} records`);
    }
  }

  #sweep(now: number): void {
    this.#nextExpiry = Infinity;
    for (const [key, { expiresAt }] of this.#rows) {
      if (expiresAt <= now) {
        this.#rows.delete(key);
      } else {
        this.#nextExpiry = Math.min(this.#nextExpiry, expiresAt);
      }
    }
  }
}
