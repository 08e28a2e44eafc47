/**
 * A `Guard` as middleware of Express, or of whatever else has its `(request, response, next)`.
 *
 * @packageDocumentation
 */
import type { IncomingMessage, ServerResponse } from "node:http";

import type { SessionData } from "../state/session.js";
import { Auth } from "./auth.js";
import type { Guard } from "./guard.js";
import { hold, outgoingOf, send } from "./held-response.js";
import { Problem } from "./problem.js";
import type { Incoming, Reply } from "./request.js";

declare global {
  // Express's own way to be added to.
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace Express {
    interface Request {
      /** Who is asking, where `guarded` of `tokenseal/express` is used. */
      auth: Auth;
    }
  }
}

/** Goes on to the next handler, or with an error to the one for errors. */
export type Next = (error?: unknown) => void;

/** What Express adds to a request. */
interface ExpressRequest extends IncomingMessage {
  readonly originalUrl?: string;
  readonly secure?: boolean;
  readonly body?: unknown;
}

/**
 * The middleware.
 *
 * ```ts
 * app.use(express.urlencoded()); // with `csrf: "token"` and forms: before it
 * app.use(guarded(guard));
 * app.get("/me", (request, response) => response.json({ subject: request.auth.require() }));
 * app.use(problems); // behind all routes
 * ```
 *
 * The session is saved when the answer begins, and the answer waits for that; what is put into it later is
 * lost. Behind a proxy see to Express's `trust proxy`.
 *
 * @typeParam T - what sessions hold
 * @param guard - what is wanted of requests
 */
export function guarded<T extends object = SessionData>(
  guard: Guard<T>,
): (request: IncomingMessage, response: ServerResponse, next: Next) => void {
  return (request, response, next) => {
    const goOn = (auth: Auth<T> | Reply): void => {
      if (!(auth instanceof Auth)) {
        send(response, auth);
        return;
      }
      (request as { auth?: Auth<T> }).auth = auth;
      hold(response, (status) => guard.leave(auth, status, outgoingOf(response)), next);
      next();
    };
    guard.enter(incomingOf(request)).then(goOn).catch(next);
  };
}

/**
 * Answers with the {@link Problem} that a handler has thrown. All else goes on to the next handler of
 * errors.
 *
 * @param error - what was thrown
 * @param _request - the request
 * @param response - the answer
 * @param next - goes on
 */
export function problems(
  error: unknown,
  _request: IncomingMessage,
  response: ServerResponse,
  next: Next,
): void {
  if (error instanceof Problem && !response.headersSent) {
    send(response, error.reply);
  } else {
    next(error);
  }
}

function incomingOf(request: ExpressRequest): Incoming {
  const { method, headersDistinct, originalUrl, url, secure, socket } = request;
  const [path = "/"] = (originalUrl ?? url ?? "/").split("?", 1);
  return {
    method: method ?? "GET",
    path,
    secure: secure ?? (socket as { encrypted?: boolean }).encrypted === true,
    // `headers` would keep only the first of two `Authorization`.
    header: (name) => headersDistinct[name]?.join(name === "cookie" ? "; " : ", "),
    field: (name) => {
      const body: unknown = request.body;
      const value: unknown =
        typeof body === "object" && body !== null ? (body as Record<string, unknown>)[name] : undefined;
      return typeof value === "string" ? value : undefined;
    },
  };
}
