import { bearerToken } from "../bearer.js";
import { findCookie } from "../cookies.js";
import { badArgument, TokensealError, type ErrorCode } from "../errors.js";
import { tell, type Outcome } from "../observer.js";
import { SetCookie, type SetCookieOptions } from "../set-cookie.js";
import type { TokenPair } from "../state/refresh-tokens.js";
import type { Session } from "../state/session.js";
import { Draft, put, SUBJECT, type Changes } from "./draft.js";
import { sessionIdentity, tryAccess, verifyAccess, type Access, type Identity } from "./identity.js";
import {
  credentialsRequired,
  insufficientScope,
  isOutage,
  isRefusal,
  problemOf,
  refused,
  unavailable,
  type Problem,
} from "./problem.js";
import type { Incoming } from "./request.js";
import type { Rules } from "./rules.js";

/** One request: who is asking, what the session holds, and which cookies are to be set. */
export class Visit<T extends object> {
  readonly rules: Rules<T>;
  readonly incoming: Incoming;
  identity: Identity | undefined;
  /** The access token that was accepted, whoever the request is now. */
  access: Access | undefined;
  /** The refresh token that was made for this request. */
  refresh: string | undefined;
  session: Session<T> | undefined;
  readonly draft: Draft = new Draft();
  /** Whether the `Authorization` header says who is asking, so that cookies do not count. */
  isBearer = false;
  /** Why a cookie was not good. */
  refusal: TokensealError | undefined;
  /** Why the store could not tell, where that counts as nobody. */
  outage: ErrorCode | undefined;
  /** Whether the answer depends on who is asking. */
  looked = false;
  /** `Set-Cookie` headers, by the cookies' names. */
  readonly cookies: Map<string, string> = new Map();

  constructor(rules: Rules<T>, incoming: Incoming) {
    this.rules = rules;
    this.incoming = incoming;
  }

  get now(): { now: number } {
    return { now: this.rules.clock() };
  }

  /** The first cookie of a name. */
  cookie(name: string | undefined): string | undefined {
    return name === undefined ? undefined : findCookie(this.incoming.header("cookie") ?? "", name);
  }

  /**
   * The token of the `Authorization` header, if it counts.
   *
   * @throws {@link TokensealError} `malformed`, `limit`
   */
  bearer(): string | undefined {
    if (this.rules.policy === undefined) {
      return undefined;
    }
    try {
      return bearerToken(this.incoming.header("authorization") ?? "");
    } catch (error) {
      if (error instanceof TokensealError && error.code === "not-bearer") {
        return undefined;
      }
      throw error;
    }
  }

  /** Finds out who is asking: a bad bearer token is a problem, a bad cookie as none. */
  async identify(): Promise<void> {
    try {
      const token = this.bearer();
      if (token !== undefined) {
        this.accept(await verifyAccess(this.rules, token));
        return;
      }
    } catch (error) {
      throw isRefusal(error) ? refused(error.code) : problemOf(error);
    }
    try {
      await this.readCookies();
    } catch (error) {
      if (!(this.rules.failOpen && isOutage(error))) {
        throw problemOf(error);
      }
      this.outage = error.code;
    }
  }

  /** Goes by the `Authorization` header. */
  accept(access: Access): void {
    this.isBearer = true;
    this.access = access;
    this.identity = access;
  }

  async readCookies(): Promise<void> {
    await this.readAccessCookie();
    const { sessions } = this.rules;
    const cookie = this.cookie(sessions?.cookie);
    if (sessions === undefined || cookie === undefined) {
      return;
    }
    try {
      const session = await sessions.load(cookie, this.now);
      this.adopt(session);
      this.identity ??= sessionIdentity(session, this.draft.data);
      if (session.reseal) {
        this.keep(sessions.setCookie(session));
      }
    } catch (error) {
      if (!isRefusal(error)) {
        throw error;
      }
      this.refusal ??= error;
    }
  }

  async readAccessCookie(): Promise<void> {
    const token = this.cookie(this.rules.accessCookie);
    if (token !== undefined) {
      this.access = await tryAccess(this.rules, token, (error) => {
        this.refusal ??= error;
      });
      this.identity = this.access;
    }
  }

  /** Goes on with a session as it is in the store. */
  adopt(session: Session<T>): void {
    this.draft.reset(session.data);
    this.session = session;
  }

  /** What CSRF tokens are bound to. */
  get binding(): string | undefined {
    if (this.access !== undefined && this.identity === this.access && !this.isBearer) {
      const { sid } = this.access.claims;
      return typeof sid === "string" && sid !== "" ? sid : undefined;
    }
    return this.session?.id;
  }

  /** Why nobody is asking. */
  get stranger(): Problem {
    if (this.outage !== undefined) {
      return unavailable(this.outage);
    }
    return this.refusal === undefined ? credentialsRequired() : refused(this.refusal.code);
  }

  /** Who is asking, if it is somebody with these scopes. */
  require(scopes: readonly string[]): string {
    this.looked = true;
    const { identity } = this;
    if (identity === undefined) {
      throw this.#unauthorized(this.stranger);
    }
    if (!scopes.every((scope) => identity.scopes.has(scope))) {
      throw this.#unauthorized(insufficientScope(scopes));
    }
    tell(this.rules.observer, "authorize", "ok");
    return identity.subject;
  }

  #unauthorized(problem: Problem): Problem {
    tell(this.rules.observer, "authorize", problem.code as Outcome);
    return problem;
  }

  /** Sets a cookie with the answer. */
  keep(cookie: SetCookie): void {
    this.cookies.set(cookie.name, cookie.toString());
  }

  /** Sets the cookies of a pair of tokens. */
  keepTokens({ access, refresh, expiresIn, accessExpiresAt, refreshExpiresAt }: TokenPair): void {
    const { accessCookie, refreshCookie } = this.rules;
    this.refresh = refresh;
    const issued = accessExpiresAt - expiresIn * 1000;
    const maxAge = Math.max(refreshExpiresAt - issued, 0) / 1000;
    this.keep(new SetCookie(refreshCookie, refresh, { ...this.refreshAttributes, maxAge }));
    if (accessCookie !== undefined) {
      this.keep(new SetCookie(accessCookie, access, { maxAge: expiresIn }));
    }
  }

  /** Removes all cookies that are ours. */
  dropCookies(): void {
    const { sessions, tokens, accessCookie, refreshCookie } = this.rules;
    if (sessions !== undefined) {
      this.keep(sessions.removeCookie());
    }
    if (accessCookie !== undefined) {
      this.keep(new SetCookie(accessCookie, "").removal());
    }
    if (tokens !== undefined) {
      this.keep(new SetCookie(refreshCookie, "", this.refreshAttributes).removal());
    }
  }

  get refreshAttributes(): SetCookieOptions {
    return { path: this.rules.path, sameSite: "Strict" };
  }

  /** Starts a session of nobody with what has been put into it so far. */
  async startAnonymous(): Promise<Session<T>> {
    const { sessions } = this.rules;
    if (sessions === undefined || this.isBearer) {
      throw badArgument(
        "there is no session here: the guard has no sessions, or the request goes by a token",
      );
    }
    const data = Object.fromEntries(
      Object.entries(this.draft.data).filter(([name]) => name !== SUBJECT),
    ) as T;
    const session = await sessions.start({ data, ...this.now });
    this.adopt(session);
    this.keep(sessions.setCookie(session));
    return session;
  }

  /** Writes what was changed in the session; what others changed meanwhile in other members stays. */
  async save(changes: Changes): Promise<void> {
    const { session } = this;
    const { sessions } = this.rules;
    if (session === undefined || sessions === undefined) {
      await this.startAnonymous();
      return;
    }
    changes.apply(session.data);
    try {
      await sessions.save(session, this.now);
    } catch (error) {
      if (!(error instanceof TokensealError && error.code === "conflict")) {
        throw error;
      }
      await sessions.update(
        session,
        (data) => {
          changes.apply(data);
        },
        this.now,
      );
    }
    this.adopt(session);
  }

  /** Reads the session, changes it and writes it, as often as it takes; what was changed before stays so. */
  async update(change: (data: T) => T | undefined | void | Promise<T | undefined | void>): Promise<void> {
    const pending = this.draft.changes();
    const session = this.session ?? (await this.startAnonymous());
    await this.rules.sessions?.update(
      session,
      async (data) => {
        const owner = Object.getOwnPropertyDescriptor(data, SUBJECT);
        const next = (await change(data)) ?? data;
        Reflect.deleteProperty(next, SUBJECT);
        if (owner !== undefined) {
          put(next, SUBJECT, owner.value);
        }
        return next;
      },
      this.now,
    );
    this.adopt(session);
    pending.apply(this.draft.data);
  }
}
