// The stores of the services in Node and in C, on the table that the Python package makes, and on Redis: all that
// every store must do.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { SqliteStore } from "./sqlite-store.mjs";
import { expiry, storeCases } from "./store-cases.mjs";

const { DEMO_PYTHON, DEMO_DRIVER, TOKENSEAL_TEST_REDIS } = process.env;
const folder = mkdtempSync(join(tmpdir(), "tokenseal-stores-"));
const path = join(folder, "store.db");
execFileSync(DEMO_PYTHON, ["-c", `import tokenseal; tokenseal.SqliteStore(${JSON.stringify(path)}).close()`]);
after(() => rmSync(folder, { recursive: true }));

/** A store in C, by its driver. */
class DrivenStore {
  #process;
  #lines;

  constructor(place) {
    this.#process = spawn(DEMO_DRIVER, [place], { stdio: ["pipe", "pipe", "inherit"] });
    this.#lines = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
  }

  async get(keys, now) {
    const found = await this.#ask({ get: keys, now });
    return found.map((hex) => (hex === null ? null : Buffer.from(hex, "hex")));
  }

  async swap(key, expected, next, ttl, now) {
    const hex = (record) => (record === null ? null : Buffer.from(record).toString("hex"));
    return await this.#ask({ swap: key, expected: hex(expected), next: hex(next), ttl, now });
  }

  async #ask(job) {
    this.#process.stdin.write(JSON.stringify(job));
    const { value, done } = await this.#lines.next();
    assert.ok(!done, "the driver has failed");
    return JSON.parse(value);
  }

  async close() {
    this.#process.stdin.end();
    assert.deepEqual(await once(this.#process, "exit"), [0, null]);
  }
}

/** Several that share their records: each operation is the next one's. */
class Turns {
  #stores;
  #next = 0;

  constructor(...stores) {
    this.#stores = stores;
  }

  get(...given) {
    return this.#turn().get(...given);
  }

  swap(...given) {
    return this.#turn().swap(...given);
  }

  #turn() {
    this.#next += 1;
    return this.#stores[this.#next % this.#stores.length];
  }
}

const told = (milliseconds) => Date.now() + milliseconds;
const slept = async (milliseconds) => {
  await sleep(milliseconds);
  return 0;
};

function cases(name, store, later) {
  describe(name, () => {
    let number = 0;
    const keyOf = () => `test:${name.replaceAll(" ", "-")}:${(number += 1)}:`;
    for (const [what, run] of Object.entries(storeCases)) {
      test(what, () => run(store, keyOf()));
    }
    test("expiry", () => expiry(store, keyOf(), later));
  });
}

const node = new SqliteStore(path);
const c = new DrivenStore(path);
const redis = new DrivenStore(TOKENSEAL_TEST_REDIS);
after(async () => {
  await c.close();
  await redis.close();
});
cases("SQLite in Node", node, told);
cases("SQLite in C", c, told);
cases("SQLite in both", new Turns(node, c), told);
cases("Redis in C", redis, slept);
