// Compiled, never run: the glue by the types of the real frameworks.
import express, {
  type Request as ExpressRequest,
  type RequestHandler,
  type Response as ExpressResponse,
} from "express";
import { Hono } from "hono";
import { createServer } from "node:http";
import {
  Key,
  MemoryStore,
  RefreshTokens,
  Revocations,
  Sessions,
  type Observer,
  type TokenPair,
} from "tokenseal";
import { guarded as guardedExpress, problems } from "tokenseal/express";
import { guarded as guardedFetch } from "tokenseal/fetch";
import { guarded as guardedHono, type AuthVariables } from "tokenseal/hono";
import {
  Auth,
  Guard,
  Problem,
  type GuardOptions,
  type Incoming,
  type Outgoing,
  type Reply,
} from "tokenseal/web";

interface Cart {
  sub?: string;
  items: string[];
}

const key = new Key("HS256", "a secret, of 32 bytes at the least");
const store = new MemoryStore();
const observer: Observer = (operation, outcome) => {
  const told: string = `${operation} ${outcome}`;
  void told;
};
const sessions = new Sessions<Cart>(key, store, { observer });
const options: GuardOptions<Cart> = { sessions, csrf: "token", accessIn: "json", failOpen: false };
const guard: Guard<Cart> = new Guard(key, options);
const plain = new Guard(key, {
  tokens: new RefreshTokens(key, store, { observer }),
  revocations: new Revocations(store, { observer }),
});

// @ts-expect-error: a typo
new Guard(key, { session: sessions });
// @ts-expect-error: no such way
new Guard(key, { csrf: "none" });

const middleware: RequestHandler = guardedExpress(guard);
const app = express();
app.use(middleware);
app.get("/", async (request: ExpressRequest, response: ExpressResponse) => {
  const auth: Auth = request.auth;
  const subject: string | undefined = auth.subject;
  const pair: TokenPair = await auth.issueTokens("alice");
  response.json({ subject, pair, theme: auth.session["theme"] });
});
app.use(problems);
const run = guardedExpress(plain);
createServer((request, response) => run(request, response, () => response.end()));

const hono = new Hono<{ Bindings: { SECRET: string }; Variables: AuthVariables<Cart> }>();
hono.use(guardedHono(guard));
hono.use("/other/*", async (c, next) => await guardedHono(guard)(c, next));
hono.get("/", (c) => {
  const items: string[] | undefined = c.get("auth").session.items;
  c.var.auth.session.items = ["apples"];
  // @ts-expect-error: no number
  c.var.auth.session.items = [1];
  return c.json({ items });
});

const handler: (request: Request, env: { SECRET: string }) => Promise<Response> = guardedFetch(
  guard,
  (request, auth, env: { SECRET: string }) =>
    Response.json({ url: request.url, items: auth.session.items, length: env.SECRET.length }),
);
const simple: (request: Request) => Promise<Response> = guardedFetch(plain, async (_request, auth) => {
  await auth.startSession("alice", { any: 1 });
  return new Response(auth.require("read", "write"));
});

/** An adapter of somebody's own. */
async function own(incoming: Incoming, outgoing: Outgoing): Promise<Reply | undefined> {
  const entered: Auth<Cart> | Reply = await guard.enter(incoming);
  if (!(entered instanceof Auth)) {
    return entered;
  }
  try {
    entered.require();
  } catch (error) {
    return error instanceof Problem ? error.reply : undefined;
  }
  return await guard.leave(entered, 200, outgoing);
}

void [handler, simple, own];
