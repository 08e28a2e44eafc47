// What the scenarios are made of: a browser that keeps cookies as browsers do, and a site with its clock.
import { Key, KeyRing, MemoryStore, RefreshTokens, Revocations, Sessions } from "tokenseal";
import { Guard } from "tokenseal/web";

export const SECRET = "a secret of the tests, 32 bytes and more";
export const HOST = "shop.example";
export const ring = () => new KeyRing([new Key("HS256", SECRET, { kid: "1" })]);

export function equal(found, expected, what = "") {
  const [left, right] = [JSON.stringify(found), JSON.stringify(expected)];
  if (left !== right) {
    throw new Error(`${what} ${left}, not ${right}`);
  }
}

export function ok(condition, what) {
  if (!condition) {
    throw new Error(what);
  }
}

/** A store that can fail, and counts. */
export class ShakyStore extends MemoryStore {
  down = false;
  reads = 0;
  writes = 0;

  get(...given) {
    this.reads += 1;
    this.#check();
    return super.get(...given);
  }

  swap(...given) {
    this.writes += 1;
    this.#check();
    return super.swap(...given);
  }

  #check() {
    if (this.down) {
      throw new Error("the store is down");
    }
  }
}

/** A guard with all it can have; `serve` turns it into something that is sent requests. */
export async function site(serve, options = {}) {
  const { without = [], failOpenRevocations = false, store = new ShakyStore(), ...given } = options;
  const told = [];
  const observer = (...what) => told.push(what.join(" "));
  const kit = { store, told, now: Date.now(), keys: ring() };
  const all = {
    sessions: new Sessions(kit.keys, store, { observer }),
    tokens: new RefreshTokens(kit.keys, store, { observer }),
    revocations: new Revocations(store, { observer, failOpen: failOpenRevocations }),
  };
  const drivers = Object.fromEntries(Object.entries(all).filter(([name]) => !without.includes(name)));
  kit.drivers = all;
  const guard = new Guard(kit.keys, { ...drivers, observer, clock: () => kit.now, ...given });
  kit.send = await serve(guard);
  kit.browser = () => new Browser(kit);
  return kit;
}

/** Keeps cookies by name and path, and sends what a browser does for a page of the same site. */
export class Browser {
  cookies = new Map();
  #kit;

  constructor(kit) {
    this.#kit = kit;
  }

  /** A copy with the same cookies. */
  twin() {
    const twin = new Browser(this.#kit);
    twin.cookies = new Map(this.cookies);
    return twin;
  }

  value(name) {
    return this.cookies.get(name)?.value;
  }

  plant(name, value, path = "/") {
    this.cookies.set(name, { value, path });
  }

  async get(path, headers) {
    return await this.ask("GET", path, headers);
  }

  async post(path, headers, body) {
    return await this.ask("POST", path, headers, body);
  }

  async ask(method, target, headers = {}, body = undefined) {
    const path = target.split("?")[0];
    const sent = [...this.cookies]
      .filter(
        ([, cookie]) => cookie.path === "/" || path === cookie.path || path.startsWith(`${cookie.path}/`),
      )
      .map(([name, { value }]) => `${name}=${value}`);
    const answer = await this.#kit.send({
      method,
      target,
      headers: {
        "host": HOST,
        "sec-fetch-site": "same-origin",
        ...(sent.length > 0 ? { cookie: sent.join("; ") } : {}),
        ...headers,
      },
      body,
    });
    for (const line of answer.setCookie) {
      this.#take(line);
    }
    return answer;
  }

  #take(line) {
    const [pair, ...rest] = line.split("; ");
    const [name, value] = [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)];
    const attributes = new Map(rest.map((text) => [text.split("=")[0].toLowerCase(), text.split("=")[1]]));
    if (attributes.get("max-age") === "0") {
      this.cookies.delete(name);
    } else {
      this.cookies.set(name, { value, path: attributes.get("path"), attributes, line });
    }
  }
}

/** Runs all of the cases; `failures` are lines for people. */
export async function runCases(cases, serve) {
  let passed = 0;
  const failures = [];
  for (const [name, run] of Object.entries(cases)) {
    try {
      await run(serve);
      passed += 1;
    } catch (error) {
      failures.push(`${name}: ${error?.stack ?? error}`);
    }
  }
  return { passed, failures };
}

/** What was answered, from a `Response`. */
export async function answerOf(response) {
  const text = await response.text();
  const type = response.headers.get("content-type") ?? "";
  return {
    status: response.status,
    headers: response.headers,
    setCookie: response.headers.getSetCookie(),
    text,
    json: type.includes("json") ? JSON.parse(text) : undefined,
  };
}

/** A problem, whole. */
export function problem(answer, status, code, challenge = null) {
  equal(answer.status, status, answer.text);
  equal(answer.headers.get("content-type"), "application/problem+json");
  equal(answer.headers.get("cache-control"), "no-store");
  equal(answer.headers.get("www-authenticate"), challenge);
  equal(
    answer.text.replace(/"title":"[^"]+"/, '"title":""'),
    `{"type":"urn:tokenseal:problem:${code}","title":"","status":${status},"code":"${code}"}`,
  );
}

/** The 401 of credentials that are not good. */
export function refusedAs(answer, code) {
  problem(answer, 401, code, `Bearer error="invalid_token", error_description="${code}"`);
}
