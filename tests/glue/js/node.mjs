// The scenarios in Node: Express 5 and 4 and Hono over HTTP, Hono and the fetch handler in the process;
// and what each has of its own.
import { fetchApp, honoApp } from "./apps.mjs";
import { exampleCases } from "./examples.mjs";
import { expressCases } from "./express-cases.mjs";
import { onExpress4, onExpress5, onHonoNode, stop } from "./node-apps.mjs";
import { fetchCases } from "./fetch-cases.mjs";
import { guardCases } from "./guard-cases.mjs";
import { runCases } from "./kit.mjs";
import { report } from "./report.mjs";
import { scenarios } from "./scenarios.mjs";

const hosts = {
  "fetch": fetchApp,
  "hono": honoApp,
  "hono's server": onHonoNode,
  "express 5": onExpress5,
  "express 4": onExpress4,
};
for (const [name, serve] of Object.entries(hosts)) {
  report(`node, ${name}`, await runCases(scenarios, serve));
}
report("the guard", await runCases(guardCases));
report("fetch and hono", await runCases(fetchCases));
report("express", await runCases(expressCases));
report("examples", await runCases(exampleCases));
stop();
