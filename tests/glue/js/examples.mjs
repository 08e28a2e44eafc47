// The examples, run: they were compiled into built/.
import { metrics } from "@opentelemetry/api";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import { createServer } from "node:http";
import { Registry } from "prom-client";
import { Key, MemoryStore, RefreshTokens } from "tokenseal";

import { shop } from "../built/examples/express.js";
import { counter } from "../built/examples/fetch.js";
import { api } from "../built/examples/hono.js";
import { openTelemetryObserver } from "../built/examples/opentelemetry.js";
import { prometheusObserver } from "../built/examples/prometheus.js";
import { answerOf, Browser, equal, ok, SECRET } from "./kit.mjs";
import { listen } from "./node-apps.mjs";

const key = new Key("HS256", SECRET);
const json = { "content-type": "application/json" };
const inProcess = (handle) => ({
  send: async ({ method, target, headers, body }) =>
    await answerOf(await handle(new Request(`https://shop.example${target}`, { method, headers, body }))),
});

/** What every application does sooner or later: a refresh token that is used twice. */
async function reuse(observer) {
  const tokens = new RefreshTokens(key, new MemoryStore(), { observer, grace: 0 });
  const { refresh } = await tokens.issue("alice");
  await tokens.refresh(refresh);
  try {
    await tokens.refresh(refresh);
  } catch (error) {
    equal(error.code, "refresh-reused");
  }
}

export const exampleCases = {
  async express() {
    const app = shop(key, new MemoryStore(), (name, password) => (password === "right" ? name : undefined));
    const browser = new Browser({ send: await listen(createServer(app)) });
    await Promise.all(
      ["apples", "pears"].slice(0, 1).map((item) => browser.post("/cart", json, JSON.stringify({ item }))),
    );
    equal((await browser.post("/cart", json, JSON.stringify({ item: "plums" }))).json, {
      items: ["apples", "plums"],
    });
    const credentials = (password) => JSON.stringify({ name: "alice", password });
    equal((await browser.post("/login", json, credentials("wrong"))).status, 403);
    equal((await browser.post("/login", json, credentials("right"))).json, { items: ["apples", "plums"] });
    equal((await browser.get("/account")).json, { subject: "alice" });
    equal((await browser.post("/auth/logout")).status, 204);
    equal((await browser.get("/account")).status, 401);
  },

  async hono() {
    const app = api(key, new MemoryStore(), (subject) => ({ subject, scope: "reports:read" }));
    const browser = new Browser(inProcess((request) => app.fetch(request)));
    equal((await browser.get("/reports")).status, 401);
    const body = JSON.stringify({ name: "alice", password: "right" });
    equal((await browser.post("/login", json, body)).json, { expiresIn: 900 });
    equal((await browser.get("/reports")).json, { reader: "alice" });
    equal((await browser.post("/auth/refresh")).status, 204);
    const stale = browser.twin();
    equal((await browser.post("/auth/logout")).status, 204);
    equal((await stale.get("/reports")).status, 401);
  },

  async fetch() {
    const browser = new Browser(inProcess(counter(key, new MemoryStore())));
    equal((await browser.get("/")).text, "visit 1 of a stranger\n");
    equal((await browser.get("/")).text, "visit 2 of a stranger\n");
  },

  async prometheus() {
    const registry = new Registry();
    await reuse(prometheusObserver(registry));
    const text = await registry.metrics();
    ok(text.includes('tokenseal_operations_total{operation="refresh",outcome="refresh-reused"} 1\n'), text);
    ok(text.includes('tokenseal_operations_total{operation="refresh",outcome="ok"} 1\n'), text);
    ok(text.includes('tokenseal_operations_total{operation="refresh.issue",outcome="ok"} 1\n'), text);
  },

  async opentelemetry() {
    const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
    const reader = new PeriodicExportingMetricReader({
      exporter,
      exportIntervalMillis: 100_000,
      exportTimeoutMillis: 1000,
    });
    const provider = new MeterProvider({ readers: [reader] });
    metrics.setGlobalMeterProvider(provider);
    await reuse(openTelemetryObserver());
    await reader.forceFlush();
    const [metric] = exporter.getMetrics()[0].scopeMetrics[0].metrics;
    equal(metric.descriptor.name, "tokenseal.operations");
    const found = metric.dataPoints.map(({ attributes, value }) =>
      [...Object.values(attributes), value].join(" "),
    );
    equal(found.sort(), ["refresh ok 1", "refresh refresh-reused 1", "refresh.issue ok 1"]);
    await provider.shutdown();
  },
};
