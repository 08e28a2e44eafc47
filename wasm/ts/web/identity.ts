import type { Claims } from "../claims.js";
import { TokensealError } from "../errors.js";
import { tell } from "../observer.js";
import type { Session } from "../state/session.js";
import { SUBJECT } from "./draft.js";
import { isRefusal } from "./problem.js";
import type { Rules } from "./rules.js";

/** Who is asking, and what says so. */
export interface Identity {
  readonly subject: string;
  /** Those of the access token, or the session's data. */
  readonly claims: Readonly<Claims>;
  readonly scopes: ReadonlySet<string>;
}

/** An access token that is good. */
export interface Access extends Identity {
  readonly token: string;
}

/**
 * Verifies an access token and looks it up.
 *
 * @throws {@link TokensealError} why it is refused, or the store's error
 */
export async function verifyAccess<T extends object>(rules: Rules<T>, token: string): Promise<Access> {
  const now = rules.clock();
  const result = rules.keys.tryVerify(token, { policy: rules.policy, now });
  const { sub } = result.ok ? result.claims : {};
  const code = result.ok ? (sub === undefined ? "missing-claim" : "ok") : result.code;
  tell(rules.observer, "verify", code);
  if (!result.ok || sub === undefined) {
    throw new TokensealError(code === "ok" ? "missing-claim" : code);
  }
  await lookUp(rules, token, result.claims);
  return { token, subject: sub, claims: result.claims, scopes: scopesOf(result.claims) };
}

async function lookUp<T extends object>(rules: Rules<T>, token: string, claims: Claims): Promise<void> {
  try {
    await rules.revocations?.check(token, claims, { now: rules.clock() });
  } catch (error) {
    // It lives longer than a log-out is remembered.
    const isTooLong = error instanceof TokensealError && error.code === "bad-argument";
    throw isTooLong ? new TokensealError("limit") : error;
  }
}

/** As {@link verifyAccess}; a token that is refused is only noted. */
export async function tryAccess<T extends object>(
  rules: Rules<T>,
  token: string,
  refuse: (error: TokensealError) => void,
): Promise<Access | undefined> {
  try {
    return await verifyAccess(rules, token);
  } catch (error) {
    if (!isRefusal(error)) {
      throw error;
    }
    refuse(error);
    return undefined;
  }
}

/** Whose a session is, if its data say so and are right. */
export function sessionIdentity<T extends object>(session: Session<T>, data: Claims): Identity | undefined {
  const subject: unknown = data[SUBJECT];
  return typeof subject === "string" && subject !== "" && session.isOf(subject)
    ? { subject, claims: data, scopes: scopesOf(data) }
    : undefined;
}

/** What a token that was just made says. */
export function mintedIdentity<T extends object>({ keys, clock }: Rules<T>, token: string): Access {
  const claims = keys.verify(token, { anyAudience: true, now: clock() });
  return { token, subject: claims.sub ?? "", claims, scopes: scopesOf(claims) };
}

/** The claim `scope`: a text with spaces (RFC 8693 section 4.2), or an array. */
function scopesOf({ scope }: Readonly<Claims>): ReadonlySet<string> {
  const words: unknown[] = typeof scope === "string" ? scope.split(" ") : Array.isArray(scope) ? scope : [];
  return new Set(words.filter((word): word is string => typeof word === "string" && word !== ""));
}
