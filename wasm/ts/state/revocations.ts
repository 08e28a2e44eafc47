import { badArgument, TokensealError } from "../errors.js";
import { watch, type Observer } from "../observer.js";
import { encode, string, valueOr } from "../options.js";
import { clock } from "../time.js";
import { encodeSettings, observerOf, optionsOf, withOptions } from "./options.js";
import { settle } from "./place.js";
import { RevocationOp, stepSubject, stepToken } from "./revocation-block.js";
import type { NowOptions } from "./session-options.js";
import { run, storeOf, type Store } from "./store.js";

/** What `new Revocations` takes. An unknown option is a `bad-argument`. */
export interface RevocationsOptions {
  /** That of the `RefreshTokens` and `Sessions` beside. At most 255 bytes. Default: none. */
  namespace?: string | undefined;
  /**
   * Whether `check` lets a token pass when the store can't be asked. Then a revoked token is good
   * until its `exp` for whoever can keep the store from answering. Default: false.
   */
  failOpen?: boolean | undefined;
  /**
   * Is told of each operation and how it came out; of a check that `failOpen` lets pass, as
   * `store-unavailable`. Default: nobody.
   */
  observer?: Observer | undefined;
}

const settings = ["namespace", "failOpen", "observer"];
const nowFields = optionsOf("now");
const subjectFields = optionsOf("subject", "now");

/**
 * Tokens that end before their `exp`: a denylist for single ones, and the end of all that a subject
 * has. Both are checked in one read of the store.
 *
 * ```ts
 * const claims = ring.verify(token);
 * await revocations.check(token, claims); // else `revoked`
 * ```
 *
 * Such a token must have an `exp`, at most 400 days away (else `missing-claim`, `bad-argument`), and
 * should have `sub` and `iat`, as those of `RefreshTokens` do. All methods throw, beside what is said
 * there, `bad-argument`, `limit`, `malformed`, `store-unavailable`, `store-full`, `unknown-record` and
 * `contention`.
 */
export class Revocations {
  readonly #store: Store;
  readonly #record: Uint8Array;
  readonly #failOpen: boolean;
  readonly #observer: Observer | undefined;

  /**
   * @param store - the one of the `RefreshTokens` and `Sessions` beside
   * @param options - see there
   * @throws {@link TokensealError} `bad-argument`, also before `init` where that is needed; `limit` for the
   *   namespace
   */
  constructor(store: Store, options?: RevocationsOptions) {
    this.#store = storeOf(store);
    this.#record = encodeSettings(options, settings, {});
    const failOpen: unknown = valueOr(options?.failOpen, false);
    if (typeof failOpen !== "boolean") {
      throw badArgument("failOpen must be true or false");
    }
    this.#failOpen = failOpen;
    this.#observer = observerOf(options?.observer);
    settle(this, this.#store, options?.namespace);
    // Makes sure of the namespace.
    stepSubject(withOptions(this.#record, { subject: "anybody" }, subjectFields), 0);
  }

  /**
   * Checks that a token has not been revoked.
   *
   * @param token - the token
   * @param claims - what `verify` or `verifyRaw` has given for it: nothing is verified here
   * @param options - the clock
   * @throws {@link TokensealError} `revoked`; `missing-claim`
   */
  async check(token: string | Uint8Array, claims: object | string, options?: NowOptions): Promise<void> {
    try {
      await watch(this.#observer, "revocation.check", async () => {
        const record = withOptions(this.#record, options, nowFields);
        await run(this.#store, stepToken(RevocationOp.check, record, token, claims, clock(options)));
      });
    } catch (error) {
      const isDown = error instanceof TokensealError && error.code === "store-unavailable";
      if (!(this.#failOpen && isDown)) {
        throw error;
      }
    }
  }

  /**
   * Puts a token on the denylist, until its `exp` and the greatest leeway have passed: by `iss` and
   * `jti`, or where it has no `jti` by its MAC.
   *
   * @param token - the token
   * @param claims - what `verify` or `verifyRaw` has given for it: nothing is verified here
   * @param options - the clock
   * @throws {@link TokensealError} `missing-claim`
   */
  async deny(token: string | Uint8Array, claims: object | string, options?: NowOptions): Promise<void> {
    await watch(this.#observer, "revocation.deny", async () => {
      const record = withOptions(this.#record, options, nowFields);
      const now = clock(options);
      await run(this.#store, stepToken(RevocationOp.deny, record, token, claims, now));
    });
  }

  /**
   * Ends all sessions, refresh tokens and revocable tokens of a subject: log out everywhere, in one
   * write. A token that `sign` makes within the same second is revoked too; `RefreshTokens.issue` dates
   * its own after that.
   *
   * @param subject - whose
   * @param options - the clock
   */
  async endAll(subject: string, options?: NowOptions): Promise<void> {
    await watch(this.#observer, "revocation.end-all", async () => {
      encode(options, nowFields);
      const given = { ...options, subject: string(subject, "subject") };
      const record = withOptions(this.#record, given, subjectFields);
      await run(this.#store, stepSubject(record, clock(options)));
    });
  }
}
