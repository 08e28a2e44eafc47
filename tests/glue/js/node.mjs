// The scenarios in Node: Express 5 and 4 and Hono over HTTP, Hono and the fetch handler in the process.
import process from "node:process";

import { fetchApp, honoApp } from "./apps.mjs";
import { onExpress4, onExpress5, onHonoNode, stop } from "./express-app.mjs";
import { runScenarios } from "./scenarios.mjs";

const hosts = {
  "fetch": fetchApp,
  "hono": honoApp,
  "hono-node-server": onHonoNode,
  "express-5": onExpress5,
  "express-4": onExpress4,
};

for (const [name, serve] of Object.entries(hosts)) {
  const { passed, failures } = await runScenarios(serve);
  failures.forEach((failure) => console.error(`${name}: ${failure}`));
  console.log(`glue, node, ${name}: ${passed} passed, ${failures.length} failed`);
  process.exitCode ||= failures.length > 0 ? 1 : 0;
}
stop();
