// The demo's clock: the system's, and an offset that the first service keeps in a file.
import { readFileSync } from "node:fs";

/** @returns {() => number} Unix milliseconds */
export function clockOf(path) {
  return () => Date.now() + Number(readFileSync(path, "utf8"));
}
