// What runs inside workerd: a worker that takes vectors, or the jobs of tests/cross, and answers with
// what comes out.
import { cross } from "./cross.mjs";
import { runVectors } from "./vectors.mjs";

export default {
  async fetch(request) {
    const { mode, items } = await request.json();
    return Response.json(mode === "vectors" ? await runVectors(items) : cross(items));
  },
};
