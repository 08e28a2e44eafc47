// workerd and Chromium from outside: `hosted.mjs workerd|edge-light|chromium|vite vectors FOLDER`, or with
// `drivers` or `cross` as in local.mjs. The folder of the fixture is the current one.
import process from "node:process";
import { json } from "node:stream/consumers";

import { readVectors, report } from "./files.mjs";

const [name, mode, folder] = process.argv.slice(2);
const { start } = await import(
  name === "workerd" || name === "edge-light" ? "./workerd.mjs" : "./chromium.mjs"
);
const host = await start(process.cwd(), name);
try {
  if (mode === "vectors") {
    report(name, await host.call("vectors", readVectors(folder)));
  } else if (mode === "drivers") {
    report(`${name}, drivers`, await host.call("drivers"));
  } else {
    console.log(JSON.stringify(await host.call("cross", await json(process.stdin))));
  }
} finally {
  await host.stop();
}
