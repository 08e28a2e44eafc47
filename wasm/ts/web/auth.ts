import type { Claims } from "../claims.js";
import { badArgument, type TokensealError } from "../errors.js";
import type { TokenPair } from "../state/refresh-tokens.js";
import type { SessionData } from "../state/session.js";
import { answering, issueTokens, logOut, logOutEverywhere, startSession } from "./login.js";
import { checkScopes } from "./problem.js";
import type { Visit } from "./visit.js";

/** @internal What an {@link Auth} goes by. */
export let visitOf: <T extends object>(auth: Auth<T>) => Visit<T>;

const nobody: ReadonlySet<string> = new Set();

/**
 * One request: who is asking, and what that one's session holds. Made by a {@link Guard}; in Express
 * `req.auth`, in Hono `c.get("auth")`, and the second argument of a fetch handler.
 *
 * What the state refuses is thrown as a {@link Problem}: let it pass, and it is the answer. Mistakes in
 * the application are a {@link TokensealError}, such as `bad-argument`.
 *
 * @typeParam T - what sessions hold
 */
export class Auth<T extends object = SessionData> {
  readonly #visit: Visit<T>;

  /** @internal */
  constructor(visit: Visit<T>) {
    this.#visit = visit;
  }

  static {
    visitOf = (auth) => auth.#visit;
  }

  /** Who is asking: `sub` of the access token or the session. `undefined`: nobody who has logged in. */
  get subject(): string | undefined {
    return this.#look().identity?.subject;
  }

  /** What the access token says; where a session says who is asking, its data. Empty: nobody. */
  get claims(): Readonly<Claims> {
    return this.#look().identity?.claims ?? {};
  }

  /** The claim `scope`, word by word. */
  get scopes(): ReadonlySet<string> {
    return this.#look().identity?.scopes ?? nobody;
  }

  /** Whether somebody has logged in. */
  get authenticated(): boolean {
    return this.#look().identity !== undefined;
  }

  /** Why a cookie did not count, if one was there: `code` says `expired`, `session-ended`, and so on. */
  get refused(): TokensealError | undefined {
    return this.#look().refusal;
  }

  /**
   * What the session holds: change it, and it is saved with the answer. A visitor who has none gets one
   * when something is put into it. Members that are not changed are not written, so that requests at the
   * same time which change different ones do not undo one another; of the same one the later wins:
   * {@link Auth.updateSession} counts. `sub` is the guard's. What a request with a bearer token puts into
   * it is forgotten.
   *
   * @throws {@link TokensealError} `bad-argument` when the guard has no sessions
   */
  get session(): Partial<T> {
    if (this.#visit.rules.sessions === undefined) {
      throw badArgument("the guard has no sessions");
    }
    return this.#look().draft.data as Partial<T>;
  }

  /**
   * Asks for somebody who has logged in.
   *
   * @param scopes - which that one must have, all of them
   * @returns the subject
   * @throws {@link Problem} 401, 403; 503 when the store could not say
   * @throws {@link TokensealError} `bad-argument` for what is no scope
   */
  require(...scopes: string[]): string {
    checkScopes(scopes);
    return this.#visit.require(scopes);
  }

  /**
   * Log-in by a session, whose cookie comes with the answer. The session of before goes on under a new
   * id, with its data; that of somebody else ends.
   *
   * @param subject - who has logged in: best an opaque id
   * @param data - what else to put into the session, without `sub`
   * @throws {@link Problem} 503
   * @throws {@link TokensealError} `bad-argument`, `limit`, `weak-key`, `key-use`
   */
  async startSession(subject: string, data?: Partial<T>): Promise<void> {
    await answering(() => startSession(this.#visit, subject, data));
  }

  /**
   * Log-in by tokens, whose cookies come with the answer.
   *
   * @param subject - who has logged in: best an opaque id
   * @param claims - what else the access tokens say, without `sub`, `iat` and `exp`. `sid` is made for it.
   * @throws {@link Problem} 503
   * @throws {@link TokensealError} what `RefreshTokens.issue` throws; `cookie-too-large`
   */
  async issueTokens(subject: string, claims?: object): Promise<TokenPair> {
    return await answering(() => issueTokens(this.#visit, subject, claims));
  }

  /**
   * Log out here: ends the session, and the login of the refresh token where the browser sends it, which is
   * below the guard's path. Without `revocations` the access token lives on until its `exp` in whosever
   * hands it is. Removes the cookies.
   *
   * @throws {@link Problem} 503: nothing is removed then
   */
  async logOut(): Promise<void> {
    await answering(() => logOut(this.#visit));
  }

  /**
   * Log out everywhere: ends all that the subject has.
   *
   * @throws {@link Problem} 401 when it is nobody; 503
   */
  async logOutEverywhere(): Promise<void> {
    await answering(() => logOutEverywhere(this.#visit, this.#visit.require([])));
  }

  /**
   * Changes the session by what it holds at the time: a counter, a list. Written at once.
   *
   * @param change - as for `Sessions.update`: it may be called several times
   * @throws {@link Problem} 401 when it has ended; 503
   * @throws {@link TokensealError} `bad-argument`, `limit`
   */
  async updateSession(
    change: (data: T) => T | undefined | void | Promise<T | undefined | void>,
  ): Promise<void> {
    await answering(() => this.#visit.update(change));
  }

  /**
   * A token for the header `X-CSRF-Token` or the form's field `csrf_token`, where the guard asks for one.
   * A visitor without a session gets one. It is good until the next log-in.
   *
   * @throws {@link Problem} 503
   * @throws {@link TokensealError} `bad-argument` when there is nothing to bind it to
   */
  async csrfToken(): Promise<string> {
    const visit = this.#look();
    return await answering(async () => {
      const isBound = visit.binding !== undefined || visit.access !== undefined;
      const binding = isBound ? visit.binding : (await visit.startAnonymous()).id;
      if (binding === undefined) {
        throw badArgument("the access token has no sid, or is not in a cookie");
      }
      return visit.rules.keys.csrfToken(binding);
    });
  }

  /** The answer is for this visitor alone from now on. */
  #look(): Visit<T> {
    this.#visit.looked = true;
    return this.#visit;
  }
}
