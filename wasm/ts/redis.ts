/**
 * A store in Redis or Valkey, alone or as a Cluster, over node-redis or ioredis.
 *
 * @packageDocumentation
 */
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";

import { badArgument, TokensealError } from "./errors.js";
import { elsewhere, encode, valueOr, type Fields } from "./options.js";
import type { Store } from "./state/store.js";
import { duration } from "./time.js";

/** A client of node-redis 5 or newer (`createClient`, `createCluster`, `createClientPool`, `createSentinel`). */
export interface NodeRedisClient {
  /** By which it is recognised. */
  withCommandOptions(options: never): unknown;
}

/** A client of ioredis (`new Redis`, `new Cluster`). */
export interface IoRedisClient {
  /** By which it is recognised. */
  getBuffer(key: string): Promise<Uint8Array | null>;
}

/** What {@link RedisStore} takes. An unknown option is a `bad-argument`. */
export interface RedisStoreOptions {
  /**
   * How many seconds a read or a write may take, with whatever the client does in that time to get a
   * connection: then it is `store-unavailable`. Default: 5.
   */
  timeout?: number | undefined;
}

/**
 * One key, so that it runs in a Cluster. Arguments: for how many milliseconds the new record is kept, 0
 * to delete; the new record; the one that is expected, if one is: else `false`, as of an absent key.
 */
const SWAP = `
if redis.call('GET', KEYS[1]) ~= (ARGV[3] or false) then
  return 0
elseif ARGV[1] == '0' then
  redis.call('DEL', KEYS[1])
else
  redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[1])
end
return 1
`;

const SWAP_SHA = createHash("sha1").update(SWAP).digest("hex");

/** What is needed of either client. */
interface Commands {
  get(key: string): Promise<unknown>;
  script(command: "eval" | "evalsha", key: string, words: (string | Buffer)[]): Promise<unknown>;
}

const fields: Fields = new Map([["timeout", elsewhere]]);

/**
 * A {@link Store} in Redis or Valkey.
 *
 * ```ts
 * const client = await createClient({ url }).on("error", console.error).connect();
 * const sessions = new Sessions(ring, new RedisStore(client));
 * ```
 *
 * The client stays yours: connect it, listen to its errors, close it. It must read from primaries and
 * keep no cache of its own, or a session that was ended lives on for a while. Set the server's
 * `maxmemory-policy` to `noeviction`: any other drops records to make room, also those that say that
 * something was ended. A failover that loses writes can undo a log-out.
 *
 * A swap that the client sends twice, because the connection broke before the answer, does no harm.
 * Records expire by the server's clock.
 */
export class RedisStore implements Store {
  readonly #commands: (signal: AbortSignal) => Commands;
  readonly #timeout: number;

  /**
   * @param client - of node-redis or ioredis
   * @param options - see there
   * @throws {@link TokensealError} `bad-argument` when it is no such client, or one that may read from
   *   replicas or from a cache
   */
  constructor(client: NodeRedisClient | IoRedisClient, options?: RedisStoreOptions) {
    encode(options, fields);
    this.#timeout = duration(valueOr(options?.timeout, 5), "timeout");
    if (!(this.#timeout > 0 && this.#timeout < 2 ** 31)) {
      throw badArgument("timeout must be more than 0 seconds");
    }
    this.#commands = commandsOf(client);
  }

  /**
   * The records of these keys: see {@link Store.get}.
   *
   * @throws {@link TokensealError} `store-unavailable`
   */
  async get(keys: readonly string[]): Promise<(Uint8Array | null)[]> {
    // All are sent before the first is answered. MGET would want them in one slot of a Cluster.
    const found = await this.#ask((redis) => Promise.all(keys.map((key) => redis.get(key))));
    return found.map((record) => {
      if (record !== null && !Buffer.isBuffer(record)) {
        throw new TokensealError("store-unavailable", "the Redis client does not reply with bytes");
      }
      return record;
    });
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
    const words = [next === null ? "0" : String(Math.ceil(ttl)), bufferOf(next ?? NOTHING)];
    if (expected !== null) {
      words.push(bufferOf(expected));
    }
    const took = await this.#ask(async (redis) => {
      try {
        return await redis.script("evalsha", key, words);
      } catch (error) {
        if (messageOf(error).startsWith("NOSCRIPT")) {
          // The server has restarted, or somebody flushed its scripts. EVAL brings it back.
          return await redis.script("eval", key, words);
        }
        throw error;
      }
    });
    return took === 1;
  }

  /** Has something done in time. */
  async #ask<T>(work: (redis: Commands) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    const done = work(this.#commands(controller.signal));
    let timer;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new Error(`no answer within ${String(this.#timeout / 1000)} seconds`));
        // What waits for a connection would be sent one day.
        controller.abort();
      }, this.#timeout);
    });
    try {
      return await Promise.race([done, late]);
    } catch (error) {
      const message = messageOf(error);
      // Scripts of Redis 6 and older wrap the server's words in others.
      const isFull = message.includes("OOM command not allowed");
      throw new TokensealError(
        isFull ? "store-full" : "store-unavailable",
        `Redis ${isFull ? "is full" : "failed"}: ${message}`,
        { cause: error },
      );
    } finally {
      clearTimeout(timer);
    }
  }
}

const NOTHING = new Uint8Array(0);

/** The same bytes, as the clients take them. */
function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What node-redis has. */
interface NodeRedis {
  readonly options?: ClientOptions;
  readonly _options?: ClientOptions;
  withCommandOptions(options: CommandOptions): NodeRedis;
  get(key: string): Promise<unknown>;
  eval(script: string, options: ScriptOptions): Promise<unknown>;
  evalSha(sha: string, options: ScriptOptions): Promise<unknown>;
}

/** What ioredis has. */
interface IoRedis {
  readonly options?: ClientOptions;
  getBuffer(key: string): Promise<unknown>;
  eval(script: string, keys: number, ...words: (string | Buffer)[]): Promise<unknown>;
  evalsha(sha: string, keys: number, ...words: (string | Buffer)[]): Promise<unknown>;
}

interface CommandOptions {
  readonly typeMapping: { readonly [type: number]: typeof Buffer };
  readonly abortSignal: AbortSignal;
}

interface ScriptOptions {
  readonly keys: string[];
  readonly arguments: (string | Buffer)[];
}

interface ClientOptions {
  readonly useReplicas?: unknown;
  readonly clientSideCache?: unknown;
  readonly scaleReads?: unknown;
}

/** `RESP_TYPES.BLOB_STRING` of node-redis: replies that are strings, and are wanted as bytes. */
const BLOB_STRING = 36;

/** The commands of a client. */
function commandsOf(client: unknown): (signal: AbortSignal) => Commands {
  const given = (client ?? {}) as Partial<NodeRedis & IoRedis>;
  const { useReplicas, clientSideCache, scaleReads } = given.options ?? given._options ?? {};
  if (useReplicas === true || (scaleReads !== undefined && scaleReads !== "master")) {
    throw badArgument("the Redis client must read from primaries alone");
  }
  if (clientSideCache !== undefined) {
    throw badArgument("the Redis client must have no cache of its own");
  }
  if (typeof given.withCommandOptions === "function" && typeof given.evalSha === "function") {
    return nodeRedis(client as NodeRedis);
  }
  if (typeof given.getBuffer === "function" && typeof given.evalsha === "function") {
    return ioRedis(client as IoRedis);
  }
  throw badArgument("client must be one of node-redis, version 5 or newer, or of ioredis");
}

function nodeRedis(client: NodeRedis): (signal: AbortSignal) => Commands {
  return (signal) => {
    const redis = client.withCommandOptions({ typeMapping: { [BLOB_STRING]: Buffer }, abortSignal: signal });
    return {
      get: (key) => redis.get(key),
      script: (command, key, words) => {
        const options = { keys: [key], arguments: words };
        return command === "eval" ? redis.eval(SWAP, options) : redis.evalSha(SWAP_SHA, options);
      },
    };
  };
}

function ioRedis(redis: IoRedis): () => Commands {
  const commands: Commands = {
    get: (key) => redis.getBuffer(key),
    script: (command, key, words) =>
      command === "eval" ? redis.eval(SWAP, 1, key, ...words) : redis.evalsha(SWAP_SHA, 1, key, ...words),
  };
  return () => commands;
}
