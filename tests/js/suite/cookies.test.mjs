import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect as show } from "node:util";
import { findCookie, Key, KeyRing, parseCookies, SetCookie } from "tokenseal";

import { NOW, refuses, SECRET } from "./help.mjs";

const key = new Key("HS256", SECRET);
const text = (bytes) => Buffer.from(bytes).toString();

test("strings for a string, bytes for bytes", () => {
  assert.deepEqual(parseCookies("a=1; b=\u00e9\u{1f36a}; a=2"), [
    ["a", "1"],
    ["b", "\u00e9\u{1f36a}"],
    ["a", "2"],
  ]);
  const pairs = parseCookies(Buffer.from("a=1; b=\u00e9; a=2"));
  assert.ok(pairs.flat().every((part) => part instanceof Uint8Array && !Buffer.isBuffer(part)));
  assert.deepEqual(
    pairs.map((pair) => pair.map(text)),
    [
      ["a", "1"],
      ["b", "\u00e9"],
      ["a", "2"],
    ],
  );
  assert.equal(findCookie("a=\u00e9; a=2", "a"), "\u00e9");
  assert.equal(text(findCookie(Buffer.from("b=1; \u00e9=2"), "\u00e9")), "2");
  assert.equal(findCookie("b=1; \u00e9=2", Buffer.from("\u00e9")), "2");
  assert.equal(findCookie("a=1", "A"), undefined);
  assert.equal(findCookie(new Uint8Array(), "a"), undefined);
});

test("what is found is one's own", () => {
  const header = Buffer.from("a=1; b=2");
  const [[name, value]] = parseCookies(header);
  header.fill(0x78);
  parseCookies("zzzzzzzzzzzzzzzz=zzzzzzzzzzzz");
  assert.deepEqual([text(name), text(value)], ["a", "1"]);
  assert.equal(value.buffer.byteLength, 1);
});

test("several lines", () => {
  assert.deepEqual(parseCookies(["a=1; b=2", "", "a=3"]), [
    ["a", "1"],
    ["b", "2"],
    ["a", "3"],
  ]);
  assert.equal(findCookie(["b=1", "a=2", "a=3"], "a"), "2");
  assert.equal(text(findCookie([Buffer.from("b=1"), Buffer.from("a=2")], "a")), "2");
  assert.deepEqual(parseCookies([]), []);
  assert.equal(findCookie([], "a"), undefined);
});

test("headers and names of another type", () => {
  for (const value of [
    undefined,
    null,
    1,
    1n,
    {},
    true,
    () => "a=1",
    new ArrayBuffer(8),
    new Map(),
    "\ud800=1",
  ]) {
    refuses("bad-argument", () => parseCookies(value));
    refuses("bad-argument", () => parseCookies([value]));
    refuses("bad-argument", () => parseCookies(["a=1", value]));
    refuses("bad-argument", () => findCookie(value, "a"));
    refuses("bad-argument", () => findCookie("a=1", value));
  }
  refuses("bad-argument", () => parseCookies(["a=1", Buffer.from("b=2")]));
  refuses("bad-argument", () => parseCookies(new Headers({ cookie: "a=1" })));
});

test("headers of every make: as many pairs as can be", () => {
  const pairs = "a=;".repeat(200_000);
  assert.equal(parseCookies(pairs).length, 200_000);
  assert.equal(parseCookies(pairs.slice(0, -1)).length, 200_000);
  assert.equal(parseCookies(Buffer.from(pairs.slice(0, -1))).length, 200_000);
  const found = { "a=b;\0": 1, "\u00e9=;": 65_536, "a=b;": 65_536 };
  for (const unit of [";", "=", "a", "a;", " ;", "\t", '"', ";=", ...Object.keys(found)]) {
    const header = unit.repeat(65_536);
    assert.equal(parseCookies(header).length, found[unit] ?? 0, unit);
    assert.equal(findCookie(header, "b"), undefined, unit);
  }
});

test("SetCookie: all there is", () => {
  const cookie = new SetCookie("sid", "abc", {
    path: "/app",
    domain: "example.com",
    maxAge: 90.9,
    expires: new Date(NOW + 999),
    secure: true,
    httpOnly: false,
    sameSite: "None",
    partitioned: true,
    priority: "High",
  });
  const rest = "Expires=Tue, 14 Nov 2023 22:13:20 GMT; Secure; SameSite=None; Partitioned; Priority=High";
  assert.equal(String(cookie), `sid=abc; Path=/app; Domain=example.com; Max-Age=90; ${rest}`);
  assert.equal(
    `${cookie.removal()}`,
    `sid=; Path=/app; Domain=example.com; Max-Age=0; ${rest.replace(/Expires=[^;]*/, "Expires=Thu, 01 Jan 1970 00:00:00 GMT")}`,
  );
  assert.equal(
    new SetCookie("a", "", { path: null, domain: undefined, maxAge: undefined }).toString(),
    "a=; Secure; HttpOnly; SameSite=Lax",
  );
  const headers = new Headers();
  headers.append("set-cookie", cookie);
  headers.append("set-cookie", new SetCookie("b", "2"));
  assert.deepEqual(headers.getSetCookie(), [String(cookie), "b=2; Path=/; Secure; HttpOnly; SameSite=Lax"]);
});

test("SetCookie does not change", () => {
  const options = { maxAge: 60 };
  const cookie = new SetCookie("a", "1", options);
  const before = String(cookie);
  options.maxAge = 1;
  options.domain = "a;b";
  assert.equal(String(cookie), before);
  assert.ok(Object.isFrozen(cookie));
  assert.throws(() => (cookie.value = "2"), TypeError);
  assert.throws(() => (cookie.extra = "2"), TypeError);
  assert.deepEqual({ ...cookie }, { name: "a", value: "1" });
  assert.deepEqual({ ...cookie.removal() }, { name: "a", value: "" });
  assert.match(show(cookie), /SetCookie/);
  assert.ok(String(cookie.removal().removal()).includes("Max-Age=0"));
});

test("SetCookie: values of another type", () => {
  const wrong = {
    path: [1, true, {}, [], "\ud800"],
    domain: [null, 1, {}, "\ud800"],
    maxAge: ["60", null, NaN, Infinity, -1, 1n, 2 ** 53, new Date()],
    expires: ["tomorrow", null, NaN, -1, 253_402_300_800_000, 1n, {}, new Date(NaN)],
    secure: [0, 1, "true", null],
    httpOnly: [0, 1, "false", null],
    sameSite: ["lax", "strict", "", null, true, 1],
    partitioned: [0, "true", null],
    priority: ["high", "", null, 1],
  };
  for (const [name, values] of Object.entries(wrong)) {
    for (const value of values) {
      refuses("bad-argument", () => new SetCookie("a", "1", { [name]: value }));
    }
  }
  for (const value of [
    undefined,
    null,
    1,
    {},
    Buffer.from("a"),
    new String("a"),
    new Uint8Array(),
    "\ud800",
  ]) {
    refuses("bad-argument", () => new SetCookie(value, "1"));
    refuses("bad-argument", () => new SetCookie("a", value));
  }
  // Text that is well-formed, but no cookie's.
  for (const value of ["a b", "a,b", 'a"b', "a\\b", "a;b", "\u00e9", "\r\nSet-Cookie: b=2", "\x7f"]) {
    refuses("cookie-character", () => new SetCookie("a", value), [value]);
    refuses("cookie-character", () => new SetCookie(value, "a"), [value]);
    refuses("cookie-character", () => new SetCookie("a", "1", { domain: value }), [value]);
  }
});

test("errors of cookies have their numbers", () => {
  const numbers = {
    401: () => new SetCookie("a", "1", { sameSite: "None", secure: false }),
    402: () => new SetCookie("__Host-a", "1", { path: "/app" }),
    403: () => new SetCookie("", "1"),
    404: () => new SetCookie("a", "1".repeat(4_096)),
    405: () => new SetCookie("a", "1", { path: `/${"a".repeat(1_024)}` }),
    406: () => key.openCookie("a", key.sealCookie("a", "1", { now: NOW }), { maxAge: 1 }),
  };
  for (const [errno, call] of Object.entries(numbers)) {
    assert.throws(call, (error) => error.errno === Number(errno) && /^cookie-|^attribute-/.test(error.code));
  }
});

test("sealed values come back as they were", () => {
  for (const value of ["", "v", "\ufeff\u00e9\u{1f36a}", 'a b;c,d\\e"f%g\0\n', "x".repeat(3_000)]) {
    const sealed = key.sealCookie("sid", value, { now: NOW + 999 });
    assert.equal(key.sealCookie("sid", Buffer.from(value), { now: NOW }), sealed);
    new SetCookie("sid", sealed);
    for (const form of [sealed, Buffer.from(sealed)]) {
      const opened = key.openCookie("sid", form, { now: NOW + 90_500, maxAge: 90.501 });
      assert.equal(opened.text, value);
      assert.deepEqual(Buffer.from(opened.value), Buffer.from(value));
      assert.equal(opened.value.buffer.byteLength, opened.value.length);
      assert.deepEqual({ ...opened, value: 0 }, { value: 0, issued: NOW, age: 90.5, key: 0, reseal: false });
    }
    refuses("bad-signature", () => key.openCookie("other", sealed), value === "" ? [] : [value]);
    refuses("cookie-expired", () => key.openCookie("sid", sealed, { now: NOW + 90_500, maxAge: 90.5 }));
    refuses("not-yet-valid", () => key.openCookie("sid", sealed, { now: NOW - 60_001, maxAge: 90 }));
    assert.equal(key.openCookie("sid", sealed, { now: NOW - 60_001 }).age, 0);
  }
  const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
  const opened = key.openCookie("sid", key.sealCookie("sid", bytes));
  assert.deepEqual(opened.value, bytes);
  refuses("malformed", () => opened.text);
});

test("the clock is the clock", () => {
  const opened = key.openCookie("sid", key.sealCookie("sid", "v"), { maxAge: 5 });
  assert.ok(Math.abs(opened.issued - Date.now()) < 5_000 && opened.age < 5);
  refuses("cookie-expired", () =>
    key.openCookie("sid", key.sealCookie("sid", "v", { now: new Date(NOW) }), { maxAge: 60 }),
  );
});

test("a ring seals with its first key and opens with all", () => {
  const young = new Key("HS512", new Uint8Array(64).fill(1), { kid: "young" });
  const ring = new KeyRing([young, key]);
  const sealed = key.sealCookie("sid", "v");
  assert.deepEqual([ring.openCookie("sid", sealed).key, ring.openCookie("sid", sealed).reseal], [1, true]);
  assert.equal(young.openCookie("sid", ring.sealCookie("sid", "v")).reseal, false);
  refuses("bad-signature", () => key.openCookie("sid", ring.sealCookie("sid", "v")));
});

test("the form that does not throw", () => {
  const sealed = key.sealCookie("sid", "v", { now: NOW });
  assert.equal(key.tryOpenCookie("sid", sealed).cookie.text, "v");
  assert.deepEqual(key.tryOpenCookie("other", sealed), { ok: false, code: "bad-signature" });
  assert.deepEqual(key.tryOpenCookie("sid", sealed, { maxAge: 1 }), { ok: false, code: "cookie-expired" });
  for (const value of [undefined, null, 1, {}, [sealed], new ArrayBuffer(8)]) {
    assert.deepEqual(key.tryOpenCookie("sid", value), { ok: false, code: "bad-argument" });
    assert.deepEqual(key.tryOpenCookie(value, sealed), { ok: false, code: "bad-argument" });
    refuses("bad-argument", () => key.openCookie("sid", value));
    refuses("bad-argument", () => key.openCookie(value, sealed));
    refuses("bad-argument", () => key.sealCookie("sid", value));
    refuses("bad-argument", () => key.sealCookie(value, "v"));
  }
  refuses("bad-argument", () => key.sealCookie("sid", "\ud800"));
  assert.deepEqual(key.tryOpenCookie("sid", sealed, { max_age: 1 }), { ok: false, code: "bad-argument" });
});

test("sealed values of any length", () => {
  for (const length of [4_000, 4_093, 4_094, 4_097, 4_100, 4_101, 1_000_000]) {
    for (const unit of ["a", "\u{1f36a}", "\u20ac", "\ud800"]) {
      for (const shift of ["", "a", "aa", "aaa"]) {
        const text = shift + unit.repeat(length / unit.length);
        const expected = Buffer.byteLength(text) + 3 > 4_096 ? "cookie-too-large" : "malformed";
        assert.equal(key.tryOpenCookie("sid", text).code, expected, `${length} of ${unit}`);
        if (unit !== "\ud800" && length > 4_096) {
          refuses("cookie-too-large", () => key.sealCookie("sid", text));
        }
      }
    }
  }
});

test("a short secret serves tokens only", () => {
  const short = Key.withShortSecret("HS256", "short");
  refuses("weak-key", () => short.sealCookie("sid", "v"));
  refuses("weak-key", () => short.openCookie("sid", key.sealCookie("sid", "v")));
});

test("a freed key neither seals nor opens", () => {
  const freed = new Key("HS256", SECRET);
  const sealed = freed.sealCookie("sid", "v");
  freed.free();
  refuses("bad-argument", () => freed.sealCookie("sid", "v"));
  refuses("bad-argument", () => freed.openCookie("sid", sealed));
  assert.deepEqual(freed.tryOpenCookie("sid", sealed), { ok: false, code: "bad-argument" });
});

test("no byte of a sealed value can be changed", () => {
  const sealed = Buffer.from(key.sealCookie("sid", "v;", { now: NOW }));
  let refused = 0;
  for (let at = 0; at < sealed.length; at += 1) {
    for (let byte = 0; byte < 256; byte += 1) {
      const changed = Buffer.from(sealed);
      changed[at] = byte;
      const { ok, code } = key.tryOpenCookie("sid", changed, { now: NOW, maxAge: 60 });
      assert.equal(ok, byte === sealed[at]);
      refused += Number(!ok && ["malformed", "bad-signature"].includes(code));
    }
  }
  assert.equal(refused, sealed.length * 255);
});
