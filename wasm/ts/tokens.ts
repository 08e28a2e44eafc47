/// <reference lib="esnext.disposable" preserve="true" />
import type { Block } from "./block.js";
import type { Claims } from "./claims.js";
import { csrfToken, verifyCsrf } from "./csrf.js";
import { codeOf, TokensealError, type ErrorCode } from "./errors.js";
import { readObject } from "./members.js";
import { disposeByFree } from "./owned.js";
import type { VerifyOptions } from "./policy.js";
import {
  attempt,
  open,
  seal,
  type OpenedCookie,
  type OpenOptions,
  type OpenResult,
  type SealOptions,
} from "./sealed.js";
import { sign, verify, type SignOptions } from "./signed.js";
import { readNumber, readText } from "./text.js";
import { check, unwrap } from "./wasm.js";

/** What `tryVerify` says. */
export type VerifyResult<T extends object = Claims> =
  | {
      /** The token is good. */
      ok: true;
      /** Its claims. */
      claims: T;
      /** The place, in the ring, of the key that verified it; 0 for a single key. */
      key: number;
    }
  | {
      /** The token is refused. */
      ok: false;
      /** Why. */
      code: ErrorCode;
    };

/** What `tryVerifyCsrf` says. */
export type CsrfResult =
  | {
      /** The token is good. */
      ok: true;
    }
  | {
      /** It is refused. */
      ok: false;
      /** Why. */
      code: ErrorCode;
    };

/** @internal The block of some keys. */
export let blockOf: (keys: unknown) => Block | undefined;

/**
 * What a {@link Key} and a {@link KeyRing} have in common. Accept this where either will do.
 */
export abstract class TokenKeys {
  readonly #block: Block;

  /** @internal */
  constructor(block: Block) {
    this.#block = block;
    block.ownedBy(this);
  }

  static {
    blockOf = (keys) =>
      typeof keys === "object" && keys !== null && #block in keys ? keys.#block : undefined;
  }

  /**
   * Makes a token (RFC 7519, JWS compact serialization of RFC 7515 section 3.1). A ring signs with
   * its first key.
   *
   * @param claims - an object, or a JSON object as text, which is signed as it stands. Members that
   *   are `undefined` are left out. What JSON can't say (a BigInt, NaN, a function, a cycle) is a
   *   `bad-argument`, never a silent `null`.
   * @param options - registered claims to add, and the clock
   * @throws {@link TokensealError} `bad-argument`; `malformed` and `limit` when `verify` would
   *   refuse the claims or the token; `key-use` when the JWK does not allow to sign
   */
  sign(claims: object | string = {}, options?: SignOptions): string {
    return sign(this.#block, claims, options);
  }

  /**
   * Verifies a token and returns its claims.
   *
   * @typeParam T - the claims that you expect. Only the registered ones have been checked: see to
   *   the types of your own, or name them in `required` at the least.
   * @param token - the compact form, as a string or its bytes
   * @param options - what it must meet beside the signature
   * @throws {@link TokensealError} with the reason
   */
  verify<T extends object = Claims>(token: string | Uint8Array, options?: VerifyOptions): T {
    const { length, at } = verify(this.#block, token, options);
    return readObject(at + 4, check(length)) as T;
  }

  /**
   * As {@link TokenKeys.verify}, but returns the claims' JSON text as it was signed, for numbers
   * that JavaScript can't hold.
   *
   * @param token - the compact form, as a string or its bytes
   * @param options - what it must meet beside the signature
   * @throws {@link TokensealError} with the reason
   */
  verifyRaw(token: string | Uint8Array, options?: VerifyOptions): string {
    const { length, at } = verify(this.#block, token, options);
    return readText(at + 4, check(length));
  }

  /**
   * As {@link TokenKeys.verify}, but says why instead of throwing. That is also faster for tokens
   * that are refused.
   *
   * @param token - the compact form, as a string or its bytes
   * @param options - what it must meet beside the signature
   */
  tryVerify<T extends object = Claims>(token: string | Uint8Array, options?: VerifyOptions): VerifyResult<T> {
    try {
      const { length, at } = verify(this.#block, token, options);
      if (length < 0) {
        return { ok: false, code: codeOf(length) };
      }
      return { ok: true, claims: readObject(at + 4, length) as T, key: readNumber(at) };
    } catch (error) {
      if (error instanceof TokensealError) {
        return { ok: false, code: error.code };
      }
      throw error;
    }
  }

  /**
   * Seals a value for one cookie: it can still be read, but no longer be changed, moved to another
   * name, or kept past its age. A ring seals with its first key.
   *
   * ```ts
   * const cookie = new SetCookie("theme", key.sealCookie("theme", "dark blue"));
   * ```
   *
   * @param name - the cookie's name
   * @param value - any bytes, or a string for its UTF-8
   * @param options - the clock
   * @throws {@link TokensealError} `cookie-character` when the name is no cookie's;
   *   `cookie-too-large`; `weak-key` for a short secret; `key-use`; `bad-argument`
   */
  sealCookie(name: string, value: string | Uint8Array, options?: SealOptions): string {
    return seal(this.#block, name, value, options);
  }

  /**
   * Opens what {@link TokenKeys.sealCookie} made for the same name. All keys of a ring are tried.
   *
   * @param name - the cookie's name
   * @param sealed - the cookie's value, as a string or its bytes
   * @param options - how old it may be, and the clock
   * @throws {@link TokensealError} `malformed`, `bad-signature`, `cookie-expired`, `not-yet-valid`,
   *   `cookie-too-large`, `cookie-character`, `weak-key`, `unknown-key`, `bad-argument`
   */
  openCookie(name: string, sealed: string | Uint8Array, options?: OpenOptions): OpenedCookie {
    return unwrap(open(this.#block, name, sealed, options));
  }

  /**
   * As {@link TokenKeys.openCookie}, but says why instead of throwing.
   *
   * @param name - the cookie's name
   * @param sealed - the cookie's value, as a string or its bytes
   * @param options - how old it may be, and the clock
   */
  tryOpenCookie(name: string, sealed: string | Uint8Array, options?: OpenOptions): OpenResult<OpenedCookie> {
    return attempt(() => open(this.#block, name, sealed, options));
  }

  /**
   * Makes a token against cross-site request forgery, for a form or a header. It looks different each
   * time, so that a compressed page gives nothing of it away (BREACH), and needs neither state nor a
   * cookie of its own.
   *
   * @param binding - what stays the same while somebody is logged in, such as `session.id`: never the
   *   `jti` of a token that is replaced every few minutes. 1 to 65,535 bytes.
   * @throws {@link TokensealError} `weak-key`, `key-use`, `limit`, `bad-argument`
   */
  csrfToken(binding: string | Uint8Array): string {
    return csrfToken(this.#block, binding);
  }

  /**
   * Checks that {@link TokenKeys.csrfToken} made a token for the same binding. All keys of a ring are
   * tried.
   *
   * @param binding - that of the one who is asking
   * @param token - what the request carries
   * @throws {@link TokensealError} `bad-signature`, `malformed`, `limit`, `unknown-key`, `weak-key`,
   *   `bad-argument`
   */
  verifyCsrf(binding: string | Uint8Array, token: string | Uint8Array): void {
    check(verifyCsrf(this.#block, binding, token));
  }

  /**
   * As {@link TokenKeys.verifyCsrf}, but says why instead of throwing.
   *
   * @param binding - that of the one who is asking
   * @param token - what the request carries
   */
  tryVerifyCsrf(binding: string | Uint8Array, token: string | Uint8Array): CsrfResult {
    try {
      const answer = verifyCsrf(this.#block, binding, token);
      return answer < 0 ? { ok: false, code: codeOf(answer) } : { ok: true };
    } catch (error) {
      if (error instanceof TokensealError) {
        return { ok: false, code: error.code };
      }
      throw error;
    }
  }

  /**
   * Wipes the keys and gives their memory back. Using them afterwards is a `bad-argument`; freeing
   * them again does nothing. Keys that nobody refers to any more are freed some time, so this is
   * for those who want it now: `using key = new Key(...)` does it at the end of the block.
   */
  free(): void {
    this.#block.free();
  }
}

/** Lets `using` free the keys. */
export interface TokenKeys extends Disposable {}

disposeByFree(TokenKeys.prototype);
