import { badArgument } from "../errors.js";
import type { RefreshTokens, TokenPair } from "../state/refresh-tokens.js";
import type { Session } from "../state/session.js";
import type { Sessions } from "../state/sessions.js";
import { assign, SUBJECT } from "./draft.js";
import { mintedIdentity, sessionIdentity } from "./identity.js";
import { isOver, isRefusal, problemOf } from "./problem.js";
import type { Visit } from "./visit.js";

const SID_LEN = 16;

/** Carries out what the application asked for: what the state refuses is a problem then. */
export async function answering<R>(work: () => Promise<R>): Promise<R> {
  try {
    return await work();
  } catch (error) {
    throw problemOf(error);
  }
}

/** Log-in by a session. */
export async function startSession<T extends object>(
  visit: Visit<T>,
  subject: string,
  data: Partial<T> = {},
): Promise<void> {
  const { sessions } = visit.rules;
  if (sessions === undefined) {
    throw badArgument("the guard has no sessions");
  }
  if (Object.hasOwn(data, SUBJECT)) {
    throw badArgument("sub in the data is the guard's");
  }
  const own = { ...data, [SUBJECT]: subject };
  const session =
    (await goOn(visit, sessions, subject, own)) ??
    (await sessions.start({ subject, data: { ...visit.draft.data, ...own } as unknown as T, ...visit.now }));
  visit.adopt(session);
  visit.identity = sessionIdentity(session, visit.draft.data);
  visit.isBearer = false;
  visit.refusal = undefined;
  visit.keep(sessions.setCookie(session));
}

/** The session that the visitor has, under a new id; `undefined` where there is none to go on with. */
async function goOn<T extends object>(
  visit: Visit<T>,
  sessions: Sessions<T>,
  subject: string,
  own: object,
): Promise<Session<T> | undefined> {
  const { session } = visit;
  if (session === undefined) {
    return undefined;
  }
  if (!session.anonymous && !session.isOf(subject)) {
    visit.draft.reset({});
    await sessions.end(session, visit.now);
    return undefined;
  }
  const changes = visit.draft.changes();
  try {
    await sessions.update(
      session,
      (stored) => {
        changes.apply(stored);
        assign(stored, own);
      },
      visit.now,
    );
    return await sessions.rotate(session, { subject, ...visit.now });
  } catch (error) {
    // Another request has ended it or gone on with it.
    if (!isOver(error)) {
      throw error;
    }
    return undefined;
  }
}

/** Log-in by tokens. */
export async function issueTokens<T extends object>(
  visit: Visit<T>,
  subject: string,
  claims: object = {},
): Promise<TokenPair> {
  const tokens = tokensOf(visit);
  if (Object.hasOwn(claims, SUBJECT)) {
    throw badArgument("sub in the claims is the guard's");
  }
  const pair = await tokens.issue(subject, { sid: newSid(), ...claims }, visit.now);
  const access = mintedIdentity(visit.rules, pair.access);
  visit.keepTokens(pair);
  visit.isBearer = false;
  visit.refusal = undefined;
  visit.access = access;
  visit.identity = access;
  return pair;
}

/** The next pair for the refresh cookie; `undefined` when there is none. */
export async function refreshTokens<T extends object>(visit: Visit<T>): Promise<TokenPair | undefined> {
  const token = visit.cookie(visit.rules.refreshCookie);
  return token === undefined ? undefined : await tokensOf(visit).refresh(token, visit.now);
}

/** Log out here. Credentials that are not good have nothing to end. */
export async function logOut<T extends object>(visit: Visit<T>): Promise<void> {
  const { sessions, tokens, revocations, refreshCookie } = visit.rules;
  const session = visit.session ?? visit.cookie(sessions?.cookie);
  const refresh = visit.refresh ?? visit.cookie(refreshCookie);
  const { access } = visit;
  if (session !== undefined) {
    await harmless(async () => sessions?.end(session, visit.now));
  }
  if (refresh !== undefined) {
    await harmless(async () => tokens?.end(refresh, visit.now));
  }
  if (access !== undefined) {
    await harmless(async () => revocations?.deny(access.token, access.claims, visit.now));
  }
  leave(visit);
}

/** Log out everywhere: one write in each place where something of the subject may be. */
export async function logOutEverywhere<T extends object>(visit: Visit<T>, subject: string): Promise<void> {
  for (const watermark of visit.rules.everywhere) {
    await watermark.endAll(subject, visit.now);
  }
  leave(visit);
}

/** Nobody is asking any more. */
function leave<T extends object>(visit: Visit<T>): void {
  visit.dropCookies();
  visit.session = undefined;
  visit.draft.reset({});
  visit.identity = undefined;
  visit.access = undefined;
  visit.refresh = undefined;
}

async function harmless(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isRefusal(error)) {
      throw error;
    }
  }
}

function tokensOf<T extends object>({ rules }: Visit<T>): RefreshTokens {
  if (rules.tokens === undefined) {
    throw badArgument("the guard has no tokens");
  }
  return rules.tokens;
}

/** What the CSRF tokens of a log-in are bound to. */
function newSid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(SID_LEN));
  return btoa(String.fromCharCode(...bytes)).replace(
    /[+/=]/g,
    (sign) => ({ "+": "-", "/": "_" })[sign] ?? "",
  );
}
