// RedisStore over each of the clients, on a real server and on a real Cluster.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Key, KeyRing, RefreshTokens, Revocations, Sessions } from "tokenseal";
import { RedisStore } from "tokenseal/redis";

import { expiry, storeCases } from "../runner/store-cases.mjs";
import { refuses, SECRET } from "./help.mjs";
import { clients } from "./redis-clients.mjs";

const bytes = (...values) => Uint8Array.from(values);

for (const [name, connect] of Object.entries(clients)) {
  test(name, async (context) => {
    const { client, close, send } = await connect();
    context.after(close);
    const store = new RedisStore(client);
    const keyOf = () => `test:${randomUUID()}:`;
    for (const [name, run] of Object.entries(storeCases)) {
      await context.test(name, () => run(store, keyOf()));
    }

    await context.test("expiry, by the server's clock", () =>
      expiry(store, keyOf(), async (milliseconds) => {
        await sleep(milliseconds);
        return 0;
      }),
    );

    await context.test("every record has a time to live", async () => {
      const key = keyOf();
      await store.swap(key, null, bytes(1), 34_560_660_000, 0);
      const ttl = await store.swap(key, bytes(1), bytes(2), 34_560_660_000, 0).then(async (took) => {
        assert.equal(took, true);
        return client.pTTL?.(key) ?? client.pttl(key);
      });
      assert.ok(ttl > 34_560_600_000 && ttl <= 34_560_660_000, String(ttl));
    });

    await context.test("SCRIPT FLUSH", async () => {
      const key = keyOf();
      assert.equal(await store.swap(key, null, bytes(1), 60_000, 0), true);
      await send("SCRIPT", "FLUSH");
      assert.equal(await store.swap(key, bytes(1), bytes(2), 60_000, 0), true);
      await send("SCRIPT", "FLUSH");
      const took = await Promise.all(
        Array.from({ length: 8 }, () => store.swap(key, bytes(2), bytes(3), 60_000, 0)),
      );
      assert.equal(took.filter(Boolean).length, 1);
      assert.deepEqual(
        (await store.get([key], 0)).map((found) => [...found]),
        [[3]],
      );
    });

    await context.test("logging in, refreshing, logging out", async () => {
      const ring = new KeyRing([new Key("HS256", SECRET)]);
      const namespace = randomUUID();
      const sessions = new Sessions(ring, store, { namespace });
      const session = await sessions.start({
        subject: "alice",
        data: { visits: 0, name: "\u00e9\u{1f36a}" },
      });
      await Promise.all(
        Array.from({ length: 8 }, () =>
          sessions.update(session.cookie, (data) => {
            data.visits += 1;
          }),
        ),
      );
      assert.deepEqual((await sessions.load(session.cookie)).data, { visits: 8, name: "\u00e9\u{1f36a}" });

      const tokens = new RefreshTokens(ring, store, { namespace });
      const pair = await tokens.issue("alice");
      const next = await Promise.all(Array.from({ length: 8 }, () => tokens.refresh(pair.refresh)));
      assert.equal(new Set(next.map(({ refresh }) => refresh)).size, 1);

      await new Revocations(store, { namespace }).endAll("alice");
      await assert.rejects(sessions.load(session.cookie), { code: "revoked" });
      await assert.rejects(tokens.refresh(next[0].refresh), { code: "revoked" });
    });
  });
}

test("what is no client, or none that may be asked", () => {
  for (const value of [undefined, null, 5, "redis://localhost", {}, { get: () => null }, new Map()]) {
    refuses("bad-argument", () => new RedisStore(value));
  }
  const client = { getBuffer: () => null, evalsha: () => 1 };
  const isMasters = (scaleReads) => new RedisStore({ ...client, options: { scaleReads } });
  isMasters("master");
  refuses("bad-argument", () => isMasters("slave"));
  refuses("bad-argument", () => isMasters("all"));
  refuses("bad-argument", () => isMasters(() => undefined));
  for (const timeout of [0, -1, NaN, Infinity, "5", null]) {
    refuses("bad-argument", () => new RedisStore(client, { timeout }));
  }
  refuses("bad-argument", () => new RedisStore(client, { timeuot: 5 }));
});

test("a client that reads from replicas, or keeps a cache", async () => {
  const { createClient, createCluster } = await import("redis");
  const { Cluster } = await import("ioredis");
  refuses(
    "bad-argument",
    () => new RedisStore(createCluster({ rootNodes: [{ url: "redis://127.0.0.1:1" }], useReplicas: true })),
  );
  refuses(
    "bad-argument",
    () => new RedisStore(createClient({ RESP: 3, clientSideCache: { ttl: 0, maxEntries: 0 } })),
  );
  refuses("bad-argument", () => {
    const cluster = new Cluster(["redis://127.0.0.1:1"], { scaleReads: "slave", lazyConnect: true });
    return new RedisStore(cluster);
  });
});
