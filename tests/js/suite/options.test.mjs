import assert from "node:assert/strict";
import { test } from "node:test";
import vm from "node:vm";
import { bearerToken, Key, KeyRing, Policy, SetCookie } from "tokenseal";
import { inspect } from "tokenseal/unverified";

import { NOW, refuses, SECRET } from "./help.mjs";

const key = new Key("HS256", SECRET);
const token = key.sign(
  { sub: "alice", aud: ["web", "api"], iss: "me", jti: "1" },
  { now: NOW, expiresIn: 60 },
);
const fresh = key.sign({});
const sealed = key.sealCookie("a", "1");
const jwk = { kty: "oct", alg: "HS256", k: Buffer.from(SECRET).toString("base64url") };

const takers = {
  verify: (options) => key.verify(fresh, options),
  verifyRaw: (options) => key.verifyRaw(fresh, options),
  sign: (options) => key.sign({}, options),
  Policy: (options) => new Policy(options),
  Key: (options) => new Key("HS256", SECRET, options),
  withShortSecret: (options) => Key.withShortSecret("HS256", SECRET, options),
  fromHex: (options) => Key.fromHex("HS256", Buffer.from(SECRET).toString("hex"), options),
  fromBase64url: (options) => Key.fromBase64url("HS256", jwk.k, options),
  fromJwk: (options) => Key.fromJwk(jwk, options),
  SetCookie: (options) => new SetCookie("a", "1", options),
  sealCookie: (options) => key.sealCookie("a", "1", options),
  openCookie: (options) => key.openCookie("a", sealed, options),
  fromJwks: (options) => KeyRing.fromJwks({ keys: [jwk] }, options),
};

test("names that are not known, and what is no plain object", () => {
  class Options {
    get audience() {
      return "nobody";
    }
  }
  for (const take of Object.values(takers)) {
    take({});
    take(undefined);
    for (const name of [
      "audiance",
      "Issuer",
      "max_age",
      "algorithms",
      "ignoreExpiration",
      "toString",
      "",
      "0",
    ]) {
      refuses("bad-argument", () => take({ [name]: 1 }));
      refuses("bad-argument", () => take({ [name]: undefined }));
    }
    const odd = [
      null,
      1,
      "x",
      true,
      1n,
      [],
      ["audience"],
      new Map([["audience", "x"]]),
      new Options(),
      () => 1,
      new Date(),
    ];
    for (const options of [...odd, new Policy({ issuer: "nobody" })]) {
      refuses("bad-argument", () => take(options));
    }
  }
  assert.equal(key.tryVerify(token, { audiance: "x" }).code, "bad-argument");
  assert.equal(key.tryVerify(token, null).code, "bad-argument");
});

test("a name that stands on the prototype is no option", () => {
  refuses("bad-argument", () => key.verify(token, Object.create({ audience: "web" })));
  assert.equal(key.tryVerify(token, JSON.parse('{"__proto__":1}')).code, "bad-argument");
});

test("plain objects of any origin", () => {
  const options = { audience: "web", now: NOW };
  assert.ok(key.verify(token, Object.assign(Object.create(null), options)));
  assert.ok(
    key.verify(token, vm.runInNewContext(`({ audience: ["nobody", "web"], now: new Date(${NOW}) })`)),
  );
  assert.ok(key.verify(vm.runInNewContext(`new Uint8Array([${[...Buffer.from(token)]}])`), options));
});

test("types of values", () => {
  const wrong = {
    issuer: [1, null, {}, ["me"], true, "\ud800"],
    subject: [1, null, new String("alice")],
    jwtId: [1, null],
    typ: [1, null],
    audience: [
      1,
      null,
      {},
      [1],
      [null],
      [undefined],
      new Set(["web"]),
      [["web"]],
      [, "web"],
      [],
      ["web", "\ud800"],
    ],
    anyAudience: [1, 0, "true", "false", null, {}],
    requireExp: [0, 1, "false", null],
    required: ["sub", 1, null, {}, [1], new Set(["sub"])],
    leeway: ["1", null, NaN, Infinity, -1, -0.001, 600.001, 1n, new Date(1), {}],
    maxAge: ["1", null, NaN, Infinity, -1, 1n, 2 ** 53],
    maxToken: ["1", null, NaN, Infinity, -1, 1.5, 65_537, 2 ** 32, 2 ** 32 + 1, 1n],
    now: [
      "1",
      null,
      NaN,
      Infinity,
      -Infinity,
      -1,
      2 ** 53 + 2,
      1n,
      {},
      new Date(NaN),
      new Date(-1),
      "2026-01-01",
    ],
    policy: [1, null, {}, { issuer: "me" }, Object.create(Policy.prototype)],
  };
  for (const [name, values] of Object.entries(wrong)) {
    for (const value of values) {
      const options = { now: NOW, [name]: value };
      refuses("bad-argument", () => key.verify(token, options));
      assert.deepEqual(
        key.tryVerify(token, options),
        { ok: false, code: "bad-argument" },
        `${name}: ${String(value)}`,
      );
    }
  }
  for (const [name, values] of Object.entries({
    expiresIn: ["1", NaN, Infinity, -1, 1n, 2 ** 53, new Date(), {}],
    notBefore: ["1", null, NaN, -1, 1n, {}],
    issuedAt: ["1", null, NaN, -1, 1n, {}],
    issuer: [1, null],
    audience: [[], null, [1]],
    maxToken: [1.5, 65_537, -1],
    now: [NaN, null, -1, "1"],
  })) {
    for (const value of values) {
      refuses("bad-argument", () => key.sign({}, { [name]: value }));
    }
  }
});

test("undefined is not given", () => {
  assert.ok(
    key.verify(token, { now: NOW, issuer: undefined, audience: "web", leeway: undefined, policy: undefined }),
  );
  assert.equal(inspect(key.sign({}, { now: NOW, expiresIn: undefined })).claims.exp, NOW / 1000 + 900);
});

test("every check is made", () => {
  const good = { now: NOW, audience: "web" };
  const cases = [
    ["wrong-issuer", { issuer: "you" }],
    ["wrong-subject", { subject: "bob" }],
    ["wrong-audience", { audience: "app" }],
    ["wrong-audience", { audience: undefined }],
    ["wrong-id", { jwtId: "2" }],
    ["wrong-type", { typ: "at+jwt" }],
    ["missing-claim", { required: ["sub", "role"] }],
    ["too-old", { maxAge: 1, now: NOW + 1000 }],
    ["expired", { now: NOW + 60_000 }],
    ["limit", { maxToken: token.length - 1 }],
  ];
  assert.ok(
    key.verify(token, {
      ...good,
      issuer: "me",
      subject: "alice",
      jwtId: "1",
      typ: "application/jwt",
      required: ["sub"],
      maxAge: 1,
    }),
  );
  for (const [code, options] of cases) {
    const all = { ...good, ...options };
    refuses(code, () => key.verify(token, all));
    refuses(code, () => key.verifyRaw(token, all));
    assert.deepEqual(key.tryVerify(token, all), { ok: false, code });
    const { now, ...policy } = all;
    if (code === "bad-argument" && now === NOW) {
      refuses(code, () => new Policy(policy));
    } else {
      assert.deepEqual(key.tryVerify(token, { now, policy: new Policy(policy) }), { ok: false, code });
    }
  }
  assert.ok(key.verify(token, { now: NOW, anyAudience: true }));
});

test("a policy goes alone", () => {
  const policy = new Policy({ audience: ["app", "web"] });
  assert.ok(key.verify(token, { policy, now: NOW }));
  refuses("bad-argument", () => key.verify(token, { policy, now: NOW, issuer: "me" }));
  refuses("bad-argument", () => new Policy({ now: NOW }));
  refuses("bad-argument", () => new Policy({ policy }));
  assert.deepEqual(Object.keys(policy), []);
});

test("a policy that makes no sense is refused when it is made", () => {
  for (const options of [
    { leeway: 601 },
    { maxToken: 65_537 },
    { audience: [] },
    { audience: "api", anyAudience: true },
  ]) {
    refuses("bad-argument", () => new Policy(options));
  }
});

test("what is undefined beside a policy is not given", () => {
  const policy = new Policy({ audience: "web" });
  assert.ok(key.verify(token, { policy, now: NOW, issuer: undefined }));
});

test("a policy does not follow what it was made of", () => {
  const audience = ["web"];
  const policy = new Policy({ audience });
  audience[0] = "nobody";
  assert.ok(key.verify(token, { policy, now: NOW }));
});

test("the clock: milliseconds, rounded down, or a Date", () => {
  const end = NOW + 60_000;
  for (const now of [end - 1, end - 0.001, new Date(end - 1)]) {
    assert.ok(key.verify(token, { audience: "web", now }));
  }
  for (const now of [end, end + 0.5, new Date(end)]) {
    assert.equal(key.tryVerify(token, { audience: "web", now }).code, "expired");
  }
  assert.equal(key.tryVerify(token, { audience: "web" }).code, "expired");
  assert.ok(key.verify(key.sign({})));
});

test("durations: seconds, with fractions to the millisecond", () => {
  const options = { audience: "web", now: NOW + 60_500 };
  assert.equal(key.tryVerify(token, { ...options, leeway: 0.5 }).code, "expired");
  assert.equal(key.tryVerify(token, { ...options, leeway: 0.501 }).ok, true);
  assert.equal(inspect(key.sign({}, { now: NOW + 500, expiresIn: 1.5 })).claims.exp, NOW / 1000 + 2);
  assert.equal(inspect(key.sign({}, { now: NOW, notBefore: new Date(NOW + 1) })).claims.nbf, NOW / 1000 + 1);
  const late = inspect(key.sign({}, { now: NOW, issuedAt: new Date(NOW + 5999), expiresIn: 60 })).claims;
  assert.deepEqual(late, { exp: NOW / 1000 + 60, iat: NOW / 1000 + 5 });
  assert.equal(inspect(key.sign({}, { now: NOW, expiresIn: null })).claims.exp, undefined);
});

test("lists of up to 64 names", () => {
  const names = Array.from({ length: 63 }, (_, i) => `name ${i}`);
  assert.ok(key.verify(token, { audience: [...names, "web"], required: Array(64).fill("sub"), now: NOW }));
  assert.equal(key.tryVerify(token, { audience: [...names, "x"], now: NOW }).code, "wrong-audience");
  for (const options of [
    { audience: [...names, "web", "x"] },
    { audience: "web", required: Array(65).fill("sub") },
  ]) {
    refuses("bad-argument", () => key.verify(token, { ...options, now: NOW }));
  }
  assert.equal(inspect(key.sign({}, { audience: [...names, "x"] })).claims.aud.length, 64);
  refuses("bad-argument", () => key.sign({}, { audience: Array(65).fill("x") }));
  refuses("bad-argument", () => key.sign({}, { audience: Array(100_000).fill("x") }));
});

test("bearer tokens", () => {
  assert.equal(bearerToken(`bearer  ${token} `), token);
  refuses("not-bearer", () => bearerToken(""));
  refuses("not-bearer", () => bearerToken("Basic abc"));
  refuses("malformed", () => bearerToken("Bearer \ud800"));
  refuses("limit", () => bearerToken(`Bearer ${"a".repeat(65_537)}`));
  for (const header of [undefined, null, 1, {}, ["Bearer x"]]) {
    refuses("bad-argument", () => bearerToken(header));
  }
});
