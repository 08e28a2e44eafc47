// RedisStore over node-redis and ioredis, in the runtimes that have sockets: `redis.mjs NAME`, beside
// tests/servers/with-redis.
import process from "node:process";
import { Redis } from "ioredis";
import { createClient } from "redis";
import { RedisStore } from "tokenseal/redis";

import { runDrivers } from "./drivers.mjs";
import { report } from "./files.mjs";

const [name] = process.argv.slice(2);
const url = process.env.TOKENSEAL_TEST_REDIS;

const node = await createClient({ url }).connect();
const io = new Redis(url);
const results = [];
for (const client of [node, io]) {
  await node.flushDb();
  results.push(await runDrivers(() => new RedisStore(client)));
}
node.destroy();
io.disconnect();
report(`${name}, Redis`, {
  passed: results.reduce((sum, { passed }) => sum + passed, 0),
  failures: results.flatMap(({ failures }) => failures),
});
