// What a program in JavaScript does with keys and dialects, for wasm.c to look at what is left in the module's memory.
// `node wasm.mjs SEED`: for each path a line on standard output (its name, whether something must be found, the number of
// the hash or 0 for a dialect, the secret in hex, the bytes of the memory), and that memory.
import { writeSync } from "node:fs";
import { Key, KeyRing } from "tokenseal";
import * as dialects from "tokenseal/dialects";

import { memory } from "../node_modules/tokenseal/lib/wasm.js";

const NOW = 1_700_000_000_000;
const LENGTHS = [66, 198];
const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const seed = Number(process.argv[2]);

/** A secret of so many digits: text, and base64url of something. */
function secretOf(length) {
  let state = (Math.imul(seed, 2_654_435_761) + 1) >>> 0;
  return Array.from({ length }, () => {
    state = (state ^ (state << 13)) >>> 0;
    state = (state ^ (state >>> 17)) >>> 0;
    state = (state ^ (state << 5)) >>> 0;
    return DIGITS[(state >>> 11) & 63];
  }).join("");
}

function put(bytes) {
  for (let done = 0; done < bytes.length;) {
    try {
      done += writeSync(1, bytes, done);
    } catch (error) {
      if (error.code !== "EAGAIN") throw error;
    }
  }
}

/** Says what is in the memory now. */
function show(name, hash, secret, mustBeFound = false) {
  const bytes = memory();
  const fields = [name, Number(mustBeFound), hash, Buffer.from(secret).toString("hex"), bytes.length];
  put(Buffer.from(`${fields.join("\t")}\n`));
  put(bytes);
}

/** Does something with the keys, frees them, and shows what is left. */
function use(name, hash, secret, make, work) {
  const keys = make();
  work?.(keys);
  keys.free();
  show(name, hash, secret);
}

function tokens(keys) {
  const token = keys.sign({ role: "admin" }, { now: NOW, expiresIn: 60 });
  keys.verify(token, { now: NOW });
  for (const [bad, now] of [
    [`${token}A`, NOW],
    [`${token.slice(0, -8)}AAAAAAAA`, NOW],
    [token, NOW + 60_000],
  ]) {
    if (keys.tryVerify(bad, { now }).ok) throw new Error(`${bad} was taken`);
  }
}

function cookies(keys) {
  const sealed = keys.sealCookie("name", "value", { now: NOW });
  keys.openCookie("name", sealed, { now: NOW, maxAge: 60 });
  if (keys.tryOpenCookie("other", sealed, { now: NOW }).ok) throw new Error("it was moved");
  keys.verifyCsrf("binding", keys.csrfToken("binding"));
}

/** What must not be taken: the secret of a key with a key id that is too long. */
function refused(alg, secret) {
  try {
    new Key(alg, secret, { kid: "k".repeat(65) });
  } catch {
    return;
  }
  throw new Error("it was taken");
}

["HS256", "HS384", "HS512"].forEach((alg, index) => {
  const hash = index + 1;
  for (const length of LENGTHS) {
    const secret = secretOf(length);
    const k = Buffer.from(secret).toString("base64url");
    const key = () => new Key(alg, secret);
    // What is planted: a key that is still there.
    const forgotten = key();
    show("a forgotten key", hash, secret, true);
    forgotten.free();
    use("a key of a string", hash, secret, key);
    use("a key of bytes", hash, secret, () => new Key(alg, Buffer.from(secret)));
    use("a key in base64url", hash, secret, () => Key.fromBase64url(alg, k));
    use("a key in hex", hash, secret, () => Key.fromHex(alg, Buffer.from(secret).toString("hex")));
    use("a JWK", hash, secret, () => Key.fromJwk({ kty: "oct", alg, k }));
    use("a JWK Set", hash, secret, () => KeyRing.fromJwks({ keys: [{ kty: "oct", alg, k }] }), tokens);
    refused(alg, secret);
    show("a key that is refused", hash, secret);
    use("a MAC", hash, secret, key, (made) => made.verifyMac("data", made.mac("data")));
    use("tokens", hash, secret, key, tokens);
    use("cookies", hash, secret, key, cookies);
    const copied = [key(), key()];
    const ring = new KeyRing(copied);
    [tokens, cookies].forEach((work) => work(ring));
    [ring, ...copied].forEach((keys) => keys.free());
    show("a ring of copies", hash, secret);
  }
});

const { Express, Koa, Signer, TimestampSigner, UrlSafeTimedSerializer, Flask, Starlette } = dialects;
const { Django, DjangoSigner, DjangoDumps, Gorilla, RustCookie, Rails, MessageVerifier } = dialects;
const texts = [
  Express,
  Signer,
  TimestampSigner,
  UrlSafeTimedSerializer,
  Flask,
  Starlette,
  Django,
  DjangoSigner,
];
texts.push(DjangoDumps, Gorilla, RustCookie, Rails, MessageVerifier);
for (const length of LENGTHS) {
  const secret = secretOf(length);
  const forgotten = new Rails(secret);
  show("a forgotten Rails", 0, secret, true);
  forgotten.free();
  for (const Dialect of texts) {
    use(
      Dialect.name,
      0,
      secret,
      () => new Dialect(secret),
      (dialect) => {
        const sealed = dialect.seal("name", '"value"', { now: NOW });
        dialect.open("name", sealed, { now: NOW });
        if (dialect.tryOpen("name", `${sealed}x`, { now: NOW }).ok) throw new Error("another was taken");
      },
    );
  }
  use(
    "Koa",
    0,
    secret,
    () => new Koa(secret),
    (koa) => koa.verify("name", "value", koa.sign("name", "value")),
  );
}
put(Buffer.from("end\t0\t0\t00\t0\n"));
