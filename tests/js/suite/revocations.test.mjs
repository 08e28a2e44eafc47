import assert from "node:assert/strict";
import { test } from "node:test";
import { Key, MemoryStore, RefreshTokens, Revocations } from "tokenseal";

import { NOW, refuses, refusesLater, SECRET } from "./help.mjs";

const key = new Key("HS256", SECRET);
const at = (seconds) => ({ now: NOW + seconds * 1000 });
const sign = (claims, options) => key.sign(claims, { now: NOW, ...options });
const claimsOf = (token) => key.verify(token, { now: NOW, anyAudience: true });

test("denying one token", async () => {
  const revocations = new Revocations(new MemoryStore());
  const [one, other] = [sign({ sub: "alice", jti: "1" }), sign({ sub: "alice", jti: "2" })];
  await revocations.check(one, claimsOf(one), at(1));
  await revocations.deny(one, claimsOf(one), at(1));
  await revocations.deny(one, claimsOf(one), at(2));
  await refusesLater("revoked", () => revocations.check(one, claimsOf(one), at(2)));
  await revocations.check(other, claimsOf(other), at(2));
  // The claims as text, and the token as bytes, are the same.
  await refusesLater("revoked", () =>
    revocations.check(Buffer.from(one), key.verifyRaw(one, { now: NOW }), at(2)),
  );
});

test("denying a token without an id: it alone, however it is spelled", async () => {
  const revocations = new Revocations(new MemoryStore());
  const [one, other] = [sign({ sub: "alice", n: 1 }), sign({ sub: "alice", n: 2 })];
  await revocations.deny(one, claimsOf(one), at(1));
  await refusesLater("revoked", () => revocations.check(one, claimsOf(one), at(2)));
  await revocations.check(other, claimsOf(other), at(2));
});

test("all of a subject", async () => {
  const store = new MemoryStore();
  const revocations = new Revocations(store);
  const token = sign({ sub: "alice" });
  const undated = key.sign('{"sub":"alice","exp":1700000900}', { now: NOW });
  const bob = sign({ sub: "bob" });
  await revocations.endAll("alice", { now: NOW + 300 });
  await refusesLater("revoked", () => revocations.check(token, claimsOf(token), at(1)));
  await refusesLater("revoked", () => revocations.check(undated, claimsOf(undated), at(1)));
  await revocations.check(bob, claimsOf(bob), at(1));
  // One that was issued after it, if in the same second, is good.
  const pair = await new RefreshTokens(key, store).issue("alice", {}, { now: NOW + 600 });
  await revocations.check(pair.access, claimsOf(pair.access), { now: NOW + 700 });
});

test("namespaces", async () => {
  const store = new MemoryStore();
  const [shop, forum] = ["shop", "forum"].map((namespace) => new Revocations(store, { namespace }));
  const token = sign({ sub: "alice", jti: "1" });
  await shop.deny(token, claimsOf(token), at(1));
  await shop.endAll("alice", at(1));
  await forum.check(token, claimsOf(token), at(1));
  await refusesLater("revoked", () => shop.check(token, claimsOf(token), at(1)));
});

test("what can't be revoked", async () => {
  const revocations = new Revocations(new MemoryStore());
  const forever = sign({ sub: "alice" }, { expiresIn: null });
  const claims = key.verify(forever, { requireExp: false, now: NOW });
  const long = sign({ sub: "alice" }, { expiresIn: 401 * 86_400 });
  for (const method of ["check", "deny"]) {
    await refusesLater("missing-claim", () => revocations[method](forever, claims, at(1)));
    await refusesLater("bad-argument", () => revocations[method](long, claimsOf(long), at(1)));
    const token = sign({ sub: "alice" });
    await refusesLater("malformed", () => revocations[method]("a.b", claimsOf(token), at(1)));
    await refusesLater("malformed", () => revocations[method](token, "{", at(1)));
    for (const value of [undefined, null, 5]) {
      await refusesLater("bad-argument", () => revocations[method](value, claimsOf(token), at(1)));
      await refusesLater("bad-argument", () => revocations[method](token, value, at(1)));
    }
    await refusesLater("bad-argument", () => revocations[method](token, claimsOf(token), { nwo: 1 }));
  }
  for (const subject of [undefined, null, 5, "", "\ud800"]) {
    await refusesLater("bad-argument", () => revocations.endAll(subject));
  }
  await refusesLater("bad-argument", () => revocations.endAll("alice", { subject: "bob" }));
});

test("open or closed, when the store is down", async () => {
  const down = {
    get: () => Promise.reject(new Error("down")),
    swap: () => Promise.reject(new Error("down")),
  };
  const token = sign({ sub: "alice", jti: "1" });
  const claims = claimsOf(token);
  await refusesLater("store-unavailable", () => new Revocations(down).check(token, claims, at(1)));
  await refusesLater("store-unavailable", () =>
    new Revocations(down, { failOpen: false }).check(token, claims, at(1)),
  );
  const open = new Revocations(down, { failOpen: true });
  assert.equal(await open.check(token, claims, at(1)), undefined);
  // Nothing else is passed over: not a write, not a token that can't be checked, not a bad record.
  await refusesLater("store-unavailable", () => open.deny(token, claims, at(1)));
  await refusesLater("store-unavailable", () => open.endAll("alice", at(1)));
  await refusesLater("malformed", () => open.check("x", claims, at(1)));
  const odd = { get: (keys) => keys.map(() => Uint8Array.of(9, 9)), swap: () => true };
  await refusesLater("unknown-record", () =>
    new Revocations(odd, { failOpen: true }).check(token, claims, at(1)),
  );
  const up = new Revocations(new MemoryStore(), { failOpen: true });
  await up.deny(token, claims, at(1));
  await refusesLater("revoked", () => up.check(token, claims, at(1)));
});

test("options", () => {
  const store = new MemoryStore();
  for (const options of [{ failOpen: 1 }, { failOpen: null }, { namespace: 5 }, { grace: 5 }, "open"]) {
    refuses("bad-argument", () => new Revocations(store, options));
  }
  refuses("bad-argument", () => new Revocations(undefined));
  refuses("limit", () => new Revocations(store, { namespace: "x".repeat(256) }));
  new Revocations(store, { namespace: "x".repeat(255) });
  new Revocations(store, { failOpen: undefined, namespace: undefined });
});
