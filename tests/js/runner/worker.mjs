// What runs inside workerd: a worker that takes vectors or operations and answers with the result.
import { performAll, runVectors } from "./vectors.mjs";

export default {
  async fetch(request) {
    const { mode, items } = await request.json();
    return Response.json(mode === "vectors" ? runVectors(items) : performAll(items));
  },
};
