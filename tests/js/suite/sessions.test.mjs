import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect as show } from "node:util";
import { findCookie, Key, KeyRing, MemoryStore, Session, Sessions, TokensealError } from "tokenseal";

import { NOW, refuses, refusesLater, SECRET } from "./help.mjs";

const DAY = 86_400;
const ring = new KeyRing([new Key("HS256", SECRET)]);
const make = (options) => new Sessions(ring, new MemoryStore(), options);
const at = (seconds) => ({ now: NOW + seconds * 1000 });

test("what a session says, and its cookie", async () => {
  const sessions = make();
  const session = await sessions.start({ subject: "alice", data: { cart: [7] }, now: NOW });
  assert.ok(session instanceof Session);
  assert.deepEqual(session.data, { cart: [7] });
  assert.equal(session.created, NOW);
  assert.equal(session.lastSeen, NOW);
  assert.equal(session.expiresAt, NOW + 14 * DAY * 1000);
  assert.equal(session.idle, DAY);
  assert.equal(session.maxAge, 14 * DAY);
  assert.equal(session.anonymous, false);
  assert.equal(session.reseal, false);
  assert.match(session.id, /^[\w-]{43}$/);
  assert.match(session.cookie, /^[\w-]{64}\.1700000000\.[\w-]{43}$/);
  assert.equal(
    sessions.setCookie(session).toString(),
    `__Host-session=${session.cookie}; Path=/; Max-Age=1209600; Secure; HttpOnly; SameSite=Lax`,
  );
  assert.match(sessions.removeCookie().toString(), /^__Host-session=; Path=\/; Max-Age=0; .*HttpOnly/);
  // Later, the cookie lives as long as the session still can.
  const later = await sessions.load(session.cookie, at(DAY / 2));
  assert.match(sessions.setCookie(later).toString(), /; Max-Age=1166400; /);
  assert.equal(later.maxAge, 13.5 * DAY);
  assert.equal(later.id, session.id);
  assert.equal(later.lastSeen, NOW + (DAY / 2) * 1000);
});

test("neither logs nor JSON let anybody in", async () => {
  const session = await make().start({ subject: "alice", data: { visits: 1 }, now: NOW });
  for (const text of [
    show(session, { depth: 9, showHidden: true }),
    JSON.stringify(session),
    String(session),
  ]) {
    assert.ok(!text.includes(session.cookie.slice(0, 43)), text);
  }
  assert.deepEqual(Object.keys(session), []);
  assert.equal(JSON.parse(JSON.stringify(session)).data.visits, 1);
});

test("options of the cookie", async () => {
  const sessions = make({ cookie: "sid" });
  const session = await sessions.start({ now: NOW });
  const options = { domain: "shop.example", sameSite: "Strict", secure: false };
  assert.match(
    sessions.setCookie(session, options).toString(),
    /^sid=.*; Path=\/; Domain=shop.example; Max-Age=1209600; HttpOnly; SameSite=Strict$/,
  );
  assert.match(sessions.removeCookie(options).toString(), /^sid=; Path=\/; Domain=shop.example; Max-Age=0; /);
  assert.equal(findCookie(`a=1; sid=${session.cookie}`, sessions.cookie), session.cookie);
  // Another name is another cookie.
  const other = new Sessions(ring, new MemoryStore(), { cookie: "id" });
  await refusesLater("bad-signature", () => other.load(session.cookie));
});

test("data are any JSON object", async () => {
  const sessions = make();
  const data = { text: '\u00e9\u{1f36a}\u2028"\\', list: [1, null, { deep: true }], nothing: undefined };
  const session = await sessions.start({ data, now: NOW });
  assert.deepEqual((await sessions.load(session.cookie, at(1))).data, {
    text: '\u00e9\u{1f36a}\u2028"\\',
    list: [1, null, { deep: true }],
  });
  assert.deepEqual((await sessions.start()).data, {});
  assert.deepEqual((await sessions.load((await sessions.start()).cookie)).data, {});
  for (const value of [
    5,
    "{}",
    null,
    [],
    new Uint8Array(2),
    new Date(0),
    new Map(),
    { big: 1n },
    { x: NaN },
  ]) {
    await refusesLater("bad-argument", () => sessions.start({ data: value }));
    const session = await sessions.start();
    await refusesLater("bad-argument", async () => {
      session.data = value;
      await sessions.save(session);
    });
    assert.deepEqual((await sessions.load(session.cookie)).data, {});
  }
  await refusesLater("limit", () => sessions.start({ data: { text: "x".repeat(65_536) } }));
  const longest = { text: "x".repeat(65_536 - 11) };
  assert.deepEqual((await sessions.load((await sessions.start({ data: longest })).cookie)).data, longest);
  // A name that would be something else in an assignment.
  const own = JSON.parse('{"__proto__":{"admin":true}}');
  const loaded = await sessions.load((await sessions.start({ data: own })).cookie);
  assert.equal(loaded.data.admin, undefined);
  assert.ok(Object.hasOwn(loaded.data, "__proto__"));
});

test("data of another make", async () => {
  const store = new MemoryStore();
  const sessions = new Sessions(ring, store);
  let session = await sessions.start({ data: { secret: "hidden" } });
  let key = `tokenseal:session:${session.id}`;
  const [record] = store.get([key], Date.now());
  const header = record.subarray(0, 58);
  for (const text of ["[]", "5", "null", '"hidden"', "{", "\xff{}", '{"secret":"hidden"}x']) {
    const [found] = store.get([key], Date.now());
    store.swap(key, found, Buffer.concat([header, Buffer.from(text, "latin1")]), 60_000, Date.now());
    const loaded = await sessions.load(session.cookie);
    refuses("unknown-record", () => loaded.data, ["hidden"]);
    refuses("unknown-record", () => JSON.stringify(loaded), ["hidden"]);
    assert.equal(Buffer.from(loaded.raw).toString("latin1"), text);
    await refusesLater("unknown-record", () => sessions.update(loaded, () => undefined));
    // They go on as they are, or as other data.
    await sessions.save(loaded);
    const next = await sessions.rotate(loaded);
    assert.equal(Buffer.from(next.raw).toString("latin1"), text);
    next.data = { n: 1 };
    assert.equal(Buffer.from(next.raw).toString(), '{"n":1}');
    await sessions.save(next);
    assert.deepEqual((await sessions.load(next.cookie)).data, { n: 1 });
    session = await sessions.start({ data: { secret: "hidden" } });
    key = `tokenseal:session:${session.id}`;
  }
  const [found] = store.get([key], Date.now());
  store.swap(key, found, header, 60_000, Date.now());
  assert.deepEqual((await sessions.load(session.cookie)).data, {});
});

test("data in another form than JSON", async () => {
  const sessions = make();
  const session = await sessions.start();
  assert.equal(Buffer.from(session.raw).toString(), "{}");
  session.raw = Uint8Array.of(0, 255);
  await sessions.save(session);
  const loaded = await sessions.load(session.cookie);
  assert.deepEqual([...loaded.raw], [0, 255]);
  refuses("unknown-record", () => session.data);
  // What was looked at is saved as it is then.
  loaded.raw = Buffer.from('{"n":1}');
  loaded.data.n = 2;
  await sessions.save(loaded);
  assert.deepEqual((await sessions.load(session.cookie)).data, { n: 2 });
  loaded.data.n = 3n;
  refuses("bad-argument", () => loaded.raw);
  for (const value of ["{}", null, undefined, 5, [0], new ArrayBuffer(1)]) {
    refuses("bad-argument", () => {
      loaded.raw = value;
    });
  }
  loaded.raw = new Uint8Array(65_537);
  await refusesLater("limit", () => sessions.save(loaded));
});

test("whose a session is", async () => {
  const store = new MemoryStore();
  const [shop, forum] = ["shop", "forum"].map((namespace) => new Sessions(ring, store, { namespace }));
  const nobody = await shop.start();
  assert.equal(nobody.isOf("alice") || nobody.isOf(""), false);
  const alice = await shop.rotate(nobody, { subject: "alice" });
  assert.equal(alice.isOf("alice"), true);
  assert.equal((await shop.load(alice.cookie)).isOf("alice"), true);
  assert.equal(alice.isOf("bob") || alice.isOf("") || alice.isOf("x".repeat(70_000)), false);
  assert.equal((await forum.start({ subject: "alice" })).isOf("alice"), true);
  for (const subject of [undefined, null, 5, "\ud800"]) {
    refuses("bad-argument", () => alice.isOf(subject));
  }
});

test("keys that can't seal: nothing is written, and the old session lives on", async () => {
  const store = new MemoryStore();
  const alice = await new Sessions(ring, store).start({ subject: "alice" });
  const sealing = new Key("HS256", SECRET);
  const verifying = Key.fromJwk({
    kty: "oct",
    alg: "HS256",
    k: Buffer.from(`${SECRET}, which verifies`).toString("base64url"),
    key_ops: ["verify"],
  });
  for (const [first, code] of [
    [verifying, "key-use"],
    [Key.withShortSecret("HS256", "short"), "weak-key"],
  ]) {
    const keys = new KeyRing([first, sealing]);
    const noWrite = { get: (...words) => store.get(...words), swap: () => assert.fail("a write") };
    const sessions = new Sessions(keys, noWrite);
    await refusesLater(code, () => sessions.start({ subject: "alice" }));
    if (code === "key-use") {
      await refusesLater(code, () => sessions.rotate(alice.cookie));
    }
    await refusesLater(code, () => sessions.rotate(alice, { subject: "alice" }));
    await new Sessions(ring, store).load(alice.cookie);
  }
});

test("saving: stale data are a conflict, a touch is not", async () => {
  const sessions = make();
  const { cookie } = await sessions.start({ data: { n: 0 }, now: NOW });
  const first = await sessions.load(cookie, at(1));
  const second = await sessions.load(cookie, at(2));
  await sessions.load(cookie, at(500));
  first.data.n = 1;
  await sessions.save(first, at(501));
  assert.equal(first.lastSeen, NOW + 501_000);
  // Once more, now that it was saved.
  first.data.n = 2;
  await sessions.save(first, at(502));
  second.data.n = 7;
  await refusesLater("conflict", () => sessions.save(second, at(503)));
  assert.deepEqual((await sessions.load(cookie, at(504))).data, { n: 2 });
  await sessions.end(cookie, at(505));
  await refusesLater("session-ended", () => sessions.save(first, at(506)));
  await refusesLater("session-ended", () => sessions.load(cookie, at(506)));
  for (const value of [cookie, undefined, {}, { data: {} }, null]) {
    await refusesLater("bad-argument", () => sessions.save(value));
    refuses("bad-argument", () => sessions.setCookie(value));
  }
});

test("updating: none is lost, and the change may take its time", async () => {
  const sessions = make();
  const session = await sessions.start({ subject: "alice", data: { n: 0 } });
  let calls = 0;
  const count = async (data) => {
    calls += 1;
    await null;
    return { n: data.n + 1 };
  };
  await Promise.all(Array.from({ length: 12 }, () => sessions.update(session.cookie, count)));
  assert.equal((await sessions.load(session.cookie)).data.n, 12);
  assert.ok(calls > 12, "some had to be done again");
  // A session that is given is up to date afterwards, without what was not saved.
  session.data.n = 1000;
  const same = await sessions.update(session, (data) => {
    data.n += 1;
  });
  assert.equal(same, session);
  assert.deepEqual(session.data, { n: 13 });
  session.data.n = 14;
  await sessions.save(session);
  await assert.rejects(
    sessions.update(session, () => {
      throw new RangeError("of the caller");
    }),
    RangeError,
  );
  await refusesLater("bad-argument", () => sessions.update(session, () => 5));
  assert.equal((await sessions.load(session)).data.n, 14);
});

test("updating what others never leave alone", async () => {
  const sessions = make();
  const { cookie } = await sessions.start({ data: { n: 0 } });
  let others = 0;
  await refusesLater("contention", () =>
    sessions.update(cookie, async (data) => {
      others += 1;
      const other = await sessions.load(cookie);
      other.data.n = others;
      await sessions.save(other);
      data.mine = true;
    }),
  );
  assert.equal(others, 32);
  assert.deepEqual((await sessions.load(cookie)).data, { n: 32 });
});

test("rotating: at login and from time to time", async () => {
  const sessions = make();
  const anonymous = await sessions.start({ data: { cart: [1] }, now: NOW });
  assert.equal(anonymous.anonymous, true);
  await refusesLater("bad-argument", () => sessions.endAll(anonymous));
  anonymous.data.unsaved = true;
  const alice = await sessions.rotate(anonymous, { subject: "alice", ...at(10) });
  assert.equal(alice.anonymous, false);
  assert.deepEqual(alice.data, { cart: [1] });
  assert.equal(alice.created, NOW + 10_000);
  assert.notEqual(alice.id, anonymous.id);
  await refusesLater("session-ended", () => sessions.load(anonymous.cookie, at(11)));
  const next = await sessions.rotate(alice.cookie, at(20));
  assert.equal(next.created, NOW + 10_000);
  assert.equal((await sessions.load(next.cookie, at(21))).id, next.id);
  // What is saved goes to where the session is now.
  next.data.cart.push(2);
  await sessions.save(next, at(22));
  await refusesLater("bad-argument", () => sessions.rotate(next, { subject: "bob", ...at(23) }));
  // Whoever logs out with an old cookie logs the session out.
  await sessions.end(alice.cookie, at(24));
  await refusesLater("session-ended", () => sessions.load(next.cookie, at(25)));
});

test("expiry, idle and absolute", async () => {
  const sessions = make({ idle: 100, lifetime: 250 });
  const start = async () => (await sessions.start({ now: NOW })).cookie;
  const idle = await start();
  await sessions.load(idle, at(99.999));
  await refusesLater("session-expired", () => sessions.load(idle, at(200)));
  const used = await start();
  for (let seconds = 50; seconds < 250; seconds += 50) {
    await sessions.load(used, at(seconds));
  }
  await sessions.load(used, at(249.999));
  await refusesLater("session-expired", () => sessions.load(used, at(250)));
});

test("log out everywhere ends what began before, and nothing else", async () => {
  const sessions = make();
  const [laptop, phone, bob] = await Promise.all(
    ["alice", "alice", "bob"].map((subject) => sessions.start({ subject, now: NOW })),
  );
  await sessions.endAll(laptop.cookie, at(1));
  for (const session of [laptop, phone]) {
    await refusesLater("revoked", () => sessions.load(session.cookie, at(2)));
    await refusesLater("revoked", () => sessions.save(session, at(2)));
  }
  await sessions.load(bob.cookie, at(2));
  const again = await sessions.start({ subject: "alice", ...at(2) });
  await sessions.load(again.cookie, at(3));
});

test("namespaces keep applications apart", async () => {
  const store = new MemoryStore();
  const [shop, forum] = ["shop", "forum"].map((namespace) => new Sessions(ring, store, { namespace }));
  const session = await shop.start({ subject: "alice" });
  await refusesLater("session-unknown", () => forum.load(session.cookie));
  await forum.endAll(await forum.start({ subject: "alice" }));
  await shop.load(session.cookie);
});

test("a key that is replaced", async () => {
  const store = new MemoryStore();
  const [old, fresh] = [new Key("HS256", SECRET), new Key("HS256", `${SECRET}, a new one`)];
  const before = await new Sessions(old, store).start({ subject: "alice" });
  const sessions = new Sessions(new KeyRing([fresh, old]), store);
  const session = await sessions.load(before.cookie);
  assert.equal(session.reseal, true);
  assert.equal((await sessions.load(session.cookie)).reseal, false);
  await refusesLater("bad-signature", () => new Sessions(fresh, store).load(before.cookie));
});

test("tryLoad: what is wrong with the cookie is said, what is wrong with the store is thrown", async () => {
  const sessions = make();
  const session = await sessions.start();
  assert.equal((await sessions.tryLoad(session.cookie)).session.id, session.id);
  for (const [cookie, code] of [
    [undefined, "malformed"],
    ["", "malformed"],
    ["a.b.c", "malformed"],
    [`${session.cookie.slice(0, -3)}AAA`, "bad-signature"],
    [(await make().start()).cookie, "session-unknown"],
    [null, "malformed"],
    ["x".repeat(5000), "cookie-too-large"],
  ]) {
    assert.deepEqual(await sessions.tryLoad(cookie), { ok: false, code });
    await refusesLater(code, () => sessions.load(cookie));
    await refusesLater(code, () => sessions.rotate(cookie));
  }
  const [ended, old, revoked] = [
    await sessions.start(),
    await sessions.start(at(0)),
    await sessions.start({ subject: "alice" }),
  ];
  await sessions.end(ended);
  await sessions.endAll(revoked);
  for (const [session, code, options] of [
    [ended, "session-ended"],
    [old, "session-expired", at(DAY)],
    [revoked, "revoked"],
  ]) {
    assert.deepEqual(await sessions.tryLoad(session, options), { ok: false, code });
  }
  // What is wrong with the call.
  await refusesLater("bad-argument", () => sessions.tryLoad(5));
  await refusesLater("bad-argument", () => sessions.tryLoad(session.cookie, { nwo: 5 }));
  // With the keys.
  const weak = new Sessions(Key.withShortSecret("HS256", "short"), new MemoryStore());
  await refusesLater("weak-key", () => weak.tryLoad(session.cookie));
  // With the store.
  const broken = new Sessions(ring, { get: () => Promise.reject(new Error("down")), swap: () => true });
  await refusesLater("store-unavailable", () => broken.tryLoad(session.cookie));
  const odd = { get: (keys) => keys.map(() => Uint8Array.of(9, 9)), swap: () => true };
  await refusesLater("unknown-record", () => new Sessions(ring, odd).tryLoad(session.cookie));
});

test("a forged cookie costs no read", async () => {
  let reads = 0;
  const store = new MemoryStore();
  const counting = {
    get: (keys, now) => {
      reads += 1;
      return store.get(keys, now);
    },
    swap: (...words) => store.swap(...words),
  };
  const sessions = new Sessions(ring, counting);
  const { cookie } = await make().start({ subject: "alice" });
  for (const forged of [`A${cookie.slice(1)}`, cookie.replace(/.{3}$/, "AAA"), "x".repeat(10_000), ""]) {
    for (const method of ["load", "rotate", "end", "endAll"]) {
      await assert.rejects(sessions[method](forged), TokensealError);
    }
  }
  assert.equal(reads, 0);
  await sessions.load((await sessions.start()).cookie);
  assert.equal(reads, 2, "one read each");
});

test("a store that fails, or is none", async () => {
  const cause = new Error("connection refused");
  const failing = (method) => {
    const store = new MemoryStore();
    const fails = {
      sync: () => {
        throw cause;
      },
      async: () => Promise.reject(cause),
    };
    return Object.values(fails).map((fail) => ({
      get: method === "get" ? fail : (...words) => store.get(...words),
      swap: method === "swap" ? fail : (...words) => store.swap(...words),
    }));
  };
  for (const store of [...failing("get"), ...failing("swap")]) {
    await assert.rejects(new Sessions(ring, store).start(), (error) => {
      assert.ok(error instanceof TokensealError);
      assert.equal(error.code, "store-unavailable");
      assert.equal(error.errno, 513);
      assert.equal(error.cause, cause);
      return true;
    });
  }
  const odd = [null, undefined, [], [null, null, null], ["text"], [5], {}, "x", new Map()];
  for (const given of odd) {
    const store = { get: () => given, swap: () => true };
    await refusesLater("store-unavailable", () => new Sessions(ring, store).start());
  }
  for (const took of [undefined, null, 1, 0, "OK"]) {
    const store = { get: (keys) => keys.map(() => undefined), swap: () => took };
    await refusesLater("store-unavailable", () => new Sessions(ring, store).start());
  }
  // A store's own words are handed on as they are.
  const full = new Sessions(ring, new MemoryStore({ capacity: 1 }));
  await full.start();
  await refusesLater("store-full", () => full.start());
});

test("a swap whose reply is lost", async () => {
  const store = new MemoryStore();
  const losing = {
    get: (...words) => store.get(...words),
    // It took, but a client that sent it twice is told that it did not.
    swap: (...words) => store.swap(...words) && false,
  };
  const sessions = new Sessions(ring, losing);
  const session = await sessions.start({ subject: "alice" });
  const next = await sessions.rotate(session);
  assert.equal((await sessions.load(next.cookie)).id, next.id);
  await sessions.end(next);
  await refusesLater("session-ended", () => sessions.load(next.cookie));
});

test("keys are held on to", async () => {
  const sessions = new Sessions(new Key("HS256", SECRET), new MemoryStore());
  const { cookie } = await sessions.start();
  for (let round = 0; round < 20; round += 1) {
    globalThis.gc();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await sessions.load(cookie);
  const key = new Key("HS256", SECRET);
  const freed = new Sessions(key, new MemoryStore());
  key.free();
  await refusesLater("bad-argument", () => freed.load(cookie));
});

test("options", async () => {
  const store = new MemoryStore();
  for (const options of [
    { idle: "5" },
    { lifetime: null },
    { namespace: 5 },
    { cookie: null },
    { cookie: 5 },
    { name: "sid" },
    5,
    new Map(),
  ]) {
    refuses("bad-argument", () => new Sessions(ring, store, options));
  }
  for (const keys of [undefined, null, {}, SECRET, [new Key("HS256", SECRET)]]) {
    refuses("bad-argument", () => new Sessions(keys, store));
  }
  for (const given of [undefined, null, {}, { get: () => [] }, "redis://localhost"]) {
    refuses("bad-argument", () => new Sessions(ring, given));
  }
  for (const options of [
    { idle: 0 },
    { lifetime: 0 },
    { idle: -1 },
    { lifetime: 400 * DAY + 1 },
    { idle: NaN },
    { lifetime: Infinity },
    { idle: 0.0001 },
  ]) {
    refuses("bad-argument", () => new Sessions(ring, store, options));
  }
  refuses("limit", () => new Sessions(ring, store, { namespace: "x".repeat(256) }));
  refuses("cookie-character", () => new Sessions(ring, store, { cookie: "a b" }));
  refuses("cookie-character", () => new Sessions(ring, store, { cookie: "" }));
  refuses("cookie-too-large", () => new Sessions(ring, store, { cookie: "x".repeat(4097) }));
  new Sessions(ring, store, { idle: 0.001, lifetime: 400 * DAY, namespace: "x".repeat(255) });
  const sessions = new Sessions(ring, store, { idle: undefined, cookie: undefined });
  const { cookie } = await sessions.start({ subject: undefined, now: new Date() });
  for (const options of [
    { subject: 5 },
    { subject: "" },
    { subject: null },
    { user: "x" },
    { now: "x" },
    5,
  ]) {
    await refusesLater("bad-argument", () => sessions.start(options));
    await refusesLater("bad-argument", () => sessions.rotate(cookie, options));
  }
  for (const options of [{ subject: "alice" }, { now: null }, { now: -1 }, { data: {} }, "now"]) {
    await refusesLater("bad-argument", () => sessions.load(cookie, options));
    await refusesLater("bad-argument", () => sessions.end(cookie, options));
  }
});
