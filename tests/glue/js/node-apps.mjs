// The site on Express and on Hono's server for Node: over real connections.
import { serve } from "@hono/node-server";
import express5 from "express";
import express4 from "express4";
import { Hono } from "hono";
import { request as ask } from "node:http";
import { guarded, problems } from "tokenseal/express";
import { guarded as guardedHono } from "tokenseal/hono";

import { routes } from "./site.mjs";

const servers = [];

/** Sends a request over HTTP, with these headers and no others. */
function sender(port) {
  return ({ method, target, headers, body }) =>
    new Promise((resolve, reject) => {
      const outgoing = ask({ port, host: "127.0.0.1", method, path: target, headers, agent: false });
      outgoing.on("error", reject);
      outgoing.on("response", (incoming) => {
        const chunks = [];
        incoming.on("data", (chunk) => chunks.push(chunk));
        incoming.on("error", reject);
        incoming.on("end", () => {
          const text = Buffer.concat(chunks).toString();
          const found = new Headers();
          for (const [name, value] of Object.entries(incoming.headers)) {
            [value].flat().forEach((one) => found.append(name, one));
          }
          resolve({
            status: incoming.statusCode,
            headers: found,
            setCookie: incoming.headers["set-cookie"] ?? [],
            text,
            json: (incoming.headers["content-type"] ?? "").includes("json") ? JSON.parse(text) : undefined,
          });
        });
      });
      outgoing.end(body);
    });
}

export async function listen(server) {
  servers.push(server);
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return sender(server.address().port);
}

/** A server of Express, with what `prepare` adds before the routes. */
async function expressApp(express, guard, prepare = () => undefined) {
  const app = express();
  app.use(express.urlencoded({ extended: false }));
  app.use(guarded(guard));
  prepare(app);
  for (const [name, route] of Object.entries(routes)) {
    const [method, path] = name.split(" ");
    app[method.toLowerCase()](path, (request, response, next) => {
      const { searchParams } = new URL(request.url, "http://here");
      Promise.resolve()
        .then(() => route(request.auth, searchParams))
        .then((answer) => {
          if (searchParams.has("cache")) {
            response.set({ "cache-control": searchParams.get("cache"), "vary": "Accept" });
          }
          response.json(answer);
        })
        .catch(next);
    });
  }
  app.use(problems);
  app.use((error, _request, response, _next) => response.status(500).send(String(error)));
  const { createServer } = await import("node:http");
  return await listen(createServer(app));
}

export const onExpress5 = (guard, prepare) => expressApp(express5, guard, prepare);
export const onExpress4 = (guard, prepare) => expressApp(express4, guard, prepare);

/** A server of Hono on Node. */
export async function onHonoNode(guard) {
  const app = new Hono();
  app.use(guardedHono(guard));
  app.onError((error) =>
    "getResponse" in error ? error.getResponse() : new Response(String(error), { status: 500 }),
  );
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
  return await new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, ({ port }) =>
      resolve(sender(port)),
    );
    servers.push(server);
  });
}

/** Ends all servers. */
export function stop() {
  servers.forEach((server) => server.close());
}
