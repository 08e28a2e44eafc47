import { TokensealError } from "../errors.js";
import { checkFetch } from "../csrf.js";
import { tell } from "../observer.js";
import { crossSite, isRefusal } from "./problem.js";
import { isWebSocket } from "./request.js";
import type { Visit } from "./visit.js";

const HEADER = "x-csrf-token";
const FIELD = "csrf_token";

/** Methods that change nothing (RFC 9110 section 9.2.1), which `checkFetch` lets pass. */
const safe: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS", "TRACE"]);

/** Refuses what a page of another site may have made the browser send. */
export async function checkRequest<T extends object>(visit: Visit<T>): Promise<void> {
  const { incoming, rules } = visit;
  if (!isUnsafe(visit) || rules.csrfExempt.has(incoming.path)) {
    return;
  }
  checkOrigin(visit);
  if (rules.withToken && (visit.identity !== undefined || visit.session !== undefined)) {
    const token = incoming.header(HEADER) ?? (await incoming.field(FIELD));
    const { binding } = visit;
    if (typeof token !== "string" || binding === undefined || !isGood(visit, binding, token)) {
      tell(rules.observer, "csrf", "csrf-token");
      throw crossSite("csrf-token");
    }
  }
  tell(rules.observer, "csrf", "ok");
}

/** The same of an endpoint, which asks for no token. */
export function checkEndpoint<T extends object>(visit: Visit<T>): void {
  checkOrigin(visit);
  tell(visit.rules.observer, "csrf", "ok");
}

function isUnsafe<T extends object>({ incoming }: Visit<T>): boolean {
  return isWebSocket(incoming) || !safe.has(incoming.method);
}

function checkOrigin<T extends object>(visit: Visit<T>): void {
  const { incoming, rules } = visit;
  const host = incoming.header("host") ?? "";
  const origin = incoming.header("origin") ?? null;
  const own = [`https://${host}`, ...(incoming.secure ? [] : [`http://${host}`])];
  // Browsers call an origin that is allowed another site, too.
  const isAllowed = origin !== null && rules.allowedOrigins.includes(origin);
  try {
    checkFetch({
      method: isUnsafe(visit) ? "POST" : incoming.method,
      secFetchSite: isAllowed ? null : (incoming.header("sec-fetch-site") ?? null),
      origin,
      allowedOrigins: [...rules.allowedOrigins, ...own],
    });
  } catch (error) {
    if (!(error instanceof TokensealError && error.code === "cross-site")) {
      throw error;
    }
    tell(rules.observer, "csrf", "cross-site");
    throw crossSite("cross-site");
  }
}

function isGood<T extends object>({ rules }: Visit<T>, binding: string, token: string): boolean {
  try {
    rules.keys.verifyCsrf(binding, token);
    return true;
  } catch (error) {
    if (!isRefusal(error)) {
      throw error;
    }
    return false;
  }
}
