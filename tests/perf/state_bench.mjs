// Times sessions, refresh tokens and the check for revocation over each store in Node, beside the bare
// store, and beside express-session with connect-redis. Prints the median of the rounds in
// microseconds a call, calls a second, and for Redis the ratio to a bare GET of the same client; on
// standard error, lines for `tests/perf/run`. Redis is the one of TOKENSEAL_TEST_REDIS.
import { EventEmitter } from "node:events";
import { readFileSync } from "node:fs";
import process from "node:process";
import { RedisStore as ConnectRedis } from "connect-redis";
import session from "express-session";
import { createClient } from "redis";
import { Key, KeyRing, MemoryStore, RefreshTokens, Revocations, Sessions } from "tokenseal";
import { RedisStore } from "tokenseal/redis";
import { measure, median, report } from "./js_rounds.mjs";

const ROUNDS = Number(process.argv[2] ?? 9);
const ring = new KeyRing([new Key("HS256", "0123456789abcdef0123456789abcdef")]);
const DATA = { user: "user-42", cart: ["apples", "pears"], theme: "dark" };
const SCRIPT =
  "if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end redis.call('SET', KEYS[1], ARGV[2]) return 1";

const version = (name) =>
  JSON.parse(readFileSync(new URL(`node_modules/${name}/package.json`, `file://${process.cwd()}/`), "utf8"))
    .version;

async function ours(store) {
  const sessions = new Sessions(ring, store);
  const tokens = new RefreshTokens(ring, store);
  const revocations = new Revocations(store);
  const started = await sessions.start({ subject: "user-42", data: { ...DATA, visits: 0 } });
  const cookie = started.cookie;
  let pair = await tokens.issue("user-42", { role: "admin" });
  const access = pair.access;
  const claims = ring.verify(access);
  return {
    "session load": () => sessions.load(cookie),
    "session save": () => {
      started.data.visits += 1;
      return sessions.save(started);
    },
    "session start": () => sessions.start({ subject: "user-42", data: DATA }),
    "refresh": async () => {
      pair = await tokens.refresh(pair.refresh);
    },
    "revocation check": () => revocations.check(access, claims),
  };
}

/** The same traffic by hand. */
async function bare(client) {
  await client.set("bench", "x".repeat(150));
  const sha = await client.scriptLoad(SCRIPT);
  return {
    "bare GET": () => client.get("bench"),
    "bare GET and EVALSHA": async () => {
      const found = await client.get("bench");
      if ((await client.evalSha(sha, { keys: ["bench"], arguments: [found, found] })) !== 1) {
        throw new Error("the bare swap did not take");
      }
    },
  };
}

/** Its middleware, with a request and an answer that have what it looks at. */
async function expressSession(client) {
  const middleware = session({
    store: new ConnectRedis({ client, disableTouch: true }),
    secret: "0123456789abcdef0123456789abcdef",
    resave: false,
    saveUninitialized: false,
  });
  const exchange = (cookie) => {
    const request = { headers: cookie ? { cookie } : {}, originalUrl: "/", url: "/", socket: {} };
    const headers = new Map();
    const response = Object.assign(new EventEmitter(), {
      getHeader: (name) => headers.get(name.toLowerCase()),
      setHeader: (name, value) => headers.set(name.toLowerCase(), value),
      writeHead: () => response,
      end: () => response.emit("finish"),
      write: () => true,
      _implicitHeader: () => response.writeHead(200),
    });
    return { request, response, headers };
  };
  const { request, response, headers } = exchange();
  await new Promise((done) => middleware(request, response, done));
  Object.assign(request.session, DATA);
  await new Promise((done) => request.session.save(done));
  response.writeHead(200);
  const [cookie] = String(headers.get("set-cookie")).split(";");
  return {
    [`express-session ${version("express-session")}, connect-redis ${version("connect-redis")} load`]: () =>
      new Promise((done, failed) => {
        const again = exchange(cookie);
        middleware(again.request, again.response, () =>
          again.request.session.user === "user-42" ? done() : failed(new Error("it loaded something else")),
        );
      }),
  };
}

async function show(store, candidates) {
  const found = await measure(candidates, ROUNDS);
  const base = found.find(({ label }) => label === "bare GET");
  console.log(store);
  for (const { label, times } of found.toSorted((a, b) => median(a.times) - median(b.times))) {
    const middle = median(times);
    const ratio = base ? (middle / median(base.times)).toFixed(2) : "";
    console.log(
      `    ${label.padEnd(50)}${(middle / 1000).toFixed(1).padStart(9)}${Math.round(1e9 / middle)
        .toLocaleString("en")
        .padStart(12)}${ratio.padStart(14)}`,
    );
    report("node state", store, label, times);
  }
}

const client = createClient({ url: process.env.TOKENSEAL_TEST_REDIS });
await client.connect();
const title = `Node ${process.versions.node}, ${ROUNDS} rounds`;
console.log(
  `${title.padEnd(54)}${"median us".padStart(9)}${"a second".padStart(12)}${"to bare GET".padStart(14)}`,
);
await show("memory", await ours(new MemoryStore({ capacity: 10_000_000 })));
await show("Redis", {
  ...(await bare(client)),
  ...(await ours(new RedisStore(client))),
  ...(await expressSession(client)),
});
await client.close();
