// Compiled, never run: the clients of Redis that RedisStore takes, each by its own types.
import { Cluster, Redis } from "ioredis";
import { Cluster as Cluster5, Redis as Redis5 } from "ioredis5";
import { createClient, createClientPool, createCluster, createSentinel } from "redis";
import { createClient as createClient5, createCluster as createCluster5 } from "redis5";
import { Key, Sessions, type Store } from "tokenseal";
import {
  RedisStore,
  type IoRedisClient,
  type NodeRedisClient,
  type RedisStoreOptions,
} from "tokenseal/redis";

const url = "redis://127.0.0.1";
const rootNodes = [{ url }];
const node: NodeRedisClient[] = [
  createClient({ url }),
  createClient({ url, RESP: 2 }),
  createClientPool({ url }),
  createCluster({ rootNodes }),
  createSentinel({ name: "main", sentinelRootNodes: [{ host: "127.0.0.1", port: 1 }] }),
  createClient5(),
  createClient5({ RESP: 3 }),
  createCluster5({ rootNodes }),
];
const io: IoRedisClient[] = [new Redis(url), new Cluster([url]), new Redis5(url), new Cluster5([url])];
const options: RedisStoreOptions = { timeout: 1 };
const stores: Store[] = [...node, ...io].map((client) => new RedisStore(client, options));
new RedisStore(createClient());
new RedisStore(new Redis());
new Sessions(new Key("HS256", ""), new RedisStore(await createClient().connect()));

// @ts-expect-error: no client
new RedisStore(url);
// @ts-expect-error: no client
new RedisStore(new Map());
// @ts-expect-error: a typo
new RedisStore(createClient(), { timeuot: 1 });

void stores;
