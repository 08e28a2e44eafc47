import { badArgument, TokensealError, type ErrorCode } from "../errors.js";
import { watch, type Observer } from "../observer.js";
import { string, valueOr, type Fields } from "../options.js";
import { SetCookie } from "../set-cookie.js";
import { inputOf } from "../text.js";
import { clock } from "../time.js";
import type { TokenKeys } from "../tokens.js";
import { encodeData } from "./json.js";
import { Keys } from "./keys.js";
import { checkSettings, encodeSettings, LIFETIMES, observerOf, optionsOf, withOptions } from "./options.js";
import type {
  LoadResult,
  NowOptions,
  RotateOptions,
  SessionCookieOptions,
  SessionOrCookie,
  SessionsOptions,
  StartOptions,
} from "./session-options.js";
import { settle } from "./place.js";
import { heldBy, renew, Session, type Held, type Home, type SessionData } from "./session.js";
import {
  checkSeal,
  isOf,
  openSession,
  sealSession,
  SessionOp,
  sessionOf,
  stepSession,
  type SessionBlock,
} from "./session-block.js";
import { run, storeOf, type Store } from "./store.js";
import type { Transition } from "./transition.js";

const DAY = 86_400;
const ATTEMPTS = 32;
const settings = ["namespace", "cookie", "idle", "lifetime", "observer"];
const startFields = optionsOf("subject", "data", "now");
const rotateFields = optionsOf("subject", "now");
const nowFields: Fields = optionsOf("now");
const subjectFields = optionsOf("subject");
const ID_LEN = 32;

/** Why there is no session, when neither the call nor the keys nor the store is to blame. */
const refusals: ReadonlySet<ErrorCode> = new Set([
  "malformed",
  "limit",
  "bad-signature",
  "unknown-key",
  "cookie-too-large",
  "session-unknown",
  "session-ended",
  "session-expired",
  "revoked",
]);

/**
 * Sessions: the data in your store, an id in a sealed cookie. Logging out is instant, here
 * ({@link Sessions.end}) and everywhere ({@link Sessions.endAll}).
 *
 * ```ts
 * const sessions = new Sessions(ring, new MemoryStore());
 * const session = await sessions.start({ subject: "user-42", data: { cart: [] } });
 * headers.append("set-cookie", sessions.setCookie(session).toString());
 * // later
 * const session = await sessions.load(findCookie(cookieHeader, sessions.cookie));
 * ```
 *
 * A session ends at the earlier of `idle` and `lifetime`. An id that the store does not know is never
 * adopted. All methods but `setCookie` and `removeCookie` throw, beside what is said there,
 * `bad-argument`, `limit`, `store-unavailable`, `store-full`, `unknown-record` and `contention`.
 *
 * @typeParam T - what sessions hold
 */
export class Sessions<T extends object = SessionData> {
  /** The cookie's name. */
  readonly cookie: string;
  readonly #keys: Keys;
  readonly #store: Store;
  readonly #record: Uint8Array;
  readonly #home: Home;
  readonly #observer: Observer | undefined;

  /**
   * @param keys - seal and open the cookies
   * @param store - where the sessions are
   * @param options - see there
   * @throws {@link TokensealError} `bad-argument`; `limit` for the namespace; `cookie-character` and
   *   `cookie-too-large` for the cookie's name
   */
  constructor(keys: TokenKeys, store: Store, options?: SessionsOptions) {
    this.#keys = new Keys(keys);
    this.#store = storeOf(store);
    this.#record = encodeSettings(options, settings, { idle: DAY, lifetime: 14 * DAY });
    this.cookie = string(valueOr(options?.cookie, "__Host-session"), "cookie");
    const id = new Uint8Array(ID_LEN);
    checkSettings(() => stepSession(SessionOp.start, this.#record, undefined, id, 0), LIFETIMES);
    new SetCookie(this.cookie, "");
    this.#observer = observerOf(options?.observer);
    settle(this, this.#store, options?.namespace);
    this.#home = {
      seal: (held) => this.#seal(held),
      isOf: ({ session }, subject) => isOf(session, withOptions(this.#record, { subject }, subjectFields)),
    };
  }

  /**
   * Starts a session, of a subject or of nobody yet.
   *
   * @param options - whose it is, what it holds, and the clock
   * @throws {@link TokensealError} `weak-key` and `key-use` when the first key can't seal the cookie:
   *   nothing is written then
   */
  async start(options?: StartOptions<T>): Promise<Session<T>> {
    return await watch(this.#observer, "session.start", async () => {
      const record = withOptions(this.#record, options, startFields);
      const now = clock(options);
      const data = encodeData(valueOr(options?.data, {}));
      const transition = stepSession(SessionOp.start, record, undefined, newId(), now);
      checkSeal(this.#keys.block, this.cookie);
      return await this.#run(transition, 0, data);
    });
  }

  /**
   * Loads the session of a cookie. One read of the store; once a minute, or ten times in an idle
   * timeout, a write too.
   *
   * @param cookie - the cookie's value as it stands in the header. `undefined` and `null` are as `""`:
   *   `malformed`
   * @param options - the clock
   * @throws {@link TokensealError} `malformed`, `bad-signature` and what else `openCookie` throws;
   *   `session-unknown`, `session-ended`, `session-expired`, `revoked`
   */
  async load(cookie: SessionOrCookie<T>, options?: NowOptions): Promise<Session<T>> {
    return await watch(this.#observer, "session.load", () => this.#load(cookie, options));
  }

  /**
   * As {@link Sessions.load}, but says why there is no session instead of throwing: `malformed`, `limit`,
   * `bad-signature`, `unknown-key`, `cookie-too-large`, `session-unknown`, `session-ended`,
   * `session-expired` or `revoked`. All else is thrown: it says nothing about the session.
   *
   * @param cookie - the cookie's value
   * @param options - the clock
   * @throws {@link TokensealError} when the call, the keys or the store is to blame: `bad-argument`,
   *   `weak-key`, `store-unavailable`, `store-full`, `unknown-record`, `contention`
   */
  async tryLoad(cookie: SessionOrCookie<T>, options?: NowOptions): Promise<LoadResult<T>> {
    try {
      return { ok: true, session: await this.load(cookie, options) };
    } catch (error) {
      if (error instanceof TokensealError && refusals.has(error.code)) {
        return { ok: false, code: error.code };
      }
      throw error;
    }
  }

  /**
   * Saves a session's `data`, if they are still in the store as they were loaded.
   *
   * @param session - one that this has given
   * @param options - the clock
   * @throws {@link TokensealError} `conflict` when other data are there now than were loaded
   *   ({@link Sessions.update} tries again by itself); if an answer of the store was lost, they may be
   *   yours. What `load` throws when it has ended
   */
  async save(session: Session<T>, options?: NowOptions): Promise<void> {
    await watch(this.#observer, "session.save", () => this.#save(session, options));
  }

  /**
   * Loads a session, applies `change` to its data, and saves them; does that again when somebody else
   * was faster. No update is lost; a change can happen twice when an answer of the store was lost.
   *
   * ```ts
   * await sessions.update(cookie, (data) => { data.visits += 1; });
   * ```
   *
   * @param cookie - the cookie's value, or a session, which then is up to date: what was changed in
   *   its `data` and not saved is dropped
   * @param change - is given the data, and changes them or returns others. It may be called several
   *   times, with what is there at the time.
   * @param options - the clock
   * @throws {@link TokensealError} what `load` throws; `contention` when others have been faster 32 times
   */
  async update(
    cookie: SessionOrCookie<T>,
    change: (data: T) => T | undefined | void | Promise<T | undefined | void>,
    options?: NowOptions,
  ): Promise<Session<T>> {
    return await watch(this.#observer, "session.update", () => this.#update(cookie, change, options));
  }

  /**
   * Goes on under a new id: at login with the `subject`, so that nobody can have planted the id, or from
   * time to time without. If it was nobody's it begins anew as the subject's; if it is that subject's
   * already it keeps its age. The data are taken along as they are in the store. Set the cookie of what
   * this returns.
   *
   * Nobody gets in by the old id; the session can only still be ended by it. Requests that are under way
   * with the old cookie get `session-ended`: rotate on page loads, not on parallel calls, and do not remove
   * the cookie on `session-ended`.
   *
   * @param cookie - the cookie's value, or the session
   * @param options - who has logged in, and the clock
   * @throws {@link TokensealError} what `load` throws; `bad-argument` when it is another subject's:
   *   end it, and start one; `weak-key` and `key-use` when the first key can't seal the cookie: nothing
   *   is written then, and the session lives on
   */
  async rotate(cookie: SessionOrCookie<T>, options?: RotateOptions): Promise<Session<T>> {
    return await watch(this.#observer, "session.rotate", async () => {
      const transition = this.#step(SessionOp.rotate, cookie, options, rotateFields);
      checkSeal(this.#keys.block, this.cookie);
      // The key of the new id stands behind that of the old one.
      return await this.#run(transition, 1);
    });
  }

  /**
   * Ends a session: log out here. One that has ended already is no error.
   *
   * @param cookie - the cookie's value, or the session
   * @param options - the clock
   * @throws {@link TokensealError} `malformed`, `bad-signature` and what else `openCookie` throws;
   *   `contention` also when the session was rotated more than 16 times since: nothing was ended
   */
  async end(cookie: SessionOrCookie<T>, options?: NowOptions): Promise<void> {
    await watch(this.#observer, "session.end", async () => {
      await run(this.#store, this.#step(SessionOp.end, cookie, options));
    });
  }

  /**
   * Ends all sessions, refresh tokens and revocable tokens of the session's subject: log out
   * everywhere, in one write. It is enough that the cookie is genuine: load the session first when one
   * that has ended should no longer be able to do that.
   *
   * @param cookie - the cookie's value, or the session
   * @param options - the clock
   * @throws {@link TokensealError} `bad-argument` when it is nobody's; what `end` throws
   */
  async endAll(cookie: SessionOrCookie<T>, options?: NowOptions): Promise<void> {
    await watch(this.#observer, "session.end-all", async () => {
      await run(this.#store, this.#step(SessionOp.endAll, cookie, options));
    });
  }

  /**
   * The cookie of a session, which lives as long as that can: `HttpOnly; Secure; SameSite=Lax; Path=/`.
   *
   * @param session - one that this has given
   * @param options - other attributes
   * @throws {@link TokensealError} what `new SetCookie` throws
   */
  setCookie(session: Session<T>, options?: SessionCookieOptions): SetCookie {
    const held = heldBy(session);
    if (held === undefined) {
      throw badArgument("session must be a Session");
    }
    return new SetCookie(this.cookie, this.#seal(held), { ...options, maxAge: session.maxAge });
  }

  /**
   * The cookie that removes a session's from the browser.
   *
   * @param options - the attributes that it was set with
   * @throws {@link TokensealError} what `new SetCookie` throws
   */
  removeCookie(options?: SessionCookieOptions): SetCookie {
    return new SetCookie(this.cookie, "", options).removal();
  }

  async #load(cookie: SessionOrCookie<T>, options: NowOptions | undefined): Promise<Session<T>> {
    return await this.#run(this.#step(SessionOp.load, cookie, options), 0);
  }

  async #save(session: Session<T>, options: NowOptions | undefined): Promise<void> {
    const held = heldBy(session);
    if (held === undefined) {
      throw badArgument("session must be a Session");
    }
    const data = session.raw;
    const transition = this.#step(SessionOp.save, session, options);
    await run(this.#store, transition, data);
    renew(session, this.#held(transition, 0));
  }

  async #update(
    cookie: SessionOrCookie<T>,
    change: (data: T) => T | undefined | void | Promise<T | undefined | void>,
    options: NowOptions | undefined,
  ): Promise<Session<T>> {
    for (let attempt = 1; ; attempt += 1) {
      const session = await this.#load(cookie, options);
      session.data = (await change(session.data)) ?? session.data;
      try {
        await this.#save(session, options);
      } catch (error) {
        if (!(error instanceof TokensealError && error.code === "conflict")) {
          throw error;
        }
        if (attempt === ATTEMPTS) {
          throw new TokensealError("contention");
        }
        continue;
      }
      const held = heldBy(session);
      if (cookie instanceof Session && held !== undefined) {
        cookie.data = session.data;
        renew(cookie, held);
        return cookie;
      }
      return session;
    }
  }

  #step(
    op: Exclude<SessionOp, typeof SessionOp.start>,
    cookie: SessionOrCookie<T>,
    options: NowOptions | undefined,
    fields: Fields = nowFields,
  ): Transition {
    const record = withOptions(this.#record, options, fields);
    const now = clock(options);
    const session = heldBy(cookie)?.session ?? this.#open(cookie, now);
    return stepSession(op, record, session, op === SessionOp.rotate ? newId() : undefined, now);
  }

  #open(cookie: unknown, now: number): SessionBlock {
    const text = inputOf(cookie ?? "", "cookie");
    return openSession(this.#keys.block, this.cookie, text, now);
  }

  /** Carries out an operation from which a session comes, whose key is the one at `index`. */
  async #run(transition: Transition, index: number, data?: Uint8Array): Promise<Session<T>> {
    await run(this.#store, transition, data);
    return new Session<T>(transition.data, this.#held(transition, index), this.#home);
  }

  #held(transition: Transition, index: number): Held {
    return { session: sessionOf(transition), now: transition.now, key: transition.keys[index] ?? "" };
  }

  #seal({ session, now }: Held): string {
    return sealSession(this.#keys.block, session, this.cookie, now);
  }
}

function newId(): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(ID_LEN));
}
