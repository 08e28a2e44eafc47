// Cookies in all their attributes, and what must become of each.
import { Key, SetCookie } from "tokenseal";

import { SECRET } from "./help.mjs";

/** The host that sets them; a browser takes it for a safe one even without HTTPS. */
export const HOST = "www.example.localhost";
const PARENT = "example.localhost";

const OCTETS = Array.from({ length: 94 }, (_, i) => String.fromCharCode(0x21 + i))
  .filter((character) => !'",;\\'.includes(character))
  .join("");
const NAME = "!#$%&'*+-.^_`|~09azAZ";

const key = new Key("HS256", SECRET);
const sealed = (name) => key.sealCookie(name, "any text: \u{1f36a}; \0\n\"'=,");

const values = ["", "v", "a=b", '""', '"quoted"', OCTETS, `"${OCTETS}"`, "%20", sealed("sealed")];
const paths = ["/", "/page", null];
const day = 86_400;

/** `[name, value, options]` of the cookies, whose names are all different. */
function* descriptions() {
  yield [NAME, "v", {}];
  for (const [index, value] of values.entries()) {
    yield [`value-${index}`, value, {}];
  }
  yield ["large", "x".repeat(4_096 - 5), {}];
  for (const prefix of ["__Host-", "__Secure-", "__Http-", "__Host-Http-", "__hOST-"]) {
    for (const sameSite of ["Strict", "Lax", "None"]) {
      yield [`${prefix}${sameSite}`, "v", { sameSite }];
    }
    yield [`${prefix}partitioned`, "v", { sameSite: "None", partitioned: true }];
    yield [`${prefix}aged`, "v", { maxAge: day, priority: "High" }];
  }
  for (const prefix of ["", "__Secure-", "__Http-"]) {
    yield [`${prefix}domain`, "v", { domain: PARENT, path: "/page" }];
  }
  let count = 0;
  for (const path of paths) {
    for (const [secure, httpOnly] of [
      [true, true],
      [true, false],
      [false, true],
      [false, false],
    ]) {
      for (const domain of [undefined, HOST, PARENT, PARENT.toUpperCase()]) {
        for (const priority of [undefined, "Low", "Medium", "High"]) {
          const sameSite = ["Strict", "Lax", undefined][count % 3];
          const lives = [
            {},
            { maxAge: day },
            { maxAge: 1_000 * day },
            { expires: Date.now() + day * 1000 },
            { maxAge: day, expires: 0 },
            { expires: new Date(253_402_300_799_999) },
          ][count % 6];
          count += 1;
          yield [
            `all-${count}`,
            `v${count}`,
            { path, secure, httpOnly, domain, priority, sameSite, ...lives },
          ];
        }
      }
    }
  }
}

/** The cookies, each with the attributes that a reader must find. */
export const cases = Array.from(descriptions(), ([name, value, options]) => {
  const { path = "/", domain, maxAge, expires } = options;
  const cap = Math.min(maxAge ?? Infinity, 400 * day);
  return {
    cookie: new SetCookie(name, value, options),
    name,
    value,
    path: path ?? "/",
    domain: domain?.toLowerCase(),
    secure: options.secure ?? true,
    httpOnly: options.httpOnly ?? true,
    sameSite: options.sameSite ?? "Lax",
    partitioned: options.partitioned ?? false,
    /** Seconds from now. */
    life:
      maxAge !== undefined
        ? cap
        : expires === undefined
          ? undefined
          : Math.min((Number(expires) - Date.now()) / 1000, 400 * day),
  };
});
