import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { inspect as show } from "node:util";
import { test } from "node:test";
import { Key, KeyRing, TokenKeys } from "tokenseal";

import { internal, NOW, occurrences, refuses, SECRET } from "./help.mjs";

const token = new Key("HS256", SECRET).sign({ sub: "alice" }, { now: NOW });

test("a secret is its bytes, whatever carries them", () => {
  const bytes = Buffer.from(SECRET);
  const keys = [
    new Key("HS256", bytes),
    new Key("HS256", new Uint8Array(bytes)),
    Key.withShortSecret("HS256", SECRET),
    Key.fromHex("HS256", bytes.toString("hex")),
    Key.fromBase64url("HS256", bytes.toString("base64url")),
    Key.fromJwk({ kty: "oct", alg: "HS256", k: bytes.toString("base64url") }),
    Key.fromJwk(JSON.stringify({ kty: "oct", k: bytes.toString("base64url") }), { alg: "HS256" }),
  ];
  for (const key of keys) {
    assert.equal(key.verify(token, { now: NOW }).sub, "alice");
  }
});

test("a part of a larger buffer is that part", () => {
  const large = Buffer.concat([Buffer.from("xx"), Buffer.from(SECRET), Buffer.from("yy")]);
  const key = new Key("HS256", large.subarray(2, 2 + SECRET.length));
  assert.equal(
    key.verify(Buffer.from(`..${token}..`).subarray(2, 2 + token.length), { now: NOW }).sub,
    "alice",
  );
});

test("the three algorithms, beside node:crypto", () => {
  for (const [alg, hash] of [
    ["HS256", "sha256"],
    ["HS384", "sha384"],
    ["HS512", "sha512"],
  ]) {
    const secret = new Uint8Array(64).fill(7);
    const key = new Key(alg, secret);
    for (const data of ["", "text", "\u{1f600}", new Uint8Array(1000)]) {
      const tag = key.mac(data);
      assert.deepEqual(Buffer.from(tag), createHmac(hash, secret).update(data).digest());
      key.verifyMac(data, tag);
      refuses("bad-signature", () => key.verifyMac(data, tag.subarray(1)));
      refuses("bad-signature", () => key.verifyMac(data, new Uint8Array()));
    }
  }
});

test("bad keys", () => {
  refuses("weak-key", () => new Key("HS256", "hush hush"), ["hush"]);
  refuses("weak-key", () => new Key("HS512", SECRET));
  refuses("weak-key", () => Key.withShortSecret("HS256", ""));
  refuses("weak-key", () => new Key("HS256", "-----BEGIN PUBLIC KEY----- and what follows it"));
  refuses("limit", () => new Key("HS256", new Uint8Array(1025)));
  refuses("malformed", () => Key.fromHex("HS256", "zz".repeat(32)));
  refuses("malformed", () => Key.fromHex("HS256", "\ud800".repeat(64)));
  refuses("malformed", () => Key.fromBase64url("HS256", "AAA="));
  refuses("bad-argument", () => new Key("HS257", SECRET));
  refuses("bad-argument", () => new Key("hs256", SECRET));
  refuses("bad-argument", () => new Key("none", SECRET));
  refuses("bad-argument", () => new Key("HS256", `${SECRET}\ud800`), [SECRET]);
  refuses("bad-argument", () => new Key("HS256", SECRET, { kid: "" }));
  refuses("bad-argument", () => new Key("HS256", SECRET, { kid: "\udc00" }));
  refuses("limit", () => new Key("HS256", SECRET, { kid: "x".repeat(65) }));
  refuses("bad-argument", () => Key.fromJwk({ kty: "oct", k: Buffer.from(SECRET).toString("base64url") }));
  refuses("algorithm-mismatch", () => Key.fromJwk({ kty: "RSA", n: "AQAB", e: "AQAB" }));
  for (const alg of [undefined, null, 1, {}, new Uint8Array(4), ["HS256"]]) {
    refuses("bad-argument", () => new Key(alg, SECRET));
  }
  for (const secret of [
    undefined,
    null,
    1,
    1n,
    {},
    [1, 2],
    true,
    Symbol("s"),
    () => SECRET,
    new ArrayBuffer(32),
  ]) {
    refuses("bad-argument", () => new Key("HS256", secret));
    refuses("bad-argument", () => Key.fromHex("HS256", secret));
    refuses("bad-argument", () => Key.withShortSecret("HS256", secret));
  }
  refuses("bad-argument", () => new Key("HS256", new Uint16Array(64)));
  refuses("bad-argument", () => new Key("HS256", new DataView(new ArrayBuffer(64))));
});

test("what a key shows", () => {
  const key = new Key("HS256", SECRET, { kid: "\ufeffk\u00e9y" });
  assert.deepEqual({ ...key }, { alg: "HS256", kid: "\ufeffk\u00e9y" });
  assert.equal(JSON.stringify(key), '{"alg":"HS256","kid":"\ufeffk\u00e9y"}');
  assert.ok(!show(key, { showHidden: true, depth: 9 }).includes("secret"));
  assert.ok(key instanceof TokenKeys);
  assert.equal(new Key("HS384", new Uint8Array(48)).kid, undefined);
});

test("a ring: the first signs, all verify", () => {
  const old = new Key("HS256", SECRET, { kid: "old" });
  const young = new Key("HS512", new Uint8Array(64).fill(1), { kid: "young" });
  const ring = new KeyRing([young, old]);
  assert.deepEqual(ring.keys, [
    { alg: "HS512", kid: "young" },
    { alg: "HS256", kid: "old" },
  ]);
  assert.ok(Object.isFrozen(ring.keys) && Object.isFrozen(ring.keys[0]));
  assert.equal(ring.tryVerify(old.sign({})).key, 1);
  assert.equal(young.tryVerify(ring.sign({})).ok, true);
  assert.equal(old.tryVerify(ring.sign({})).code, "unknown-key");
});

test("a ring is of copies", () => {
  const key = new Key("HS256", SECRET);
  const ring = new KeyRing(new Set([key]));
  key.free();
  assert.equal(ring.verify(token, { now: NOW }).sub, "alice");
  const again = new Key("HS256", SECRET);
  new KeyRing([again]).free();
  assert.equal(again.verify(token, { now: NOW }).sub, "alice");
});

test("bad rings", () => {
  const key = new Key("HS256", SECRET);
  const freed = new Key("HS256", SECRET);
  freed.free();
  const other = new KeyRing([key]);
  for (const keys of [
    undefined,
    null,
    1,
    "keys",
    {},
    [],
    key,
    [null],
    [{}],
    [SECRET],
    [freed],
    [key, freed],
    [other],
  ]) {
    refuses("bad-argument", () => new KeyRing(keys));
  }
  refuses("bad-argument", () => new KeyRing([Object.create(Key.prototype)]));
  refuses("unknown-key", () => KeyRing.fromJwks({ keys: [] }));
  refuses("unknown-key", () => KeyRing.fromJwks({ keys: [{ kty: "EC" }] }));
  refuses("malformed", () => KeyRing.fromJwks({}));
  refuses("malformed", () => KeyRing.fromJwks('{"keys":[]'));
});

test("a key that is freed while the ring gathers its keys", () => {
  function* keys() {
    const first = new Key("HS256", "A".repeat(32), { kid: "a" });
    yield first;
    first.free();
    yield new Key("HS256", "B".repeat(32), { kid: "b" });
  }
  refuses("bad-argument", () => new KeyRing(keys()));
});

test("a JWK Set as an object", () => {
  const jwk = (kid, byte) => ({ kty: "oct", kid, k: Buffer.alloc(32, byte).toString("base64url") });
  const ring = KeyRing.fromJwks({ keys: [jwk("a", 1), { kty: "RSA" }, jwk("b", 2)] }, { alg: "HS256" });
  assert.deepEqual(
    ring.keys.map(({ kid }) => kid),
    ["a", "b"],
  );
  assert.equal(ring.tryVerify(new Key("HS256", Buffer.alloc(32, 2), { kid: "b" }).sign({})).key, 1);
});

test("a freed key refuses everything, and can be freed again", () => {
  const key = new Key("HS256", SECRET, { kid: "k" });
  const ring = new KeyRing([key]);
  for (const keys of [key, ring]) {
    keys.free();
    keys.free();
    keys[Symbol.dispose]?.();
    refuses("bad-argument", () => keys.sign({}));
    refuses("bad-argument", () => keys.verify(token));
    refuses("bad-argument", () => keys.verifyRaw(token));
    assert.deepEqual(keys.tryVerify(token), { ok: false, code: "bad-argument" });
  }
  refuses("bad-argument", () => key.mac("x"));
  refuses("bad-argument", () => key.verifyMac("x", new Uint8Array(32)));
  assert.equal(key.kid, "k");
});

test("Symbol.dispose frees", { skip: Symbol.dispose === undefined }, () => {
  const key = new Key("HS256", SECRET);
  key[Symbol.dispose]();
  refuses("bad-argument", () => key.sign({}));
});

test("a key that is freed while its claims are made", () => {
  const key = new Key("HS256", SECRET);
  refuses("bad-argument", () => key.sign({ x: { toJSON: () => key.free() } }));
});

test("secrets leave nothing in the memory, nor do freed keys", async () => {
  const kid = "the kid of a key that is to be found in the memory";
  const secret = "a secret that is to be found nowhere in the memory";
  const base64url = Buffer.from(secret).toString("base64url");
  const keys = [
    new Key("HS256", secret, { kid }),
    Key.fromBase64url("HS256", base64url, { kid }),
    Key.fromHex("HS256", Buffer.from(secret).toString("hex"), { kid }),
    Key.fromJwk({ kty: "oct", alg: "HS256", kid, k: base64url }),
    KeyRing.fromJwks({ keys: [{ kty: "oct", alg: "HS256", kid, k: base64url }] }),
  ];
  assert.throws(() => Key.fromJwk({ kty: "oct", alg: "HS999", kid, k: base64url }));
  assert.throws(() => Key.fromHex("HS256", `${Buffer.from(secret).toString("hex")}x`));
  for (const text of [secret, base64url, Buffer.from(secret).toString("hex")]) {
    assert.equal(await occurrences(text), 0);
  }
  const others = new Key("HS256", SECRET);
  others.sign({ text: "x".repeat(1000) });
  assert.equal(await occurrences(kid), keys.length);
  for (const key of keys) {
    key.free();
  }
  assert.equal(await occurrences(kid), 0);
});

test("forgotten keys are freed by the garbage collector", { skip: globalThis.gc === undefined }, async () => {
  const { memory } = await internal("wasm");
  const before = memory().length;
  for (let round = 0; round < 100; round += 1) {
    for (let i = 0; i < 1000; i += 1) {
      new Key("HS256", SECRET);
    }
    gc();
    await new Promise((resolve) => setTimeout(resolve));
  }
  // 100,000 keys of 1 KB were made.
  assert.ok(memory().length - before < 20_000_000, `${memory().length - before} bytes more`);
});
