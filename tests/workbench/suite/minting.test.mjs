// What is made is read by the package, and by the page itself.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { findCookie, Key } from "tokenseal";
import * as dialects from "tokenseal/dialects";

import { SECRET, start } from "./bench.mjs";

const NOW = 1_700_000_000_000;
const key = new Key("HS256", SECRET);

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

/** Has what was made inspected, with the same key. */
async function inspected(verdict) {
  await bench.page.getByRole("button", { name: "Inspect", exact: true }).last().click();
  await bench.verdict(verdict);
}

test("a token", async () => {
  await bench.mint("jwt");
  await bench.verdict("no key");
  await bench.fill({
    "key-secret": SECRET,
    "mint-claims": '{"sub":"alice"}',
    "mint-typ": "at+jwt",
    "key-kid": "7",
  });
  await bench.verdict("made");
  const [token, header] = await bench.made();
  assert.equal(header, `Authorization: Bearer ${token}`);
  assert.deepEqual(key.verify(token, { now: NOW, typ: "at+jwt" }), {
    sub: "alice",
    exp: 1700000900,
    iat: 1700000000,
  });
  assert.equal(JSON.parse(Buffer.from(token.split(".")[0], "base64url")).kid, "7");
  await inspected("valid");
  await bench.mint("jwt");
  await bench.fill({ "mint-expiresIn": "" });
  await bench.verdict("made");
  assert.equal("exp" in key.verify((await bench.made())[0], { now: NOW, requireExp: false }), false);
  for (const [claims, code] of [
    ['{"sub":1}', "malformed"],
    ['{"sub":"a","sub":"b"}', "malformed"],
    ["{", "malformed"],
  ]) {
    await bench.fill({ "mint-claims": claims });
    await bench.verdict(code);
    assert.deepEqual(await bench.made(), []);
  }
  await bench.fill({ "mint-claims": '{"exp":1}', "mint-expiresIn": "5" });
  await bench.verdict("bad-argument");
  await bench.fill({ "key-kid": "", "mint-claims": "{}" });
});

test("a sealed cookie and its Set-Cookie", async () => {
  await bench.mint("sealed");
  await bench.fill({ "option-name": "", "key-secret": SECRET });
  await bench.verdict("no name");
  await bench.fill({ "option-name": "__Host-cart", "mint-value": "3 apples" });
  await bench.verdict("made");
  const [value, header] = await bench.made();
  assert.equal(value, key.sealCookie("__Host-cart", "3 apples", { now: NOW }));
  assert.equal(
    header,
    `Set-Cookie: __Host-cart=${value}; Path=/; Max-Age=86400; Secure; HttpOnly; SameSite=Lax`,
  );
  await bench.fill({ "set-secure": false });
  await bench.verdict("cookie-prefix");
  await bench.fill({ "set-secure": true });
  await inspected("valid");
  assert.deepEqual(await bench.recognised(), {
    carrier: "Set-Cookie header",
    kind: "tokenseal sealed cookie",
  });
});

test("a plain Set-Cookie needs no key", async () => {
  await bench.mint("plain");
  await bench.fill({
    "option-name": "theme",
    "mint-value": "dark",
    "set-sameSite": "None",
    "set-partitioned": true,
    "set-domain": "",
  });
  await bench.verdict("made");
  assert.deepEqual(await bench.made(), [
    "Set-Cookie: theme=dark; Path=/; Max-Age=86400; Secure; HttpOnly; SameSite=None; Partitioned",
  ]);
  await bench.fill({ "mint-value": "a b" });
  await bench.verdict("cookie-character");
  await bench.fill({ "set-sameSite": "Lax", "set-partitioned": false });
});

test("a CSRF token", async () => {
  await bench.mint("csrf");
  await bench.fill({ "option-binding": "session-1", "key-secret": SECRET });
  await bench.verdict("made");
  key.verifyCsrf("session-1", (await bench.made())[0]);
  await inspected("valid");
});

const frameworks = {
  "express": [dialects.Express, "user=42"],
  "flask": [dialects.Flask, '{"user":42}'],
  "starlette": [dialects.Starlette, '{"user": 42}'],
  "url-safe-timed": [dialects.UrlSafeTimedSerializer, '"user42"'],
  "timestamp-signer": [dialects.TimestampSigner, "user42"],
  "signer": [dialects.Signer, "user42"],
  "django": [dialects.Django, "user42"],
  "django-dumps": [dialects.DjangoDumps, '{"user":42}'],
  "django-signer": [dialects.DjangoSigner, "user42"],
  "gorilla": [dialects.Gorilla, "user=42"],
  "rust-cookie": [dialects.RustCookie, "user=42"],
  "rails": [dialects.Rails, '{"user":42}'],
  "message-verifier": [dialects.MessageVerifier, '{"user":42}'],
};

test("each framework's cookie, and back again", async () => {
  const secret = SECRET + SECRET;
  await bench.fill({ "key-secret": secret });
  for (const [id, [Dialect, value]] of Object.entries(frameworks)) {
    await bench.mint(id);
    await bench.fill({ "option-name": "sid", "mint-value": value });
    await bench.verdict("made");
    const [text, header] = await bench.made();
    assert.equal(new Dialect(secret).open("sid", text, { now: NOW }).text, value, id);
    assert.equal(findCookie(header.replace("Set-Cookie: ", "").split(";")[0], "sid"), text);
    await inspected("valid");
    assert.equal((await bench.text("#results pre")).replace(/\s/g, ""), value.replace(/\s/g, ""), id);
  }
});

test("Koa's two cookies", async () => {
  await bench.mint("koa");
  await bench.fill({ "option-name": "sid", "mint-value": "user42", "key-secret": SECRET });
  await bench.verdict("made");
  const [value, tag] = await bench.made();
  new dialects.Koa(SECRET).verify("sid", value, tag);
  await bench.page.getByRole("tab", { name: "Inspect" }).click();
  await bench.paste(`sid=${value}; sid.sig=${tag}`);
  await bench.verdict("valid");
});

test("a random secret is long enough for its algorithm", async () => {
  await bench.mint("jwt");
  for (const [alg, length] of Object.entries({ HS256: 43, HS384: 64, HS512: 86 })) {
    await bench.fill({ "key-alg": alg });
    await bench.page.getByRole("button", { name: "New random secret" }).click();
    assert.equal((await bench.page.inputValue("#key-secret")).length, length);
    await bench.verdict("made");
  }
});
