// What is pasted is taken for what it is; and each header is read as it says.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Key, MemoryStore, RefreshTokens, Sessions } from "tokenseal";
import * as dialects from "tokenseal/dialects";

import { SECRET, start } from "./bench.mjs";

const NOW = 1_700_000_000_000;
const now = NOW;
const key = new Key("HS256", SECRET);
const token = key.sign({}, { now });
const store = new MemoryStore();
const session = await new Sessions(key, store).start({ subject: "alice", now });
const anonymous = await new Sessions(key, store).start({ now });
const pair = await new RefreshTokens(key, store).issue("alice", {}, { now });
const rustSecret = SECRET + SECRET;
const koa = new dialects.Koa(SECRET);
const sealed = (Dialect, value, secret = SECRET) => new Dialect(secret).seal("sid", value, { now });

const all = [
  ["Value alone", "JSON Web Token", token, "valid"],
  ["Authorization header", "JSON Web Token", `Authorization: Bearer ${token}`, "valid"],
  ["Authorization header", "JSON Web Token", `bearer ${token}`, "valid"],
  ["Value alone", "tokenseal sealed cookie", key.sealCookie("sid", "3 apples", { now }), "valid"],
  ["Cookie header", "tokenseal sealed cookie", `sid=${key.sealCookie("sid", "3 apples", { now })}`, "valid"],
  ["Cookie header", "tokenseal session cookie", `__Host-session=${session.cookie}`, "genuine"],
  ["Cookie header", "tokenseal session cookie", `__Host-session=${anonymous.cookie}`, "genuine"],
  ["Value alone", "tokenseal refresh token", pair.refresh, "genuine"],
  ["Value alone", "tokenseal CSRF token", key.csrfToken("session-1"), "valid"],
  ["Value alone", "Express", sealed(dialects.Express, "user=42"), "valid"],
  ["Cookie header", "Express", `Cookie: a=1; sid=${sealed(dialects.Express, "user=42")}`, "valid"],
  ["Cookie header", "Koa, two cookies", `sid=user%3D42; sid.sig=${koa.sign("sid", "user%3D42")}`, "valid"],
  ["Cookie header", "itsdangerous Signer", `sid=${sealed(dialects.Signer, "user42")}`, "valid"],
  [
    "Cookie header",
    "itsdangerous TimestampSigner",
    `sid=${sealed(dialects.TimestampSigner, "user42")}`,
    "valid",
  ],
  [
    "Value alone",
    "itsdangerous URLSafeTimedSerializer",
    sealed(dialects.UrlSafeTimedSerializer, '"user42"'),
    "valid",
  ],
  ["Value alone", "Flask session", sealed(dialects.Flask, '{"user":42}'), "valid"],
  ["Value alone", "Starlette or FastAPI session", sealed(dialects.Starlette, '{"user": 4}'), "valid"],
  ["Cookie header", "Django signed cookie", `sid=${sealed(dialects.Django, "user42")}`, "valid"],
  ["Cookie header", "Django signing.Signer", `sid=${sealed(dialects.DjangoSigner, "user42")}`, "valid"],
  ["Value alone", "Django signing.dumps", sealed(dialects.DjangoDumps, '{"user":42}'), "valid"],
  ["Value alone", "gorilla/securecookie", sealed(dialects.Gorilla, "user=42"), "valid"],
  [
    "Value alone",
    "Rust cookie crate",
    sealed(dialects.RustCookie, "user=42", rustSecret),
    "valid",
    rustSecret,
  ],
  ["Value alone", "Rails signed cookie", sealed(dialects.Rails, '{"user":42}'), "valid"],
  ["Value alone", "Rails MessageVerifier", sealed(dialects.MessageVerifier, '{"user":42}'), "valid"],
  [
    "Set-Cookie header",
    "JSON Web Token",
    `Set-Cookie: __Host-at=${token}; Path=/; Secure; HttpOnly; SameSite=Lax`,
    "valid",
  ],
];

let site;
let bench;
before(async () => {
  site = await start();
  bench = await site.open();
  await bench.at(NOW);
});
after(async () => {
  assert.deepEqual(bench.complaints, []);
  await site.stop();
});

test(`${all.length} texts: what they are, with the right key and with a wrong one`, async () => {
  await bench.paste(token);
  for (const [carrier, kind, text, verdict, secret = SECRET] of all) {
    await bench.page.evaluate(() => {
      for (const [id, value] of [
        ["option-name", "sid"],
        ["option-binding", "session-1"],
      ]) {
        document.getElementById(id).value = value;
      }
    });
    await bench.fill({ "key-secret": secret });
    await bench.paste(text);
    await bench.verdict(verdict);
    assert.deepEqual(await bench.recognised(), { carrier, kind }, text);
    await bench.fill({ "key-secret": secret.replaceAll("0", "x") });
    await bench.verdict("bad-signature");
    assert.deepEqual(await bench.stopped(), ["tag"]);
    const section = kind === "JSON Web Token" ? "rfc7515#section-5.2" : "rfc2104#section-2";
    assert.equal(await bench.link(), `https://www.rfc-editor.org/rfc/${section}`);
  }
});

test("what is nothing that is known, is not refused", async () => {
  await bench.fill({ "key-secret": SECRET });
  for (const text of ["hello", "user=42; theme=dark", "0123"]) {
    await bench.paste(text);
    await bench.verdict("not recognised");
  }
  await bench.fill({ kind: "jwt" });
  await bench.verdict("malformed");
});

test("what must be said beside the key", async () => {
  await bench.fill({ "key-secret": SECRET });
  for (const [text, id, value] of [
    [key.csrfToken("session-1"), "option-binding", "session-1"],
    [key.sealCookie("sid", "3 apples", { now }), "option-name", "sid"],
  ]) {
    await bench.paste(text);
    await bench.fill({ [id]: "" });
    await bench.verdict("incomplete");
    await bench.fill({ [id]: value });
    await bench.verdict("valid");
  }
});

test("the user knows better", async () => {
  const text = sealed(dialects.Flask, '{"user":42}');
  await bench.paste(text);
  await bench.verdict("valid");
  await bench.fill({ kind: "url-safe-timed" });
  await bench.verdict("bad-signature");
  await bench.fill({ carrier: "cookie" });
  await bench.verdict("nothing left");
  await bench.paste("");
  await bench.verdict("paste something");
});

test("a Cookie header: every pair, the ones that are dropped, and why", async () => {
  const text = sealed(dialects.Express, "user=42");
  await bench.paste(`Cookie: theme=dark; sid=${text}; theme=light; nonsense; =v; quoted="a b"`);
  await bench.verdict("valid");
  const rows = await bench.page.locator(".rows li").allInnerTexts();
  const shown = rows.map((row) => row.replace(/\s+/g, " "));
  for (const [index, part] of [
    [0, "theme dark"],
    [2, "There already is one of this name"],
    [3, "Dropped: it has no ="],
    [4, "Dropped: its name is empty"],
    [5, "The quotes belong to the value"],
  ]) {
    assert.ok(shown[index].includes(part), `${part}: ${shown[index]}`);
  }
  await bench.page.getByRole("button", { name: "Look into theme" }).first().click();
  await bench.verdict("not recognised");
  await bench.page.getByRole("button", { name: "Look into sid" }).click();
  await bench.verdict("valid");
});

test("a Set-Cookie header: every attribute, and what the prefix promises", async () => {
  const sealedValue = key.sealCookie("__Host-sid", "42", { now });
  const shown = async () => (await bench.text(".rows")).replace(/\s+/g, " ");
  await bench.paste(
    `__Host-sid=${sealedValue}; Path=/; Max-Age=3600; Secure; HttpOnly; SameSite=Strict; Priority=High; Colour=red`,
  );
  await bench.verdict("valid");
  for (const part of [
    "For 1 hour.",
    "Sent with requests of this site alone",
    "no Domain",
    "Which cookies are kept longest",
    "No attribute that browsers know",
  ]) {
    assert.ok((await shown()).includes(part), part);
  }
  assert.equal(await bench.page.locator('.rows [data-standing="bad"]').count(), 0);
  for (const [code, header] of [
    ["cookie-prefix", `__Host-sid=${sealedValue}; Path=/shop; Secure`],
    ["cookie-prefix", `__Host-sid=${sealedValue}; Path=/; Secure; Domain=shop.example`],
    ["cookie-insecure", `sid=${sealedValue}; SameSite=None`],
    ["cookie-character", `sid=a b; Path=/`],
    ["cookie-too-large", `sid=${"x".repeat(4094)}; Path=/`],
  ]) {
    await bench.paste(header);
    await bench.verdict(code);
    assert.match(await bench.link(), /rfc6265bis/);
  }
  await bench.paste(
    "theme=dark; Expires=Wed, 15 Nov 2023 22:13:20 GMT; SameSite=Lax; HttpOnly; Secure; Path=/",
  );
  await bench.verdict("good header");
  assert.ok((await shown()).includes("Until 2023-11-15 22:13:20 UTC, in 24 hours"));
});

test("an Authorization header without a token", async () => {
  await bench.paste("Authorization: Basic dXNlcjpwYXNz");
  await bench.verdict("not-bearer");
  assert.equal(await bench.link(), "https://www.rfc-editor.org/rfc/rfc6750#section-2.1");
});

test("what was compressed is unpacked", async () => {
  const { deflateSync } = await import("node:zlib");
  const { createHmac, createHash } = await import("node:crypto");
  const json = JSON.stringify({ cart: "apples ".repeat(50) });
  const value = `.${deflateSync(json).toString("base64url")}.${Buffer.from("6553f100", "hex").toString("base64url")}`;
  const secret = createHash("sha1").update(`itsdangeroussigner${SECRET}`).digest();
  await bench.paste(`${value}.${createHmac("sha1", secret).update(value).digest("base64url")}`);
  await bench.fill({ kind: "url-safe-timed" });
  await bench.verdict("valid");
  assert.match(await bench.text("#results pre"), /"cart": "apples apples/);
});
