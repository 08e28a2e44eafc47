// Objects of plain members, straight from and to JSON in the wasm's memory. What is not plain is left to `JSON`.
import { isWellFormed, readText, room, writeShort, writeText } from "./text.js";
import { memory, reservations, reserveKept } from "./wasm.js";

const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const ZERO = 0x30;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const F = 0x66;
const N = 0x6e;
const T = 0x74;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const DELETE = 0x7f;

/** A slice keeps the text that it is of in memory, so that is not to be a long one. */
const LONGEST_TEXT = 2_048;
/** An integer of so many digits is exact. */
const DIGITS = 15;

/** A name that was read before. */
interface Name {
  /** As the engine knows it: to make a member is then much faster. */
  readonly text: string;
  /** With the quote and the colon behind it. */
  readonly bytes: Uint8Array;
  /** Which one came next, the last time. */
  next: Name | undefined;
}

const names = new Map<string, Name>();
const MOST_NAMES = 1_024;
const LONGEST_NAME = 64;
/** What comes before the first. */
const beginning: Name = { text: "", bytes: new Uint8Array(0), next: undefined };

/**
 * The object of a JSON text in the wasm's memory, which the strict reader has passed: what `JSON.parse` makes of it, in
 * less time when nothing is in it but plain strings, integers and literals.
 */
export function readObject(at: number, length: number): object {
  const text = readText(at, length);
  // In ASCII, places in the text are those in the memory; without a backslash, a string ends at the next quote.
  const plain = text.length === length && length <= LONGEST_TEXT && !text.includes("\\");
  return (plain ? readPlain(text, memory(), at) : undefined) ?? (JSON.parse(text) as object);
}

/** `undefined` when there is something else in it. */
function readPlain(text: string, bytes: Uint8Array, start: number): object | undefined {
  const object: { [name: string]: unknown } = {};
  const byteAt = (place: number): number => bytes[start + place] as number;
  let at = 0;
  let name = beginning;
  do {
    if (byteAt(at + 1) !== QUOTE) {
      return undefined;
    }
    at += 2;
    if (name.next === undefined || !stands(name.next, bytes, start + at)) {
      name.next = nameOf(text.slice(at, text.indexOf('"', at)));
      if (name.next === undefined || !stands(name.next, bytes, start + at)) {
        return undefined;
      }
    }
    name = name.next;
    at += name.bytes.length;
    const first = byteAt(at);
    if (first === QUOTE) {
      const end = text.indexOf('"', at + 1);
      object[name.text] = text.slice(at + 1, end);
      at = end + 1;
    } else if (first === T || first === N) {
      object[name.text] = first === T ? true : null;
      at += 4;
    } else if (first === F) {
      object[name.text] = false;
      at += 5;
    } else {
      const digits = at;
      let number = 0;
      for (let digit = first - ZERO; digit >= 0 && digit <= 9; digit = byteAt(at) - ZERO) {
        number = number * 10 + digit;
        at += 1;
      }
      if (at === digits || at > digits + DIGITS) {
        return undefined;
      }
      object[name.text] = number;
    }
  } while (byteAt(at) === COMMA);
  return byteAt(at) === CLOSE ? object : undefined;
}

/** Whether that name stands there, and a value behind it. */
function stands({ bytes }: Name, memory: Uint8Array, at: number): boolean {
  for (let index = 0; index < bytes.length; index += 1) {
    if (bytes[index] !== memory[at + index]) {
      return false;
    }
  }
  return true;
}

/** The name of this text; `undefined` when it is none that an assignment makes a member of. */
function nameOf(slice: string): Name | undefined {
  let name = names.get(slice);
  // `__proto__`, and what else might have a setter.
  if (name === undefined && slice.length <= LONGEST_NAME && !(slice in Object.prototype)) {
    if (names.size === MOST_NAMES) {
      names.clear();
      beginning.next = undefined;
    }
    // No slice, which would keep its text.
    const text = Object.keys({ [slice]: 0 })[0] as string;
    name = { text, bytes: Uint8Array.from(`${text}":`, (char) => char.charCodeAt(0)), next: undefined };
    names.set(text, name);
  }
  return name;
}

/**
 * Writes an object to where {@link reserve} begins, as `JSON.stringify` would, and returns the length: -1 when something is
 * in it but plain strings, numbers and literals, or when it does not fit into `space`. A control character in a longer
 * string is left to the strict reader, which refuses it.
 */
export function writeObject(object: unknown, space: number): number {
  try {
    return isPlain(object) ? writeMembers(object, reserveKept(), space) : -1;
  } catch {
    // A getter or a proxy. JSON.stringify is to meet it.
    return -1;
  }
}

/** Whether an object is nothing but its members. */
function isPlain(object: unknown): object is { [name: string]: unknown } {
  return (
    typeof object === "object" &&
    object !== null &&
    Object.getPrototypeOf(object) === Object.prototype &&
    !("toJSON" in object)
  );
}

function writeMembers(object: { [name: string]: unknown }, bytes: Uint8Array, space: number): number {
  const before = reservations;
  let at = 0;
  for (const name in object) {
    if (!Object.hasOwn(object, name)) {
      return -1;
    }
    const value = object[name];
    if (value !== undefined) {
      bytes[at] = at === 0 ? OPEN : COMMA;
      at = writeString(name, bytes, at + 1);
      bytes[at] = COLON;
      at = writeValue(value, bytes, at + 1);
    }
    // A getter may have called us, too.
    if (at >= bytes.length || reservations !== before) {
      return -1;
    }
  }
  if (at === 0) {
    bytes[at] = OPEN;
    at += 1;
  }
  bytes[at] = CLOSE;
  return at < space ? at + 1 : -1;
}

/** Where a value ends that can't be written: beyond every limit. */
const NOWHERE = 2 ** 30;

/** Writes a value, and returns where it ends. */
function writeValue(value: unknown, bytes: Uint8Array, at: number): number {
  switch (typeof value) {
    case "string":
      return writeString(value, bytes, at);
    case "number":
      return Number.isFinite(value) ? at + writeShort(String(value), bytes, at) : NOWHERE;
    case "boolean":
      return at + writeShort(String(value), bytes, at);
    default:
      return value === null ? at + writeShort("null", bytes, at) : NOWHERE;
  }
}

/** Up to here a loop over the characters is faster than the encoder with what must be looked at before. */
const LONGEST_LOOP = 64;

/** Writes a string in quotes, and returns where it ends. */
function writeString(text: string, bytes: Uint8Array, start: number): number {
  bytes[start] = QUOTE;
  let at = start + 1;
  if (text.length > LONGEST_LOOP) {
    if (text.includes('"') || text.includes("\\") || !isWellFormed(text) || room(text) > bytes.length - at) {
      return NOWHERE;
    }
    at += writeText(text, bytes, at, bytes.length - at);
  } else {
    for (let index = 0; index < text.length; index += 1) {
      const char = text.charCodeAt(index);
      if (char < SPACE || char === QUOTE || char === BACKSLASH || char >= DELETE) {
        return NOWHERE;
      }
      bytes[at] = char;
      at += 1;
    }
  }
  bytes[at] = QUOTE;
  return at + 1;
}
