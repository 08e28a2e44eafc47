import { fromBase64, fromUtf8, shown, toNumber } from "../bytes.js";
import { outline } from "../json.js";
import { date, fromNow } from "../words.js";
import type { Explanation, Fact, Part, Role } from "./kind.js";

// How frameworks write their signed cookies, taken apart to be shown. `undefined` is what it can't be.

/** A cookie's text, in pieces. */
export interface Pieces {
  readonly parts: readonly Part[];
  /** The value as anybody can read it. */
  readonly value: string;
  /** When it was sealed, in Unix milliseconds. */
  readonly issued?: number | undefined;
  /** When it expires, where the cookie says so. */
  readonly expires?: number | undefined;
}

/** Takes a text apart. */
export type Split = (text: string) => Pieces | undefined;

const piece = (text: string, role: Role, label: string): Part => ({ text, role, label });
const mark = (text: string): Part => piece(text, "mark", "");

/** The pieces of a text that ends in a tag. */
function signed(
  text: string,
  separator: string,
  tag: RegExp,
  value: (text: string) => string,
): Pieces | undefined {
  const at = text.lastIndexOf(separator);
  const rest = text.slice(at + separator.length);
  if (at < 0 || !tag.test(rest)) {
    return undefined;
  }
  const before = text.slice(0, at);
  return {
    parts: [piece(before, "claims", "value"), mark(separator), piece(rest, "tag", "tag")],
    value: value(before),
  };
}

/** As {@link signed}, with the time before the tag. */
function timed(
  text: string,
  separator: string,
  tag: RegExp,
  value: (text: string) => string | undefined,
  time: (text: string) => number | undefined,
): Pieces | undefined {
  const outer = signed(text, separator, tag, (before) => before);
  const at = outer?.value.lastIndexOf(separator) ?? -1;
  if (outer === undefined || at < 0) {
    return undefined;
  }
  const [before, stamp] = [outer.value.slice(0, at), outer.value.slice(at + separator.length)];
  const [seconds, decoded] = [time(stamp), value(before)];
  return seconds === undefined || decoded === undefined
    ? undefined
    : {
        parts: [
          piece(before, "claims", "value"),
          mark(separator),
          piece(stamp, "time", "time"),
          ...outer.parts.slice(1),
        ],
        value: decoded,
        issued: seconds * 1000,
      };
}

const PYTHON_TAG = /^([\w-]{27}|[\w-]{43}|[\w-]{86})$/;
const DJANGO_TAG = /^[\w-]{43}$/;
const same = (text: string): string => text;

function pythonTime(text: string): number | undefined {
  const bytes = /^[\w-]{4,8}$/.test(text) ? fromBase64(text) : undefined;
  return bytes && toNumber(bytes);
}

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

function djangoTime(text: string): number | undefined {
  return /^[0-9A-Za-z]{5,7}$/.test(text)
    ? Array.from(text).reduce((sum, digit) => sum * 62 + DIGITS.indexOf(digit), 0)
    : undefined;
}

/** What base64 holds, if it is JSON; or what a dot says is a zlib stream. */
function json(text: string): string | undefined {
  if (text.startsWith(".")) {
    return fromBase64(text.slice(1)) && "(compressed: it is unpacked when the tag is good)";
  }
  const decoded = fromUtf8(fromBase64(text) ?? new Uint8Array());
  return decoded !== undefined && isJson(decoded) ? decoded : undefined;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function unquoted(text: string): string {
  return /^".*"$/s.test(text) ? text.slice(1, -1) : text;
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** cookie-parser's and express-session's, percent-encoded more or less. */
export const express: Split = (text) => {
  const plain = /^s(:|%3A)/i.test(text) ? text : percentDecoded(text);
  const [, prefix, rest] = /^(s:|s%3A)(.*)$/is.exec(plain) ?? [];
  const found =
    rest === undefined ? undefined : signed(rest, rest.includes(".") ? "." : "%2E", /./, percentDecoded);
  return found && { ...found, parts: [mark(prefix ?? ""), ...found.parts] };
};

/** Koa's first cookie, which is all value. */
export const koa: Split = (text) => ({ parts: [piece(text, "claims", "value")], value: text });

/** itsdangerous' `Signer`. */
export const signer: Split = (text) => signed(text, ".", PYTHON_TAG, same);

/** itsdangerous' `TimestampSigner`. */
export const timestampSigner: Split = (text) => timed(text, ".", PYTHON_TAG, same, pythonTime);

/** `URLSafeTimedSerializer` of itsdangerous: JSON of any kind, or compressed. */
export const urlSafeTimed: Split = (text) => timed(text, ".", PYTHON_TAG, json, pythonTime);

/** Flask's session: a JSON object. */
export const flask: Split = (text) => {
  const found = urlSafeTimed(text);
  return found && (found.value.startsWith("{") || text.startsWith(".")) ? found : undefined;
};

/** Starlette's session: padded base64. */
export const starlette: Split = (text) => {
  const found = urlSafeTimed(text);
  const [value = ""] = text.split(".");
  return found && value.length % 4 === 0 && outline(found.value) !== undefined ? found : undefined;
};

/** Django's signed cookies. */
export const django: Split = (text) => timed(unquoted(text), ":", DJANGO_TAG, same, djangoTime);

/** Django's `Signer`. */
export const djangoSigner: Split = (text) => signed(unquoted(text), ":", DJANGO_TAG, same);

/** Django's `dumps`. */
export const djangoDumps: Split = (text) => timed(unquoted(text), ":", DJANGO_TAG, json, djangoTime);

const GORILLA_TAG_LEN = 32;

/** gorilla/securecookie's: all of it in base64 once more. */
export const gorilla: Split = (text) => {
  const bytes = /^[\w-]+=*$/.test(text) ? fromBase64(text) : undefined;
  const inner = bytes && fromUtf8(bytes.subarray(0, -GORILLA_TAG_LEN));
  const [, time, value] = /^(\d+)\|([\w-]*=*)\|$/.exec(inner ?? "") ?? [];
  return time === undefined || value === undefined
    ? undefined
    : {
        parts: [piece(text, "claims", "time, value and tag, in base64")],
        value: shown(fromBase64(value) ?? new Uint8Array()),
        issued: Number(time) * 1000,
      };
};

/** The Rust crate `cookie`'s: the tag comes first. */
export const rustCookie: Split = (text) => {
  const [, tag, value] = /^([A-Za-z0-9+/]{43}=)(.*)$/s.exec(text) ?? [];
  return tag === undefined || value === undefined
    ? undefined
    : { parts: [piece(tag, "tag", "tag"), piece(value, "claims", "value")], value };
};

const RAILS_TAG = /^([0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{128})$/;

/** ActiveSupport's `MessageVerifier`. */
export const messageVerifier: Split = (text) =>
  signed(percentDecoded(text), "--", RAILS_TAG, (value) => shown(fromBase64(value) ?? new Uint8Array()));

/** Rails' signed cookies: the message in an envelope. */
export const rails: Split = (text) => {
  const found = messageVerifier(text);
  try {
    const { _rails: envelope } = JSON.parse(found?.value ?? "{}") as {
      _rails?: { message?: unknown; exp?: unknown };
    };
    if (found === undefined || typeof envelope?.message !== "string") {
      return undefined;
    }
    const expires = typeof envelope.exp === "string" ? Date.parse(envelope.exp) : undefined;
    return { ...found, value: shown(fromBase64(envelope.message) ?? new Uint8Array()), expires };
  } catch {
    return undefined;
  }
};

/** What pieces say. */
export function explained(text: string, found: Pieces | undefined, maxAge: number | undefined): Explanation {
  if (found === undefined) {
    return {
      parts: [piece(text, "claims", "text")],
      facts: [],
      moments: [],
      hints: ["It does not look as this framework writes it."],
    };
  }
  const { parts, value, issued, expires } = found;
  const end = expires ?? (issued === undefined || maxAge === undefined ? undefined : issued + maxAge * 1000);
  const facts: Fact[] = [{ name: "value", value, role: "claims", words: () => "what the cookie says" }];
  if (issued !== undefined) {
    facts.push({
      name: "time",
      value: String(issued / 1000),
      role: "time",
      words: (now) => `sealed ${fromNow(issued, now)}, ${date(issued)}`,
    });
  }
  if (expires !== undefined) {
    facts.push({
      name: "exp",
      value: date(expires),
      role: "time",
      words: (now) => `expires ${fromNow(expires, now)}`,
    });
  }
  return {
    parts,
    facts,
    moments: [
      ...(issued === undefined ? [] : [{ name: "sealed", time: issued, what: "sealed" }]),
      ...(end === undefined
        ? []
        : [{ name: "end", time: end, what: expires === undefined ? "too old" : "expires" }]),
    ],
    span: { from: issued, to: end },
    hints: [],
  };
}
