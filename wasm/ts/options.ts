import { badArgument } from "./errors.js";
import { Record, Tag } from "./record.js";
import { wellFormed } from "./text.js";
import { duration, millisecondsOf } from "./time.js";

const NONE = new Uint8Array(0);

/** Checks the type of an option's value and adds it to the record. */
export type Field = (record: Record, value: unknown, name: string) => void;

/** The options that a function knows. */
export type Fields = ReadonlyMap<string, Field>;

/**
 * The record of the options that are given, behind what stands in `record`. An `undefined` one counts as not given; a name that is
 * not known is refused, or a misspelt check would be no check.
 *
 * @throws {@link TokensealError} `bad-argument`
 */
export function encode(options: unknown, fields: Fields, record?: Record): Uint8Array {
  if (options !== undefined) {
    const given = plain(options);
    for (const name of Object.keys(given)) {
      const field = fields.get(name);
      if (field === undefined) {
        throw badArgument(`unknown option ${JSON.stringify(name)}`);
      }
      const value = field === elsewhere ? undefined : given[name];
      if (value !== undefined) {
        field((record ??= new Record()), value, name);
      }
    }
  }
  return record?.bytes() ?? NONE;
}

/** Options, which are a plain object. Another one might hide some from us. */
function plain(options: unknown): { readonly [name: string]: unknown } {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw badArgument("options must be an object");
  }
  const prototype: unknown = Object.getPrototypeOf(options);
  // Not compared with Object.prototype: every realm has its own.
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    throw badArgument("options must be a plain object; a Policy goes in as { policy }");
  }
  return options as { readonly [name: string]: unknown };
}

/** A string. */
export function text(tag: Tag): Field {
  return (record, value, name) => {
    record.text(tag, string(value, name));
  };
}

/** An array of strings. */
export function texts(tag: Tag): Field {
  return (record, value, name) => {
    if (!Array.isArray(value)) {
      throw badArgument(`${name} must be an array of strings`);
    }
    for (const item of value as unknown[]) {
      record.text(tag, string(item, `every member of ${name}`));
    }
  };
}

/** A string, or an array of them that may turn out to be empty. */
export const audience: Field = (record, value, name) => {
  record.flag(Tag.audienceGiven);
  const several = texts(Tag.audience);
  several(record, typeof value === "string" ? [value] : value, name);
};

/** A boolean that is noted when it is `noted`. */
export function flag(tag: Tag, noted: boolean): Field {
  return (record, value, name) => {
    if (typeof value !== "boolean") {
      throw badArgument(`${name} must be true or false`);
    }
    if (value === noted) {
      record.flag(tag);
    }
  };
}

/** A duration in seconds. */
export function seconds(tag: Tag): Field {
  return (record, value, name) => {
    record.number(tag, duration(value, name));
  };
}

/** A point in time. */
export function time(tag: Tag): Field {
  return (record, value, name) => {
    record.number(tag, millisecondsOf(value, name));
  };
}

/** A whole number of bytes. */
export function bytes(tag: Tag): Field {
  return (record, value, name) => {
    if (!Number.isInteger(value)) {
      throw badArgument(`${name} must be a whole number of bytes`);
    }
    record.number(tag, value as number);
  };
}

/** An option that is read elsewhere. */
export const elsewhere: Field = () => undefined;

/** The value of an option, or its default. Only `undefined` counts as not given. */
export function valueOr(value: unknown, otherwise: unknown): unknown {
  return value === undefined ? otherwise : value;
}

/** The value as a string. */
export function string(value: unknown, name: string): string {
  if (typeof value !== "string") {
    throw badArgument(`${name} must be a string`);
  }
  wellFormed(value, name);
  return value;
}
