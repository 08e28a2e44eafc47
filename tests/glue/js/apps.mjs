// The site on the fetch handler and on Hono: what every runtime has.
import { Hono } from "hono";
import { guarded as guardedFetch } from "tokenseal/fetch";
import { guarded as guardedHono } from "tokenseal/hono";

import { answerOf } from "./kit.mjs";
import { routes } from "./site.mjs";

const URL_START = "https://shop.example";

/** Sends a request to a handler in the same process. */
function sender(handle) {
  return async ({ method, target, headers, body }) =>
    await answerOf(await handle(new Request(URL_START + target, { method, headers, body })));
}

export function fetchApp(guard) {
  const handle = guardedFetch(guard, async (request, auth, ...more) => {
    const { pathname, searchParams } = new URL(request.url);
    const route = routes[`${request.method} ${pathname}`];
    if (route === undefined) {
      return new Response(null, { status: 404 });
    }
    const answer = Response.json(await route(auth, searchParams, ...more));
    if (searchParams.has("cache")) {
      answer.headers.set("cache-control", searchParams.get("cache"));
      answer.headers.set("vary", "Accept");
    }
    return answer;
  });
  return sender(async (request) => {
    try {
      return await handle(request);
    } catch (error) {
      return new Response(String(error), { status: 500 });
    }
  });
}

export function honoApp(guard) {
  const app = new Hono();
  app.use(guardedHono(guard));
  for (const [name, route] of Object.entries(routes)) {
    const [method, path] = name.split(" ");
    app.on(method, path, async (c) => {
      const { searchParams } = new URL(c.req.url);
      if (searchParams.has("cache")) {
        c.header("cache-control", searchParams.get("cache"));
        c.header("vary", "Accept");
      }
      return c.json(await route(c.get("auth"), searchParams));
    });
  }
  const quiet = app.onError((error) =>
    "getResponse" in error ? error.getResponse() : new Response(String(error), { status: 500 }),
  );
  return sender((request) => quiet.fetch(request));
}
