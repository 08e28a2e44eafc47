// Deno and Bun: `local.mjs NAME`. The scenarios on the fetch handler and on Hono, in the process.
import process from "node:process";

import { fetchApp, honoApp } from "./apps.mjs";
import { fetchCases } from "./fetch-cases.mjs";
import { runCases } from "./kit.mjs";
import { report } from "./report.mjs";
import { scenarios } from "./scenarios.mjs";

const [name] = process.argv.slice(2);
report(`${name}, fetch`, await runCases(scenarios, fetchApp));
report(`${name}, hono`, await runCases(scenarios, honoApp));
report(`${name}, fetch and hono`, await runCases(fetchCases));
