// What Express has of its own: answers that begin before they are complete, and others who replace the
// response's methods.
import express from "express";
import { createServer } from "node:http";
import { Readable } from "node:stream";
import { guarded, problems } from "tokenseal/express";

import { equal, ok, problem, site } from "./kit.mjs";
import { listen } from "./node-apps.mjs";

/** A site with these routes in front of its error handlers. */
function withRoutes(prepare) {
  return async (guard) => {
    const app = express();
    prepare(app, guard);
    app.use(problems);
    app.use((error, _request, response, next) => {
      if (response.headersSent) {
        next(error);
      } else {
        response.status(500).json({ error: error.message });
      }
    });
    return await listen(createServer(app));
  };
}

/** As `withRoutes`, behind the guard. */
const guardedRoutes = (prepare) =>
  withRoutes((app, guard) => {
    app.use(express.urlencoded({ extended: false }), guarded(guard));
    prepare(app);
  });

export const expressCases = {
  async "answers in pieces wait for the session"() {
    const kit = await site(
      guardedRoutes((app) => {
        app.get("/write", (request, response) => {
          request.auth.session.x = 1;
          equal(response.write("one,"), false);
          response.write("two,", "utf8", () => response.end("three"));
        });
        app.get("/pipe", (request, response) => {
          request.auth.session.y = 2;
          Readable.from(["a".repeat(100_000), "b".repeat(100_000)]).pipe(response);
        });
        app.get("/head", (request, response) => {
          request.auth.session.z = 3;
          response.writeHead(202, "Fine", { "Set-Cookie": ["theme=dark"], "X-Mine": "1" });
          response.end("x");
        });
        app.get("/list", (request, response) => {
          request.auth.session.z = 4;
          response.setHeader("x-mine", "0");
          response.writeHead(203, ["X-Mine", "1", "Set-Cookie", "a=1", "Set-Cookie", "b=2"]).end("x");
        });
        app.get("/flush", (request, response) => {
          request.auth.session.z = 5;
          response.flushHeaders();
          setTimeout(() => response.end("late"), 5);
        });
        app.get("/file", (request, response) => {
          request.auth.session.z = 6;
          response.sendFile(new URL(import.meta.url).pathname);
        });
        app.get("/redirect", (request, response) => {
          request.auth.session.z = 7;
          response.redirect("/elsewhere");
        });
        app.get("/never-changed", (_request, response) => {
          equal(response.write("x"), true, "nothing waits where nothing is to be saved:");
          ok(response.headersSent, "sent");
          response.end();
        });
      }),
    );
    const visitor = async (path) => {
      const answer = await kit.browser().get(path);
      return [answer.status, answer.text, answer.setCookie.length];
    };
    equal(await visitor("/write"), [200, "one,two,three", 1]);
    const [status, text, cookies] = await visitor("/pipe");
    equal([status, text.length, text.at(-1), cookies], [200, 200_000, "b", 1]);
    equal(await visitor("/head"), [202, "x", 2]);
    equal(await visitor("/list"), [203, "x", 3]);
    equal((await kit.browser().get("/list")).headers.get("x-mine"), "1");
    equal(await visitor("/flush"), [200, "late", 1]);
    const file = await visitor("/file");
    equal([file[0], file[2], file[1].startsWith("// What Express")], [200, 1, true]);
    equal((await visitor("/redirect"))[0], 302);
    equal(await visitor("/never-changed"), [200, "x", 0]);
    const head = await kit.browser().ask("HEAD", "/head");
    equal([head.status, head.text, head.setCookie.length], [202, "", 2]);
  },

  async "an error after the answer has begun is not another answer"() {
    const seen = [];
    const kit = await site(
      withRoutes((app, guard) => {
        app.use(guarded(guard));
        app.get("/", async (request, response) => {
          request.auth.session.x = 1;
          response.send("answered");
          seen.push(response.headersSent);
          throw new Error("too late");
        });
        app.use((error, _request, response, next) => {
          seen.push(response.headersSent, error.message);
          void next;
        });
      }),
    );
    const answer = await kit.browser().get("/");
    equal([answer.status, answer.text, answer.setCookie.length], [200, "answered", 1]);
    equal(seen, [true, true, "too late"]);
  },

  async "a store that fails replaces an answer that has begun"() {
    const kit = await site(
      guardedRoutes((app) => {
        app.get("/late", (request, response) => {
          request.auth.session.x = 1;
          response.write("one");
          // Into the void: an error of the stream would end the process.
          setTimeout(() => response.write("two") || response.end("three"), 20);
        });
        app.get("/stream", (request, response) => {
          request.auth.session.x = 1;
          response.setHeader("etag", '"1"');
          Readable.from(["a".repeat(100_000), "b".repeat(100_000)]).pipe(response);
        });
      }),
    );
    kit.store.down = true;
    const late = await kit.browser().get("/late");
    problem(late, 503, "store-unavailable");
    await new Promise((resolve) => setTimeout(resolve, 30));
    const answer = await kit.browser().get("/stream");
    problem(answer, 503, "store-unavailable");
    equal([answer.setCookie, answer.headers.get("etag")], [[], null]);
  },

  async "what can't be saved goes to the application's error handler"() {
    const kit = await site(
      guardedRoutes((app) => {
        app.get("/bigint", (request, response) => {
          request.auth.session.x = 1n;
          response.send("x");
        });
        app.get("/large", (request, response) => {
          request.auth.session.x = "x".repeat(70_000);
          response.send("x");
        });
      }),
    );
    for (const path of ["/bigint", "/large"]) {
      const answer = await kit.browser().get(path);
      equal([answer.status, answer.setCookie], [500, []]);
      ok(answer.json.error.startsWith(path === "/large" ? "limit" : "bad-argument"), answer.text);
    }
  },

  async "others replace the methods too, before and behind"() {
    const wrap = (log) => (_request, response, next) => {
      const { writeHead, end } = response;
      response.writeHead = (...given) => {
        response.setHeader(`x-${log}`, "1");
        return Reflect.apply(writeHead, response, given);
      };
      response.end = (chunk, ...more) => Reflect.apply(end, response, [`${chunk}[${log}]`, ...more]);
      next();
    };
    const kit = await site(
      withRoutes((app, guard) => {
        app.use(wrap("before"), guarded(guard), wrap("behind"));
        app.get("/", (request, response) => {
          request.auth.session.x = 1;
          response.end("body");
        });
      }),
    );
    const answer = await kit.browser().get("/");
    equal([answer.text, answer.setCookie.length], ["body[behind][before]", 1]);
    equal([answer.headers.get("x-before"), answer.headers.get("x-behind")], ["1", "1"]);
  },

  async "a guard in a router sees the whole path"() {
    const kit = await site(
      withRoutes((app, guard) => {
        const router = express.Router();
        router.use(guarded(guard));
        router.post("/login", async (request, response) => {
          await request.auth.startSession("alice");
          response.end();
        });
        app.use("/api", router);
        app.get("/open", (request, response) => response.json({ auth: request.auth === undefined }));
      }),
      { path: "/api/auth" },
    );
    const browser = kit.browser();
    equal((await browser.post("/api/login")).setCookie.length, 1);
    equal((await browser.post("/api/auth/logout?x=1")).status, 204);
    equal(browser.cookies.size, 0);
    equal((await browser.get("/open")).json, { auth: true });
  },

  async "without the handler of problems Express answers with status and headers"() {
    const kit = await site(async (guard) => {
      const app = express();
      app.set("env", "test");
      app.use(guarded(guard));
      app.get("/me", (request, response) => response.send(request.auth.require()));
      return await listen(createServer(app));
    });
    const answer = await kit.browser().get("/me");
    equal([answer.status, answer.headers.get("www-authenticate")], [401, "Bearer"]);
  },

  async "two Authorization headers are not one"() {
    const kit = await site(guardedRoutes((app) => app.get("/", (_request, response) => response.send("in"))));
    const token = kit.keys.sign({ sub: "alice" });
    const twice = { authorization: [`Bearer ${token}`, `Bearer ${token}`] };
    equal((await kit.browser().get("/", twice)).status, 401);
    equal((await kit.browser().get("/", { authorization: `Bearer ${token}` })).status, 200);
  },

  async "plain Node"() {
    const kit = await site(async (guard) => {
      const run = guarded(guard);
      return await listen(
        createServer((request, response) => {
          run(request, response, (error) => {
            if (error !== undefined) {
              response.statusCode = 500;
              response.end();
              return;
            }
            request.auth.session.x = 1;
            response.end("plain");
          });
        }),
      );
    });
    const answer = await kit.browser().get("/");
    equal([answer.status, answer.text, answer.setCookie.length], [200, "plain", 1]);
  },
};
