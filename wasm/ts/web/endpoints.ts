import { checkEndpoint } from "./cross-site.js";
import { mintedIdentity, tryAccess } from "./identity.js";
import { logOut, logOutEverywhere, refreshTokens } from "./login.js";
import { credentialsRequired, isRefusal, methodNotAllowed, problemOf, refused } from "./problem.js";
import type { Reply } from "./request.js";
import type { Rules } from "./rules.js";
import type { Visit } from "./visit.js";

/** What answers a request instead of the application. */
export type Endpoint = <T extends object>(visit: Visit<T>) => Promise<Reply>;

/** The endpoint of a path. */
export function endpointAt<T extends object>(rules: Rules<T>, wanted: string): Endpoint | undefined {
  const { path, sessions, tokens } = rules;
  // With neither, others log in and out; here tokens are only looked at.
  const isOurs = sessions !== undefined || tokens !== undefined;
  if (!isOurs || !wanted.startsWith(`${path}/`)) {
    return undefined;
  }
  switch (wanted.slice(path.length + 1)) {
    case "refresh":
      return tokens === undefined ? undefined : refresh;
    case "logout":
      return logoutHere;
    case "logout-all":
      return logoutEverywhere;
    default:
      return undefined;
  }
}

async function refresh<T extends object>(visit: Visit<T>): Promise<Reply> {
  begin(visit);
  checkEndpoint(visit);
  try {
    const pair = await refreshTokens(visit);
    if (pair === undefined) {
      throw credentialsRequired();
    }
    visit.keepTokens(pair);
    return visit.rules.accessCookie === undefined
      ? done(visit, { access_token: pair.access, token_type: "Bearer", expires_in: pair.expiresIn })
      : done(visit);
  } catch (error) {
    throw isRefusal(error) ? refused(error.code) : problemOf(error);
  }
}

async function logoutHere<T extends object>(visit: Visit<T>): Promise<Reply> {
  begin(visit);
  await readBearer(visit);
  try {
    if (!visit.isBearer) {
      checkEndpoint(visit);
      await visit.readAccessCookie();
    }
    await logOut(visit);
  } catch (error) {
    throw problemOf(error);
  }
  return done(visit);
}

async function logoutEverywhere<T extends object>(visit: Visit<T>): Promise<Reply> {
  begin(visit);
  await readBearer(visit);
  try {
    if (!visit.isBearer) {
      checkEndpoint(visit);
      await visit.readCookies();
    }
    await logOutEverywhere(visit, await whoever(visit));
  } catch (error) {
    throw isRefusal(error) ? refused(error.code) : problemOf(error);
  }
  return done(visit);
}

/** Whose everything is to end: who has only a refresh token must show that it lives. */
async function whoever<T extends object>(visit: Visit<T>): Promise<string> {
  if (visit.identity === undefined && visit.rules.tokens !== undefined) {
    const pair = await refreshTokens(visit);
    if (pair !== undefined) {
      return mintedIdentity(visit.rules, pair.access).subject;
    }
  }
  return visit.identity?.subject ?? visit.require([]);
}

function begin<T extends object>({ incoming }: Visit<T>): void {
  if (incoming.method !== "POST") {
    throw methodNotAllowed();
  }
}

/** A bearer token that is not good is as none: the cookies may be. */
async function readBearer<T extends object>(visit: Visit<T>): Promise<void> {
  try {
    const token = visit.bearer();
    const access = token === undefined ? undefined : await tryAccess(visit.rules, token, () => undefined);
    if (access !== undefined) {
      visit.accept(access);
    }
  } catch (error) {
    if (!isRefusal(error)) {
      throw problemOf(error);
    }
  }
}

function done<T extends object>({ cookies }: Visit<T>, body?: object): Reply {
  const type = body === undefined ? [] : [["content-type", "application/json"] as const];
  const headers = [
    ["cache-control", "no-store"] as const,
    ...type,
    ...[...cookies.values()].map((cookie) => ["set-cookie", cookie] as const),
  ];
  return body === undefined
    ? { status: 204, headers, body: null }
    : { status: 200, headers, body: JSON.stringify(body) };
}
