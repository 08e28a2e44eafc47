// The clients of Redis whose users RedisStore is for: the newest, and the versions before.
import IoRedis from "ioredis";
import IoRedis5 from "ioredis5";
import * as redis from "redis";
import * as redis5 from "redis5";

const server = process.env.TOKENSEAL_TEST_REDIS;
const cluster = process.env.TOKENSEAL_TEST_CLUSTER;
if (server === undefined || cluster === undefined) {
  throw new Error("run this with tests/servers/with-redis");
}

const quiet = (client) => client.on("error", () => undefined);

/** A client of node-redis. */
const node = (module, make) => async () => {
  const client = quiet(make(module));
  await client.connect();
  return { client, close: () => client.destroy(), send: (...words) => client.sendCommand(words) };
};

/** A client of ioredis. */
const io = (make) => async () => {
  const client = quiet(make());
  return { client, close: () => client.disconnect(), send: (...words) => client.call(...words) };
};

const nodeCluster = (module) => async () => {
  const client = quiet(module.createCluster({ rootNodes: [{ url: cluster }] }));
  await client.connect();
  return {
    client,
    close: () => client.destroy(),
    send: (...words) =>
      Promise.all(client.masters.map(async (master) => (await client.nodeClient(master)).sendCommand(words))),
  };
};

const ioCluster = (Class) => async () => {
  const client = quiet(new Class.Cluster([cluster]));
  await new Promise((resolve) => client.once("ready", resolve));
  return {
    client,
    close: () => client.disconnect(),
    send: (...words) => Promise.all(client.nodes("master").map((node) => node.call(...words))),
  };
};

/** Each gives a connected client, a way to close it, and a way to send commands to all of its servers. */
export const clients = {
  "node-redis": node(redis, ({ createClient }) => createClient({ url: server })),
  "node-redis, RESP2": node(redis, ({ createClient }) => createClient({ url: server, RESP: 2 })),
  "node-redis, pool": async () => {
    const client = quiet(redis.createClientPool({ url: server }));
    await client.connect();
    return { client, close: () => client.destroy(), send: (...words) => client.sendCommand(words) };
  },
  "node-redis, Cluster": nodeCluster(redis),
  "node-redis 5": node(redis5, ({ createClient }) => createClient({ url: server })),
  "node-redis 5, RESP3": node(redis5, ({ createClient }) => createClient({ url: server, RESP: 3 })),
  "node-redis 5, Cluster": nodeCluster(redis5),
  "ioredis": io(() => new IoRedis(server)),
  "ioredis, Cluster": ioCluster(IoRedis),
  "ioredis 5": io(() => new IoRedis5(server)),
  "ioredis 5, Cluster": ioCluster(IoRedis5),
};

export const urls = { server, cluster };
