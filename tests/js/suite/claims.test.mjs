import assert from "node:assert/strict";
import { test } from "node:test";
import vm from "node:vm";
import { Key } from "tokenseal";
import { inspect } from "tokenseal/unverified";

import { NOW, refuses, SECRET } from "./help.mjs";

const key = new Key("HS256", SECRET);
const sign = (claims, options) => key.sign(claims, { now: NOW, expiresIn: null, ...options });
const textOf = (claims) => inspect(sign(claims)).claimsJson;

test("what JSON can't say is refused, wherever it is", () => {
  const cycle = {};
  cycle.self = cycle;
  const opaque = [
    1n,
    NaN,
    Infinity,
    -Infinity,
    () => 1,
    Symbol("s"),
    cycle,
    new Map(),
    new Set(),
    new Uint8Array(2),
    new ArrayBuffer(2),
    new Number(NaN),
    Object(1n),
    Promise.resolve(),
    /x/,
    new Error("q"),
    new WeakMap(),
    vm.runInNewContext("new Map([[1, 2]])"),
  ];
  for (const value of opaque) {
    refuses("bad-argument", () => sign({ value }));
    refuses("bad-argument", () => sign({ deep: [{ value }] }));
    refuses("bad-argument", () => sign({ deep: [value] }));
    refuses("bad-argument", () => sign({ value: { toJSON: () => value } }));
  }
  refuses("bad-argument", () => sign({ list: [undefined] }));
  refuses("bad-argument", () => sign({ list: [, 1] }));
  refuses(
    "bad-argument",
    () =>
      sign({
        get claim() {
          throw new Error("payload");
        },
      }),
    ["payload"],
  );
  refuses("bad-argument", () => sign({ toJSON: () => undefined }));
  for (const claims of [null, 1, 1n, true, Symbol("s"), () => ({})]) {
    refuses("bad-argument", () => sign(claims));
  }
});

test("deeper than the stack", () => {
  let deep = {};
  for (let i = 0; i < 200_000; i += 1) {
    deep = { deep };
  }
  refuses("bad-argument", () => sign(deep));
  refuses("limit", () => sign(`${'{"a":'.repeat(17)}1${"}".repeat(17)}`));
});

test("objects of classes, and of other realms, are what their members are", () => {
  class Profile {
    name = "Zoë";
  }
  const value = { profile: new Profile(), other: vm.runInNewContext("({ a: [{}] })") };
  assert.match(textOf(value), /^\{"profile":\{"name":"Zoë"\},"other":\{"a":\[\{\}\]\},/);
});

test("undefined members are left out, other values are as JSON has them", () => {
  assert.equal(
    textOf({ a: undefined, b: null, c: -0, d: 1e21, e: new Date(0), f: "\u2028\u00e9\u{1f600}" }),
    `{"b":null,"c":0,"d":1e+21,"e":"1970-01-01T00:00:00.000Z","f":"\u2028\u00e9\u{1f600}","iat":1700000000}`,
  );
  assert.equal(textOf(Object.create(null)), '{"iat":1700000000}');
  assert.equal(
    textOf(
      new (class Claims {
        a = 1;
      })(),
    ),
    '{"a":1,"iat":1700000000}',
  );
  assert.equal(
    textOf(vm.runInNewContext("({ a: [1, { b: 'x' }] })")),
    '{"a":[1,{"b":"x"}],"iat":1700000000}',
  );
});

test("ready JSON is signed as it is spelled", () => {
  const json = ' {"big":12345678901234567890,"f":1.0,"e":"\\u0041"} ';
  const spelled = '{"big":12345678901234567890,"f":1.0,"e":"\\u0041","iat":1700000000}';
  assert.equal(textOf(json), spelled);
  assert.equal(textOf(Buffer.from(json)), spelled);
  const token = sign(json);
  assert.equal(key.verifyRaw(token, { now: NOW, requireExp: false }), spelled);
  assert.equal(key.verify(token, { now: NOW, requireExp: false }).big, 12345678901234567890);
});

test("lone surrogates are refused, not replaced", () => {
  refuses("malformed", () => sign({ a: "\ud800" }));
  refuses("malformed", () => sign({ "\udfff": 1 }));
  refuses("malformed", () => sign('{"a":"\ud800"}'));
  refuses("malformed", () => sign('{"a":"\ud83d\ude00 \ude00"}'));
  assert.equal(textOf('{"a":"\ufffd\ud83d\ude00"}'), '{"a":"\ufffd\u{1f600}","iat":1700000000}');
});

test("texts that are no claims", () => {
  for (const text of ["", "null", "[]", "1", '"text"', "{", "{}{}", '{"a":1,"a":2}', "{'a':1}", "\ufeff{}"]) {
    refuses("malformed", () => sign(text));
  }
  refuses("malformed", () => sign([]));
  refuses("malformed", () => sign({ exp: "tomorrow" }));
  refuses("malformed", () => sign({ exp: new Date() }));
  refuses("malformed", () => sign({ sub: 1 }));
});

test("__proto__ is a claim like others", () => {
  const token = sign('{"__proto__":{"admin":true}}');
  const claims = key.verify(token, { now: NOW, requireExp: false });
  assert.equal(claims.admin, undefined);
  assert.deepEqual(Object.keys(claims), ["__proto__", "iat"]);
});

test("a claim is given once", () => {
  refuses("bad-argument", () => sign({ iss: "a" }, { issuer: "a" }));
  refuses("bad-argument", () => sign({ exp: 2e9 }, { expiresIn: 5 }));
  assert.equal(inspect(key.sign({ exp: 2e9 })).claims.exp, 2e9);
});

test("claims of every length, around the sizes of the buffers", () => {
  for (const length of [0, 1, 8_000, 8_192, 40_000, 49_000, 49_200, 65_536, 1_000_000]) {
    const claims = { text: "\u00e9".repeat(length / 2) };
    if (length <= 49_000) {
      const token = sign(claims, { maxToken: 65_536 });
      assert.deepEqual(
        key.verify(token, { now: NOW, requireExp: false, maxToken: 65_536 }).text,
        claims.text,
      );
    } else {
      refuses("limit", () => sign(claims, { maxToken: 65_536 }));
    }
  }
});
