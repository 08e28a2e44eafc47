import { jsonOf } from "../claims.js";
import { badArgument, TokensealError } from "../errors.js";

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true, fatal: true });

/** The bytes that stand for an object in a record: its JSON, compact, in UTF-8. */
export function encodeData(data: unknown): Uint8Array {
  const text = jsonOf(objectOf(data), "data");
  // Bytes would be taken for JSON, and a Date, for one, turns into a string.
  if (typeof text !== "string" || !text.startsWith("{")) {
    throw badArgument("data must be an object in JSON too");
  }
  return encoder.encode(text);
}

/** An object, as data are. */
export function objectOf(data: unknown): object {
  if (typeof data !== "object" || data === null || Array.isArray(data)) {
    throw badArgument("data must be an object");
  }
  return data;
}

/** The object that a record's bytes stand for. None at all are an empty one. */
export function decodeData(bytes: Uint8Array): object {
  if (bytes.length === 0) {
    return {};
  }
  let data: unknown;
  try {
    data = JSON.parse(decoder.decode(bytes));
  } catch {
    // The text of the error would quote the data.
  }
  if (typeof data !== "object" || data === null || Array.isArray(data)) {
    throw new TokensealError("unknown-record", "the session's data are no JSON object");
  }
  return data;
}
