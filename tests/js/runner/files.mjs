// Where the vectors are, and how a run of them is reported.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";

/** The vectors of all files in a folder. */
export function readVectors(folder) {
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
  const vectors = files.flatMap((name) => JSON.parse(readFileSync(join(folder, name), "utf8")).vectors);
  if (vectors.length === 0) {
    throw new Error(`there are no vectors in ${folder}`);
  }
  return vectors;
}

/** Prints what came out, and sets the exit code. */
export function report(name, { passed, failures }) {
  for (const failure of failures.slice(0, 20)) {
    console.error(`${name}: ${failure}`);
  }
  console.log(`${name}: ${passed} passed, ${failures.length} failed`);
  if (failures.length > 0) {
    process.exitCode = 1;
  }
}
