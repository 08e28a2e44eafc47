// Times verify, sign and the refusal of a bad signature in Node, beside the HMAC alone and beside
// other libraries.
//
// All candidates of a group take turns in short rounds, so that what the machine does meanwhile hits
// all of them alike. Prints the median and the minimum of the rounds in nanoseconds a call, and the
// medians' ratio to the HMAC; on standard error, lines for `tests/perf/run`: bench node, group, name, median, minimum.
import { createHmac, createSecretKey } from "node:crypto";
import { readFileSync } from "node:fs";
import process from "node:process";
import { gzipSync } from "node:zlib";
import { Algorithm, signSync, verifySync } from "@node-rs/jsonwebtoken";
import cookieSignature from "cookie-signature";
import { createSigner, createVerifier } from "fast-jwt";
import * as jose from "jose";
import jsonwebtoken from "jsonwebtoken";
import { Key, Policy } from "tokenseal";
import { Express } from "tokenseal/dialects";
import { limit, measure, median, report, STRETCH } from "./js_rounds.mjs";

const ROUNDS = Number(process.argv[2] ?? 9);
const SECRET = Buffer.from("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");
const OTHER = Buffer.alloc(64, "another secret");
/** Different tokens take turns, as in a server. */
const TOKENS = 64;
const BASE = "HMAC alone (node:crypto)";

const version = (name) =>
  JSON.parse(readFileSync(new URL(`node_modules/${name}/package.json`, `file://${process.cwd()}/`), "utf8"))
    .version;
const peers = Object.fromEntries(
  ["fast-jwt", "@node-rs/jsonwebtoken", "jsonwebtoken", "jose", "cookie-signature"].map((name) => [
    name,
    `${name} ${version(name)}`,
  ]),
);

const small = (i) => ({ sub: `user-${i}`, role: "admin", iat: 1_700_000_000, exp: 4_102_444_800 });
const large = (i) => ({ ...small(i), note: "x".repeat(940) });
const claimsOf = (make) => Array.from({ length: TOKENS }, (_, i) => make(i));
const tokensOf = (make, key) => claimsOf(make).map((claims) => Buffer.from(key.sign(claims)).toString());
const each = (items, call) => {
  let i = 0;
  return () => call(items[(i = (i + 1) % items.length)]);
};

const key = new Key("HS256", SECRET);
const policy = new Policy({ maxToken: 8192 });
// jsonwebtoken takes a Buffer for a public key first, which costs it ten times the rest.
const keyObject = createSecretKey(SECRET);
const hmac = (text) => createHmac("sha256", keyObject).update(text).digest();
const signedPart = (token) => token.slice(0, token.lastIndexOf("."));

/** How many bytes of it are signed. */
const signedBytes = (text) => signedPart(text).length;
const nodeRs = (token) => verifySync(token, SECRET, { algorithms: [Algorithm.HS256] });

/** The candidates of a group: functions, or async ones. */
function verifiers(tokens) {
  const uncached = createVerifier({ key: SECRET, algorithms: ["HS256"] });
  const cached = createVerifier({ key: SECRET, algorithms: ["HS256"], cache: true });
  const parts = tokens.map(signedPart);
  return {
    ...limit(signedBytes(tokens[0])),
    [BASE]: each(parts, hmac),
    "HMAC alone (Key.mac)": each(parts, (part) => key.mac(part)),
    "tokenseal": each(tokens, (token) => key.verify(token)),
    "tokenseal, with a Policy": each(tokens, (token) => key.verify(token, { policy })),
    "tokenseal, tryVerify": each(tokens, (token) => key.tryVerify(token)),
    "tokenseal, to JSON text": each(tokens, (token) => key.verifyRaw(token)),
    [`${peers["fast-jwt"]}`]: each(tokens, (token) => uncached(token)),
    [`${peers["fast-jwt"]}, cached`]: each(tokens, (token) => cached(token)),
    [peers["@node-rs/jsonwebtoken"]]: each(tokens, nodeRs),
    [peers.jsonwebtoken]: each(tokens, (token) =>
      jsonwebtoken.verify(token, keyObject, { algorithms: ["HS256"] }),
    ),
    [peers.jose]: each(
      tokens,
      async (token) => (await jose.jwtVerify(token, keyObject, { algorithms: ["HS256"] })).payload,
    ),
  };
}

function signers(claims) {
  const fast = createSigner({ key: SECRET, algorithm: "HS256" });
  const parts = claims.map((claims) => signedPart(key.sign(claims)));
  const texts = claims.map((claims) => JSON.stringify(claims));
  return {
    ...limit(parts[0].length),
    [BASE]: each(parts, hmac),
    "HMAC alone (Key.mac)": each(parts, (part) => key.mac(part)),
    "tokenseal": each(claims, (claims) => key.sign(claims)),
    "tokenseal, from JSON text": each(texts, (text) => key.sign(text)),
    [`${peers["fast-jwt"]}`]: each(claims, (claims) => fast(claims)),
    [peers["@node-rs/jsonwebtoken"]]: each(claims, (claims) =>
      signSync(claims, SECRET, { algorithm: Algorithm.HS256 }),
    ),
    [peers.jsonwebtoken]: each(claims, (claims) =>
      jsonwebtoken.sign(claims, keyObject, { algorithm: "HS256" }),
    ),
    [peers.jose]: each(claims, (claims) =>
      new jose.SignJWT(claims).setProtectedHeader({ alg: "HS256", typ: "JWT" }).sign(keyObject),
    ),
  };
}

function refusers(tokens) {
  const refused = (call) => (token) => {
    try {
      call(token);
    } catch (error) {
      return error;
    }
    throw new Error("a bad signature was taken");
  };
  const uncached = createVerifier({ key: SECRET, algorithms: ["HS256"] });
  return {
    ...limit(signedBytes(tokens[0])),
    [BASE]: each(tokens.map(signedPart), hmac),
    "tokenseal, tryVerify": each(tokens, (token) => {
      if (key.tryVerify(token).code !== "bad-signature") {
        throw new Error("a bad signature was taken");
      }
    }),
    "tokenseal, throwing": each(
      tokens,
      refused((token) => key.verify(token)),
    ),
    [`${peers["fast-jwt"]}`]: each(
      tokens,
      refused((token) => uncached(token)),
    ),
    [peers["@node-rs/jsonwebtoken"]]: each(tokens, refused(nodeRs)),
    [peers.jsonwebtoken]: each(
      tokens,
      refused((token) => jsonwebtoken.verify(token, keyObject, { algorithms: ["HS256"] })),
    ),
    [peers.jose]: each(tokens, async (token) => {
      const error = await jose.jwtVerify(token, keyObject, { algorithms: ["HS256"] }).then(
        () => undefined,
        (error) => error,
      );
      if (error === undefined) {
        throw new Error("a bad signature was taken");
      }
    }),
  };
}

/** The cookies' values have 7 bytes. */
const NAME = "__Host-user";
const values = Array.from({ length: TOKENS }, (_, i) => `user-${i + 10}`);
/** Under the MAC are also the length of the name, and the name. */
const sealedBytes = (text) => 2 + NAME.length + signedPart(text).length;
const flat = (text) => Buffer.from(text).toString();
const express = new Express(SECRET);

function sealers() {
  const texts = values.map((value) => key.sealCookie(NAME, value));
  return {
    ...limit(sealedBytes(texts[0])),
    [BASE]: each(texts.map(signedPart), hmac),
    "tokenseal": each(values, (value) => key.sealCookie(NAME, value)),
    "tokenseal, Express": each(values, (value) => express.seal(NAME, value)),
    [peers["cookie-signature"]]: each(values, (value) => cookieSignature.sign(value, keyObject)),
  };
}

function openers() {
  const texts = values.map((value) => flat(key.sealCookie(NAME, value)));
  const theirs = values.map((value) => flat(cookieSignature.sign(value, keyObject)));
  const encoded = theirs.map((text) => encodeURIComponent(`s:${text}`));
  return {
    ...limit(sealedBytes(texts[0])),
    [BASE]: each(texts.map(signedPart), hmac),
    "tokenseal": each(texts, (text) => key.openCookie(NAME, text, { maxAge: 3600 })),
    "tokenseal, tryOpenCookie": each(texts, (text) => key.tryOpenCookie(NAME, text)),
    "tokenseal, Express": each(encoded, (text) => express.open(NAME, text)),
    [peers["cookie-signature"]]: each(theirs, (text) => cookieSignature.unsign(text, keyObject)),
  };
}

async function group(name, candidates) {
  const found = await measure(candidates, ROUNDS);
  const base = median(found.find(({ label }) => label === BASE).times);
  console.log(
    `\n${name}\n${"".padEnd(34)}${"median".padStart(10)}${"minimum".padStart(10)}${"to HMAC".padStart(10)}`,
  );
  for (const { label, times } of found.toSorted((a, b) => median(a.times) - median(b.times))) {
    const [middle, least] = [median(times), Math.min(...times)];
    console.log(
      `  ${label.padEnd(32)}${middle.toFixed(0).padStart(7)} ns${least.toFixed(0).padStart(7)} ns${(middle / base).toFixed(2).padStart(10)}`,
    );
    report("node", name, label, times);
  }
}

console.log(
  `Node ${process.versions.node}, V8 ${process.versions.v8}; ${ROUNDS} interleaved rounds of ${STRETCH} ms, nanoseconds a call`,
);
await group("verify", verifiers(tokensOf(small, key)));
await group("verify 1 kB", verifiers(tokensOf(large, key)));
await group("sign", signers(claimsOf(small)));
await group("sign 1 kB", signers(claimsOf(large)));
await group("seal a cookie", sealers());
await group("open a cookie", openers());
await group("bad signature", refusers(tokensOf(small, new Key("HS256", OTHER))));

const wasm = readFileSync("node_modules/tokenseal/lib/tokenseal_bg.wasm");
console.log(`\nwasm: ${wasm.length} bytes, ${gzipSync(wasm, { level: 9 }).length} gzipped`);
