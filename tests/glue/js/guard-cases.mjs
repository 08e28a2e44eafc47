// What a guard refuses to be, and what an observer can't do.
import { Key, MemoryStore, Policy, RefreshTokens, Revocations, Sessions } from "tokenseal";
import { Auth, Guard, Problem } from "tokenseal/web";

import { fetchApp } from "./apps.mjs";
import { equal, ok, ring, SECRET, site } from "./kit.mjs";

const key = ring();
const store = new MemoryStore();

function codeOf(call) {
  try {
    call();
  } catch (error) {
    return error.code;
  }
  return "nothing";
}

export const guardCases = {
  "options that can't be"() {
    const wrong = [
      [{ session: 1 }, "bad-argument"],
      [{ accessCookie: "__Host-session" }, "bad-argument"],
      [{ accessCookie: "same", refreshCookie: "same" }, "bad-argument"],
      [{ sessions: {} }, "bad-argument"],
      [{ tokens: new Sessions(key, store) }, "bad-argument"],
      [{ revocations: store }, "bad-argument"],
      [{ policy: {} }, "bad-argument"],
      [{ path: "/" }, "bad-argument"],
      [{ path: "" }, "bad-argument"],
      [{ path: "auth" }, "bad-argument"],
      [{ path: "/auth/" }, "bad-argument"],
      [{ path: "/auth?x" }, "bad-argument"],
      [{ path: "/a;b" }, "cookie-character"],
      [{ path: null }, "bad-argument"],
      [{ accessCookie: "a b" }, "cookie-character"],
      [{ refreshCookie: "__Host-refresh" }, "cookie-prefix"],
      [{ accessIn: "header" }, "bad-argument"],
      [{ csrf: false }, "bad-argument"],
      [{ allowedOrigins: "https://a.example" }, "bad-argument"],
      [{ allowedOrigins: [1] }, "bad-argument"],
      [{ allowedOrigins: Array.from({ length: 63 }, (_, index) => `https://${index}.example`) }, "limit"],
      [{ csrfExempt: "/hook" }, "bad-argument"],
      [{ failOpen: 1 }, "bad-argument"],
      [{ observer: {} }, "bad-argument"],
      [{ clock: 1 }, "bad-argument"],
    ];
    for (const [options, code] of wrong) {
      const found = codeOf(() => new Guard(key, { sessions: new Sessions(key, store), ...options }));
      ok(
        found === code || (code === "limit" && found === "bad-argument"),
        `${JSON.stringify(options)}: ${found}`,
      );
    }
    const policy = new Policy();
    equal(
      codeOf(() => new Guard("secret", { policy })),
      "bad-argument",
    );
    equal(
      codeOf(() => new Guard(key)),
      "bad-argument",
      "nobody could come in",
    );
    equal(
      codeOf(() => new Guard(new Key("HS256", SECRET), { policy })),
      "nothing",
    );
    const all = { sessions: new Sessions(key, store), tokens: new RefreshTokens(key, store) };
    equal(
      codeOf(() => new Guard(key, { ...all, policy: new Policy(), path: "/api/v1/auth" })),
      "nothing",
    );
  },

  async "calls that can't be"() {
    const guard = new Guard(key, { sessions: new Sessions(key, store) });
    const request = { method: "GET", path: "/", secure: true, header: () => null, field: () => undefined };
    const auth = await guard.enter(request);
    ok(auth instanceof Auth, "let in");
    const later = async (call) => {
      try {
        await call();
      } catch (error) {
        return error.code;
      }
      return "nothing";
    };
    equal(
      codeOf(() => auth.require("a b")),
      "bad-argument",
    );
    equal(
      codeOf(() => auth.require('a"')),
      "bad-argument",
    );
    equal(
      codeOf(() => auth.require("")),
      "bad-argument",
    );
    equal(
      codeOf(() => auth.require(["a"])),
      "bad-argument",
    );
    equal(await later(() => auth.startSession("")), "bad-argument");
    equal(await later(() => auth.startSession("alice", { sub: "bob" })), "bad-argument");
    equal(await later(() => auth.startSession("alice", { big: "x".repeat(70_000) })), "limit");
    equal(await later(() => auth.issueTokens("alice")), "bad-argument");
    const bare = new Guard(key, { policy: new Policy() });
    const other = await bare.enter(request);
    equal(
      codeOf(() => other.session),
      "bad-argument",
    );
    equal(await later(() => other.startSession("alice")), "bad-argument");
    equal(await later(() => other.csrfToken()), "bad-argument");
    ok(
      (await bare.enter({ ...request, path: "/auth/logout" })) instanceof Auth,
      "no endpoints without log-in",
    );
  },

  async "one write a place when logging out everywhere"() {
    const stores = [new MemoryStore(), new MemoryStore()];
    const told = [];
    const guard = new Guard(key, {
      sessions: new Sessions(key, stores[0], { namespace: "shop" }),
      tokens: new RefreshTokens(key, stores[0], { namespace: "shop" }),
      revocations: new Revocations(stores[1], { namespace: "shop" }),
      observer: (...what) => told.push(what.join(" ")),
    });
    const token = key.sign({ sub: "alice" });
    const header = (name) => (name === "authorization" ? `Bearer ${token}` : null);
    const request = {
      method: "POST",
      path: "/auth/logout-all",
      secure: true,
      header,
      field: () => undefined,
    };
    equal((await guard.enter(request)).status, 204);
    equal(told, ["verify ok", "revocation.end-all ok", "revocation.end-all ok"]);
    equal((await guard.enter(request)).status, 401);
  },

  async "an observer changes nothing, whatever it does"() {
    const written = [];
    const { error } = console;
    console.error = (...words) => written.push(words.join(" "));
    try {
      const observers = [
        () => {
          throw new TypeError("with a secret in it");
        },
        async () => {
          throw new TypeError("with a secret in it");
        },
      ];
      for (const observer of observers) {
        const sessions = new Sessions(key, new MemoryStore(), { observer });
        const kit = await site(fetchApp, { sessions, observer });
        const browser = kit.browser();
        equal((await browser.post("/login?user=alice")).status, 200);
        equal((await browser.get("/me")).json, { subject: "alice" });
      }
      await new Promise((resolve) => setTimeout(resolve));
    } finally {
      console.error = error;
    }
    ok(written.includes("tokenseal: the observer failed at session.load: TypeError"), written.join("\n"));
    ok(!written.some((line) => line.includes("secret")), "the message is not told");
  },

  "a problem"() {
    const problem = new Problem(503, "store-full", "Full");
    ok(
      problem instanceof Error && problem.name === "Problem" && problem.message === "store-full",
      "an error",
    );
    equal(problem.getResponse().status, 503);
  },
};
