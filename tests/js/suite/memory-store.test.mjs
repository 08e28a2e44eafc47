import assert from "node:assert/strict";
import { test } from "node:test";
import { MemoryStore } from "tokenseal";

import { expiry, storeCases } from "../runner/store-cases.mjs";
import { refuses } from "./help.mjs";

const bytes = (...values) => Uint8Array.from(values);

for (const [name, run] of Object.entries(storeCases)) {
  test(name, () => run(new MemoryStore(), "key"));
}

test("expiry, by the time that is told", async () => {
  await expiry(new MemoryStore(), "key", (milliseconds) => Date.now() + milliseconds);
  const store = new MemoryStore();
  store.swap("a", null, bytes(1), 1000, 5000);
  assert.deepEqual(store.get(["a"], 5999), [bytes(1)]);
  assert.deepEqual(store.get(["a"], 6000), [null]);
});

test("a full store refuses what is new, and drops nothing", () => {
  const store = new MemoryStore({ capacity: 3 });
  for (const key of ["a", "b", "c"]) {
    assert.equal(store.swap(key, null, bytes(1), 1000, 0), true);
  }
  refuses("store-full", () => store.swap("d", null, bytes(1), 1000, 0));
  refuses("store-full", () => store.swap("d", null, bytes(1), 1000, 999));
  assert.equal(store.swap("d", bytes(1), bytes(2), 1000, 0), false);
  assert.deepEqual(store.get(["a", "b", "c", "d"], 0), [bytes(1), bytes(1), bytes(1), null]);
  // What is there can still change and go.
  assert.equal(store.swap("a", bytes(1), bytes(2), 5000, 0), true);
  assert.equal(store.swap("b", bytes(1), null, 0, 0), true);
  assert.equal(store.swap("d", null, bytes(1), 5000, 0), true);
  refuses("store-full", () => store.swap("e", null, bytes(1), 1000, 0));
  // c has expired.
  assert.equal(store.swap("e", null, bytes(1), 1000, 1000), true);
  assert.deepEqual(store.get(["a", "c", "d", "e"], 1000), [bytes(2), null, bytes(1), bytes(1)]);
  refuses("store-full", () => store.swap("f", null, bytes(1), 1000, 1000));
});

test("what has expired is swept: the store stays small, and writing into it cheap", () => {
  const store = new MemoryStore({ capacity: 5000 });
  for (let i = 0; i < 200_000; i += 1) {
    assert.equal(store.swap(`key${i}`, null, bytes(1), 1000, i), true);
  }
  const full = new MemoryStore({ capacity: 50_000 });
  for (let i = 0; i < 50_000; i += 1) {
    full.swap(`key${i}`, null, bytes(1), 1000, 0);
  }
  for (let i = 0; i < 50_000; i += 1) {
    try {
      full.swap("more", null, bytes(1), 1000, 0);
      assert.fail("it is full");
    } catch (error) {
      assert.equal(error.code, "store-full");
    }
  }
});

test("options", () => {
  for (const capacity of [0, -1, 1.5, NaN, Infinity, "5", null, 1n]) {
    refuses("bad-argument", () => new MemoryStore({ capacity }));
  }
  refuses("bad-argument", () => new MemoryStore({ capactiy: 5 }));
  refuses("bad-argument", () => new MemoryStore(5));
  new MemoryStore({ capacity: undefined });
});
