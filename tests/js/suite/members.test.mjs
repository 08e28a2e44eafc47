// What is read and written beside `JSON` is what `JSON` would make of it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Key, TokensealError } from "tokenseal";

import { NOW, refuses, SECRET } from "./help.mjs";

const key = new Key("HS256", SECRET);
const verifying = { now: NOW, requireExp: false, maxToken: 65_536 };
const signing = { now: NOW, expiresIn: null, maxToken: 65_536 };
const textOf = (claims) => key.verifyRaw(key.sign(claims, signing), verifying);

/** Numbers that look random and are the same in each run (xorshift). */
function dice(state) {
  return (sides) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % sides;
  };
}

const NAMES = [
  "user",
  "role",
  "a",
  "",
  "0",
  "10",
  "2",
  "-1",
  "1.5",
  "__proto__",
  "constructor",
  "toString",
  "toJSON",
  "iat2",
].concat([
  "é",
  "name with spaces",
  "\\u0061b",
  "\\n",
  '\\"',
  "x".repeat(64),
  "x".repeat(65),
  "https://claims.example/roles",
]);
const VALUES = [
  '""',
  '"a"',
  '"user-42"',
  '"\\n"',
  '"\\\\"',
  '"\\""',
  '"é"',
  '"\u{1f600}"',
  '"\\ud83d\\ude00"',
  '"\\/"',
  '"\u2028"',
  '"\u007f"',
]
  .concat([`"${"long ".repeat(9)}"`, `"${"ä".repeat(40)}"`, `"${"[{,:}] ".repeat(5)}"`])
  .concat([
    "0",
    "-0",
    "7",
    "1700000000",
    "4102444800",
    "123456789012345",
    "999999999999999",
    "1234567890123456",
    "9007199254740993",
  ])
  .concat([
    "12345678901234567890",
    "-1",
    "-42",
    "0.5",
    "-0.0",
    "1e3",
    "1E+2",
    "1e-7",
    "10.25",
    "100000000000000000000000",
  ])
  .concat(["true", "false", "null", "{}", "[]", '["a",1]', '{"b":{"c":[null]}}', '{"__proto__":1}']);

/** JSON of an object, as somebody might write it. */
function text(roll) {
  const gap = roll(4) === 0 ? () => [" ", "", "\n", "\t "][roll(4)] : () => "";
  const names = new Set();
  for (let i = roll(7); i > 0; i -= 1) {
    names.add(NAMES[roll(NAMES.length)]);
  }
  const members = [...names].map(
    (name) => `${gap()}"${name}"${gap()}:${gap()}${VALUES[roll(VALUES.length)]}${gap()}`,
  );
  return `{${members.join(",")}}${gap()}`;
}

/** Asserts that two values are the same: prototypes, the order of members, the sign of zero. */
function same(actual, expected, message) {
  assert.deepStrictEqual(actual, expected, message);
  assert.deepStrictEqual(Reflect.ownKeys(actual), Reflect.ownKeys(expected), message);
}

test("claims are what JSON.parse makes of their text", () => {
  const roll = dice(20_260_101);
  for (let i = 0; i < 20_000; i += 1) {
    const token = key.sign(text(roll), signing);
    const raw = key.verifyRaw(token, verifying);
    same(key.verify(token, verifying), JSON.parse(raw), raw);
    same(key.tryVerify(token, verifying).claims, JSON.parse(raw), raw);
  }
});

test("more names than are kept, in changing orders", () => {
  const roll = dice(19_700_101);
  for (let i = 0; i < 6_000; i += 1) {
    const names = Array.from({ length: 5 }, () => `n${roll(roll(2) === 0 ? 5 : 5_000)}`);
    const claims = Object.fromEntries(names.map((name, index) => [name, index]));
    same(key.verify(key.sign(claims, signing), verifying), { ...claims, iat: NOW / 1000 });
  }
});

test("claims are written as JSON.stringify does", () => {
  const roll = dice(47_110_815);
  const odd = [undefined, "\u0000", "a\u001fb", "\u0001".repeat(40), '"'.repeat(20), "\\".repeat(20)];
  for (let i = 0; i < 20_000; i += 1) {
    const claims = { ...JSON.parse(text(roll)), iat: 1 };
    if (roll(8) === 0) {
      claims.last = odd[roll(odd.length)];
    }
    assert.equal(textOf(claims), JSON.stringify(claims));
  }
});

test("a getter may sign, too", () => {
  const claims = (inner) => ({
    before: "b",
    get within() {
      textOf({ other: "claims", and: "more" });
      assert.throws(() => textOf({ text: "x".repeat(inner) }), TokensealError);
      return "w";
    },
    after: "a",
    iat: 1,
  });
  for (const inner of [70_000, 3_000_000, 30_000_000]) {
    assert.equal(textOf(claims(inner)), '{"before":"b","within":"w","after":"a","iat":1}');
  }
});

test("what objects inherit is no claim, and a proxy is what it says", () => {
  Object.prototype.inherited = 1;
  try {
    assert.equal(textOf({ own: 1, iat: 1 }), '{"own":1,"iat":1}');
    assert.ok(Object.hasOwn(key.verify(key.sign({ inherited: 2 })), "inherited"));
  } finally {
    delete Object.prototype.inherited;
  }
  assert.equal(textOf(new Proxy({ own: "x", iat: 1 }, {})), '{"own":"x","iat":1}');
  const hostile = {
    getPrototypeOf() {
      throw new Error("payload");
    },
  };
  assert.equal(textOf(new Proxy({ iat: 1 }, { getPrototypeOf: () => Object.prototype })), '{"iat":1}');
  refuses("bad-argument", () => textOf(new Proxy({}, hostile)), ["payload"]);
});
