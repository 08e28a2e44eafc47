// What must hold on every framework and runtime. Each scenario gets what serves a guard.
import { equal, HOST, ok, problem, refusedAs, ring, site } from "./kit.mjs";
import { goOn, waiting } from "./site.mjs";

const tamper = (text) => `${text.slice(0, -2)}${text.at(-2) === "A" ? "B" : "A"}${text.at(-1)}`;
const bearer = (token) => ({ authorization: `Bearer ${token}` });
const cross = { "sec-fetch-site": "cross-site", "origin": "https://evil.example" };

export const scenarios = {
  async "nobody"(serve) {
    const kit = await site(serve);
    const browser = kit.browser();
    const plain = await browser.get("/plain");
    equal([plain.status, plain.json, plain.setCookie], [200, { plain: true }, []]);
    equal([plain.headers.get("vary"), plain.headers.get("cache-control")], [null, null]);
    const who = await browser.get("/who");
    equal(who.json, { subject: null, authenticated: false, refused: null, scopes: [], role: null });
    equal(who.headers.get("vary"), "Cookie");
    problem(await browser.get("/me"), 401, "credentials-required", "Bearer");
    equal([kit.store.reads, kit.store.writes], [0, 0], "a visitor costs nothing");
    equal(kit.told, ["authorize credentials-required"]);
  },

  async "log-in by a session"(serve) {
    const kit = await site(serve);
    const browser = kit.browser();
    const answer = await browser.post("/login?user=alice");
    equal(answer.headers.get("cache-control"), "no-store");
    const { attributes, line } = browser.cookies.get("__Host-session");
    equal(
      [attributes.get("path"), attributes.get("samesite"), attributes.get("max-age")],
      ["/", "Lax", "1209600"],
    );
    ok(line.includes("; Secure") && line.includes("; HttpOnly"), line);
    equal((await browser.get("/me")).json, { subject: "alice" });
    equal((await browser.get("/who")).json.role, "guest");
    equal((await browser.get("/session")).json, { role: "guest", sub: "alice" });
    const { reads, writes } = kit.store;
    equal((await browser.get("/session")).setCookie, []);
    equal([kit.store.reads - reads, kit.store.writes - writes], [1, 0], "one read, no write");
    problem(
      await browser.get("/admin"),
      403,
      "insufficient-scope",
      'Bearer error="insufficient_scope", scope="admin audit"',
    );
  },

  async "session data: saved only when changed, member by member"(serve) {
    const kit = await site(serve);
    const browser = kit.browser();
    equal((await browser.post("/put?theme=dark&lang=de")).setCookie.length, 1);
    equal((await browser.get("/session")).json, { theme: "dark", lang: "de" });
    const { writes } = kit.store;
    await browser.post("/put?theme=dark");
    equal(kit.store.writes, writes, "the same value is no change");
    await browser.post("/put-cart");
    await browser.post("/put-deep");
    await browser.post("/remove?name=lang");
    equal((await browser.get("/session")).json, { theme: "dark", cart: ["apples", "pears"] });
    await Promise.all([browser.post("/count"), browser.post("/count"), browser.post("/count")]);
    const { visits, pending } = (await browser.get("/session")).json;
    equal([visits, pending], [3, "kept"]);
  },

  async "parallel requests do not undo one another"(serve) {
    const kit = await site(serve);
    const browser = kit.browser();
    await browser.post("/login?user=alice");
    const both = [
      browser.post("/put-when-told?name=one&value=1"),
      browser.post("/put-when-told?name=two&value=2"),
    ];
    while (waiting() < 2) {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    goOn();
    equal(
      (await Promise.all(both)).map(({ status }) => status),
      [200, 200],
    );
    equal((await browser.get("/session")).json, { role: "guest", sub: "alice", one: "1", two: "2" });
    ok(kit.told.includes("session.save conflict") && kit.told.includes("session.update ok"), "no conflict");
  },

  async "a session that ends while a request is under way stays ended"(serve) {
    const kit = await site(serve);
    const browser = kit.browser();
    await browser.post("/login?user=alice");
    const late = browser.twin();
    const pending = late.post("/put-when-told?name=one&value=1");
    while (waiting() < 1) {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    equal((await browser.post("/auth/logout")).status, 204);
    goOn();
    const answer = await pending;
    equal([answer.status, answer.setCookie], [200, []]);
    refusedAs(await late.get("/me"), "session-ended");
  },

  async "session fixation"(serve) {
    const kit = await site(serve);
    const attacker = kit.browser();
    await attacker.post("/put?cart=planted&sub=victim");
    const planted = attacker.value("__Host-session");
    equal((await attacker.get("/who")).json.subject, null, "sub in the data makes nobody");
    const victim = kit.browser();
    victim.plant("__Host-session", planted);
    await victim.post("/login?user=victim");
    ok(victim.value("__Host-session") !== planted, "the id is another");
    equal((await victim.get("/session")).json, { cart: "planted", role: "guest", sub: "victim" });
    refusedAs(await attacker.get("/me"), "session-ended");
    const stored = kit.browser();
    const { cookie } = await kit.drivers.sessions.start({ data: { sub: "victim" } });
    stored.plant("__Host-session", cookie);
    equal((await stored.get("/who")).json.subject, null, "nor does it where it was stored");
    const invented = kit.browser();
    invented.plant("__Host-session", "an-id-of-my-own");
    refusedAs(await invented.get("/me"), "malformed");
  },

  async "log-in again, and as somebody else"(serve) {
    const kit = await site(serve);
    const browser = kit.browser();
    await browser.post("/login?user=alice");
    await browser.post("/put?note=hers");
    const first = browser.twin();
    await browser.post("/login?user=alice");
    equal((await browser.get("/session")).json.note, "hers");
    refusedAs(await first.get("/me"), "session-ended");
    const second = browser.twin();
    await browser.post("/login?user=bob");
    equal((await browser.get("/session")).json, { role: "guest", sub: "bob" });
    refusedAs(await second.get("/me"), "session-ended");
  },

  async "sub in the session is the guard's"(serve) {
    const kit = await site(serve);
    const browser = kit.browser();
    await browser.post("/login?user=alice");
    await browser.post("/put?sub=root&x=1");
    await browser.post("/remove?name=sub");
    await browser.post("/count");
    equal((await browser.get("/me")).json, { subject: "alice" });
  },

  async "log-in by tokens, and refresh"(serve) {
    const kit = await site(serve, { without: ["sessions"] });
    const browser = kit.browser();
    equal((await browser.post("/login-as-tokens?user=alice")).status, 200);
    const access = browser.cookies.get("__Host-access");
    const refresh = browser.cookies.get("__Secure-refresh");
    equal(
      [access.path, access.attributes.get("samesite"), access.attributes.get("max-age")],
      ["/", "Lax", "900"],
    );
    equal([refresh.path, refresh.attributes.get("samesite")], ["/auth", "Strict"]);
    equal(refresh.attributes.get("max-age"), "7776000");
    ok(
      [access, refresh].every(({ line }) => /; Secure/.test(line) && /; HttpOnly/.test(line)),
      "attributes",
    );
    equal((await browser.get("/who")).json.scopes, ["read", "write"]);
    kit.now += 901_000;
    refusedAs(await browser.get("/me"), "expired");
    const answer = await browser.post("/auth/refresh");
    equal([answer.status, answer.text, answer.headers.get("cache-control")], [204, "", "no-store"]);
    equal(answer.setCookie.length, 2);
    equal((await browser.get("/me")).json, { subject: "alice" });
    ok(Number(browser.cookies.get("__Secure-refresh").attributes.get("max-age")) < 7_776_000, "rest of life");
    equal(
      kit.keys.verify(browser.value("__Host-access")).sid,
      kit.keys.verify(access.value, { now: kit.now - 901_000 }).sid,
    );
  },

  async "a refresh token that is replayed ends the login"(serve) {
    const kit = await site(serve, { without: ["sessions"] });
    const browser = kit.browser();
    await browser.post("/login-as-tokens?user=alice");
    const thief = browser.twin();
    await browser.post("/auth/refresh");
    const again = await thief.post("/auth/refresh");
    equal(again.status, 204, "within the grace it is two tabs");
    equal(thief.value("__Secure-refresh"), browser.value("__Secure-refresh"));
    thief.cookies = new Map(browser.cookies);
    kit.now += 11_000;
    await browser.post("/auth/refresh");
    kit.now += 11_000;
    refusedAs(await thief.post("/auth/refresh"), "refresh-reused");
    const victim = await browser.post("/auth/refresh");
    refusedAs(victim, "refresh-reused");
    equal(victim.setCookie, [], "nothing is removed: a newer one may be on its way");
    ok(kit.told.includes("refresh repeated") && kit.told.includes("refresh refresh-reused"), "told");
  },

  async "refresh endpoint: who may not"(serve) {
    const kit = await site(serve);
    const browser = kit.browser();
    problem(await browser.post("/auth/refresh"), 401, "credentials-required", "Bearer");
    const get = await browser.get("/auth/refresh");
    problem(get, 405, "method-not-allowed");
    equal(get.headers.get("allow"), "POST");
    await browser.post("/login-as-tokens?user=alice");
    problem(await browser.post("/auth/refresh", cross), 403, "cross-site");
    const tampered = browser.twin();
    tampered.plant("__Secure-refresh", tamper(browser.value("__Secure-refresh")), "/auth");
    refusedAs(await tampered.post("/auth/refresh"), "bad-signature");
    const moved = kit.browser();
    moved.plant("__Secure-refresh", browser.value("__Host-access"), "/auth");
    ok((await moved.post("/auth/refresh")).status === 401, "an access token refreshes nothing");
    equal((await browser.post("/auth/refresh")).status, 204);
    equal((await browser.get("/auth/nothing")).status, 404);
    equal((await (await site(serve, { without: ["tokens"] })).browser().post("/auth/refresh")).status, 404);
  },

  async "access token in JSON"(serve) {
    const kit = await site(serve, { accessIn: "json", without: ["sessions"] });
    const browser = kit.browser();
    const { access } = (await browser.post("/login-as-tokens?user=alice")).json;
    equal([...browser.cookies.keys()], ["__Secure-refresh"]);
    kit.now += 1000;
    const answer = await browser.post("/auth/refresh");
    equal([answer.status, Object.keys(answer.json)], [200, ["access_token", "token_type", "expires_in"]]);
    equal([answer.json.token_type, answer.json.expires_in], ["Bearer", 900]);
    equal((await kit.browser().get("/me", bearer(answer.json.access_token))).json, { subject: "alice" });
    const stray = kit.browser();
    stray.plant("__Host-access", access);
    problem(await stray.get("/me"), 401, "credentials-required", "Bearer");
  },

  async "bearer tokens"(serve) {
    const kit = await site(serve);
    const browser = kit.browser();
    await browser.post("/login?user=alice");
    const token = kit.keys.sign({ sub: "robot", scope: ["admin", "audit"] }, { now: kit.now });
    equal((await kit.browser().get("/admin", bearer(token))).json, { subject: "robot" });
    equal((await browser.get("/who", bearer(token))).json.subject, "robot", "before the cookies");
    equal((await browser.get("/session", bearer(token))).json, {}, "without their session");
    equal((await browser.post("/put?x=1", { ...bearer(token), ...cross })).setCookie, []);
    equal((await browser.get("/session")).json, { role: "guest", sub: "alice" });
    refusedAs(await browser.get("/plain", bearer(tamper(token))), "bad-signature");
    refusedAs(await browser.get("/plain", bearer(kit.keys.sign({}, { now: kit.now }))), "missing-claim");
    refusedAs(await browser.get("/plain", bearer("a b")), "malformed");
    const old = kit.keys.sign({ sub: "robot" }, { now: kit.now - 901_000 });
    refusedAs(await browser.get("/plain", bearer(old)), "expired");
    equal((await browser.get("/me", { authorization: "Basic YTpi" })).json, { subject: "alice" });
    const none = await site(serve, { without: ["tokens"] });
    problem(await none.browser().get("/me", bearer(token)), 401, "credentials-required", "Bearer");
  },

  async "cookies moved, tampered and foreign"(serve) {
    const kit = await site(serve);
    const browser = kit.browser();
    await browser.post("/login?user=alice");
    await browser.post("/login-as-tokens?user=alice");
    const session = browser.value("__Host-session");
    const access = browser.value("__Host-access");
    const tries = [
      ["__Host-access", session, "malformed"],
      ["__Host-session", access, "malformed"],
      ["__Host-session", tamper(session), "bad-signature"],
      ["__Host-access", tamper(access), "bad-signature"],
      ["__Host-session", ring().sealCookie("__Host-session", session.split(".")[0]), "bad-signature"],
      ["__Host-session", "", "malformed"],
    ];
    for (const [name, value, code] of tries) {
      const thief = kit.browser();
      thief.plant(name, value);
      const who = (await thief.get("/who")).json;
      equal([who.subject, who.refused], [null, code], `${name}=${value}`);
      refusedAs(await thief.get("/me"), code);
    }
    const other = await site(serve, { store: kit.store });
    const both = other.browser();
    both.plant("__Host-session", tamper(session));
    both.plant("__Host-access", access);
    equal((await both.get("/me")).json, { subject: "alice" }, "one good cookie is enough");
  },

  async "posts of other sites"(serve) {
    const kit = await site(serve, {
      allowedOrigins: ["https://app.example"],
      csrfExempt: ["/put-cart"],
      clock: undefined,
    });
    const browser = kit.browser();
    await browser.post("/login?user=alice");
    problem(await browser.post("/put?x=1", cross), 403, "cross-site");
    problem(await browser.post("/put?x=1", { "sec-fetch-site": "same-site" }), 403, "cross-site");
    problem(await browser.post("/login?user=mallory", cross), 403, "cross-site");
    problem(await browser.post("/auth/logout", cross), 403, "cross-site");
    problem(await browser.post("/auth/logout-all", cross), 403, "cross-site");
    const withoutMetadata = async (origin) => {
      const headers = { host: HOST, cookie: `__Host-session=${browser.value("__Host-session")}`, origin };
      return (await kit.send({ method: "POST", target: "/put?x=1", headers })).status;
    };
    equal(await withoutMetadata("https://evil.example"), 403);
    equal(await withoutMetadata("null"), 403);
    equal(await withoutMetadata(`https://${HOST}`), 200);
    const allowed = { "sec-fetch-site": "cross-site", "origin": "https://app.example" };
    equal((await browser.post("/put?x=1", allowed)).status, 200);
    equal((await browser.post("/put-cart", cross)).status, 200, "exempt");
    problem(await browser.post("/put-cart/", cross), 403, "cross-site");
    equal((await browser.get("/me", cross)).status, 200);
    problem(await browser.get("/me", { ...cross, upgrade: "websocket" }), 403, "cross-site");
    ok(kit.told.includes("csrf cross-site") && kit.told.includes("csrf ok"), "told");
  },

  async "csrf tokens"(serve) {
    const kit = await site(serve, { csrf: "token" });
    const browser = kit.browser();
    equal((await browser.post("/login?user=alice")).status, 200, "nothing to protect before");
    problem(await browser.post("/put?x=1"), 403, "csrf-token");
    const { token } = (await browser.get("/csrf")).json;
    const mask = (await browser.get("/csrf")).json.token;
    ok(token !== mask, "masked anew");
    equal((await browser.post("/put?x=1", { "x-csrf-token": token })).status, 200);
    const form = { "content-type": "application/x-www-form-urlencoded" };
    equal((await browser.post("/put?x=1", form, `a=b&csrf_token=${mask}`)).status, 200);
    problem(await browser.post("/put?x=1", form, `csrf_token=${tamper(mask)}`), 403, "csrf-token");
    problem(await browser.post("/put?x=1", { "x-csrf-token": token, ...cross }), 403, "cross-site");
    const other = kit.browser();
    await other.post("/login?user=bob");
    problem(await other.post("/put?x=1", { "x-csrf-token": token }), 403, "csrf-token");
    const visitor = kit.browser();
    const own = (await visitor.get("/csrf")).json.token;
    equal((await visitor.post("/put?x=1", { "x-csrf-token": own })).status, 200);
    equal((await visitor.post("/login?user=carol", { "x-csrf-token": own })).status, 200);
    problem(await visitor.post("/put?x=1", { "x-csrf-token": own }), 403, "csrf-token");
    const tokens = kit.browser();
    await tokens.post("/login-as-tokens?user=dave");
    const bound = (await tokens.get("/csrf")).json.token;
    kit.now += 1000;
    await tokens.post("/auth/refresh");
    equal(
      (await tokens.post("/put?x=1", { "x-csrf-token": bound })).status,
      200,
      "refreshing changes nothing",
    );
    equal((await tokens.post("/auth/logout")).status, 204, "the endpoints ask for none");
  },

  async "log out here"(serve) {
    const kit = await site(serve);
    const browser = kit.browser();
    await browser.post("/login?user=alice");
    await browser.post("/login-as-tokens?user=alice");
    const copy = browser.twin();
    const phone = kit.browser();
    await phone.post("/login?user=alice");
    const answer = await browser.post("/auth/logout");
    equal([answer.status, answer.setCookie.length, browser.cookies.size], [204, 3, 0]);
    equal(copy.cookies.size, 3);
    refusedAs(await copy.get("/me"), "revoked");
    refusedAs(await copy.post("/auth/refresh"), "refresh-ended");
    equal((await phone.get("/me")).json, { subject: "alice" });
    equal((await kit.browser().post("/auth/logout")).status, 204, "for nobody, too");
    const app = kit.browser();
    await app.post("/login?user=alice");
    const stale = app.twin();
    await app.post("/logout-from-app");
    equal(app.cookies.size, 0);
    refusedAs(await stale.get("/me"), "session-ended");
  },

  async "log out everywhere"(serve) {
    for (const path of ["/auth/logout-all", "/logout-all-from-app"]) {
      const kit = await site(serve);
      const [browser, phone, tablet, bob] = [1, 2, 3, 4].map(() => kit.browser());
      await browser.post("/login?user=alice");
      await phone.post("/login-as-tokens?user=alice");
      await tablet.post("/login?user=alice");
      await bob.post("/login?user=bob");
      problem(await kit.browser().post(path), 401, "credentials-required", "Bearer");
      kit.now += 2000;
      await browser.post(path);
      equal(browser.cookies.size, 0);
      refusedAs(await phone.get("/me"), "revoked");
      refusedAs(await phone.post("/auth/refresh"), "revoked");
      refusedAs(await tablet.get("/me"), "revoked");
      equal((await bob.get("/me")).json, { subject: "bob" });
      kit.now += 2000;
      await browser.post("/login?user=alice");
      equal((await browser.get("/me")).json, { subject: "alice" });
      ok(kit.told.includes("revocation.end-all ok"), "told");
    }
  },

  async "log out everywhere by the refresh token alone"(serve) {
    const kit = await site(serve);
    const browser = kit.browser();
    await browser.post("/login-as-tokens?user=alice");
    const phone = kit.browser();
    await phone.post("/login?user=alice");
    kit.now += 1_000_000;
    const copy = browser.twin();
    equal((await browser.post("/auth/logout-all")).status, 204);
    equal(browser.cookies.size, 0);
    refusedAs(await phone.get("/me"), "revoked");
    kit.now += 60_000;
    ok((await copy.post("/auth/logout-all")).status === 401, "a login that has ended ends nothing");
  },

  async "bearer tokens log out"(serve) {
    const kit = await site(serve);
    const browser = kit.browser();
    await browser.post("/login?user=alice");
    const token = kit.keys.sign({ sub: "robot", jti: "1" }, { now: kit.now });
    equal((await browser.post("/auth/logout", { ...bearer(token), ...cross })).status, 204);
    refusedAs(await browser.get("/plain", bearer(token)), "revoked");
    equal(browser.cookies.size, 0, "and all else that it has shown");
    equal((await browser.post("/auth/logout", bearer(token))).status, 204, "a bad one is as none");
    const long = kit.keys.sign({ sub: "robot" }, { now: kit.now, expiresIn: 401 * 86_400 });
    refusedAs(await browser.get("/plain", bearer(long)), "limit");
  },

  async "the store is down"(serve) {
    const kit = await site(serve);
    const browser = kit.browser();
    await browser.post("/login?user=alice");
    await browser.post("/login-as-tokens?user=alice");
    const visitor = kit.browser();
    kit.store.down = true;
    const answer = await browser.get("/plain");
    problem(answer, 503, "store-unavailable");
    equal(answer.headers.get("retry-after"), "1");
    for (const path of ["/auth/refresh", "/auth/logout", "/auth/logout-all"]) {
      const failed = await browser.post(path);
      problem(failed, 503, "store-unavailable");
      equal(failed.setCookie, [], "nothing is removed");
    }
    equal((await visitor.get("/plain")).status, 200);
    const unsaved = await visitor.post("/put?x=1");
    problem(unsaved, 503, "store-unavailable");
    equal(unsaved.setCookie, []);
    problem(await visitor.post("/login?user=alice"), 503, "store-unavailable");
    kit.store.down = false;
    equal((await browser.get("/me")).status, 200);
  },

  async "the store is down, and the guard fails open"(serve) {
    const kit = await site(serve, { failOpen: true, without: ["tokens", "revocations"] });
    const browser = kit.browser();
    await browser.post("/login?user=alice");
    kit.store.down = true;
    equal((await browser.get("/who")).json.subject, null);
    problem(await browser.get("/me"), 503, "store-unavailable");
    const unsaved = await kit.browser().post("/put?x=1");
    equal([unsaved.status, unsaved.setCookie], [200, []]);
    problem(await browser.post("/auth/logout"), 503, "store-unavailable");
    ok(kit.told.includes("authorize store-unavailable"), "told");
  },

  async "revocations that fail open"(serve) {
    const kit = await site(serve, { failOpenRevocations: true, without: ["sessions"] });
    const browser = kit.browser();
    await browser.post("/login-as-tokens?user=alice");
    kit.store.down = true;
    equal((await browser.get("/me")).json, { subject: "alice" });
    ok(kit.told.includes("revocation.check store-unavailable"), "told");
  },

  async "an answer that failed saves nothing"(serve) {
    const kit = await site(serve);
    const browser = kit.browser();
    await browser.post("/login?user=alice");
    const answer = await browser.post("/broken");
    equal([answer.status, answer.setCookie], [500, []]);
    equal((await browser.get("/session")).json, { role: "guest", sub: "alice" });
    equal((await browser.post("/not-json")).status, 500);
    equal((await browser.get("/session")).json, { role: "guest", sub: "alice" });
    const visitor = kit.browser();
    const refused = await visitor.post("/login-then-problem");
    equal([refused.status, refused.setCookie.length], [403, 1], "a problem is an answer as any other");
    equal((await visitor.get("/me")).json, { subject: "alice" });
  },

  async "caches"(serve) {
    const kit = await site(serve);
    const browser = kit.browser();
    const answer = await browser.post("/login?user=alice&cache=private");
    equal(answer.headers.get("cache-control"), "private", "the application's word counts");
    equal(answer.headers.get("vary"), "Accept");
    equal((await browser.get("/who?cache=private")).headers.get("vary"), "Accept, Cookie");
  },

  async "a key that is to go is replaced in the cookie"(serve) {
    const { Key, KeyRing, Sessions } = await import("tokenseal");
    const kit = await site(serve, { without: ["tokens", "revocations"] });
    const browser = kit.browser();
    await browser.post("/login?user=alice");
    const keys = new KeyRing([
      new Key("HS256", "another secret of the tests, just as long"),
      new Key("HS256", "a secret of the tests, 32 bytes and more"),
    ]);
    const next = await site(serve, {
      without: ["tokens", "revocations"],
      store: kit.store,
      sessions: new Sessions(keys, kit.store),
    });
    const later = next.browser();
    later.cookies = new Map(browser.cookies);
    const answer = await later.get("/plain");
    equal(answer.setCookie.length, 1);
    ok(later.value("__Host-session") !== browser.value("__Host-session"), "sealed anew");
    equal((await later.get("/plain")).setCookie, []);
    equal((await later.get("/me")).json, { subject: "alice" });
  },
};
