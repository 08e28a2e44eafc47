/**
 * A `Guard` around a fetch handler: `Deno.serve`, `Bun.serve`, Cloudflare Workers, and whatever else takes
 * a `Request` and gives a `Response`.
 *
 * @packageDocumentation
 */
import type { SessionData } from "../state/session.js";
import { Auth } from "./auth.js";
import { formField } from "./form.js";
import type { Guard } from "./guard.js";
import { Problem } from "./problem.js";
import { responseOf, type Incoming } from "./request.js";

/** What answers requests; `more` is whatever the platform gives beside, such as `env`. */
export type GuardedHandler<T extends object, More extends unknown[]> = (
  request: Request,
  auth: Auth<T>,
  ...more: More
) => Response | Promise<Response>;

/**
 * The handler behind the guard.
 *
 * ```ts
 * Deno.serve(guarded(guard, (request, auth) => new Response(`Hello, ${auth.require()}`)));
 * ```
 *
 * A `Problem` that the handler throws is its answer; all else it throws is thrown. A session is saved when
 * the handler returns, before the body is read: what a stream changes in it later is lost.
 *
 * @typeParam T - what sessions hold
 * @typeParam More - what the platform gives beside the request
 * @param guard - what is wanted of requests
 * @param handler - answers those that are let in
 */
export function guarded<T extends object = SessionData, More extends unknown[] = unknown[]>(
  guard: Guard<T>,
  handler: GuardedHandler<T, More>,
): (request: Request, ...more: More) => Promise<Response> {
  return async (request, ...more) => {
    const auth = await guard.enter(incomingOf(request));
    if (!(auth instanceof Auth)) {
      return responseOf(auth);
    }
    return await left(guard, auth, await answer(() => handler(request, auth, ...more)));
  };
}

/** What the guard wants to know of a `Request`. */
export function incomingOf(request: Request): Incoming {
  const { method, headers } = request;
  const { pathname, protocol, host } = new URL(request.url);
  return {
    method,
    path: pathname,
    secure: protocol === "https:" || protocol === "wss:",
    // Where the platform keeps the header to itself, it is in the URL.
    header: (name) => headers.get(name) ?? (name === "host" ? host : null),
    field: (name) => formField(request, name),
  };
}

async function answer(work: () => Response | Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Problem) {
      return error.getResponse();
    }
    throw error;
  }
}

/** The answer, with what the guard adds to it. */
export async function left<T extends object>(
  guard: Guard<T>,
  auth: Auth<T>,
  response: Response,
): Promise<Response> {
  // That of a socket can't be made anew, and its headers may not be changed.
  const open = response.status === 101 ? response : new Response(response.body, response);
  const reply = await guard.leave(auth, open.status, open.headers);
  return reply === undefined ? open : responseOf(reply);
}
