import { badArgument, TokensealError } from "./errors.js";
import { COOKIE_ROOM, TOKEN_ROOM } from "./limits.js";
import { memory, memoryNumbers, reserved } from "./wasm.js";

const encoder = new TextEncoder();
// A text may start with U+FEFF; by default the decoder would drop it.
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const strictDecoder = new TextDecoder("utf-8", { ignoreBOM: true, fatal: true });
/** What Buffers decode with, where there are any: for short texts it takes half as long. */
const { utf8Slice } = (globalThis as Buffers).Buffer?.prototype ?? {};
/** Up to here a loop is faster than the encoder. */
const SHORT = 16;
const LONE_SURROGATE = /\p{Surrogate}/u;

interface Buffers {
  Buffer?: { prototype: { utf8Slice?: (this: Uint8Array, start: number, end: number) => string } };
}

/** A string, or its UTF-8. */
export type Text = string | Uint8Array;

/** Whether a value is bytes, of whatever realm. */
export function isBytes(value: unknown): value is Uint8Array {
  return ArrayBuffer.isView(value) && (value as Uint8Array)[Symbol.toStringTag] === "Uint8Array";
}

/** An argument as text. */
export function inputOf(value: unknown, name: string): Text {
  if (typeof value !== "string" && !isBytes(value)) {
    throw badArgument(`${name} must be a string or Uint8Array`);
  }
  return value;
}

/** A token. What is cut off a longer one has no say: it is too long, before and after. */
export function tokenOf(value: unknown): Text {
  const token = inputOf(value, "token");
  return typeof token === "string" && token.length > TOKEN_ROOM ? token.slice(0, TOKEN_ROOM) : token;
}

/** A cookie's text, cut likewise. */
export function cookieOf(value: unknown, name: string): Text {
  const text = inputOf(value, name);
  return typeof text === "string" ? text.slice(0, COOKIE_ROOM) : text;
}

/** Whether a string has UTF-8, which a lone surrogate has not. */
export function isWellFormed(text: string): boolean {
  return !LONE_SURROGATE.test(text);
}

/** A text that stands for its bytes. */
export function wellFormed(text: Text, name: string): Text {
  if (typeof text === "string" && !isWellFormed(text)) {
    throw badArgument(`${name} holds a lone surrogate, and so has no UTF-8`);
  }
  return text;
}

/** How many bytes a text may need. */
export function room(text: Text): number {
  return typeof text === "string" ? text.length * 3 : text.byteLength;
}

/** Writes a text to `bytes` from `at` on, as much as fits into `space`, and returns the length. */
export function writeText(text: Text, bytes: Uint8Array, at: number, space: number): number {
  if (typeof text === "string") {
    const length = text.length <= SHORT && text.length <= space ? writeShort(text, bytes, at) : -1;
    if (length !== -1) {
      return length;
    }
    const place = room(text) <= space ? reserved(bytes, at) : undefined;
    return encoder.encodeInto(text, place ?? bytes.subarray(at, at + space)).written;
  }
  const source = new Uint8Array(text.buffer, text.byteOffset, Math.min(text.byteLength, space));
  bytes.set(source, at);
  return source.byteLength;
}

/** Writes an ASCII text character by character; -1 when it is none. */
export function writeShort(text: string, bytes: Uint8Array, at: number): number {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code > 0x7f) {
      return -1;
    }
    bytes[at + index] = code;
  }
  return text.length;
}

/**
 * A text in which a lone surrogate does not become the well-formed U+FFFD, but a byte that no
 * UTF-8 has, so that it is refused where it stands.
 */
export function exact(text: Text): Text {
  if (typeof text !== "string" || isWellFormed(text)) {
    return text;
  }
  const parts = text.split(LONE_SURROGATE).map((part) => encoder.encode(part));
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length + 1, -1)).fill(0xff);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length + 1;
  }
  return bytes;
}

/** Reads a text from the wasm's memory. */
export function readText(at: number, length: number): string {
  return utf8Slice === undefined
    ? decoder.decode(memory().subarray(at, at + length))
    : utf8Slice.call(memory(), at, at + length);
}

/**
 * A text of its bytes.
 *
 * @throws {@link TokensealError} `malformed` when they are not UTF-8
 */
export function textOf(bytes: Uint8Array): string {
  try {
    return strictDecoder.decode(bytes);
  } catch {
    throw new TokensealError("malformed", "the value is not UTF-8");
  }
}

/** Copies bytes out of the wasm's memory. */
export function readBytes(at: number, length: number): Uint8Array {
  return memory().slice(at, at + length);
}

/** Reads a number (u32, little-endian) from the wasm's memory. */
export function readNumber(at: number): number {
  return memoryNumbers().getUint32(at, true);
}

/** Reads a number (f64, little-endian) from the wasm's memory. */
export function readFloat(at: number): number {
  return memoryNumbers().getFloat64(at, true);
}
