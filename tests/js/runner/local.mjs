// Node, Deno and Bun: `local.mjs NAME vectors FOLDER`, or `local.mjs NAME perform` with a JSON array
// of operations on standard input and their answers on standard output.
import { readFileSync } from "node:fs";
import process from "node:process";

import { readVectors, report } from "./files.mjs";
import { performAll, runVectors } from "./vectors.mjs";

const [name, mode, folder] = process.argv.slice(2);
if (mode === "vectors") {
  report(name, runVectors(readVectors(folder)));
} else {
  console.log(JSON.stringify(performAll(JSON.parse(readFileSync(0, "utf8")))));
}
