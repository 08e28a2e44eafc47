// What runs inside workerd.
import { fetchApp, honoApp } from "./apps.mjs";
import { fetchCases } from "./fetch-cases.mjs";
import { runCases } from "./kit.mjs";
import { scenarios } from "./scenarios.mjs";

const runs = {
  "fetch": () => runCases(scenarios, fetchApp),
  "hono": () => runCases(scenarios, honoApp),
  "fetch and hono": () => runCases(fetchCases),
};

export default {
  async fetch(request) {
    const { mode } = await request.json();
    return Response.json(await runs[mode]());
  },
};
