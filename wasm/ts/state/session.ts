import { badArgument } from "../errors.js";
import { string } from "../options.js";
import { isBytes } from "../text.js";
import { decodeData, encodeData, objectOf } from "./json.js";
import type { SessionBlock } from "./session-block.js";

/** What a session holds unless you say what: whatever JSON has, by name. */
export interface SessionData {
  [name: string]: unknown;
}

/** What a {@link Session} is made of; changes when it is saved. */
export interface Held {
  readonly session: SessionBlock;
  /** When that was so, in Unix milliseconds. */
  readonly now: number;
  /** The key of its record. */
  readonly key: string;
}

/** What a session asks of the {@link Sessions} that it comes from. */
export interface Home {
  seal(held: Held): string;
  isOf(held: Held, subject: string): boolean;
}

/** @internal What a session is made of. */
export let heldBy: (session: unknown) => Held | undefined;

/** @internal Has a session be what it is in the store now. */
export let renew: <T extends object>(session: Session<T>, held: Held) => void;

/**
 * A session, as it was when it was loaded. Made by {@link Sessions}.
 *
 * @typeParam T - what it holds. That is your word: nothing checks what an older version of the
 *   application has saved.
 */
export class Session<T extends object = SessionData> {
  #raw: Uint8Array;
  #data: T | undefined;
  #held: Held;
  readonly #home: Home;

  /** @internal */
  constructor(raw: Uint8Array, held: Held, home: Home) {
    this.#raw = raw;
    this.#held = held;
    this.#home = home;
  }

  static {
    heldBy = (session) =>
      typeof session === "object" && session !== null && #held in session ? session.#held : undefined;
    renew = (session, held) => {
      session.#held = held;
    };
  }

  /**
   * What it holds: any JSON object, yours to change. Only `save` or `update` writes it.
   *
   * @throws {@link TokensealError} `unknown-record` when the bytes that are stored are no JSON object:
   *   see {@link Session.raw}; `bad-argument` when what is set is no object
   */
  get data(): T {
    this.#data ??= decodeData(this.#raw) as T;
    return this.#data;
  }

  set data(data: T) {
    this.#data = objectOf(data) as T;
  }

  /**
   * The bytes of the data, as they would be saved: for other formats than JSON set them, 64 KiB at most.
   * Whoever does not look at `data` saves them as they were loaded.
   *
   * @throws {@link TokensealError} `bad-argument` when `data` can't be JSON, or what is set is no bytes
   */
  get raw(): Uint8Array {
    return this.#data === undefined ? this.#raw : encodeData(this.#data);
  }

  set raw(raw: Uint8Array) {
    if (!isBytes(raw)) {
      throw badArgument("raw must be a Uint8Array");
    }
    this.#raw = raw;
    this.#data = undefined;
  }

  /**
   * What the session is called in the store: a hash, of no use to whoever reads it. It stays the same
   * until the session is rotated, so it is good for logs, and as the binding of CSRF tokens.
   */
  get id(): string {
    return this.#held.key.slice(this.#held.key.lastIndexOf(":") + 1);
  }

  /** When it began, in Unix milliseconds. */
  get created(): number {
    return this.#held.session.created;
  }

  /** When it was last used, in Unix milliseconds; written down once a minute at the most. */
  get lastSeen(): number {
    return this.#held.session.lastSeen;
  }

  /** When it ends however much it is used, in Unix milliseconds. */
  get expiresAt(): number {
    return this.#held.session.expiresAt;
  }

  /** How many seconds remained until then when it was loaded: the `Max-Age` of its cookie. */
  get maxAge(): number {
    return Math.max(this.expiresAt - this.#held.now, 0) / 1000;
  }

  /** After how many seconds without use it ends. */
  get idle(): number {
    return this.#held.session.idle / 1000;
  }

  /** Whether it belongs to nobody yet. */
  get anonymous(): boolean {
    return this.#held.session.anonymous;
  }

  /**
   * Whether it is this subject's.
   *
   * @param subject - whose it might be
   * @throws {@link TokensealError} `bad-argument` when that is no string
   */
  isOf(subject: string): boolean {
    return this.#home.isOf(this.#held, string(subject, "subject"));
  }

  /** Whether another key than the first opened the cookie, so that it should be set anew. */
  get reseal(): boolean {
    return this.#held.session.reseal;
  }

  /**
   * The value of its cookie, sealed with the first key. {@link Sessions.setCookie} makes the header.
   *
   * @throws {@link TokensealError} `weak-key`, `key-use`; `bad-argument` when the keys were freed
   */
  get cookie(): string {
    return this.#home.seal(this.#held);
  }

  /**
   * Without the cookie, which would let whoever reads a log in.
   *
   * @throws {@link TokensealError} `unknown-record` when the data are no JSON object
   */
  toJSON(): object {
    const { id, created, lastSeen, expiresAt, anonymous, data } = this;
    return { id, created, lastSeen, expiresAt, anonymous, data };
  }
}
