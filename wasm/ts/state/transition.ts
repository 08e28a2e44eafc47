import { readBytes, readFloat, readNumber, room, writeText, type Text } from "../text.js";
import { RECORD_ROOM } from "../limits.js";
import { check, memory, reserve, wasm } from "../wasm.js";
import { ABSENT, pack, type Found } from "./packed.js";

/** Bytes of the core's struct, and of the wasm's answer with the keys behind it: see `src/state/mod.rs`. */
const SIZE = 768;
export const ANSWER: number = SIZE + 3 * 65;

/** Bytes between the transition and the buffer in the answer of `transition_decide`. */
const HEAD = 24;

const NOTHING = new Uint8Array(0);
const decoder = new TextDecoder();

/** A compare-and-swap: which of the keys, by what (`null`: delete it), and for how many milliseconds. */
export interface Swap {
  readonly key: number;
  readonly record: Found;
  readonly ttl: number;
}

/**
 * One operation on a store: what it needs, decides and gives. It is bytes that the wasm made and is
 * given back; nothing in them has to be freed.
 */
export class Transition {
  /** The time of the operation, in Unix milliseconds. */
  readonly now: number;
  /** The application's bytes as they are when it is done. */
  data: Uint8Array = NOTHING;
  #answer: Uint8Array;

  constructor(answer: Uint8Array, now: number) {
    this.#answer = answer;
    this.now = now;
  }

  /** The core's struct. */
  get block(): Uint8Array {
    return this.#answer.subarray(0, SIZE);
  }

  /** The records to read: one to three. */
  get keys(): string[] {
    const keys = [];
    let at = SIZE;
    for (let length = this.#answer[at] ?? 0; length > 0; length = this.#answer[at] ?? 0) {
      keys.push(decoder.decode(this.#answer.subarray(at + 1, at + 1 + length)));
      at += length + 1;
    }
    return keys;
  }

  /** Decides about what was found: what to swap, or whether it is done or reads again. */
  decide(found: readonly Found[], data: Uint8Array): Swap | "done" | "again" {
    const records = new Uint8Array(pack(found));
    const space = Math.max(data.length, ...found.map((record) => record?.length ?? 0)) + RECORD_ROOM;
    const { answer, at } = call([this.block, records, data], ANSWER + HEAD + space, (_, records, data) =>
      wasm().transition_decide(records, data),
    );
    check(answer);
    this.#answer = readBytes(at, ANSWER);
    const head = at + ANSWER;
    const buffer = head + HEAD;
    this.data = readBytes(buffer + readNumber(head + 16), readNumber(head + 20));
    if (answer !== 2) {
      return answer === 0 ? "done" : "again";
    }
    const length = readNumber(head + 4);
    return {
      key: readNumber(head),
      record: length === ABSENT ? null : readBytes(buffer, length),
      ttl: readFloat(head + 8),
    };
  }

  /** Takes note of whether the swap took, and says what comes next. */
  swapped(took: boolean): "done" | "again" {
    const { answer, at } = call([this.block], ANSWER, () => wasm().transition_swapped(Number(took)));
    check(answer);
    this.#answer = readBytes(at, ANSWER);
    return answer === 0 ? "done" : "again";
  }

  /** The epoch that an end of all has set. */
  get epoch(): bigint {
    const { answer, at } = call([this.block], 8, () => wasm().transition_epoch());
    check(answer);
    return new DataView(memory().buffer, at, 8).getBigInt64(0, true);
  }
}

/**
 * Writes arguments one behind the other into the wasm's memory, with so much room behind them, and
 * calls with their lengths. Says what it answered, and where what belongs to the answer lies.
 */
export function call(
  parts: readonly Text[],
  space: number,
  run: (first: number, second: number, third: number) => number,
): { answer: number; at: number } {
  let at = reserve(parts.reduce((sum, part) => sum + room(part), space));
  const lengths: [number, number, number] = [0, 0, 0];
  parts.forEach((part, index) => {
    at += lengths[index] = writeText(part, memory(), at, room(part));
  });
  return { answer: run(...lengths), at };
}
