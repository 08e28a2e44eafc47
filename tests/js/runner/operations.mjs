// What the vectors ask for, by the public API of the packed package. It runs unchanged in Node,
// Deno, Bun, workerd and Chromium, so it uses nothing that is not in all of them.
import {
  bearerToken,
  findCookie,
  init,
  KeyRing,
  parseCookies,
  Policy,
  SetCookie,
  TokensealError,
} from "tokenseal";
import { inspect } from "tokenseal/unverified";
import { bytes, formsOf, hex, rename, seconds, stringOf, textOf } from "./arguments.mjs";
import { csrfOperations } from "./csrf.mjs";
import { dialectOpen, dialectSeal } from "./dialects.mjs";
import { algOf, load } from "./keys.mjs";
import { refreshOperations } from "./refresh.mjs";
import { sessionOperations } from "./sessions.mjs";

await init();

/** The answer to one operation: `{ ok }` or `{ err }`. Throws when anything else comes out. */
export async function perform({ op, args, now }) {
  const operation = operations[op];
  if (operation === undefined) {
    throw new Error(`unknown operation ${op}`);
  }
  const answers = [];
  for (const way of operation(args, now)) {
    answers.push(await answerLater(way));
  }
  const [first, ...others] = answers;
  for (const other of others) {
    if (!same(other, first)) {
      throw new Error(`${JSON.stringify(other)} one way and ${JSON.stringify(first)} another`);
    }
  }
  return first;
}

/** Whether two answers are the same. */
export function same(a, b) {
  if (typeof a !== "object" || a === null || typeof b !== "object" || b === null) {
    return a === b;
  }
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && same(a[name], b[name]))
  );
}

/** What a call gives: `{ ok }`, or `{ err }` when it throws our error. */
export function answer(call) {
  try {
    return { ok: call() };
  } catch (error) {
    if (error instanceof TokensealError) {
      return { err: error.code };
    }
    throw error;
  }
}

/** The same of a call that may have to wait. */
async function answerLater(call) {
  try {
    return { ok: await call() };
  } catch (error) {
    return answer(() => {
      throw error;
    });
  }
}

// Every operation gives all the ways in which the API can do it; they must agree.
const operations = {
  "key.load": ({ key }) => [() => info(load(key)), () => new KeyRing([load(key)]).keys.map(info)[0]],
  "jwks.load": (args) => [() => KeyRing.fromJwks(textOf(args, "jwks"), algOf(args)).keys.map(info)],
  "mac": ({ key, data_hex: data }) => [() => hex(load(key).mac(bytes(data)))],
  "mac.verify": ({ key, data_hex: data, tag_hex: tag }) => [
    () => {
      load(key).verifyMac(bytes(data), bytes(tag));
      return true;
    },
  ],
  "jwt.verify": (args, now) => formsOf(args, "token").flatMap((token) => verify(args, token, now)),
  "jwt.sign": ({ key, claims, claims_hex, ...options }, now) =>
    formsOf({ claims, claims_hex }, "claims").map(
      (claims) => () => load(key).sign(claims, signOptions(options, now)),
    ),
  "jwt.inspect": (args) =>
    formsOf(args, "token").map((token) => () => {
      const { headerJson: header, claimsJson: claims } = inspect(token);
      return { header, claims };
    }),
  "cookie.parse": (args) =>
    formsOf(args, "header").flatMap((header) => [
      () => parseCookies(header).map((pair) => pair.map(hex)),
      () => parseCookies([header]).map((pair) => pair.map(hex)),
    ]),
  "cookie.find": (args) =>
    formsOf(args, "header").flatMap((header) =>
      formsOf(args, "name").flatMap((name) => [
        () => hexOrNull(findCookie(header, name)),
        () => hexOrNull(findCookie(typeof header === "string" ? ["", header] : [bytes(""), header], name)),
        // The first of the pairs is the one that is found.
        () => hexOrNull(parseCookies(header).find(([found]) => hex(found) === hex(name))?.[1]),
      ]),
    ),
  "cookie.set": (args) => [() => String(setCookie(args))],
  "cookie.remove": (args) => [
    () =>
      setCookie({ value: "", ...args })
        .removal()
        .toString(),
    () =>
      setCookie({ value: "", ...args })
        .removal()
        .removal()
        .toString(),
  ],
  "cookie.seal": ({ key, ...args }, now) =>
    formsOf(args, "value").flatMap((value) => [
      () => load(key).sealCookie(stringOf(args, "name"), value, { now }),
      () => new KeyRing([load(key)]).sealCookie(stringOf(args, "name"), value, { now }),
    ]),
  "cookie.open": (args, now) => formsOf(args, "text").flatMap((text) => open(args, text, now)),
  "dialect.seal": dialectSeal,
  "dialect.open": dialectOpen,
  ...sessionOperations,
  ...refreshOperations,
  ...csrfOperations,
  "bearer": (args) => formsOf(args, "header").map((header) => () => bearerToken(header)),
};

function verify(args, token, now) {
  const options = policyOptions(args.policy ?? {});
  const keys = () =>
    args.keys === undefined ? KeyRing.fromJwks(textOf(args, "jwks")) : new KeyRing(args.keys.map(load));
  const by = (keys, options) => {
    const result = keys.tryVerify(token, options);
    if (!result.ok) {
      throw new TokensealError(result.code);
    }
    const claims = keys.verifyRaw(token, options);
    for (const parsed of [result.claims, keys.verify(token, options)]) {
      if (!same(parsed, JSON.parse(claims))) {
        throw new Error("verify, tryVerify and verifyRaw differ");
      }
    }
    return { claims, key: result.key };
  };
  const ways = [
    () => by(keys(), { ...options, now }),
    () => by(keys(), { policy: new Policy(options), now }),
    () => {
      keys().verify(token, { ...options, now });
      return by(keys(), { ...options, now });
    },
  ];
  if (args.keys?.length === 1) {
    ways.push(() => by(load(args.keys[0]), { ...options, now }));
  }
  return ways;
}

function open(args, text, now) {
  const { keys, max_age_ms } = args;
  const options = { now, ...(max_age_ms === undefined ? {} : { maxAge: seconds(max_age_ms) }) };
  const shape = ({ value, issued, age, key, reseal }) => ({
    value_hex: hex(value),
    issued_ms: issued,
    age_ms: Math.round(age * 1000),
    key,
    reseal,
  });
  const by = (keys) => [
    () => shape(keys().openCookie(stringOf(args, "name"), text, options)),
    () => {
      const result = keys().tryOpenCookie(stringOf(args, "name"), text, options);
      if (!result.ok) {
        throw new TokensealError(result.code);
      }
      return shape(result.cookie);
    },
  ];
  const ring = () => new KeyRing(keys.map(load));
  return keys.length === 1 ? [...by(ring), ...by(() => load(keys[0]))] : by(ring);
}

function setCookie({ name, name_hex, value, value_hex, ...attributes }) {
  const options = { ...attributes };
  for (const attribute of ["path", "domain"]) {
    if (options[`${attribute}_hex`] !== undefined) {
      options[attribute] = stringOf(options, attribute);
      delete options[`${attribute}_hex`];
    }
  }
  return new SetCookie(
    stringOf({ name, name_hex }, "name"),
    stringOf({ value, value_hex }, "value"),
    rename(options, {
      path: ["path"],
      domain: ["domain"],
      max_age_ms: ["maxAge", seconds],
      expires_ms: ["expires"],
      secure: ["secure"],
      http_only: ["httpOnly"],
      same_site: ["sameSite"],
      partitioned: ["partitioned"],
      priority: ["priority"],
    }),
  );
}

const hexOrNull = (value) => (value === undefined ? null : hex(value));

const info = ({ alg, kid }) => ({ alg, kid: kid ?? null });

/** The options of verify. */
export function policyOptions(policy) {
  return rename(policy, {
    issuer: ["issuer"],
    audience: ["audience"],
    any_audience: ["anyAudience"],
    subject: ["subject"],
    jwt_id: ["jwtId"],
    typ: ["typ"],
    leeway_ms: ["leeway", seconds],
    max_age_ms: ["maxAge", seconds],
    require_exp: ["requireExp"],
    required: ["required"],
    max_token: ["maxToken"],
  });
}

/** The options of sign. */
export function signOptions(options, now) {
  return rename(
    { ...options, now },
    {
      issuer: ["issuer"],
      audience: ["audience"],
      subject: ["subject"],
      jwt_id: ["jwtId"],
      typ: ["typ"],
      expires_in_ms: ["expiresIn", seconds],
      not_before_ms: ["notBefore"],
      issued_at_ms: ["issuedAt"],
      max_token: ["maxToken"],
      now: ["now"],
    },
  );
}
