import type { Block } from "../block.js";
import { COOKIE_ROOM, MAX_COOKIE } from "../limits.js";
import { cookieOf, readBytes, readFloat, readNumber, readText, type Text } from "../text.js";
import { check, wasm } from "../wasm.js";
import { ANSWER, call, Transition } from "./transition.js";

/** What the wasm does with a session. The numbers stand in `src/state/session.rs` too. */
export const SessionOp = { start: 1, load: 2, save: 3, rotate: 4, end: 5, endAll: 6 } as const;

export type SessionOp = (typeof SessionOp)[keyof typeof SessionOp];

/** Bytes of the core's struct, and of what stands behind it. */
const SIZE = 160;
const INFO = 40;

const NOTHING = new Uint8Array(0);

/** A session as its cookie presents it, or as the store has it: the core's struct, and what it says. */
export interface SessionBlock {
  readonly block: Uint8Array;
  /** Unix milliseconds; 0 when the cookie alone was looked at, as are the other times then. */
  readonly created: number;
  readonly lastSeen: number;
  readonly expiresAt: number;
  /** Milliseconds. */
  readonly idle: number;
  readonly anonymous: boolean;
  readonly reseal: boolean;
}

/** Begins an operation. */
export function stepSession(
  op: SessionOp,
  record: Uint8Array,
  session: SessionBlock | undefined,
  entropy: Uint8Array | undefined,
  now: number,
): Transition {
  const parts = [record, session?.block ?? NOTHING, entropy ?? NOTHING];
  const { answer, at } = call(parts, ANSWER, (record, session, entropy) =>
    wasm().session_step(op, record, session, entropy, now),
  );
  check(answer);
  return new Transition(readBytes(at, ANSWER), now);
}

/** What a session's cookie presents, before the store is asked. */
export function openSession(keys: Block, name: string, sealed: Text, now: number): SessionBlock {
  const text = cookieOf(sealed, "cookie");
  const part = typeof text === "string" ? text : text.subarray(0, COOKIE_ROOM);
  const { answer, at } = call([name, part], SIZE + INFO, (name, sealed) =>
    wasm().session_open(keys.address, keys.count, name, sealed, now),
  );
  check(answer);
  return read(at);
}

/** The session that came out of an operation. */
export function sessionOf(transition: Transition): SessionBlock {
  const { answer, at } = call([transition.block], SIZE + INFO, () => wasm().session_of());
  check(answer);
  return read(at);
}

/** Whether a session is the subject's in the record. */
export function isOf({ block }: SessionBlock, record: Uint8Array): boolean {
  const { answer } = call([block, record], 0, (_, record) => wasm().session_is_of(record));
  return check(answer) === 1;
}

/**
 * Makes sure that the first key can seal a session's cookie of this name.
 *
 * @throws {@link TokensealError} `weak-key`, `key-use`, `cookie-character`, `cookie-too-large`
 */
export function checkSeal(keys: Block, name: string): void {
  sealSession(keys, { block: new Uint8Array(SIZE) }, name, 0);
}

/** The value of a session's cookie. */
export function sealSession(
  keys: Block,
  { block }: Pick<SessionBlock, "block">,
  name: string,
  now: number,
): string {
  const { answer, at } = call([block, name], MAX_COOKIE, (_, name) =>
    wasm().session_seal(keys.address, keys.count, name, now),
  );
  return readText(at, check(answer));
}

function read(at: number): SessionBlock {
  const info = at + SIZE;
  return {
    block: readBytes(at, SIZE),
    created: readFloat(info),
    lastSeen: readFloat(info + 8),
    expiresAt: readFloat(info + 16),
    idle: readFloat(info + 24),
    anonymous: readNumber(info + 32) !== 0,
    reseal: readNumber(info + 36) !== 0,
  };
}
