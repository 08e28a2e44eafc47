import type { SessionData } from "../state/session.js";
import type { TokenKeys } from "../tokens.js";
import { Auth, visitOf } from "./auth.js";
import { checkRequest } from "./cross-site.js";
import { endpointAt } from "./endpoints.js";
import { isOutage, isOver, Problem, unavailable } from "./problem.js";
import type { Incoming, Outgoing, Reply } from "./request.js";
import { rulesOf, type GuardOptions, type Rules } from "./rules.js";
import { Visit } from "./visit.js";

/**
 * What an application wants of those who come to it, said once: who they are, by the access token in the
 * `Authorization` header or a cookie or by a session; that no other site has made them come; and how they
 * log out. `tokenseal/express`, `tokenseal/hono` and `tokenseal/fetch` bring it into a framework.
 *
 * ```ts
 * const guard = new Guard(ring, { sessions: new Sessions(ring, store) });
 * ```
 *
 * It answers itself below `path`, to POST: `/refresh` (with `tokens`), `/logout`, `/logout-all`.
 *
 * @typeParam T - what sessions hold
 */
export class Guard<T extends object = SessionData> {
  readonly #rules: Rules<T>;

  /**
   * @param keys - those of the drivers
   * @param options - see there
   * @throws {@link TokensealError} `bad-argument`; `cookie-prefix` and its like for names of cookies
   */
  constructor(keys: TokenKeys, options?: GuardOptions<T>) {
    this.#rules = rulesOf(keys, options);
  }

  /**
   * Lets a request in, or answers it. For those who write an adapter.
   *
   * @param incoming - the request
   * @returns an {@link Auth} for the application, or the answer
   * @throws {@link TokensealError} what only a mistake in the application can be
   */
  async enter(incoming: Incoming): Promise<Auth<T> | Reply> {
    const visit = new Visit(this.#rules, incoming);
    try {
      const endpoint = endpointAt(this.#rules, incoming.path);
      if (endpoint !== undefined) {
        return await endpoint(visit);
      }
      await visit.identify();
      if (!visit.isBearer) {
        await checkRequest(visit);
      }
      return new Auth(visit);
    } catch (error) {
      if (error instanceof Problem) {
        return error.reply;
      }
      throw error;
    }
  }

  /**
   * Before the answer goes out: saves the session and sets the cookies. For those who write an adapter.
   * An answer with a status from 500 on changes nothing.
   *
   * @param auth - what `enter` has given
   * @param status - that of the application's answer
   * @param headers - its headers, which are changed
   * @returns what is to be answered instead, if anything; a promise of that only where the session has to
   *   be saved
   * @throws {@link TokensealError} `bad-argument` when something in the session can't be JSON; `limit`
   */
  leave(auth: Auth<T>, status: number, headers: Outgoing): Reply | undefined | Promise<Reply | undefined> {
    const visit = visitOf(auth);
    if (visit.looked) {
      vary(headers);
    }
    if (status >= 500) {
      return undefined;
    }
    const changes = visit.draft.changes();
    // A request that goes by a token of its own has no session.
    if (!changes.none && !visit.isBearer) {
      return visit.save(changes).then(
        () => setCookies(visit, headers),
        (error: unknown) => this.#unsaved(visit, headers, error),
      );
    }
    return setCookies(visit, headers);
  }

  #unsaved(visit: Visit<T>, headers: Outgoing, error: unknown): Reply | undefined {
    if (isOutage(error)) {
      return this.#rules.failOpen ? setCookies(visit, headers) : unavailable(error.code).reply;
    }
    // Another request has ended the session meanwhile: there is nothing to save any more.
    if (isOver(error)) {
      return setCookies(visit, headers);
    }
    throw error;
  }
}

function setCookies<T extends object>({ cookies }: Visit<T>, headers: Outgoing): undefined {
  for (const cookie of cookies.values()) {
    headers.append("set-cookie", cookie);
  }
  if (cookies.size > 0 && headers.get("cache-control") === null) {
    headers.set("cache-control", "no-store");
  }
}

/** Caches may give the answer to those alone who send the same cookies. */
function vary(headers: Outgoing): void {
  const given = headers.get("vary");
  const names = (given ?? "")
    .toLowerCase()
    .split(",")
    .map((name) => name.trim());
  if (!names.includes("*") && !names.includes("cookie")) {
    headers.set("vary", given === null || given === "" ? "Cookie" : `${given}, Cookie`);
  }
}
