import { badArgument, TokensealError } from "../errors.js";
import type { Observer } from "../observer.js";
import { elsewhere, encode, seconds, text, type Field, type Fields } from "../options.js";
import { Record, Tag } from "../record.js";

/** The options that a driver's constructor turns into a record. */
const settings = new Map<string, Field>([
  ["namespace", text(Tag.namespace)],
  ["idle", seconds(Tag.idle)],
  ["lifetime", seconds(Tag.lifetime)],
  ["grace", seconds(Tag.grace)],
]);

/** The options of a single operation. */
const single = new Map<string, Field>([
  ["subject", text(Tag.subject)],
  ["client", text(Tag.client)],
  ["data", elsewhere],
  ["now", elsewhere],
]);

/** Some of the options of an operation. */
export function optionsOf(...names: readonly string[]): Fields {
  return new Map(names.map((name) => [name, single.get(name) ?? elsewhere]));
}

/** The observer of a driver. */
export function observerOf(value: unknown): Observer | undefined {
  if (value !== undefined && typeof value !== "function") {
    throw badArgument("observer must be a function");
  }
  return value as Observer | undefined;
}

/** The record of a driver's settings; where one is not given, its default stands there. */
export function encodeSettings(
  given: unknown,
  names: readonly string[],
  defaults: { readonly [name: string]: number },
): Uint8Array {
  const fields: Fields = new Map(names.map((name) => [name, settings.get(name) ?? elsewhere]));
  const record = new Record();
  // Of two fields with one tag the wasm takes the second.
  encode(defaults, fields, record);
  return encode(given, fields, record).slice();
}

/**
 * Makes sure that a driver's settings are such that its operations can begin.
 *
 * @param begin - begins one, which is thrown away
 * @param message - what is wrong when that is a `bad-argument`
 */
export function checkSettings(begin: () => unknown, message: string): void {
  try {
    begin();
  } catch (error) {
    throw error instanceof TokensealError && error.code === "bad-argument" ? badArgument(message) : error;
  }
}

/** What is wrong with the lifetimes of a driver. */
export const LIFETIMES = "idle and lifetime must be between 1 ms and 400 days";

/** The record of an operation: the driver's settings, then its own options. */
export function withOptions(base: Uint8Array, options: unknown, fields: Fields): Uint8Array {
  const own = encode(options, fields);
  const record = new Uint8Array(base.length + own.length);
  record.set(base);
  record.set(own, base.length);
  return record;
}
