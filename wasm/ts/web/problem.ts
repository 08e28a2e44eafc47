import { badArgument, TokensealError, type ErrorCode } from "../errors.js";
import { responseOf, type Reply } from "./request.js";

/** Why a {@link Problem} is one: an error's code, or what only a request can do wrong. */
export type ProblemCode =
  | ErrorCode
  | "credentials-required"
  | "insufficient-scope"
  | "csrf-token"
  | "method-not-allowed"
  | "form-too-large";

const REFUSED = "The credentials are not accepted";
const CROSS_SITE = "Refused: another site may have made this request";

/** A scope's characters (RFC 6749 section 3.3). */
const SCOPE = /^[!#-[\]-~]+$/;

/** What a store that can't tell says. */
const outages: ReadonlySet<string> = new Set([
  "store-unavailable",
  "store-full",
  "contention",
  "unknown-record",
]);

/** What is no fault of the credentials. */
const mistakes: ReadonlySet<string> = new Set([
  ...outages,
  "conflict",
  "weak-key",
  "key-use",
  "cookie-insecure",
  "cookie-prefix",
  "cookie-character",
  "attribute-too-large",
  "buffer-too-small",
  "bad-argument",
]);

/** What the state says of credentials. */
const states: ReadonlySet<string> = new Set([
  "revoked",
  "session-unknown",
  "session-ended",
  "session-expired",
  "refresh-unknown",
  "refresh-ended",
  "refresh-expired",
  "refresh-reused",
  "wrong-client",
]);

/**
 * Ends a request: thrown anywhere in it, it becomes the answer (RFC 9457, RFC 6750 section 3).
 *
 * Hono answers with it by itself; in Express `problems` of `tokenseal/express` does, behind all routes.
 * Nothing of a token or a user is in it.
 */
export class Problem extends Error {
  /** The status. */
  readonly status: number;
  /** Why. */
  readonly code: ProblemCode;
  /** The same for people. */
  readonly title: string;
  /** The headers, by their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;

  /**
   * @param status - the status
   * @param code - why
   * @param title - the same for people
   * @param headers - beside those that each has
   */
  constructor(
    status: number,
    code: ProblemCode,
    title: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(code);
    this.status = status;
    this.code = code;
    this.title = title;
    this.headers = Object.freeze({
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      ...headers,
    });
  }

  static {
    Object.defineProperty(this.prototype, "name", { value: "Problem", configurable: true, writable: true });
  }

  /** The body: problem JSON. */
  get body(): string {
    const { code, title, status } = this;
    return JSON.stringify({ type: `urn:tokenseal:problem:${code}`, title, status, code });
  }

  /** The answer. */
  get reply(): Reply {
    return { status: this.status, headers: Object.entries(this.headers), body: this.body };
  }

  /** The answer as a `Response`. */
  getResponse(): Response {
    return responseOf(this.reply);
  }
}

/** The 401 of a request without credentials: it names no error. */
export function credentialsRequired(): Problem {
  return new Problem(401, "credentials-required", "Log in first", { "www-authenticate": "Bearer" });
}

/** The 401 of credentials that are not good. */
export function refused(code: ErrorCode): Problem {
  const challenge = `Bearer error="invalid_token", error_description="${code}"`;
  return new Problem(401, code, REFUSED, { "www-authenticate": challenge });
}

/** The 403 of good credentials that do not reach so far; `scopes` are all that it takes. */
export function insufficientScope(scopes: readonly string[]): Problem {
  const challenge = `Bearer error="insufficient_scope", scope="${[...new Set(scopes)].sort().join(" ")}"`;
  return new Problem(403, "insufficient-scope", "The credentials do not reach this far", {
    "www-authenticate": challenge,
  });
}

/** Makes sure that scopes can stand in a header. */
export function checkScopes(scopes: readonly unknown[]): void {
  if (!scopes.every((scope) => typeof scope === "string" && SCOPE.test(scope))) {
    throw badArgument("a scope must be of the characters of RFC 6749 section 3.3");
  }
}

/** The 403 of a request that may be forged. */
export function crossSite(code: "cross-site" | "csrf-token"): Problem {
  return new Problem(403, code, CROSS_SITE);
}

/** The 405 of an endpoint. */
export function methodNotAllowed(): Problem {
  return new Problem(405, "method-not-allowed", "Only POST is answered here", { allow: "POST" });
}

/** The 413 of a form that is read for its token. */
export function formTooLarge(): Problem {
  return new Problem(413, "form-too-large", "The form is too large");
}

/** The 503 of a store that can't tell. */
export function unavailable(code: ErrorCode): Problem {
  return new Problem(503, code, "The service can't tell at the moment", { "retry-after": "1" });
}

/** Whether it is the credentials' fault. */
export function isRefusal(error: unknown): error is TokensealError {
  return error instanceof TokensealError && !mistakes.has(error.code);
}

/** Whether it is the store's fault. */
export function isOutage(error: unknown): error is TokensealError {
  return error instanceof TokensealError && outages.has(error.code);
}

/** Whether it is that the session or the login has ended. */
export function isOver(error: unknown): boolean {
  return error instanceof TokensealError && states.has(error.code);
}

/** What the state has said, as a problem; all else as it is. */
export function problemOf(error: unknown): unknown {
  if (isOutage(error)) {
    return unavailable(error.code);
  }
  return error instanceof TokensealError && states.has(error.code) ? refused(error.code) : error;
}
