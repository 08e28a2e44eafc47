// Node's part of glue.py: a server on Express over the Redis of TOKENSEAL_TEST_REDIS, which says its port.
import express from "express";
import process from "node:process";
import { createClient } from "redis";
import { Key, RefreshTokens, Revocations, Sessions } from "tokenseal";
import { guarded, problems } from "tokenseal/express";
import { RedisStore } from "tokenseal/redis";
import { Guard } from "tokenseal/web";

const key = Key.fromBase64url("HS256", process.env.TOKENSEAL_SECRET);
const client = await createClient({ url: process.env.TOKENSEAL_TEST_REDIS }).connect();
const store = new RedisStore(client);
const guard = new Guard(key, {
  sessions: new Sessions(key, store),
  tokens: new RefreshTokens(key, store),
  revocations: new Revocations(store),
  csrf: process.argv[2],
});

const app = express();
app.use(express.urlencoded({ extended: false }));
app.use(guarded(guard));
app.post("/start-session", async ({ auth, query }, response) => {
  await auth.startSession(query.user, { by: "node" });
  response.json({});
});
app.post("/issue-tokens", async ({ auth, query }, response) => {
  const { access } = await auth.issueTokens(query.user, { scope: "read write" });
  response.json({ access });
});
app.get("/who", ({ auth }, response) => {
  response.json({ subject: auth.require("read") });
});
app.get("/me", ({ auth }, response) => {
  response.json({ subject: auth.require() });
});
app.get("/session", ({ auth }, response) => {
  response.json(auth.session);
});
app.post("/put", ({ auth, query }, response) => {
  Object.assign(auth.session, query);
  response.json({});
});
app.get("/csrf", async ({ auth }, response) => {
  response.json({ token: await auth.csrfToken() });
});
app.post("/logout-everywhere", async ({ auth }, response) => {
  await auth.logOutEverywhere();
  response.json({});
});
app.use(problems);

const server = app.listen(0, "127.0.0.1", () => {
  console.log(server.address().port);
});
process.stdin.resume().on("end", () => {
  server.close();
  server.closeAllConnections();
  void client.close();
});
