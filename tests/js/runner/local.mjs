// Node, Deno and Bun: `local.mjs NAME vectors FOLDER`, `local.mjs NAME drivers`, or `local.mjs NAME
// cross` with the jobs of tests/cross on standard input and the answers on standard output.
import process from "node:process";
import { json } from "node:stream/consumers";

import { cross } from "./cross.mjs";
import { runDrivers } from "./drivers.mjs";
import { readVectors, report } from "./files.mjs";
import { runVectors } from "./vectors.mjs";

const [name, mode, folder] = process.argv.slice(2);
if (mode === "vectors") {
  report(name, await runVectors(readVectors(folder)));
} else if (mode === "drivers") {
  report(`${name}, drivers`, await runDrivers());
} else {
  console.log(JSON.stringify(cross(await json(process.stdin))));
}
