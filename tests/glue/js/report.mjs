// How the runners tell what came out.
import process from "node:process";

export function report(name, { passed, failures }) {
  failures.forEach((failure) => console.error(`${name}: ${failure}`));
  console.log(`glue, ${name}: ${passed} passed, ${failures.length} failed`);
  process.exitCode ||= failures.length > 0 ? 1 : 0;
}
