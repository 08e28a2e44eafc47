import { jsonOf } from "../claims.js";
import { badArgument, TokensealError } from "../errors.js";
import { watch, type Observer } from "../observer.js";
import { encode, string, valueOr, type Fields } from "../options.js";
import type { Text } from "../text.js";
import { clock, duration } from "../time.js";
import type { TokenKeys } from "../tokens.js";
import { Keys } from "./keys.js";
import { checkSettings, encodeSettings, LIFETIMES, observerOf, optionsOf, withOptions } from "./options.js";
import { settle } from "./place.js";
import { mintRefresh, openRefresh, RefreshOp, SIZE, stepRefresh } from "./refresh-block.js";
import type { NowOptions } from "./session-options.js";
import { run, storeOf, type Store } from "./store.js";
import type { Transition } from "./transition.js";

/** What `new RefreshTokens` takes. An unknown option is a `bad-argument`. */
export interface RefreshTokensOptions {
  /** Keeps apart what several applications have in one store. At most 255 bytes. Default: none. */
  namespace?: string | undefined;
  /**
   * How many seconds an access token lives: a whole number, 1 at the least, at most 400 days. Default:
   * 900, a quarter of an hour.
   */
  accessLifetime?: number | undefined;
  /** After how many seconds without a refresh a login ends, at most 400 days. Default: 2,592,000, 30 days. */
  idle?: number | undefined;
  /** How many seconds a login lives at most, at most 400 days. Default: 7,776,000, 90 days. */
  lifetime?: number | undefined;
  /**
   * For how many seconds a refresh token that was replaced gives the same successor again, so that a
   * lost answer or two tabs at once log nobody out: 0 to 600. Default: 10.
   */
  grace?: number | undefined;
  /** Is told of each operation and how it came out. Default: nobody. */
  observer?: Observer | undefined;
}

/** What `issue` and `refresh` take. An unknown option is a `bad-argument`. */
export interface RefreshOptions extends NowOptions {
  /**
   * The client that alone may use these refresh tokens, such as an OAuth `client_id` that was
   * authenticated. Whoever names another, or none, is refused, and the login goes on.
   */
  client?: string | undefined;
}

/** An access token and the refresh token that gets the next one. */
export interface TokenPair {
  /** The access token, for `verify`. */
  readonly access: string;
  /** The refresh token, for {@link RefreshTokens.refresh}: it is used once. */
  readonly refresh: string;
  /** How many seconds the access token lives. */
  readonly expiresIn: number;
  /** When the access token expires, which is its `exp`, in Unix milliseconds. */
  readonly accessExpiresAt: number;
  /** When the login began, in Unix milliseconds. */
  readonly created: number;
  /** When the login ends however much it is used, in Unix milliseconds. */
  readonly refreshExpiresAt: number;
  /** Whether this refresh token was given before: the old one was used twice within the grace. */
  readonly repeated: boolean;
  /** Whether the token was ahead of the store, which must have lost writes. */
  readonly recovered: boolean;
}

const DAY = 86_400;
const FAMILY_LEN = 16;
const settings = ["namespace", "accessLifetime", "idle", "lifetime", "grace", "observer"];
const defaults = { idle: 30 * DAY, lifetime: 90 * DAY, grace: 10 };
const refreshFields = optionsOf("client", "now");
const endFields = optionsOf("now");
const subjectFields = optionsOf("subject", "client", "now");

/**
 * Short access tokens, which any holder of the keys verifies without asking anybody, and refresh tokens
 * that get the next one: tracked in your store, used once each, and revocable.
 *
 * ```ts
 * const tokens = new RefreshTokens(ring, new MemoryStore());
 * const pair = await tokens.issue("user-42", { role: "admin" });
 * const next = await tokens.refresh(pair.refresh);
 * ring.verify(next.access).role; // "admin"
 * ```
 *
 * A refresh token that is used again long after it was replaced is a copy in somebody's hands: all that
 * came from the same login ends (`refresh-reused`). A new key must be everywhere as a verifying one
 * before it signs anywhere. All methods throw, beside what is said there, `bad-argument`, `limit`,
 * `weak-key`, `key-use`, `store-unavailable`, `store-full`, `unknown-record` and `contention`.
 */
export class RefreshTokens {
  readonly #keys: TokenKeys;
  readonly #held: Keys;
  readonly #store: Store;
  readonly #record: Uint8Array;
  readonly #accessLifetime: number;
  readonly #observer: Observer | undefined;

  /**
   * @param keys - sign both kinds of tokens
   * @param store - where the logins are
   * @param options - see there
   * @throws {@link TokensealError} `bad-argument`; `limit` for the namespace
   */
  constructor(keys: TokenKeys, store: Store, options?: RefreshTokensOptions) {
    this.#held = new Keys(keys);
    this.#keys = keys;
    this.#store = storeOf(store);
    this.#record = encodeSettings(options, settings, defaults);
    const accessLifetime = duration(valueOr(options?.accessLifetime, 900), "accessLifetime") / 1000;
    if (!(Number.isInteger(accessLifetime) && accessLifetime >= 1 && accessLifetime <= 400 * DAY)) {
      throw badArgument("accessLifetime must be whole seconds, between 1 second and 400 days");
    }
    this.#accessLifetime = accessLifetime;
    this.#observer = observerOf(options?.observer);
    settle(this, this.#store, options?.namespace);
    this.#check(RefreshOp.start, { subject: "anybody" }, FAMILY_LEN, LIFETIMES);
    this.#check(RefreshOp.rotate, {}, SIZE, "grace must be between 0 and 600 seconds");
  }

  /**
   * Log in: the first pair of tokens.
   *
   * @param subject - whose they are: `sub` of the access tokens. Best an opaque id of the user: records
   *   are found by its hash, and that of an e-mail address can be guessed.
   * @param claims - what else the access tokens say, as for `sign`, without `sub`, `iat` and `exp`. It
   *   is kept in the store, and is the same in all access tokens of this login. So a `jti` in it is the
   *   login's: denying one token then denies all of the login's access tokens.
   * @param options - who alone may refresh, and the clock
   * @throws {@link TokensealError} what `sign` throws; nothing is written then
   */
  async issue(subject: string, claims: object | string = {}, options?: RefreshOptions): Promise<TokenPair> {
    return await watch(this.#observer, "refresh.issue", async () => {
      encode(options, refreshFields);
      const now = clock(options);
      const given = { ...options, subject: string(subject, "subject") };
      const record = withOptions(this.#record, given, subjectFields);
      const json = jsonOf(claims, "claims");
      // Claims that can't be signed are refused before anything is written.
      this.#keys.sign(json, { subject, issuedAt: now, expiresIn: this.#accessLifetime, now });
      const data = withSubject(json, subject);
      const family = crypto.getRandomValues(new Uint8Array(FAMILY_LEN));
      const transition = stepRefresh(RefreshOp.start, this.#held.block, record, family, now);
      return await this.#run(transition, data);
    });
  }

  /**
   * The next pair of tokens. For the time of the grace the same token gives the same successor again.
   *
   * @param token - the refresh token of the last pair
   * @param options - who is asking, and the clock
   * @throws {@link TokensealError} `malformed`, `bad-signature`, `unknown-key`; `refresh-unknown`,
   *   `refresh-ended`, `refresh-expired`, `refresh-reused`, `revoked`, `wrong-client`
   */
  async refresh(token: string | Uint8Array, options?: RefreshOptions): Promise<TokenPair> {
    return await watch(
      this.#observer,
      "refresh",
      async () => await this.#run(this.#step(RefreshOp.rotate, token, options, refreshFields)),
      ({ recovered, repeated }) => (recovered ? "recovered" : repeated ? "repeated" : "ok"),
    );
  }

  /**
   * Ends the login that the token comes from: log out here. One that has ended already is no error. The
   * last access token lives on until its `exp`, unless you check for revocation and deny it.
   *
   * @param token - any refresh token of the login
   * @param options - the clock
   * @throws {@link TokensealError} `malformed`, `bad-signature`, `unknown-key`
   */
  async end(token: string | Uint8Array, options?: NowOptions): Promise<void> {
    await watch(this.#observer, "refresh.end", async () => {
      await run(this.#store, this.#step(RefreshOp.end, token, options, endFields));
    });
  }

  /**
   * Ends all logins, sessions and revocable tokens of the token's subject: log out everywhere, in one
   * write. A token of a login that has ended can do this too: refresh first where a request does it, and
   * limit the rate.
   *
   * @param token - any refresh token of the subject, also of a login that has ended
   * @param options - the clock
   * @throws {@link TokensealError} `malformed`, `bad-signature`, `unknown-key`
   */
  async endAll(token: string | Uint8Array, options?: NowOptions): Promise<void> {
    await watch(this.#observer, "refresh.end-all", async () => {
      await run(this.#store, this.#step(RefreshOp.endAll, token, options, endFields));
    });
  }

  /** Makes sure of the settings that an operation has. */
  #check(
    op: RefreshOp,
    options: RefreshOptions & { subject?: string },
    length: number,
    message: string,
  ): void {
    const { block } = this.#held;
    const record = withOptions(this.#record, options, subjectFields);
    try {
      checkSettings(() => stepRefresh(op, block, record, new Uint8Array(length), 0), message);
    } catch (error) {
      // Keys that can't sign can still end what others have signed.
      if (!(error instanceof TokensealError && (error.code === "key-use" || error.code === "weak-key"))) {
        throw error;
      }
    }
  }

  #step(
    op: Exclude<RefreshOp, typeof RefreshOp.start>,
    token: unknown,
    options: RefreshOptions | undefined,
    fields: Fields,
  ): Transition {
    const record = withOptions(this.#record, options, fields);
    const { block } = this.#held;
    return stepRefresh(op, block, record, openRefresh(block, token), clock(options));
  }

  /** Carries out an operation from which a pair of tokens comes. */
  async #run(transition: Transition, data?: Uint8Array): Promise<TokenPair> {
    await run(this.#store, transition, data);
    const { token, issuedAt, expiresAt, ...minted } = mintRefresh(this.#held.block, transition);
    const { now } = transition;
    const expiresIn = this.#accessLifetime;
    const access = this.#keys.sign(transition.data, { issuedAt, expiresIn, now });
    const accessExpiresAt = (Math.floor(now / 1000) + expiresIn) * 1000;
    return { access, refresh: token, expiresIn, accessExpiresAt, refreshExpiresAt: expiresAt, ...minted };
  }
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The claims with `sub`, for the store. They have been signed, so they are an object without one. */
function withSubject(claims: Text, subject: string): Uint8Array {
  const text = typeof claims === "string" ? claims : decoder.decode(claims);
  const members = text.trim().slice(1).trimStart();
  const comma = members === "}" ? "" : ",";
  return encoder.encode(`{"sub":${JSON.stringify(subject)}${comma}${members}`);
}
