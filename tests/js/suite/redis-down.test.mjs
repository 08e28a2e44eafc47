// A server that goes away, hangs, comes back, or is full: on one of its own, that these tests take down.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { after, before, test } from "node:test";
import IoRedis from "ioredis";
import IoRedis5 from "ioredis5";
import * as redis from "redis";
import * as redis5 from "redis5";
import { Key, KeyRing, RefreshTokens, Revocations, Sessions, TokensealError } from "tokenseal";
import { RedisStore } from "tokenseal/redis";

import { SECRET } from "./help.mjs";

const TIMEOUT = 0.5;
const bytes = (...values) => Uint8Array.from(values);

const folder = mkdtempSync(join(tmpdir(), "tokenseal-js-redis-"));
// This runs in build/js/suite.
const program = new URL("../../../tests/servers/redis", import.meta.url).pathname;
// The server would hold on to our standard error, and whoever reads that would wait for it.
const stdio = ["ignore", "pipe", "ignore"];
const server = (action) => execFileSync(program, [action, folder], { encoding: "utf8", stdio }).trim();
const pid = () => Number(readFileSync(join(folder, "pid"), "utf8"));
let url;

before(() => {
  url = server("start");
});
after(() => server("remove"));

const node = (module) => async () => {
  const client = module.createClient({ url }).on("error", () => undefined);
  await client.connect();
  return { client, close: () => client.destroy(), send: (...words) => client.sendCommand(words) };
};
const io = (Class) => async () => {
  const client = new Class(url).on("error", () => undefined);
  return { client, close: () => client.disconnect(), send: (...words) => client.call(...words) };
};
const clients = {
  "node-redis": node(redis),
  "node-redis 5": node(redis5),
  "ioredis": io(IoRedis),
  "ioredis 5": io(IoRedis5),
};

/** Asserts that a call fails as a store does, in time, and says why. */
async function isDown(call) {
  const start = performance.now();
  await assert.rejects(call, (error) => {
    assert.ok(error instanceof TokensealError, String(error));
    assert.equal(error.code, "store-unavailable");
    assert.ok(error.cause instanceof Error, "there is a cause");
    assert.match(error.message, /^store-unavailable: Redis failed: ./);
    return true;
  });
  const took = performance.now() - start;
  assert.ok(took < 10 * TIMEOUT * 1000, `it took ${took} ms`);
}

/** Calls until it works: the client finds the server again by itself. */
async function recovers(call) {
  for (const start = performance.now(); ;) {
    try {
      return await call();
    } catch (error) {
      assert.equal(error.code, "store-unavailable");
      assert.ok(performance.now() - start < 15_000, `it does not recover: ${error.message}`);
    }
  }
}

for (const [name, connect] of Object.entries(clients)) {
  test(`${name}: killed, and back`, async (context) => {
    const { client, close } = await connect();
    context.after(close);
    const store = new RedisStore(client, { timeout: TIMEOUT });
    const ring = new KeyRing([new Key("HS256", SECRET)]);
    const sessions = new Sessions(ring, store);
    const tokens = new RefreshTokens(ring, store);
    const session = await sessions.start({ subject: "alice", data: { visits: 1 } });
    const ended = await sessions.start({ subject: "alice" });
    await sessions.end(ended);
    const pair = await tokens.issue("bob");

    server("kill");
    await isDown(() => sessions.load(session.cookie));
    await isDown(() => sessions.tryLoad(session.cookie));
    await isDown(() => sessions.save(session));
    await isDown(() => tokens.refresh(pair.refresh));
    await isDown(() => store.swap("key", null, bytes(1), 60_000, 0));
    const claims = ring.verify(pair.access);
    await isDown(() => new Revocations(store).check(pair.access, claims));
    await new Revocations(store, { failOpen: true }).check(pair.access, claims);
    await isDown(() => new Revocations(store, { failOpen: true }).deny(pair.access, claims));

    server("start");
    const loaded = await recovers(() => sessions.load(session.cookie));
    assert.deepEqual(loaded.data, { visits: 1 });
    await assert.rejects(sessions.load(ended.cookie), { code: "session-ended" });
    const next = await recovers(() => tokens.refresh(pair.refresh));
    assert.equal(ring.verify(next.access).sub, "bob");
    await new Revocations(store, { failOpen: true }).deny(next.access, ring.verify(next.access));
    await assert.rejects(
      new Revocations(store, { failOpen: true }).check(next.access, ring.verify(next.access)),
      { code: "revoked" },
    );
  });

  test(`${name}: a server that hangs`, async (context) => {
    const { client, close } = await connect();
    context.after(close);
    const store = new RedisStore(client, { timeout: TIMEOUT });
    await store.swap(`hung ${name}`, null, bytes(1), 60_000, 0);
    process.kill(pid(), "SIGSTOP");
    try {
      await isDown(() => store.get([`hung ${name}`], 0));
      await isDown(() => store.swap(`hung ${name}`, bytes(1), bytes(2), 60_000, 0));
    } finally {
      process.kill(pid(), "SIGCONT");
    }
    const [found] = await recovers(() => store.get([`hung ${name}`], 0));
    // The swap may have taken place all the same.
    assert.ok(found[0] === 1 || found[0] === 2);
    assert.equal(await store.swap(`hung ${name}`, found, bytes(3), 60_000, 0), true);
  });

  test(`${name}: a full server`, async (context) => {
    const { client, close, send } = await connect();
    context.after(close);
    const store = new RedisStore(client, { timeout: TIMEOUT });
    const sessions = new Sessions(new KeyRing([new Key("HS256", SECRET)]), store);
    const session = await sessions.start();
    await send("CONFIG", "SET", "maxmemory", "1");
    try {
      for (const call of [() => sessions.start(), () => store.swap("new", null, bytes(1), 60_000, 0)]) {
        await assert.rejects(call, (error) => {
          assert.equal(error.code, "store-full", String(error));
          assert.ok(error.cause instanceof Error);
          return true;
        });
      }
      await sessions.load(session.cookie);
    } finally {
      await send("CONFIG", "SET", "maxmemory", "0");
    }
    await sessions.start();
  });
}
