/**
 * A store in Cloudflare's Durable Objects, for edge workers.
 *
 * @packageDocumentation
 */
import { badArgument, TokensealError } from "./errors.js";
import { elsewhere, encode, string, valueOr, type Fields } from "./options.js";
import { pack, unpack, type Found } from "./state/packed.js";
import type { Store } from "./state/store.js";

export { TokensealObject, type ObjectState } from "./state/object.js";

/** A binding of Durable Objects. */
export interface ObjectNamespace {
  /** The id of the object of that name. */
  idFromName(name: string): unknown;
  /** The object of that id. */
  get(id: never): ObjectStub;
}

/** A Durable Object, from outside. */
export interface ObjectStub {
  /** Asks it something. */
  fetch(url: string, init: { method: string; body: ArrayBuffer | string }): Promise<ObjectResponse>;
}

/** What a Durable Object answers. */
export interface ObjectResponse {
  /** The HTTP status. */
  readonly status: number;
  /** The bytes. */
  arrayBuffer(): Promise<ArrayBuffer>;
  /** The same as text. */
  text(): Promise<string>;
}

/** What {@link DurableObjectStore} takes. An unknown option is a `bad-argument`. */
export interface DurableObjectStoreOptions {
  /** What the objects' names begin with. Default: `tokenseal`. */
  name?: string | undefined;
  /**
   * Over how many objects the records are spread, 1 to 1,024: one takes about a thousand requests a
   * second. Another number is another, empty store. Default: 16.
   */
  shards?: number | undefined;
}

const fields: Fields = new Map([
  ["name", elsewhere],
  ["shards", elsewhere],
]);

/**
 * A {@link Store} in Durable Objects of the class {@link TokensealObject}, which your worker exports and
 * binds, with SQLite as its storage:
 *
 * ```ts
 * export { TokensealObject } from "tokenseal/durable-object";
 *
 * export default {
 *   async fetch(request, env) {
 *     const sessions = new Sessions(ring, new DurableObjectStore(env.SESSIONS));
 *     // ...
 *   },
 * };
 * ```
 *
 * ```toml
 * [[durable_objects.bindings]]
 * name = "SESSIONS"
 * class_name = "TokensealObject"
 *
 * [[migrations]]
 * tag = "v1"
 * new_sqlite_classes = ["TokensealObject"]
 * ```
 *
 * Records expire by the clock of the objects, which an alarm sweeps.
 */
export class DurableObjectStore implements Store {
  readonly #namespace: ObjectNamespace;
  readonly #name: string;
  readonly #shards: number;

  /**
   * @param namespace - the binding
   * @param options - see there
   * @throws {@link TokensealError} `bad-argument`
   */
  constructor(namespace: ObjectNamespace, options?: DurableObjectStoreOptions) {
    encode(options, fields);
    if (typeof (namespace as Partial<ObjectNamespace> | undefined)?.idFromName !== "function") {
      throw badArgument("namespace must be a binding of Durable Objects");
    }
    const shards: unknown = valueOr(options?.shards, 16);
    if (!Number.isInteger(shards) || (shards as number) < 1 || (shards as number) > 1024) {
      throw badArgument("shards must be a whole number from 1 to 1,024");
    }
    this.#namespace = namespace;
    this.#name = string(valueOr(options?.name, "tokenseal"), "name");
    this.#shards = shards as number;
  }

  /**
   * The records of these keys: see {@link Store.get}.
   *
   * @throws {@link TokensealError} `store-unavailable`
   */
  async get(keys: readonly string[]): Promise<(Uint8Array | null)[]> {
    const found: Found[] = keys.map(() => null);
    const shards = new Map<number, number[]>();
    keys.forEach((key, index) => {
      const shard = this.#shard(key);
      shards.set(shard, [...(shards.get(shard) ?? []), index]);
    });
    await Promise.all(
      [...shards].map(async ([shard, indices]) => {
        const wanted = JSON.stringify(indices.map((index) => keys[index]));
        const records = unpack(await this.#ask(shard, "get", wanted));
        indices.forEach((index, place) => {
          found[index] = records[place] ?? null;
        });
      }),
    );
    return found;
  }

  /**
   * Replaces a record if it is what is expected: see {@link Store.swap}.
   *
   * @throws {@link TokensealError} `store-unavailable`, `store-full`
   */
  async swap(
    key: string,
    expected: Uint8Array | null,
    next: Uint8Array | null,
    ttl: number,
  ): Promise<boolean> {
    const question = `swap?${new URLSearchParams({ key, ttl: String(ttl) }).toString()}`;
    const answer = await this.#ask(this.#shard(key), question, pack([expected, next]));
    return new Uint8Array(answer)[0] === 1;
  }

  async #ask(shard: number, question: string, body: ArrayBuffer | string): Promise<ArrayBuffer> {
    try {
      // The number of shards is in the name: with another one nothing is found, not some of it.
      const name = `${this.#name}/${String(this.#shards)}/${String(shard)}`;
      const object = this.#namespace.get(this.#namespace.idFromName(name) as never);
      const response = await object.fetch(`https://tokenseal.invalid/${question}`, { method: "POST", body });
      if (response.status === 200) {
        return await response.arrayBuffer();
      }
      if (response.status === 507) {
        throw new TokensealError("store-full", "the Durable Object is full");
      }
      throw new Error(`status ${String(response.status)}: ${await response.text()}`);
    } catch (error) {
      throw error instanceof TokensealError
        ? error
        : new TokensealError("store-unavailable", `the Durable Object failed: ${String(error)}`, {
            cause: error,
          });
    }
  }

  /** The object of a key. Keys end in a hash, so that anything spreads them evenly. */
  #shard(key: string): number {
    let sum = 0;
    for (let at = 0; at < key.length; at += 1) {
      sum = (Math.imul(sum, 31) + key.charCodeAt(at)) >>> 0;
    }
    return sum % this.#shards;
  }
}
