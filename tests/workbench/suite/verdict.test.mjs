// The verdict on tokens: the reason, where it rests, at which check it stopped; keys of every form.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Key } from "tokenseal";

import { SECRET, start } from "./bench.mjs";

const NOW = 1_700_000_000_000;
const key = new Key("HS256", SECRET);
const token = key.sign({ sub: "alice", role: "admin" }, { now: NOW });
const base64url = (text) => Buffer.from(text).toString("base64url");

/** A token with any header and any claims. */
function forged(header, claims) {
  const signed = `${base64url(header)}.${base64url(claims)}`;
  return `${signed}.${Buffer.from(key.mac(signed)).toString("base64url")}`;
}

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

test("right key, wrong key, no key", async () => {
  await bench.paste(token);
  await bench.verdict("not verified");
  assert.deepEqual(await bench.recognised(), { carrier: "Value alone", kind: "JSON Web Token" });
  await bench.fill({ "key-secret": SECRET });
  await bench.verdict("valid");
  assert.deepEqual(await bench.stopped(), []);
  assert.match(await bench.fact("exp"), /^1700000900\s+expires in 15 minutes, 2023-11-14 22:28:20 UTC/);
  await bench.fill({ "key-secret": `${SECRET}?` });
  await bench.verdict("bad-signature");
  assert.equal(await bench.link(), "https://www.rfc-editor.org/rfc/rfc7515#section-5.2");
  assert.deepEqual(await bench.stopped(), ["tag"]);
  await bench.fill({ "key-secret": "" });
});

const good = '{"alg":"HS256"}';
const reasons = [
  ["expired", forged(good, `{"exp":1700000000}`), "exp", "rfc7519#section-4.1.4"],
  ["not-yet-valid", forged(good, `{"exp":1700000900,"nbf":1700000001}`), "nbf", "rfc7519#section-4.1.5"],
  ["missing-claim", forged(good, "{}"), "exp", "rfc7519#section-4"],
  ["wrong-audience", forged(good, `{"exp":1700000900,"aud":"api"}`), "aud", "rfc7519#section-4.1.3"],
  [
    "malformed",
    forged(good, `{"exp":1,"exp":1700000900}`),
    "claims",
    "rfc7519#section-7.2",
    "has “exp” twice",
  ],
  [
    "malformed",
    forged(good, `{"exp":"1700000900"}`),
    "claims",
    "rfc7519#section-7.2",
    "exp must be a number",
  ],
  ["malformed", `${token.replaceAll(".", "=.")}`, "form", "rfc7519#section-7.2", "padded with ="],
  ["malformed", token.split(".").slice(0, 2).join("."), "form", "rfc7519#section-7.2", "It has 2 parts"],
  ["malformed", forged("{}", "{}"), "form", "rfc7519#section-7.2", "no alg"],
  ["unsupported", forged('{"alg":"HS256","crit":["exp"]}', "{}"), "form", "rfc7515#section-4.1.11"],
  ["algorithm-mismatch", forged('{"alg":"none"}', "{}"), "alg", "rfc8725#section-3.1"],
  ["limit", forged(good, `{"a":${"[".repeat(16)}${"]".repeat(16)}}`), "claims", "rfc8259#section-9"],
];

test("each reason, with its link and its check", async () => {
  await bench.fill({ "key-secret": SECRET });
  for (const [code, text, check, link, hint] of reasons) {
    await bench.paste(text);
    await bench.verdict(code);
    assert.equal(await bench.link(), `https://www.rfc-editor.org/rfc/${link}`, text);
    assert.deepEqual(await bench.stopped(), [check], text);
    if (hint !== undefined) {
      assert.ok((await bench.text(".hints")).includes(hint), `${hint}: ${text}`);
    }
  }
});

test("what needs no key to be refused", async () => {
  await bench.fill({ "key-secret": "" });
  for (const code of ["algorithm-mismatch", "unsupported"]) {
    await bench.paste(reasons.find(([reason]) => reason === code)[1]);
    await bench.verdict(code);
  }
});

test("what else is asked", async () => {
  await bench.fill({ "key-secret": SECRET });
  await bench.paste(forged(good, `{"exp":1700000900,"aud":["api","web"],"iss":"a"}`));
  await bench.fill({ "policy-audience": "web" });
  await bench.verdict("valid");
  await bench.page.getByText("More claims").click();
  for (const [id, value, code, check] of [
    ["policy-issuer", "b", "wrong-issuer", "iss"],
    ["policy-subject", "b", "missing-claim", "sub"],
    ["policy-typ", "at+jwt", "wrong-type", "typ"],
    ["policy-jwtId", "7", "missing-claim", "jti"],
    ["policy-maxAge", "60", "missing-claim", "iat"],
    ["policy-required", "iss, scope", "missing-claim", "required"],
    ["policy-leeway", "601", "bad-argument", "key"],
  ]) {
    await bench.fill({ [id]: value });
    await bench.verdict(code);
    assert.deepEqual(await bench.stopped(), [check], id);
    await bench.fill({ [id]: "" });
    await bench.verdict("valid");
  }
  await bench.fill({ "policy-audience": "" });
  await bench.paste(forged(good, `{"exp":1700000000}`));
  await bench.verdict("expired");
  await bench.fill({ "policy-leeway": "1" });
  await bench.verdict("valid");
  await bench.fill({ "policy-leeway": "" });
});

test("a secret is what it is said to be", async () => {
  await bench.paste(token);
  const k = base64url(SECRET);
  const jwk = { kty: "oct", k, alg: "HS256", kid: "1" };
  for (const [form, secret, code] of [
    ["base64url", k, "valid"],
    ["text", k, "bad-signature"],
    ["hex", Buffer.from(SECRET).toString("hex"), "valid"],
    ["hex", SECRET, "weak-key"],
    ["text", SECRET, "valid"],
    ["text", "short", "weak-key"],
    ["text", "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQ", "weak-key"],
    ["jwk", JSON.stringify(jwk), "valid"],
    [
      "jwk",
      JSON.stringify({ keys: [{ kty: "RSA", n: "x" }, { ...jwk, k: base64url(SECRET.toUpperCase()) }, jwk] }),
      "valid",
    ],
    ["jwk", JSON.stringify({ ...jwk, use: "enc" }), "key-use"],
    ["jwk", "{", "malformed"],
  ]) {
    await bench.fill({ "key-form": form, "key-secret": secret });
    await bench.verdict(code);
  }
  await bench.fill({ "key-form": "text", "key-secret": "your-256-bit-secret" });
  await bench.verdict("weak-key");
  assert.equal(await bench.link(), "https://www.rfc-editor.org/rfc/rfc7518#section-3.2");
  await bench.fill({ "key-short": true });
  await bench.paste(Key.withShortSecret("HS256", "your-256-bit-secret").sign({}, { now: NOW }));
  await bench.verdict("valid");
  await bench.fill({ "key-short": false, "key-secret": SECRET });
});

test("the verdict changes as time goes on", async () => {
  const bench = await site.open({ clock: NOW });
  await bench.fill({ "key-secret": SECRET });
  await bench.paste(token);
  await bench.verdict("valid");
  await bench.page.clock.fastForward(890_000);
  await bench.verdict("valid");
  assert.match(await bench.text(".timeline dl"), /expires in \d+ seconds/);
  await bench.page.clock.fastForward(15_000);
  await bench.verdict("expired");
  assert.match(await bench.text(".timeline dl"), /expires (now|\d+ seconds? ago)/);
  await bench.close();
});

test("the line of time says in words what it shows", async () => {
  await bench.paste(token);
  await bench.verdict("valid");
  const said = await bench.page.locator(".timeline svg").getAttribute("aria-label");
  assert.equal(said, "Line of time. expires in 15 minutes; issued now.");
  assert.equal(await bench.page.locator(".timeline .span:not(.past)").count(), 1);
  await bench.page.getByRole("button", { name: "+1 hour" }).click();
  await bench.verdict("expired");
  assert.equal(await bench.page.locator(".timeline .span.past").count(), 1);
});
