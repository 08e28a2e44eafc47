// What the vectors ask of other frameworks' cookies.
import { TokensealError } from "tokenseal";
import * as dialects from "tokenseal/dialects";

import { bytes, formsOf, hex, rename, seconds, stringOf, textOf } from "./arguments.mjs";

await dialects.init();

const classes = {
  "express": dialects.Express,
  "koa": dialects.Koa,
  "signer": dialects.Signer,
  "timestamp-signer": dialects.TimestampSigner,
  "url-safe-timed": dialects.UrlSafeTimedSerializer,
  "flask": dialects.Flask,
  "starlette": dialects.Starlette,
  "django": dialects.Django,
  "django-signer": dialects.DjangoSigner,
  "django-dumps": dialects.DjangoDumps,
  "gorilla": dialects.Gorilla,
  "rust-cookie": dialects.RustCookie,
  "rails": dialects.Rails,
  "rails-verifier": dialects.MessageVerifier,
};

// Rails takes a millisecond to derive its keys: vectors share what they can.
const made = new Map();

/** The dialect that a vector describes. */
function dialectOf(description) {
  const name = JSON.stringify(description);
  const { kind, secrets_hex: secrets, ...options } = description;
  if (!made.has(name)) {
    const names = { expires_in_ms: ["expiresIn", seconds], min_age_ms: ["minAge", seconds] };
    for (const same of ["salt", "digest", "lenient", "legacy", "derive"]) {
      names[same] = [same];
    }
    made.set(name, new classes[kind](secrets.map(bytes), rename(options, names)));
  }
  return made.get(name);
}

export function dialectSeal({ dialect, ...args }, now) {
  const name = stringOf(args, "name");
  return formsOf(args, "value").map((value) => () => {
    const by = dialectOf(dialect);
    return by instanceof dialects.Koa ? by.sign(name, value, { now }) : by.seal(name, value, { now });
  });
}

export function dialectOpen({ dialect, ...args }, now) {
  const name = stringOf(args, "name");
  const options = { now, ...(args.max_age_ms === undefined ? {} : { maxAge: seconds(args.max_age_ms) }) };
  return formsOf(args, "text").flatMap((text) => {
    const call = (by, method) =>
      by instanceof dialects.Koa
        ? by[method === "open" ? "verify" : "tryVerify"](name, textOf(args, "value"), text, options)
        : by[method](name, text, options);
    return [
      () => shape(call(dialectOf(dialect), "open")),
      () => {
        const result = call(dialectOf(dialect), "tryOpen");
        if (!result.ok) {
          throw new TokensealError(result.code);
        }
        return shape(result.cookie);
      },
    ];
  });
}

function shape({ value, time, secret, compressed }) {
  return {
    value_hex: hex(value),
    time_ms: time ?? null,
    secret,
    ...(compressed ? { compressed } : {}),
  };
}
