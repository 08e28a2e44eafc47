import type { Block } from "../block.js";
import { MAX_REFRESH_TOKEN } from "../limits.js";
import { inputOf, readBytes, readFloat, readNumber, readText, type Text } from "../text.js";
import { check, wasm } from "../wasm.js";
import { ANSWER, call, Transition } from "./transition.js";

/** What the wasm does with a family. The numbers stand in `src/state/refresh.rs` too. */
export const RefreshOp = { start: 1, rotate: 2, end: 3, endAll: 4 } as const;

export type RefreshOp = (typeof RefreshOp)[keyof typeof RefreshOp];

/** Bytes of the core's struct, and of an answer before the token. */
export const SIZE = 128;
const HEAD = 32;

/** A refresh token that was started, or comes after the one that was rotated. */
export interface Minted {
  readonly token: string;
  /** When the family began and ends, in Unix milliseconds. */
  readonly created: number;
  readonly expiresAt: number;
  /** The `iat` of the access token that goes with it, in Unix milliseconds. */
  readonly issuedAt: number;
  readonly repeated: boolean;
  readonly recovered: boolean;
}

/** Begins an operation. `token` is what {@link openRefresh} gave, or the name of a family that starts. */
export function stepRefresh(
  op: RefreshOp,
  keys: Block,
  record: Uint8Array,
  token: Uint8Array,
  now: number,
): Transition {
  const { answer, at } = call([record, token], ANSWER, (record, token) =>
    wasm().refresh_step(op, keys.address, keys.count, record, token, now),
  );
  check(answer);
  return new Transition(readBytes(at, ANSWER), now);
}

/** Whose a refresh token is, before the store is asked: the core's struct. */
export function openRefresh(keys: Block, token: unknown): Uint8Array {
  const text = cut(inputOf(token, "token"));
  const { answer, at } = call([text], SIZE, (token) => wasm().refresh_open(keys.address, keys.count, token));
  check(answer);
  return readBytes(at, SIZE);
}

/** What is cut off a longer one has no say: it is too long, before and after. */
function cut(token: Text): Text {
  const kept = MAX_REFRESH_TOKEN + 4;
  return typeof token === "string" ? token.slice(0, kept) : token.subarray(0, kept);
}

/** The refresh token that came out of an operation. */
export function mintRefresh(keys: Block, transition: Transition): Minted {
  const { answer, at } = call([transition.block], HEAD + MAX_REFRESH_TOKEN, () =>
    wasm().refresh_mint(keys.address, keys.count),
  );
  return {
    token: readText(at + HEAD, check(answer)),
    created: readFloat(at),
    expiresAt: readFloat(at + 8),
    issuedAt: readFloat(at + 16),
    repeated: readNumber(at + 24) !== 0,
    recovered: readNumber(at + 28) !== 0,
  };
}
