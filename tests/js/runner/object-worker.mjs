// A worker whose store are Durable Objects: it runs what its tests ask for, and says what came out.
import { Key, KeyRing, MemoryStore, RefreshTokens, Revocations, Sessions } from "tokenseal";
import { DurableObjectStore, TokensealObject } from "tokenseal/durable-object";

import { checkStore, expiry } from "./store-cases.mjs";

export { TokensealObject };

/** One that sweeps at once. */
export class HastyObject extends TokensealObject {
  get sweepAfter() {
    return 0;
  }
}

/** One of which the tests see how many records it has. */
export class CountedObject extends HastyObject {
  #sql;

  constructor(state) {
    super(state);
    this.#sql = state.storage.sql;
  }

  fetch(request) {
    if (new URL(request.url).pathname === "/count") {
      const [{ count }] = this.#sql.exec("SELECT count(*) AS count FROM records").toArray();
      return new Response(String(count));
    }
    return super.fetch(request);
  }
}

const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const ring = () => new KeyRing([new Key("HS256", "a secret of the tests, 32 bytes and more")]);

const jobs = {
  contract: (env) => checkStore(new DurableObjectStore(env.OBJECTS), "contract"),

  oneShard: (env) => checkStore(new DurableObjectStore(env.OBJECTS, { name: "one", shards: 1 }), "contract"),

  async expiry(env) {
    await expiry(new DurableObjectStore(env.OBJECTS), "expiry", async (milliseconds) => {
      await sleep(milliseconds);
      return 0;
    });
  },

  /** How many records there are before and after the alarm. */
  async sweep(env) {
    const store = new DurableObjectStore(env.COUNTED, { name: "swept", shards: 1 });
    const object = env.COUNTED.get(env.COUNTED.idFromName("swept/1/0"));
    const count = async () => Number(await (await object.fetch("https://x.invalid/count")).text());
    for (let index = 0; index < 10; index += 1) {
      await store.swap(`short${index}`, null, Uint8Array.of(1), 300, 0);
    }
    await store.swap("long", null, Uint8Array.of(2), 60_000, 0);
    const before = await count();
    for (let waited = 0; (await count()) > 1 && waited < 100; waited += 1) {
      await sleep(50);
    }
    return { before, after: await count(), long: [...(await store.get(["long"], 0))[0]] };
  },

  /** Several stores of one name are one store; another number of shards is another one. */
  async names(env) {
    const store = (options) => new DurableObjectStore(env.OBJECTS, options);
    await store({ name: "a" }).swap("key", null, Uint8Array.of(1), 60_000, 0);
    const found = [];
    for (const options of [{ name: "a" }, { name: "b" }, { name: "a", shards: 15 }, undefined]) {
      found.push((await store(options).get(["key"], 0))[0] !== null);
    }
    return found;
  },

  async drivers(env) {
    const store = new DurableObjectStore(env.OBJECTS);
    const sessions = new Sessions(ring(), store);
    const session = await sessions.start({ subject: "alice", data: { visits: 0 } });
    const count = (data) => {
      data.visits += 1;
    };
    await Promise.all(Array.from({ length: 8 }, () => sessions.update(session.cookie, count)));
    const { data } = await sessions.load(session.cookie);
    const tokens = new RefreshTokens(ring(), store);
    const pair = await tokens.issue("alice", { role: "admin" });
    const next = await Promise.all(Array.from({ length: 8 }, () => tokens.refresh(pair.refresh)));
    await new Revocations(store).endAll("alice");
    const codes = [];
    for (const call of [() => sessions.load(session.cookie), () => tokens.refresh(next[0].refresh)]) {
      codes.push(await call().catch((error) => error.code));
    }
    return { data, successors: new Set(next.map(({ refresh }) => refresh)).size, codes };
  },

  /** A class that was not declared with SQLite storage. */
  async withoutSqlite(env) {
    const error = await new DurableObjectStore(env.OLD).get(["key"], 0).catch((error) => error);
    return { code: error.code, message: error.message };
  },

  /** A namespace whose objects can't be reached. */
  async unreachable() {
    const down = {
      idFromName: (name) => name,
      get: () => ({ fetch: () => Promise.reject(new Error("overloaded")) }),
    };
    const session = await new Sessions(ring(), new MemoryStore()).start();
    const error = await new Sessions(ring(), new DurableObjectStore(down))
      .load(session.cookie)
      .catch((error) => error);
    return { code: error.code, cause: error.cause?.message };
  },
};

export default {
  async fetch(request, env) {
    const { mode } = await request.json();
    try {
      return Response.json({ result: await jobs[mode](env) });
    } catch (error) {
      return Response.json({ error: error?.stack ?? String(error) });
    }
  },
};
