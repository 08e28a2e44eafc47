// What runs inside workerd: a worker that takes vectors, or the jobs of tests/cross, and answers with
// what comes out.
import { cross } from "./cross.mjs";
import { runDrivers } from "./drivers.mjs";
import { runVectors } from "./vectors.mjs";

export default {
  async fetch(request) {
    const { mode, items } = await request.json();
    const run = { vectors: runVectors, drivers: () => runDrivers(), cross }[mode];
    return Response.json(await run(items));
  },
};
