import { rfc, type Link } from "../element.js";
import { valueOf, type Member } from "../json.js";
import { date, fromNow } from "../words.js";
import type { Fact, Moment, Role, Span } from "./kind.js";

const headers: { readonly [name: string]: readonly [words: string, link: Link] } = {
  alg: ["the algorithm; the key decides, this must only not contradict", rfc(7515, "4.1.1")],
  typ: ["what kind of token it is", rfc(7515, "4.1.9")],
  kid: ["which key made it", rfc(7515, "4.1.4")],
  cty: ["what kind of thing is inside", rfc(7515, "4.1.10")],
  crit: ["extensions that must be understood: always refused", rfc(7515, "4.1.11")],
  b64: ["false: a payload that is not encoded", rfc(7797, "3")],
  jwk: ["a key inside the token: never used", rfc(7515, "4.1.3")],
  jku: ["where a key is to be fetched: never used", rfc(7515, "4.1.2")],
  x5u: ["where a certificate is to be fetched: never used", rfc(7515, "4.1.5")],
  x5c: ["a certificate inside the token: never used", rfc(7515, "4.1.6")],
};

const claims: { readonly [name: string]: readonly [words: string, link: Link] } = {
  iss: ["who issued it", rfc(7519, "4.1.1")],
  sub: ["whom it is about", rfc(7519, "4.1.2")],
  aud: ["for whom it is meant", rfc(7519, "4.1.3")],
  exp: ["when it expires", rfc(7519, "4.1.4")],
  nbf: ["from when on it counts", rfc(7519, "4.1.5")],
  iat: ["when it was issued", rfc(7519, "4.1.6")],
  jti: ["its id", rfc(7519, "4.1.7")],
  scope: ["what it allows", rfc(8693, "4.2")],
  client_id: ["which client asked for it", rfc(8693, "4.3")],
  auth_time: ["when its owner logged in", rfc(9068, "2.2.1")],
};

/** Claims that are points in time. */
const times = new Map([
  ["iat", "issued"],
  ["nbf", "counts from"],
  ["exp", "expires"],
]);

/** The members of a header or of claims, in words. */
export function factsOf(members: readonly Member[], role: Role): Fact[] {
  const known = role === "header" ? headers : claims;
  return members.map(({ name, raw }) => {
    const [words, link] = Object.hasOwn(known, name) ? (known[name] ?? []) : [];
    const time = role === "claims" && (times.has(name) || name === "auth_time") ? timeOf(raw) : undefined;
    return {
      name,
      value: raw,
      words:
        time === undefined
          ? words === undefined
            ? undefined
            : () => words
          : (now: number) => `${times.get(name) ?? "logged in"} ${fromNow(time, now)}, ${date(time)}`,
      link,
      role,
    };
  });
}

/** The points in time that claims say. */
export function momentsOf(members: readonly Member[]): Moment[] {
  return members.flatMap(({ name, raw }) => {
    const what = times.get(name);
    const time = timeOf(raw);
    return what === undefined || time === undefined ? [] : [{ name, time, what }];
  });
}

/** From when to when they count. */
export function spanOf(moments: readonly Moment[], leeway: number): Span {
  const at = (name: string): number | undefined => moments.find((moment) => moment.name === name)?.time;
  return { from: at("nbf") ?? at("iat"), to: at("exp"), leeway };
}

/** A NumericDate in milliseconds (RFC 7519 section 2). */
function timeOf(raw: string): number | undefined {
  const value = valueOf(raw);
  const time = typeof value === "number" ? Math.ceil(value * 1000) : NaN;
  return Math.abs(time) <= 8.64e15 ? time : undefined;
}
