import { badArgument } from "./errors.js";
import { exact, isBytes, type Text } from "./text.js";

/**
 * The claims of a token (RFC 7519 section 4). The types of the registered ones have been checked;
 * all others may be anything that JSON has.
 *
 * It is what `JSON.parse` makes of their text, so numbers that a JavaScript number can't hold are rounded, and
 * `__proto__` is a member like any other. `verifyRaw` gives the text itself.
 */
export interface Claims {
  /** Who issued the token. */
  iss?: string;
  /** Whom it is about. */
  sub?: string;
  /** For whom it is meant. */
  aud?: string | string[];
  /** When it expires, in Unix seconds. */
  exp?: number;
  /** From when on it counts, in Unix seconds. */
  nbf?: number;
  /** When it was issued, in Unix seconds. */
  iat?: number;
  /** Its id. */
  jti?: string;
  /** Whatever else the issuer put in. */
  [name: string]: unknown;
}

/** The JSON text of a value that JSON can say as it is, or of a ready text. */
export function jsonOf(value: unknown, name: string): Text {
  if (typeof value === "string" || isBytes(value)) {
    return exact(value);
  }
  if (typeof value !== "object" || value === null) {
    throw badArgument(`${name} must be an object, or JSON as a string or Uint8Array`);
  }
  let text: string | undefined;
  try {
    // Without a function that it must call for each value, JSON.stringify takes half as long.
    text = JSON.stringify(value, isPlain(value, DEPTH) ? undefined : sayable) as string | undefined;
  } catch {
    // A cycle, a BigInt, a toJSON or getter that throws, and what `sayable` throws. The text of
    // such an error may quote the claims.
  }
  if (text === undefined) {
    throw badArgument(
      `${name} holds what JSON can't say: a BigInt, NaN, function, symbol, Map, Set or cycle`,
    );
  }
  return text;
}

/** How deep {@link isPlain} looks: a cycle ends somewhere. */
const DEPTH = 4;

/** Whether a value is made of nothing but what `sayable` would let pass. False when in doubt. */
function isPlain(value: unknown, depth: number): boolean {
  switch (typeof value) {
    case "string":
    case "boolean":
      return true;
    case "number":
      return Number.isFinite(value);
    case "object":
      break;
    default:
      return false;
  }
  if (value === null) {
    return true;
  }
  if (depth === 0 || "toJSON" in value) {
    return false;
  }
  if (Array.isArray(value)) {
    return value.every((item) => isPlain(item, depth - 1)) && !value.includes(undefined);
  }
  if (Object.getPrototypeOf(value) !== Object.prototype) {
    return false;
  }
  for (const name in value) {
    if (!isPlain((value as { [name: string]: unknown })[name], depth - 1)) {
      return false;
    }
  }
  return true;
}

/** Lets JSON.stringify take a value, unless it would silently write something else. */
function sayable(this: unknown, _name: string, value: unknown): unknown {
  switch (typeof value) {
    case "number":
      if (Number.isFinite(value)) {
        return value;
      }
      break;
    case "undefined":
      // A member that is undefined is left out, as everywhere; an element would become null.
      if (!Array.isArray(this)) {
        return value;
      }
      break;
    case "object":
      if (value === null || !isOpaque(value)) {
        return value;
      }
      break;
    case "string":
    case "boolean":
      return value;
    default:
  }
  throw new TypeError();
}

/**
 * Objects that JSON.stringify takes for empty ones, or for another value than they are. Those of a
 * class of the application's have members; `{}` and `[]` are what they look like.
 */
function isOpaque(value: object): boolean {
  if (Array.isArray(value)) {
    return false;
  }
  if (value instanceof Number || ArrayBuffer.isView(value)) {
    return true;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  // Not compared with Object.prototype: every realm has its own.
  const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null;
  return !isPlain && Object.keys(value).length === 0;
}
