// workerd from outside. The folder of the fixture is the current one.
import process from "node:process";

import { host } from "./workerd.mjs";
import { report } from "./report.mjs";

const worker = await host(process.cwd(), "suite/worker.mjs", {
  conditions: ["workerd", "worker", "browser"],
  compatibilityDate: "2026-01-01",
});
try {
  for (const mode of ["fetch", "hono", "fetch and hono"]) {
    report(`workerd, ${mode}`, await worker.call(mode));
  }
} finally {
  await worker.stop();
}
