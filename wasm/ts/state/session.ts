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
  /** What it holds: any JSON object, yours to change. Only `save` or `update` writes it. */
  data: T;
  #held: Held;
  readonly #seal: (held: Held) => string;

  /** @internal */
  constructor(data: T, held: Held, seal: (held: Held) => string) {
    this.data = data;
    this.#held = held;
    this.#seal = seal;
  }

  static {
    heldBy = (session) =>
      typeof session === "object" && session !== null && #held in session ? session.#held : undefined;
    renew = (session, held) => {
      session.#held = held;
    };
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

  /** After how many seconds without use it ends. */
  get idle(): number {
    return this.#held.session.idle / 1000;
  }

  /** Whether it belongs to nobody yet. */
  get anonymous(): boolean {
    return this.#held.session.anonymous;
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
    return this.#seal(this.#held);
  }

  /** Without the cookie, which would let whoever reads a log in. */
  toJSON(): object {
    const { id, created, lastSeen, expiresAt, anonymous, data } = this;
    return { id, created, lastSeen, expiresAt, anonymous, data };
  }
}
