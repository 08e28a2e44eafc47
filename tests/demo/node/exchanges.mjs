// Says what goes over the wire, and what the store is asked meanwhile: a line of JSON on standard output
// for each exchange, which the first service reads.
import { AsyncLocalStorage } from "node:async_hooks";

const REQUEST = { cookie: "Cookie", authorization: "Authorization", origin: "Origin" };
const RESPONSE = { "set-cookie": "Set-Cookie", "www-authenticate": "WWW-Authenticate" };
const noted = new AsyncLocalStorage();

/** Middleware that says what it has seen when the answer is out. */
export const recorder = (clock) => (request, response, next) => {
  const at = clock();
  const store = [];
  let body = "";
  const { end } = response;
  response.end = function (chunk, ...more) {
    body = chunk === undefined ? "" : String(chunk);
    return end.call(this, chunk, ...more);
  };
  response.on("finish", () => {
    const exchange = {
      at,
      service: "node",
      client: request.get("x-demo-client") ?? "browser",
      method: request.method,
      path: request.originalUrl,
      request: lines(REQUEST, (name) => request.headersDistinct[name]),
      status: response.statusCode,
      response: lines(RESPONSE, (name) => response.getHeader(name)),
      answer: body === "" ? {} : JSON.parse(body),
      store,
    };
    console.log(JSON.stringify(exchange));
  });
  noted.run(store, next);
};

function lines(shown, valueOf) {
  return Object.entries(shown).flatMap(([name, label]) =>
    [valueOf(name) ?? []].flat().map((value) => `${label}: ${value}`),
  );
}

/** A store that notes what it is asked, for the exchange that asks. */
export class Watched {
  #store;

  constructor(store) {
    this.#store = store;
  }

  async get(keys, now) {
    const found = await this.#store.get(keys, now);
    noted.getStore()?.push({ get: keys, found: found.map((record) => record != null) });
    return found;
  }

  async swap(key, expected, next, ttl, now) {
    const took = await this.#store.swap(key, expected, next, ttl, now);
    noted.getStore()?.push({ swap: key, took });
    return took;
  }
}
