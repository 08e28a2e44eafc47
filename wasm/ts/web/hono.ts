/**
 * A `Guard` as middleware of Hono, on whatever Hono runs.
 *
 * @packageDocumentation
 */
import type { SessionData } from "../state/session.js";
import { Auth } from "./auth.js";
import { incomingOf, left } from "./fetch.js";
import type { Guard } from "./guard.js";
import { responseOf } from "./request.js";

/**
 * What the middleware puts into the context.
 *
 * ```ts
 * const app = new Hono<{ Variables: AuthVariables }>();
 * ```
 *
 * @typeParam T - what sessions hold
 */
export interface AuthVariables<T extends object = SessionData> {
  /** Who is asking. */
  auth: Auth<T>;
}

/** What is needed of Hono's `Context`. */
export interface GuardedContext<T extends object> {
  /** The request. */
  readonly req: { readonly raw: Request };
  /** The answer. */
  res: Response;
  /** Sets a variable. */
  set(name: "auth", value: Auth<T>): void;
}

/**
 * The middleware.
 *
 * ```ts
 * app.use(guarded(guard));
 * app.get("/me", (c) => c.json({ subject: c.get("auth").require() }));
 * ```
 *
 * A `Problem` is its own answer; an `onError` of the application's gets it first, and does
 * `return error.getResponse()`, as for an `HTTPException`. A session is saved when the handler returns,
 * before the body is read: what a stream changes in it later is lost.
 *
 * @typeParam T - what sessions hold
 * @param guard - what is wanted of requests
 */
export function guarded<T extends object = SessionData>(
  guard: Guard<T>,
): (context: GuardedContext<T>, next: () => Promise<void>) => Promise<Response | undefined> {
  return async (context, next) => {
    const auth = await guard.enter(incomingOf(context.req.raw));
    if (!(auth instanceof Auth)) {
      return responseOf(auth);
    }
    context.set("auth", auth);
    await next();
    const response = await left(guard, auth, context.res);
    // Hono would take over the headers of the answer of before.
    (context as { res: Response | undefined }).res = undefined;
    context.res = response;
    return undefined;
  };
}
