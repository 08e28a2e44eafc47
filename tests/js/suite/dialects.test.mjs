import assert from "node:assert/strict";
import { createHmac, pbkdf2Sync } from "node:crypto";
import { test } from "node:test";
import { inspect as show } from "node:util";
import * as dialects from "tokenseal/dialects";

import { NOW, occurrences, refuses } from "./help.mjs";

const { Dialect, Koa, Rails } = dialects;
const classes = Object.entries(dialects).filter(([, value]) => value.prototype instanceof Dialect);
// Long enough for all of them.
const SECRET = "0123456789abcdef".repeat(4);
const OLD = "fedcba9876543210".repeat(4);

test("there are fourteen, with Koa", () => {
  assert.equal(classes.length, 13);
});

for (const [name, Made] of classes) {
  test(`${name}: there and back`, () => {
    const dialect = new Made(SECRET);
    for (const value of ["v", '{"user":42}', "x".repeat(1_000)]) {
      const text = dialect.seal("sid", value, { now: NOW });
      assert.equal(
        new Made([Buffer.from(SECRET)]).seal("sid", Buffer.from(value), { now: new Date(NOW) }),
        text,
      );
      for (const form of [text, Buffer.from(text)]) {
        const opened = dialect.open("sid", form, { now: NOW });
        assert.equal(opened.text, value);
        assert.ok(opened.value.constructor === Uint8Array);
        assert.deepEqual([opened.secret, opened.compressed], [0, false]);
        assert.deepEqual(dialect.tryOpen("sid", form, { now: NOW }), { ok: true, cookie: opened });
      }
      refuses("bad-signature", () => new Made(OLD).open("sid", text), [value]);
      assert.deepEqual(new Made(OLD).tryOpen("sid", text), { ok: false, code: "bad-signature" });
    }
  });

  test(`${name}: rotation`, () => {
    const before = new Made(OLD).seal("sid", "v");
    assert.equal(new Made([SECRET, OLD]).open("sid", before).secret, 1);
    assert.equal(new Made([OLD, SECRET]).open("sid", before).secret, 0);
    const signer = [new Made([SECRET, OLD]), new Made([OLD, SECRET])].findIndex(
      (both) => both.seal("sid", "v", { now: NOW }) === new Made(OLD).seal("sid", "v", { now: NOW }),
    );
    // As in the original: itsdangerous goes from the oldest to the newest.
    const lastSigns = ["Signer", "TimestampSigner", "UrlSafeTimedSerializer", "Flask", "Starlette"];
    assert.equal(signer, lastSigns.includes(name) ? 0 : 1);
  });

  test(`${name}: what it refuses`, () => {
    const dialect = new Made(SECRET);
    const text = dialect.seal("sid", "v");
    for (const value of [undefined, null, 1, {}, [text], new ArrayBuffer(8), Symbol("s")]) {
      refuses("bad-argument", () => dialect.open("sid", value));
      refuses("bad-argument", () => dialect.open(value, text));
      refuses("bad-argument", () => dialect.seal("sid", value));
      refuses("bad-argument", () => dialect.seal(value, "v"));
      assert.deepEqual(dialect.tryOpen("sid", value), { ok: false, code: "bad-argument" });
      refuses("bad-argument", () => new Made([SECRET, value]));
    }
    for (const value of [null, 1, "x", [], new Map(), () => ({})]) {
      refuses("bad-argument", () => new Made(SECRET, value));
    }
    for (const value of [undefined, null, 1, {}, new Set([SECRET]), [[SECRET]]]) {
      refuses("bad-argument", () => new Made(value));
    }
    refuses("bad-argument", () => new Made([]));
    refuses("bad-argument", () => new Made("\ud800".repeat(64)));
    refuses("bad-argument", () => dialect.seal("sid", "\ud800"));
    refuses("weak-key", () => new Made(""));
    refuses("weak-key", () => new Made([SECRET, new Uint8Array()]));
    refuses("limit", () => new Made("x".repeat(1_025)));
    refuses("limit", () => new Made(Array(17).fill(SECRET)));
    for (const option of ["salty", "Lenient", "maxAge", "secret", "toString"]) {
      refuses("bad-argument", () => new Made(SECRET, { [option]: undefined }));
    }
    for (const options of [
      { max_age: 1 },
      { maxage: 1 },
      { now: NaN },
      { now: "1" },
      { maxAge: "1" },
      [],
      1,
      null,
    ]) {
      refuses("bad-argument", () => dialect.open("sid", text, options));
      assert.deepEqual(dialect.tryOpen("sid", text, options), { ok: false, code: "bad-argument" });
    }
    for (const options of [{ maxAge: 1 }, { now: NaN }, { Now: 1 }, [], 1, null]) {
      refuses("bad-argument", () => dialect.seal("sid", "v", options));
    }
    refuses("cookie-too-large", () => dialect.seal("sid", "x".repeat(5_000)));
    refuses("cookie-too-large", () => dialect.open("sid", "x".repeat(5_000)));
    refuses("cookie-too-large", () => dialect.open("sid", "\u{1f36a}".repeat(1_000_001)));
    for (const changed of ["", ".", text.slice(1), text.slice(0, -2), `${text}.`, "\ud800", "\0"]) {
      const { ok, code } = dialect.tryOpen("sid", changed);
      assert.ok(!ok && ["malformed", "bad-signature"].includes(code), `${changed}: ${code}`);
    }
  });

  test(`${name}: age`, () => {
    const dialect = new Made(SECRET);
    const text = dialect.seal("sid", "v", { now: NOW });
    const { time } = dialect.open("sid", text, { now: NOW });
    if (["Express", "Signer", "DjangoSigner", "RustCookie", "Rails", "MessageVerifier"].includes(name)) {
      assert.equal(time, undefined);
      refuses("bad-argument", () => dialect.open("sid", text, { maxAge: 60 }));
    } else {
      assert.equal(time, NOW);
      dialect.open("sid", text, { now: NOW + 60_000, maxAge: 60 });
      refuses("cookie-expired", () => dialect.open("sid", text, { now: NOW + 61_000, maxAge: 60 }));
    }
  });

  test(`${name}: a freed one does nothing any more`, () => {
    const dialect = new Made(SECRET);
    const text = dialect.seal("sid", "v");
    dialect.free();
    dialect.free();
    dialect[Symbol.dispose]?.();
    refuses("bad-argument", () => dialect.seal("sid", "v"));
    refuses("bad-argument", () => dialect.open("sid", text));
    assert.deepEqual(dialect.tryOpen("sid", text), { ok: false, code: "bad-argument" });
  });

  test(`${name}: shows no secret`, () => {
    const dialect = new Made(SECRET);
    assert.ok(!show(dialect, { showHidden: true, depth: 9 }).includes(SECRET));
    assert.deepEqual(Object.keys(dialect), []);
  });
}

test("Koa: two cookies", () => {
  const koa = new Koa([SECRET, OLD]);
  const signature = koa.sign("sid", "v");
  const tag = (algorithm) => createHmac(algorithm, SECRET).update("sid=v").digest("base64url");
  assert.equal(signature, tag("sha1"));
  assert.equal(new Koa(SECRET, { digest: "sha256" }).sign("sid", "v", { now: NOW }), tag("sha256"));
  const opened = koa.verify("sid", "v", signature);
  assert.deepEqual([opened.text, opened.time, opened.secret, opened.compressed], ["v", undefined, 0, false]);
  assert.equal(koa.verify("sid", Buffer.from("v"), Buffer.from(new Koa(OLD).sign("sid", "v"))).secret, 1);
  assert.deepEqual(koa.tryVerify("sid", "w", signature), { ok: false, code: "bad-signature" });
  assert.deepEqual(koa.tryVerify("sid.sig", "v", signature), { ok: false, code: "bad-signature" });
  assert.deepEqual(koa.tryVerify("sid", "v", `${signature}=`), { ok: false, code: "malformed" });
  refuses("bad-argument", () => koa.verify("sid", "v", signature, { maxAge: 60 }));
  refuses("bad-argument", () => koa.verify("sid", "v"));
  refuses("bad-argument", () => koa.verify("sid", undefined, signature));
  refuses("bad-argument", () => new Koa([]));
  refuses("bad-argument", () => new Koa(SECRET, { digest: "md5" }));
  refuses("weak-key", () => new Koa(""));
  // A lone surrogate is not the well-formed U+FFFD.
  assert.equal(koa.tryVerify("sid", "\ud800", koa.sign("sid", "\ufffd")).code, "bad-signature");
  assert.equal(koa.tryVerify("sid", "x".repeat(4_097), signature).code, "cookie-too-large");
  koa.free();
  koa[Symbol.dispose]?.();
  refuses("bad-argument", () => koa.sign("sid", "v"));
  assert.equal(koa.tryVerify("sid", "v", signature).code, "bad-argument");
});

test("options reach the core", () => {
  const { Django, Flask, Gorilla, RustCookie, Signer, Starlette } = dialects;
  const sealed = (dialect) => dialect.seal("sid", "v", { now: NOW });
  for (const [Made, options] of [
    [Signer, { salt: "other" }],
    [Signer, { digest: "sha256" }],
    [Signer, { digest: "sha512" }],
    [Flask, { salt: "other" }],
    [Django, { salt: "other" }],
    [dialects.DjangoSigner, { salt: "other" }],
    [dialects.DjangoDumps, { salt: "other" }],
    [RustCookie, { derive: true }],
    [Rails, { legacy: true }],
    [Rails, { digest: "sha256" }],
    [Rails, { expiresIn: 60 }],
    [dialects.MessageVerifier, { digest: "sha256" }],
  ]) {
    assert.notEqual(sealed(new Made(SECRET, options)), sealed(new Made(SECRET)), JSON.stringify(options));
    const none = Object.fromEntries(Object.keys(options).map((name) => [name, undefined]));
    assert.equal(sealed(new Made(SECRET, none)), sealed(new Made(SECRET)));
  }
  for (const options of [
    { salt: 1 },
    { digest: "md5" },
    { digest: "SHA1" },
    { lenient: 1 },
    { lenient: "true" },
  ]) {
    refuses("bad-argument", () => new Signer(SECRET, options));
  }
  refuses("bad-argument", () => new Rails(SECRET, { expiresIn: -1 }));
  refuses("bad-argument", () => new Gorilla(SECRET, { minAge: "5" }));
  const gorilla = new Gorilla(SECRET, { minAge: 60 });
  const young = sealed(gorilla);
  refuses("not-yet-valid", () => gorilla.open("sid", young, { now: NOW + 59_000 }));
  gorilla.open("sid", young, { now: NOW + 60_000 });
  const rails = new Rails(SECRET, { expiresIn: 60 });
  assert.equal(rails.open("sid", sealed(rails), { now: NOW }).time, NOW + 60_000);
  refuses("cookie-expired", () => rails.open("sid", sealed(rails), { now: NOW + 60_000 }));

  // The last character of a tag of 20 bytes has two bits that say nothing.
  const text = sealed(new Starlette(SECRET));
  const respelled = `${text.slice(0, -1)}${String.fromCharCode(text.charCodeAt(text.length - 1) + 1)}`;
  refuses("malformed", () => new Starlette(SECRET).open("sid", respelled));
  assert.equal(new Starlette(SECRET, { lenient: true }).open("sid", respelled).text, "v");
});

test("a compressed payload is handed over as it is", async () => {
  const { deflateSync, inflateSync } = await import("node:zlib");
  const { UrlSafeTimedSerializer, TimestampSigner } = dialects;
  const json = JSON.stringify({ text: "again and ".repeat(50) });
  const payload = `.${deflateSync(json).toString("base64url")}`;
  const text = new TimestampSigner(SECRET, { salt: "itsdangerous" }).seal("sid", payload);
  const opened = new UrlSafeTimedSerializer(SECRET).open("sid", text);
  assert.equal(opened.compressed, true);
  assert.equal(inflateSync(opened.value, { maxOutputLength: 65_536 }).toString(), json);
});

test("bytes that are no text", () => {
  const dialect = new dialects.Gorilla(SECRET);
  const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
  const opened = dialect.open("sid", dialect.seal("sid", bytes));
  assert.deepEqual(opened.value, bytes);
  refuses("malformed", () => opened.text);
});

test("secrets leave nothing in the memory, nor do freed dialects", async () => {
  const secret = "a secret that is to be found once, and then nowhere in the memory of the module";
  const salt = "the salt of a dialect that is to be found in the memory";
  const made = classes.map(([, Made]) => new Made([secret, Buffer.from(secret)]));
  made.push(new Koa(secret), new dialects.Signer(secret, { salt }));
  for (const dialect of made) {
    if (dialect instanceof Koa) {
      dialect.verify("sid", "v", dialect.sign("sid", "v"));
    } else {
      dialect.open("sid", dialect.seal("sid", "v"));
    }
  }
  // Two in each of the thirteen but Rails, which keeps what it derived.
  const keys = pbkdf2Sync(secret, "signed cookie", 1_000, 64, "sha256");
  assert.equal(await occurrences(secret), 12 * 2 + 2);
  assert.equal(await occurrences(salt), 1);
  assert.ok((await occurrences(keys)) >= 2);
  assert.throws(() => new Rails([secret, ""]));
  assert.throws(() => new dialects.Express([secret, ""]));
  for (const dialect of made) {
    dialect.free();
  }
  assert.equal(await occurrences(secret), 0);
  assert.equal(await occurrences(keys), 0);
  assert.equal(await occurrences(salt), 0);
});

test(
  "forgotten dialects are freed by the garbage collector",
  { skip: globalThis.gc === undefined },
  async () => {
    const { internal } = await import("./help.mjs");
    const { memory } = await internal("wasm");
    const before = memory().length;
    for (let round = 0; round < 50; round += 1) {
      for (let i = 0; i < 1_000; i += 1) {
        new dialects.Express("x".repeat(1_000));
      }
      gc();
      await new Promise((resolve) => setTimeout(resolve));
    }
    // 50,000 secrets of 1 KB were given.
    assert.ok(memory().length - before < 20_000_000, `${memory().length - before} bytes more`);
  },
);
