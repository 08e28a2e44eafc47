// Runs vectors and compares. In every runtime alike.
import { perform, same } from "./operations.mjs";

/** Runs every vector; `failures` are lines for people. */
export async function runVectors(vectors) {
  const failures = [];
  for (const vector of vectors) {
    let found;
    try {
      found = await perform(vector);
    } catch (error) {
      failures.push(`${vector.id}: threw ${error?.stack ?? error}`);
      continue;
    }
    if (!same(found, vector.expect)) {
      failures.push(
        `${vector.id}: expected ${JSON.stringify(vector.expect)}, found ${JSON.stringify(found)}`,
      );
    }
  }
  return { passed: vectors.length - failures.length, failures };
}
