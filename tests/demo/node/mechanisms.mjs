// The three mechanisms, as the first service has them: see python/mechanisms.py.
import express from "express";
import { checkFetch, findCookie, Policy, RefreshTokens, Revocations, Sessions, SetCookie } from "tokenseal";
import { guarded } from "tokenseal/express";
import { Guard } from "tokenseal/web";
import { observer } from "./metrics.mjs";

const USER = "ada";
const THEME = "__Host-theme";
const THEMES = ["system", "light", "dark"];
const MONTH = 30 * 86400;

/** Mechanism 1: the state is in the browser, sealed. */
export function preference({ key, clock, allowedOrigins }) {
  const router = express.Router();
  router.use((request, response, next) => {
    const origin = request.get("origin");
    // The page is of another origin, and welcome: then what the browser says of the site does not matter.
    const site = allowedOrigins.includes(origin) ? undefined : request.get("sec-fetch-site");
    try {
      checkFetch({ method: request.method, secFetchSite: site, origin, allowedOrigins });
      next();
    } catch (error) {
      response.status(403).json({ code: error.code });
    }
  });
  router.get("/theme", (request, response) => {
    const sealed = findCookie(request.get("cookie") ?? "", THEME);
    const opened = sealed && key.tryOpenCookie(THEME, sealed, { maxAge: MONTH, now: clock() });
    if (opened?.ok) {
      response.json({ theme: opened.cookie.text });
    } else {
      response.json({ theme: "system", code: opened?.code });
    }
  });
  router.post("/theme", (request, response) => {
    const { theme } = request.query;
    if (!THEMES.includes(theme)) {
      response.status(400).json({ code: "no-such-theme" });
      return;
    }
    const sealed = key.sealCookie(THEME, theme, { now: clock() });
    const cookie = new SetCookie(THEME, sealed, { maxAge: MONTH, httpOnly: false });
    response.append("set-cookie", cookie.toString()).json({ theme });
  });
  return router;
}

/** Mechanism 2: the state is in the store. */
export function session({ key, clock, store, namespace, allowedOrigins }) {
  const guard = new Guard(key, {
    sessions: new Sessions(key, store, { namespace, observer }),
    path: "/session/auth",
    allowedOrigins,
    observer,
    clock,
  });
  const who = ({ auth }, response) =>
    response.json({ subject: auth.require(), visits: auth.session.visits ?? null });
  const router = express.Router();
  router.use(guarded(guard));
  router.post("/login", async ({ auth }, response) => {
    await auth.startSession(USER, { visits: 0 });
    response.json({ subject: USER });
  });
  router.get("/who", who);
  router.post("/visit", async (request, response) => {
    request.auth.require();
    await request.auth.updateSession((data) => {
      data.visits += 1;
    });
    who(request, response);
  });
  return router;
}

/** Mechanism 3: the state is in the client; one record a login is in the store. */
export function token({ key, clock, store, namespace, allowedOrigins }) {
  const guard = new Guard(key, {
    tokens: new RefreshTokens(key, store, { namespace, observer }),
    revocations: new Revocations(store, { namespace, observer }),
    path: "/token/auth",
    allowedOrigins,
    observer,
    clock,
  });
  // The same tokens, and nothing is looked up: a log-out is seen when they expire.
  const quick = new Guard(key, { policy: new Policy(), allowedOrigins, observer, clock });
  const who = ({ auth }, response) =>
    response.json({ subject: auth.require(), role: auth.claims.role ?? null });
  const router = express.Router();
  router.get("/quick", guarded(quick), who);
  router.use(guarded(guard));
  router.post("/login", async ({ auth }, response) => {
    await auth.issueTokens(USER, { role: "reader" });
    response.json({ subject: USER });
  });
  router.get("/who", who);
  return router;
}
