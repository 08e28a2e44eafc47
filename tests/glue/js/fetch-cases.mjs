// What the fetch handler and Hono have of their own.
import { Hono } from "hono";
import { MemoryStore, Sessions } from "tokenseal";
import { guarded } from "tokenseal/fetch";
import { guarded as guardedHono } from "tokenseal/hono";
import { Guard } from "tokenseal/web";

import { equal, ok, problem, answerOf, ring } from "./kit.mjs";

const URL_START = "https://shop.example";
const keys = ring();
const guardWith = (options) =>
  new Guard(keys, { sessions: new Sessions(keys, new MemoryStore()), ...options });

/** The answer of a handler to a request of the same site. */
async function ask(handle, path, init = {}) {
  const headers = { "host": "shop.example", "sec-fetch-site": "same-origin", ...init.headers };
  return await answerOf(await handle(new Request(URL_START + path, { ...init, headers })));
}

/** A guard that wants CSRF tokens, a handler that says what the body was, a session's cookie and a token. */
async function formSite() {
  const handle = guarded(guardWith({ csrf: "token" }), async (request, auth) =>
    request.method === "POST" ? new Response(await request.text()) : new Response(await auth.csrfToken()),
  );
  const answer = await ask(handle, "/");
  const cookie = answer.setCookie[0].split(";")[0];
  const post = (type, body) =>
    ask(handle, "/", { method: "POST", body, headers: { cookie, "content-type": type } });
  return { post, token: answer.text };
}

export const fetchCases = {
  async "headers that may not be changed"() {
    const handle = guarded(guardWith(), async (_request, auth) => {
      await auth.startSession("alice");
      return Response.redirect("https://shop.example/account", 303);
    });
    const answer = await ask(handle, "/login", { method: "POST" });
    equal([answer.status, answer.headers.get("location")], [303, "https://shop.example/account"]);
    equal(answer.setCookie.length, 1);
  },

  async "several cookies, the application's among them"() {
    const handle = guarded(guardWith(), (_request, auth) => {
      auth.session.x = 1;
      const headers = new Headers();
      headers.append("set-cookie", "theme=dark");
      headers.append("set-cookie", "lang=de");
      return new Response("x", { headers });
    });
    equal((await ask(handle, "/")).setCookie.length, 3);
    const app = new Hono();
    app.use(guardedHono(guardWith()));
    app.get("/", (c) => {
      c.get("auth").session.x = 1;
      c.header("set-cookie", "theme=dark", { append: true });
      c.header("set-cookie", "lang=de", { append: true });
      return c.text("x");
    });
    const answer = await ask((request) => app.fetch(request), "/");
    equal([answer.setCookie.length, answer.text], [3, "x"]);
  },

  async "what the platform gives goes on to the handler"() {
    const handle = guarded(guardWith(), (_request, _auth, env, context) => Response.json([env, context]));
    const response = await handle(new Request(URL_START), { a: 1 }, "context");
    equal(await response.json(), [{ a: 1 }, "context"]);
  },

  async "what is no problem is thrown"() {
    const handle = guarded(guardWith(), () => {
      throw new RangeError("mine");
    });
    let thrown;
    try {
      await handle(new Request(URL_START));
    } catch (error) {
      thrown = error;
    }
    ok(thrown instanceof RangeError, "thrown on");
  },

  async "a streamed body goes through"() {
    const handle = guarded(guardWith(), (_request, auth) => {
      auth.session.x = 1;
      const body = new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode("one,"));
          setTimeout(() => {
            controller.enqueue(new TextEncoder().encode("two"));
            controller.close();
          }, 5);
        },
      });
      return new Response(body);
    });
    const answer = await ask(handle, "/");
    equal([answer.text, answer.setCookie.length], ["one,two", 1]);
  },

  async "the body of a form can still be read"() {
    const { post, token } = await formSite();
    const type = "application/x-www-form-urlencoded";
    equal((await post(type, `a=1&csrf_token=${token}`)).text, `a=1&csrf_token=${token}`);
    equal((await post(`${type}; charset=utf-8`, `csrf_token=${token}`)).status, 200);
    equal((await post("APPLICATION/X-WWW-FORM-URLENCODED", `csrf_token=${token}`)).status, 200);
    problem(await post("text/plain", `csrf_token=${token}`), 403, "csrf-token");
    problem(await post(`${type}x`, `csrf_token=${token}`), 403, "csrf-token");
  },

  async "a form that is too large"() {
    const { post, token } = await formSite();
    const type = "application/x-www-form-urlencoded";
    const filled = (length) => `csrf_token=${token}&a=`.padEnd(length, "x");
    equal((await post(type, filled(65_536))).status, 200);
    problem(await post(type, filled(65_537)), 413, "form-too-large");
    problem(await post(type, filled(1_000_000)), 413, "form-too-large");
  },

  async "an error handler of Hono's application"() {
    const app = new Hono();
    app.use(guardedHono(guardWith()));
    app.get("/me", (c) => c.text(c.get("auth").require()));
    const handle = (request) => app.fetch(request);
    problem(await ask(handle, "/me"), 401, "credentials-required", "Bearer");
    app.onError((error, c) => c.json({ mine: error.code }, 418));
    equal((await ask(handle, "/me")).json, { mine: "credentials-required" });
  },

  async "Hono below a path, and twice"() {
    const app = new Hono();
    const guard = guardWith();
    app.use("/api/*", guardedHono(guard));
    app.post("/api/login", async (c) => {
      await c.get("auth").startSession("alice");
      return c.body(null, 204);
    });
    app.get("/api/me", (c) => c.text(c.get("auth").require()));
    app.get("/open", (c) => c.text(String(c.get("auth"))));
    const handle = (request) => app.fetch(request);
    const login = await ask(handle, "/api/login", { method: "POST" });
    equal([login.status, login.setCookie.length], [204, 1]);
    const cookie = login.setCookie[0].split(";")[0];
    equal((await ask(handle, "/api/me", { headers: { cookie } })).text, "alice");
    equal((await ask(handle, "/open")).text, "undefined");
  },
};
