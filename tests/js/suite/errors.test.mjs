import assert from "node:assert/strict";
import { test } from "node:test";
import { Key, KeyRing, TokensealError, bearerToken } from "tokenseal";
import { inspect } from "tokenseal/unverified";

import { internal, NOW, refuses, SECRET } from "./help.mjs";

const key = new Key("HS256", SECRET);
const token = key.sign({ sub: "a payload to be found nowhere" }, { now: NOW });

test("an error says why, and nothing of the token", () => {
  try {
    key.verify(token);
    assert.fail("it is long expired");
  } catch (error) {
    assert.ok(error instanceof TokensealError && error instanceof Error);
    assert.equal(error.name, "TokensealError");
    assert.equal(error.code, "expired");
    assert.equal(error.errno, 301);
    assert.equal(error.message, "expired: exp has passed");
    assert.match(error.stack, /^TokensealError: expired: exp has passed\n/);
    assert.deepEqual(Object.keys(error), ["code", "errno"]);
    assert.equal(error.cause, undefined);
    // Koa, Express and Fastify would send it as the HTTP status.
    assert.ok(!("status" in error) && !("statusCode" in error));
  }
});

test("every code has its number", () => {
  assert.equal(new TokensealError("malformed").errno, 101);
  assert.equal(new TokensealError("bad-argument", "mine").message, "bad-argument: mine");
  assert.equal(new TokensealError("store-full").errno, 514);
});

test("an error of a store has its cause, one of ours none", () => {
  const cause = new Error("connection refused");
  const error = new TokensealError("store-unavailable", undefined, { cause });
  assert.equal(error.cause, cause);
  assert.equal(error.message, "store-unavailable: the store could not be asked");
  assert.deepEqual(Object.keys(error), ["code", "errno"]);
  assert.ok(!("cause" in new TokensealError("malformed")));
});

test("tokens of another type", () => {
  for (const value of [
    undefined,
    null,
    0,
    1,
    1n,
    true,
    {},
    [],
    [token],
    Symbol("t"),
    () => token,
    new String(token),
    new ArrayBuffer(8),
    new Uint16Array(8),
  ]) {
    refuses("bad-argument", () => key.verify(value));
    refuses("bad-argument", () => key.verifyRaw(value));
    refuses("bad-argument", () => inspect(value));
    assert.deepEqual(key.tryVerify(value), { ok: false, code: "bad-argument" });
  }
});

test("tokens of any length are refused in no time, and leave the memory as it was", async () => {
  const { memory } = await internal("wasm");
  key.tryVerify("warm");
  const before = memory().length;
  const texts = [
    "",
    ".",
    "..",
    "...",
    "\ud800",
    "\0",
    "\u{1f600}".repeat(30_000),
    "a".repeat(65_536),
    "a".repeat(65_537),
  ];
  for (const text of texts) {
    for (const form of [text, Buffer.from(text)]) {
      const code = Buffer.byteLength(text) > 8192 ? "limit" : "malformed";
      assert.deepEqual(key.tryVerify(form), { ok: false, code });
      refuses(Buffer.byteLength(text) > 65_536 ? "limit" : "malformed", () => inspect(form));
    }
  }
  // Three bytes a unit, four a pair: whatever stands at the place where a long token is cut.
  for (const unit of ["\u20ac", "\u{1f600}", "\u00e9", "a\u{1f600}", "\ud800"]) {
    for (let shift = 0; shift < 4; shift += 1) {
      const text = "a".repeat(shift) + unit.repeat(70_000);
      assert.equal(key.tryVerify(text, { maxToken: 65_536 }).code, "limit");
    }
  }
  const huge = "a".repeat(200_000_000);
  assert.equal(key.tryVerify(huge).code, "limit");
  assert.equal(key.tryVerify(new Uint8Array(500_000_000)).code, "limit");
  assert.equal(memory().length, before);
});

test("large data: the memory grows, and goes on being used", async () => {
  const { memory } = await internal("wasm");
  const tag = key.mac(new Uint8Array(30_000_000));
  const grown = memory().length;
  assert.ok(grown > 30_000_000);
  key.verifyMac(new Uint8Array(30_000_000), tag);
  for (let i = 0; i < 10; i += 1) {
    key.verifyMac("x".repeat(10_000_000), key.mac("x".repeat(10_000_000)));
  }
  assert.ok(memory().length < grown * 2);
  assert.equal(key.verify(token, { now: NOW }).sub, "a payload to be found nowhere");
});

test("data for which there is no memory is refused, and all goes on", () => {
  let data;
  try {
    data = new Uint8Array(5 * 2 ** 30);
  } catch {
    data = new Uint8Array(2 ** 31);
  }
  refuses("limit", () => key.mac(data));
  refuses("limit", () => key.mac(data.subarray(0, 2 ** 31)));
  data = undefined;
  assert.equal(key.verify(token, { now: NOW }).sub, "a payload to be found nowhere");
});

test("nothing but our own errors, for mutated tokens", () => {
  let state = 42;
  const random = (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const codes = new Set();
  for (let i = 0; i < 30_000; i += 1) {
    const bytes = Buffer.from(token);
    for (let changes = random(3) + 1; changes > 0; changes -= 1) {
      bytes[random(bytes.length)] = random(4) === 0 ? random(256) : ".-_Aa0=é{"[random(8)].charCodeAt(0);
    }
    const cut = bytes.subarray(random(20) === 0 ? random(bytes.length) : 0);
    const result = key.tryVerify(random(2) === 0 ? cut : cut.toString("latin1"), { now: NOW });
    if (result.ok) {
      assert.deepEqual(cut, Buffer.from(token));
    } else {
      codes.add(result.code);
    }
    try {
      inspect(cut);
      bearerToken(`Bearer ${cut.toString("latin1")}`);
    } catch (error) {
      assert.ok(error instanceof TokensealError, String(error));
    }
  }
  assert.ok(codes.has("bad-signature") && codes.has("malformed"), [...codes].join());
});

test("JWKs of any text", () => {
  for (const text of [
    "",
    "{",
    "null",
    "[]",
    '{"kty":"oct"}',
    '{"kty":1}',
    "\ud800",
    "\0",
    '{"keys":[1]}',
    "a".repeat(70_000),
  ]) {
    for (const make of [(text) => Key.fromJwk(text), (text) => KeyRing.fromJwks(text)]) {
      refuses(text.length > 65_536 ? "limit" : "malformed", () => make(text));
      refuses(text.length > 65_536 ? "limit" : "malformed", () => make(Buffer.from(text)));
    }
  }
});
