import type { ErrorCode } from "../errors.js";
import type { Observer } from "../observer.js";
import type { SetCookieOptions } from "../set-cookie.js";
import type { Time } from "../time.js";
import type { Session, SessionData } from "./session.js";

/** What `new Sessions` takes. An unknown option is a `bad-argument`. */
export interface SessionsOptions {
  /** Keeps apart what several applications have in one store. At most 255 bytes. Default: none. */
  namespace?: string | undefined;
  /** The cookie's name. Default: `__Host-session`. */
  cookie?: string | undefined;
  /** After how many seconds without use a session ends, at most 400 days. Default: 86,400, a day. */
  idle?: number | undefined;
  /** How many seconds a session lives at most, at most 400 days. Default: 1,209,600, two weeks. */
  lifetime?: number | undefined;
  /** Is told of each operation and how it came out. Default: nobody. */
  observer?: Observer | undefined;
}

/** What the methods take. An unknown option is a `bad-argument`. */
export interface NowOptions {
  /** The time. Default: `Date.now()`. */
  now?: Time | undefined;
}

/** What `start` takes. An unknown option is a `bad-argument`. */
export interface StartOptions<T extends object = SessionData> extends NowOptions {
  /** Whose it is: an opaque id of the user, better than a name or an address. Default: nobody's yet. */
  subject?: string | undefined;
  /** What it holds from the beginning: any JSON object. Default: `{}`. */
  data?: T | undefined;
}

/** What `rotate` takes. An unknown option is a `bad-argument`. */
export interface RotateOptions extends NowOptions {
  /** Who has logged in. Default: it stays whose it is. */
  subject?: string | undefined;
}

/** What `tryLoad` says. */
export type LoadResult<T extends object = SessionData> =
  | {
      /** The session is good. */
      ok: true;
      /** It. */
      session: Session<T>;
    }
  | {
      /** There is none. */
      ok: false;
      /** Why. */
      code: ErrorCode;
    };

/** A session, or the value of its cookie; `undefined` or `null` when there is no cookie. */
export type SessionOrCookie<T extends object = SessionData> =
  Session<T> | string | Uint8Array | undefined | null;

/** The attributes of the cookie that the session does not decide. */
export type SessionCookieOptions = Omit<SetCookieOptions, "maxAge" | "expires">;
