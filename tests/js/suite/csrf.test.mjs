import assert from "node:assert/strict";
import { test } from "node:test";
import { checkFetch, Key, KeyRing, MemoryStore, Sessions } from "tokenseal";

import { refuses, SECRET } from "./help.mjs";

const key = new Key("HS256", SECRET);

test("a token for a session", async () => {
  const sessions = new Sessions(key, new MemoryStore());
  const session = await sessions.start({ subject: "alice" });
  const token = key.csrfToken(session.id);
  assert.match(token, /^[\w-]{128}$/);
  assert.notEqual(key.csrfToken(session.id), token);
  key.verifyCsrf((await sessions.load(session.cookie)).id, token);
  assert.deepEqual(key.tryVerifyCsrf(session.id, Buffer.from(token)), { ok: true });
  const rotated = await sessions.rotate(session);
  refuses("bad-signature", () => key.verifyCsrf(rotated.id, token));
  assert.deepEqual(key.tryVerifyCsrf(rotated.id, token), { ok: false, code: "bad-signature" });
});

test("rings, and every algorithm", () => {
  const strong = new Key("HS512", `${SECRET}, and so long that SHA-512 may have it`);
  const ring = new KeyRing([strong, key]);
  assert.equal(ring.csrfToken("x").length, 214);
  for (const keys of [ring, strong, key]) {
    ring.verifyCsrf("x", keys.csrfToken("x"));
    ring.verifyCsrf(Buffer.from("x"), keys.csrfToken("x"));
  }
  refuses("bad-signature", () => key.verifyCsrf("x", ring.csrfToken("x")));
});

test("what is no token, and no binding", () => {
  const token = key.csrfToken("x");
  for (const [other, code] of [
    ["", "bad-signature"],
    [`${token}=`, "malformed"],
    [token.slice(3), "malformed"],
    ["x".repeat(215), "limit"],
    ["\u{1f36a}".repeat(10_000_000), "limit"],
    [new Uint8Array(50_000_000), "limit"],
  ]) {
    assert.deepEqual(key.tryVerifyCsrf("x", other), { ok: false, code });
    refuses(code, () => key.verifyCsrf("x", other));
  }
  for (const value of [undefined, null, 5, {}, ["x"]]) {
    refuses("bad-argument", () => key.csrfToken(value));
    refuses("bad-argument", () => key.verifyCsrf(value, token));
    refuses("bad-argument", () => key.verifyCsrf("x", value));
    assert.deepEqual(key.tryVerifyCsrf("x", value), { ok: false, code: "bad-argument" });
  }
  refuses("bad-argument", () => key.csrfToken(""));
  refuses("bad-argument", () => key.csrfToken("\ud800"));
  refuses("limit", () => key.csrfToken("x".repeat(65_536)));
});

test("a request, by its headers", () => {
  const check = (request, options) =>
    checkFetch({
      method: request.method,
      secFetchSite: request.headers.get("sec-fetch-site"),
      origin: request.headers.get("origin"),
      allowedOrigins: ["https://shop.example"],
      ...options,
    });
  const request = (method, headers) => new Request("https://shop.example/", { method, headers });
  check(request("GET", { "sec-fetch-site": "cross-site" }));
  check(request("POST", { "sec-fetch-site": "same-origin", "origin": "https://evil.example" }));
  check(request("POST", { origin: "https://shop.example" }));
  check(request("POST", {}));
  for (const headers of [
    { "sec-fetch-site": "cross-site", "origin": "https://shop.example" },
    { "sec-fetch-site": "same-site" },
    { origin: "https://evil.example" },
    { origin: "null" },
  ]) {
    refuses("cross-site", () => check(request("POST", headers)));
  }
  refuses("cross-site", () => check(request("POST", {}), { strict: true }));
  refuses("cross-site", () => checkFetch({ method: "POST", origin: "https://shop.example" }));
});

test("options", () => {
  for (const options of [
    undefined,
    null,
    {},
    "POST",
    { method: undefined },
    { method: null },
    { method: "POST", origins: [] },
    { method: "POST", allowedOrigins: "https://shop.example" },
    { method: "POST", allowedOrigins: Array(65).fill("https://shop.example") },
    { method: "POST", strict: "no" },
    { method: "POST", secFetchSite: ["same-origin"] },
    new Request("https://shop.example/"),
  ]) {
    refuses("bad-argument", () => checkFetch(options));
  }
});
