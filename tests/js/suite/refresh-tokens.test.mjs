import assert from "node:assert/strict";
import { test } from "node:test";
import { Key, KeyRing, MemoryStore, RefreshTokens, Sessions } from "tokenseal";
import { inspect } from "tokenseal/unverified";

import { NOW, refuses, refusesLater, SECRET } from "./help.mjs";

const DAY = 86_400;
const ring = new KeyRing([new Key("HS256", SECRET)]);
const make = (options, store = new MemoryStore()) => new RefreshTokens(ring, store, options);
const at = (seconds) => ({ now: NOW + seconds * 1000 });
const claimsOf = ({ access }) => inspect(access).claims;

test("a pair of tokens", async () => {
  const pair = await make().issue("alice", { role: "admin" }, { now: NOW });
  assert.deepEqual(Object.keys(pair).sort(), [
    "access",
    "accessExpiresAt",
    "created",
    "expiresIn",
    "recovered",
    "refresh",
    "refreshExpiresAt",
    "repeated",
  ]);
  assert.deepEqual(ring.verify(pair.access, { now: NOW }), {
    sub: "alice",
    role: "admin",
    iat: NOW / 1000,
    exp: NOW / 1000 + 900,
  });
  assert.match(pair.refresh, /^A[\w-]{54}\.[\w-]{43}$/);
  assert.equal(pair.expiresIn, 900);
  assert.equal(pair.created, NOW);
  assert.equal(pair.accessExpiresAt, NOW + 900_000);
  assert.equal(pair.refreshExpiresAt, NOW + 90 * DAY * 1000);
  assert.equal(pair.repeated || pair.recovered, false);
});

test("refreshing: new tokens with the same claims, and times of their own", async () => {
  const tokens = make({ accessLifetime: 60 });
  const first = await tokens.issue("alice", { aud: ["api"], scope: "a b" }, { now: NOW });
  const next = await tokens.refresh(first.refresh, at(100));
  assert.notEqual(next.refresh, first.refresh);
  const iat = NOW / 1000 + 100;
  const expected = { sub: "alice", aud: ["api"], scope: "a b", iat, exp: iat + 60 };
  assert.deepEqual(claimsOf(next), expected);
  assert.equal(next.created, NOW);
  // Within the grace: the same token once more.
  const again = await tokens.refresh(first.refresh, at(109.999));
  assert.equal(again.refresh, next.refresh);
  assert.equal(again.repeated, true);
  assert.equal(claimsOf(again).iat, NOW / 1000 + 109);
  // After it: a copy.
  await refusesLater("refresh-reused", () => tokens.refresh(first.refresh, at(110)));
  await refusesLater("refresh-reused", () => tokens.refresh(next.refresh, at(111)));
});

test("claims of every kind are signed as they stand, each time", async () => {
  const tokens = make();
  for (const [claims, expected] of [
    [undefined, '{"sub":"\u00e9\\"\u{1f36a}",'],
    [{}, '{"sub":"\u00e9\\"\u{1f36a}",'],
    ["{}", '{"sub":"\u00e9\\"\u{1f36a}",'],
    [" \t\r\n{ \n} \n", '{"sub":"\u00e9\\"\u{1f36a}",'],
    ['{"account":12345678901234567890}', '{"sub":"\u00e9\\"\u{1f36a}","account":12345678901234567890,'],
    [' { "a" : [ 1.50 ] } ', '{"sub":"\u00e9\\"\u{1f36a}","a" : [ 1.50 ] ,'],
    [Buffer.from('{"b":"\u00e9"}'), '{"sub":"\u00e9\\"\u{1f36a}","b":"\u00e9",'],
    [
      { "list": [1, null], "gone": undefined, "\u2028": true },
      '{"sub":"\u00e9\\"\u{1f36a}","list":[1,null],"\u2028":true,',
    ],
  ]) {
    const pair = await tokens.issue('\u00e9"\u{1f36a}', claims, { now: NOW });
    const next = await tokens.refresh(pair.refresh, { now: NOW });
    for (const { access } of [pair, next]) {
      const text = ring.verifyRaw(access, { now: NOW, anyAudience: true });
      assert.equal(text, `${expected}"exp":1700000900,"iat":1700000000}`);
    }
  }
});

test("claims that can't be signed: nothing is written", async () => {
  const store = { get: () => assert.fail("a read"), swap: () => assert.fail("a write") };
  const tokens = make({}, store);
  for (const [claims, code] of [
    [{ sub: "bob" }, "bad-argument"],
    ['{"sub":"alice"}', "bad-argument"],
    [{ iat: 5 }, "bad-argument"],
    [{ exp: 5 }, "bad-argument"],
    [{ big: 1n }, "bad-argument"],
    [5, "bad-argument"],
    [null, "bad-argument"],
    [[], "malformed"],
    ["[]", "malformed"],
    ["{", "malformed"],
    ['{"a":1}{"b":2}', "malformed"],
    ['{"a":1,"a":2}', "malformed"],
    ["\ud800", "malformed"],
    [Buffer.from([0xff]), "malformed"],
    [{ aud: 5 }, "malformed"],
    [{ text: "x".repeat(9000) }, "limit"],
  ]) {
    await refusesLater(code, () => tokens.issue("alice", claims));
  }
  for (const subject of [undefined, null, 5, "", "\ud800", {}]) {
    await refusesLater("bad-argument", () => tokens.issue(subject));
  }
  await refusesLater("bad-argument", () => tokens.issue("alice", {}, { subject: "bob" }));
  await refusesLater("bad-argument", () => tokens.issue("alice", {}, { client: "" }));
  await refusesLater("bad-argument", () => tokens.issue("alice", {}, { expiresIn: 5 }));
});

test("a token is its client's", async () => {
  const tokens = make();
  const pair = await tokens.issue("alice", {}, { client: "app", now: NOW });
  for (const options of [{ client: "other" }, {}, { client: undefined }]) {
    await refusesLater("wrong-client", () => tokens.refresh(pair.refresh, { ...options, now: NOW }));
  }
  const next = await tokens.refresh(pair.refresh, { client: "app", now: NOW });
  const anybody = await tokens.issue("alice", {}, { now: NOW });
  await refusesLater("wrong-client", () => tokens.refresh(anybody.refresh, { client: "app", now: NOW }));
  await tokens.refresh(next.refresh, { client: "app", now: NOW });
});

test("log out here, and everywhere", async () => {
  const store = new MemoryStore();
  const tokens = make({}, store);
  const [laptop, phone, bob] = [
    await tokens.issue("alice", {}, at(0)),
    await tokens.issue("alice", {}, at(0)),
    await tokens.issue("bob", {}, at(0)),
  ];
  const session = await new Sessions(ring, store).start({ subject: "alice", ...at(0) });
  await tokens.end(laptop.refresh, at(1));
  await tokens.end(laptop.refresh, at(2));
  await refusesLater("refresh-ended", () => tokens.refresh(laptop.refresh, at(3)));
  const next = await tokens.refresh(phone.refresh, at(3));
  // Any token of the subject will do, an old one too.
  await tokens.endAll(laptop.refresh, { now: NOW + 4200 });
  await refusesLater("revoked", () => tokens.refresh(next.refresh, at(5)));
  await refusesLater("revoked", () => new Sessions(ring, store).load(session.cookie, at(5)));
  await tokens.refresh(bob.refresh, at(5));
  // In the same second: its `iat` is the next one, so that it is not among those that were ended.
  const again = await tokens.issue("alice", {}, { now: NOW + 4900 });
  assert.equal(claimsOf(again).iat, NOW / 1000 + 5);
  assert.equal(claimsOf(again).exp, NOW / 1000 + 904);
  assert.equal(again.accessExpiresAt, NOW + 904_000);
});

test("expiry", async () => {
  const tokens = make({ idle: 100, lifetime: 250, grace: 0 });
  let pair = await tokens.issue("alice", {}, { now: NOW });
  await refusesLater("refresh-expired", () => tokens.refresh(pair.refresh, at(100)));
  for (let seconds = 50; seconds < 250; seconds += 50) {
    pair = await tokens.refresh(pair.refresh, at(seconds));
    assert.equal(pair.refreshExpiresAt, NOW + 250_000);
  }
  await refusesLater("refresh-expired", () => tokens.refresh(pair.refresh, at(250)));
  // Without grace, the second use is one too many.
  const strict = await tokens.issue("alice", {}, { now: NOW });
  await tokens.refresh(strict.refresh, { now: NOW });
  await refusesLater("refresh-reused", () => tokens.refresh(strict.refresh, { now: NOW }));
});

test("a store that lost writes", async () => {
  const store = new MemoryStore();
  const rows = [];
  const losing = {
    get: (...words) => store.get(...words),
    swap: (key, expected, next, ttl, now) => {
      rows.push([key, expected, next]);
      return store.swap(key, expected, next, ttl, now);
    },
  };
  const tokens = make({}, losing);
  const pair = await tokens.issue("alice", {}, { now: NOW });
  const next = await tokens.refresh(pair.refresh, at(60));
  const [key, before, after] = rows.at(-1);
  store.swap(key, after, before, 1e9, NOW);
  const recovered = await tokens.refresh(next.refresh, at(120));
  assert.equal(recovered.recovered, true);
  assert.equal((await tokens.refresh(recovered.refresh, at(180))).recovered, false);
});

test("keys are replaced without logging anybody out", async () => {
  const [old, fresh] = [new Key("HS256", SECRET), new Key("HS512", `${SECRET}, of 64 bytes and a few more`)];
  const store = new MemoryStore();
  const pair = await new RefreshTokens(old, store).issue("alice", {}, { now: NOW });
  const tokens = new RefreshTokens(new KeyRing([fresh, old]), store);
  const next = await tokens.refresh(pair.refresh, at(1));
  assert.equal(next.refresh.length, 142);
  assert.equal(inspect(next.access).header.alg, "HS512");
  assert.equal((await tokens.refresh(pair.refresh, at(2))).refresh, next.refresh);
  // Whoever has not got the new key yet can't give the successor.
  await refusesLater("unknown-key", () => new RefreshTokens(old, store).refresh(pair.refresh, at(3)));
});

test("tokens of every make", async () => {
  const tokens = make({}, { get: () => assert.fail("a read"), swap: () => assert.fail("a write") });
  const { refresh } = await make().issue("alice");
  for (const [token, code] of [
    ["", "malformed"],
    [".", "malformed"],
    [refresh.replace(/.{3}$/, "AAA"), "bad-signature"],
    [`${refresh}\n`, "malformed"],
    [`${refresh}.`, "malformed"],
    ["x".repeat(143), "limit"],
    ["x".repeat(10_000_000), "limit"],
    [new Uint8Array(10_000_000), "limit"],
    ["\u{1f36a}".repeat(36), "limit"],
    [undefined, "bad-argument"],
    [null, "bad-argument"],
    [5, "bad-argument"],
  ]) {
    for (const method of ["refresh", "end", "endAll"]) {
      await refusesLater(code, () => tokens[method](token));
    }
  }
  const bytes = make();
  await bytes.refresh(Buffer.from((await bytes.issue("alice")).refresh));
});

test("options", async () => {
  const store = new MemoryStore();
  for (const options of [
    { accessLifetime: "5" },
    { accessLifetime: null },
    { grace: "1" },
    { cookie: "sid" },
    { namespace: 5 },
    5,
  ]) {
    refuses("bad-argument", () => new RefreshTokens(ring, store, options));
  }
  refuses("bad-argument", () => new RefreshTokens({}, store));
  refuses("bad-argument", () => new RefreshTokens(ring, {}));
  for (const options of [
    { idle: 0 },
    { lifetime: 0 },
    { lifetime: 401 * DAY },
    { idle: NaN },
    { grace: 600.001 },
    { grace: -1 },
    { grace: NaN },
    { accessLifetime: NaN },
    { accessLifetime: Infinity },
    { accessLifetime: 0 },
    { accessLifetime: 0.5 },
    { accessLifetime: 1.5 },
    { accessLifetime: -1 },
    { accessLifetime: 400 * DAY + 1 },
  ]) {
    refuses("bad-argument", () => new RefreshTokens(ring, store, options));
  }
  refuses("limit", () => new RefreshTokens(ring, store, { namespace: "x".repeat(256) }));
  const longest = { accessLifetime: 400 * DAY, lifetime: 400 * DAY, idle: 0.001, grace: 600 };
  new RefreshTokens(ring, store, { ...longest, namespace: "x".repeat(255) });
  new RefreshTokens(ring, store, { accessLifetime: 1, grace: 0 });
  const { refresh } = await new RefreshTokens(ring, store).issue("alice");
  // Keys that can't sign can still end what others have signed, and their settings are checked too.
  const weak = Key.withShortSecret("HS256", "short");
  await new RefreshTokens(new KeyRing([weak, new Key("HS256", SECRET)]), store).end(refresh);
  refuses("bad-argument", () => new RefreshTokens(weak, store, { grace: 601 }));
  refuses("bad-argument", () => new RefreshTokens(weak, store, { idle: 0 }));
  await refusesLater("bad-argument", () => new RefreshTokens(ring, store).refresh(refresh, { clent: "x" }));
  await refusesLater("bad-argument", () => new RefreshTokens(ring, store).end(refresh, { client: "x" }));
});
