// The demo's service in Node: Express, over the store of the first service. It says its port, and then its
// exchanges; it ends with its standard input.
import express from "express";
import process from "node:process";
import { createClient } from "redis";
import { Key } from "tokenseal";
import { problems } from "tokenseal/express";
import { RedisStore } from "tokenseal/redis";
import { clockOf } from "./clock.mjs";
import { recorder, Watched } from "./exchanges.mjs";
import { preference, session, token } from "./mechanisms.mjs";
import { serveMetrics } from "./metrics.mjs";
import { SqliteStore } from "./sqlite-store.mjs";

const { DEMO_SECRET, DEMO_STORE, DEMO_NAMESPACE, DEMO_CLOCK, DEMO_ORIGIN } = process.env;
const redis = DEMO_STORE.includes("://") ? await createClient({ url: DEMO_STORE }).connect() : undefined;
const store = redis ? new RedisStore(redis) : new SqliteStore(DEMO_STORE);
const demo = {
  key: Key.fromHex("HS256", DEMO_SECRET),
  clock: clockOf(DEMO_CLOCK),
  store: new Watched(store),
  namespace: DEMO_NAMESPACE,
  allowedOrigins: [DEMO_ORIGIN],
};

const app = express();
app.disable("x-powered-by");
app.disable("etag");
// The page is at another port, and so of another origin.
app.use((_request, response, next) => {
  response.set({ "access-control-allow-origin": DEMO_ORIGIN, "access-control-allow-credentials": "true" });
  next();
});
app.get("/metrics", serveMetrics);
app.use(recorder(demo.clock));
app.use("/preference", preference(demo));
app.use("/session", session(demo));
app.use("/token", token(demo));
app.use(problems);

const server = app.listen(0, "127.0.0.1", () => {
  console.log(server.address().port);
});
process.stdin.resume().on("end", async () => {
  server.close();
  server.closeAllConnections();
  await redis?.close();
});
