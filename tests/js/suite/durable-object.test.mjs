// DurableObjectStore, in workerd through miniflare. `fetch` of the objects as of an old compatibility
// date, before objects could be called in any other way.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { DurableObjectStore } from "tokenseal/durable-object";

import { host } from "../runner/workerd.mjs";
import { refuses } from "./help.mjs";

const fixture = fileURLToPath(new URL("..", import.meta.url));
let worker;

before(async () => {
  worker = await host(fixture, "runner/object-worker.mjs", {
    conditions: ["workerd", "worker", "browser"],
    compatibilityDate: "2023-01-01",
    durableObjects: {
      OBJECTS: { className: "TokensealObject", useSQLite: true },
      COUNTED: { className: "CountedObject", useSQLite: true },
      OLD: { className: "HastyObject", useSQLite: false },
    },
  });
});
after(() => worker.stop());

async function run(mode) {
  const { result, error } = await worker.call(mode);
  assert.equal(error, undefined);
  return result;
}

test("what every store must do", async () => {
  for (const mode of ["contract", "oneShard"]) {
    const { passed, failures } = await run(mode);
    assert.deepEqual(failures, []);
    assert.ok(passed > 5);
  }
});

test("expiry, by the objects' clock", () => run("expiry"));

test("an alarm sweeps what has expired, and nothing else", async () => {
  assert.deepEqual(await run("sweep"), { before: 11, after: 1, long: [2] });
});

test("names and numbers of objects", async () => {
  assert.deepEqual(await run("names"), [true, false, false, false]);
});

test("logging in, refreshing, logging out", async () => {
  assert.deepEqual(await run("drivers"), {
    data: { visits: 8 },
    successors: 1,
    codes: ["revoked", "revoked"],
  });
});

test("objects that can't be asked", async () => {
  const { code, message } = await run("withoutSqlite");
  assert.equal(code, "store-unavailable");
  assert.match(message, /SQL is not enabled/);
  assert.deepEqual(await run("unreachable"), { code: "store-unavailable", cause: "overloaded" });
});

test("options", () => {
  const namespace = { idFromName: () => 1, get: () => ({}) };
  for (const shards of [0, 1025, 1.5, -1, NaN, "4", null]) {
    refuses("bad-argument", () => new DurableObjectStore(namespace, { shards }));
  }
  for (const options of [{ name: 5 }, { name: null }, { shard: 4 }, 5]) {
    refuses("bad-argument", () => new DurableObjectStore(namespace, options));
  }
  for (const value of [undefined, null, {}, "SESSIONS"]) {
    refuses("bad-argument", () => new DurableObjectStore(value));
  }
});
