import { badArgument } from "../errors.js";
import { checkFetch } from "../csrf.js";
import type { Observer } from "../observer.js";
import { elsewhere, encode, string, valueOr, type Fields } from "../options.js";
import { Policy } from "../policy.js";
import { SetCookie } from "../set-cookie.js";
import { observerOf } from "../state/options.js";
import { placeOf, type Place } from "../state/place.js";
import { RefreshTokens } from "../state/refresh-tokens.js";
import { Revocations } from "../state/revocations.js";
import type { SessionData } from "../state/session.js";
import { Sessions } from "../state/sessions.js";
import { TokenKeys } from "../tokens.js";

/** What `new Guard` takes. An unknown option is a `bad-argument`. */
export interface GuardOptions<T extends object = SessionData> {
  /** Log-in by sessions. The cookie's name is theirs. */
  sessions?: Sessions<T> | undefined;
  /** Log-in by tokens, with a refresh endpoint. */
  tokens?: RefreshTokens | undefined;
  /**
   * What access tokens must meet. They are accepted, in the `Authorization` header or a cookie, only where
   * this or `tokens` is given. Default, with `tokens`: `new Policy()`.
   */
  policy?: Policy | undefined;
  /** Looks every access token up, so that logging out ends it at once. Default: it lives until its `exp`. */
  revocations?: Revocations | undefined;
  /**
   * Below which path the endpoints are (`/refresh`, `/logout`, `/logout-all`), as the browser sees it; also
   * the `Path` of the refresh cookie. Default: `/auth`.
   */
  path?: string | undefined;
  /** The name of the access token's cookie. Default: `__Host-access`. */
  accessCookie?: string | undefined;
  /** The name of the refresh token's cookie. Default: `__Secure-refresh`. */
  refreshCookie?: string | undefined;
  /**
   * Where browsers get access tokens: in a `cookie`, or from the refresh endpoint as `json`, for pages that
   * keep them in memory; then no access cookie is read or set. Default: `cookie`.
   */
  accessIn?: "cookie" | "json" | undefined;
  /**
   * What an unsafe request must show beside its cookies: by its `fetch` metadata that no other site made
   * it, or also a `token`, in the header `X-CSRF-Token` or the form's field `csrf_token`. Default: `fetch`.
   */
  csrf?: "fetch" | "token" | undefined;
  /** Other origins whose pages may make unsafe requests, as `https://shop.example`. Default: none. */
  allowedOrigins?: readonly string[] | undefined;
  /** Paths, whole, to which other sites may post: call-backs of form_post, webhooks. Default: none. */
  csrfExempt?: readonly string[] | undefined;
  /**
   * Whether a request goes on as nobody's when the store fails, and without saving what it changes;
   * otherwise it is a 503. Nobody is ever let in by it. Default: false.
   */
  failOpen?: boolean | undefined;
  /** Is told of what the guard itself does: `verify`, `csrf` and `authorize`. Default: nobody. */
  observer?: Observer | undefined;
  /** The clock: Unix milliseconds. Default: `Date.now`. */
  clock?: (() => number) | undefined;
}

/** The same, checked and complete. */
export interface Rules<T extends object> {
  readonly keys: TokenKeys;
  readonly sessions: Sessions<T> | undefined;
  readonly tokens: RefreshTokens | undefined;
  readonly policy: Policy | undefined;
  readonly revocations: Revocations | undefined;
  readonly path: string;
  /** The access cookie, if one is read and set. */
  readonly accessCookie: string | undefined;
  readonly refreshCookie: string;
  readonly withToken: boolean;
  readonly allowedOrigins: readonly string[];
  readonly csrfExempt: ReadonlySet<string>;
  readonly failOpen: boolean;
  readonly observer: Observer | undefined;
  readonly clock: () => number;
  /** The watermarks that log out everywhere. */
  readonly everywhere: readonly Revocations[];
}

const fields: Fields = new Map(
  [
    "sessions",
    "tokens",
    "policy",
    "revocations",
    "path",
    "accessCookie",
    "refreshCookie",
    "accessIn",
    "csrf",
    "allowedOrigins",
    "csrfExempt",
    "failOpen",
    "observer",
    "clock",
  ].map((name) => [name, elsewhere]),
);

/** Checks options. */
export function rulesOf<T extends object>(keys: TokenKeys, options: GuardOptions<T> | undefined): Rules<T> {
  if (!(keys instanceof TokenKeys)) {
    throw badArgument("keys must be a KeyRing or a Key");
  }
  encode(options, fields);
  const given = options ?? {};
  const sessions = instance(given.sessions, Sessions<T>, "sessions");
  const tokens = instance(given.tokens, RefreshTokens, "tokens");
  const revocations = instance(given.revocations, Revocations, "revocations");
  const policy = instance(given.policy, Policy, "policy") ?? (tokens && new Policy());
  const observer = observerOf(given.observer);
  const accessIn = oneOf(given.accessIn, ["cookie", "json"], "accessIn");
  const csrf = oneOf(given.csrf, ["fetch", "token"], "csrf");
  const path = string(valueOr(given.path, "/auth"), "path");
  if (!/^(\/[^/?#]+)+$/.test(path)) {
    throw badArgument("path must begin with a slash and not end with one");
  }
  const accessCookie = string(valueOr(given.accessCookie, "__Host-access"), "accessCookie");
  const refreshCookie = string(valueOr(given.refreshCookie, "__Secure-refresh"), "refreshCookie");
  if (sessions === undefined && policy === undefined) {
    throw badArgument("a guard needs sessions, tokens or a policy: it would let nobody in");
  }
  if (new Set([accessCookie, refreshCookie, sessions?.cookie]).size < 3) {
    throw badArgument("two cookies have the same name");
  }
  // Makes sure of the names and the path.
  new SetCookie(accessCookie, "");
  new SetCookie(refreshCookie, "", { path });
  const allowedOrigins = strings(given.allowedOrigins, "allowedOrigins");
  // Two of the request itself come to them.
  checkFetch({ method: "GET", allowedOrigins: [...allowedOrigins, "", ""] });
  const clock: unknown = valueOr(given.clock, Date.now);
  if (typeof clock !== "function") {
    throw badArgument("clock must be a function");
  }
  return {
    keys,
    sessions,
    tokens,
    policy,
    revocations,
    path,
    accessCookie: policy !== undefined && accessIn === "cookie" ? accessCookie : undefined,
    refreshCookie,
    withToken: csrf === "token",
    allowedOrigins,
    csrfExempt: new Set(strings(given.csrfExempt, "csrfExempt")),
    failOpen: flag(given.failOpen, "failOpen"),
    observer,
    clock: clock as () => number,
    everywhere: watermarks([sessions, tokens, revocations], observer),
  };
}

/** One for each place where something of a subject may be. */
function watermarks(drivers: readonly (object | undefined)[], observer: Observer | undefined): Revocations[] {
  const places: Place[] = [];
  for (const driver of drivers) {
    const place = driver && placeOf(driver);
    const isOther = (known: Place) => known.store !== place?.store || known.namespace !== place.namespace;
    if (place !== undefined && places.every(isOther)) {
      places.push(place);
    }
  }
  return places.map(({ store, namespace }) => new Revocations(store, { namespace, observer }));
}

function instance<T extends object>(
  value: unknown,
  type: abstract new (...given: never[]) => T,
  name: string,
): T | undefined {
  if (value !== undefined && !(value instanceof type)) {
    throw badArgument(`${name} must be a ${type.name}`);
  }
  return value;
}

function oneOf<T extends string>(value: unknown, choices: readonly [T, T], name: string): T {
  const found = choices.find((choice) => choice === valueOr(value, choices[0]));
  if (found === undefined) {
    throw badArgument(`${name} must be one of ${choices.join(", ")}`);
  }
  return found;
}

function flag(value: unknown, name: string): boolean {
  if (value !== undefined && typeof value !== "boolean") {
    throw badArgument(`${name} must be true or false`);
  }
  return value ?? false;
}

function strings(value: unknown, name: string): string[] {
  const found: unknown = valueOr(value, []);
  if (!Array.isArray(found)) {
    throw badArgument(`${name} must be an array of strings`);
  }
  return (found as unknown[]).map((item) => string(item, `every member of ${name}`));
}
