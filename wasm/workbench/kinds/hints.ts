import { fromBase64, fromUtf8, toBase64url } from "../bytes.js";
import { outline, valueOf, type Member } from "../json.js";

// What is wrong with a token that the core has called malformed: the core says that much and no more. These are
// for people who look for the fault; they decide nothing.

const types: { readonly [name: string]: string } = {
  alg: "string",
  typ: "string",
  kid: "string",
  iss: "string",
  sub: "string",
  jti: "string",
  exp: "number",
  nbf: "number",
  iat: "number",
};

/** What catches the eye in a token's form. */
export function formHints(text: string): string[] {
  const parts = text.split(".");
  const hints: string[] = [];
  if (parts.length === 5) {
    hints.push("It has five parts: an encrypted token (JWE, RFC 7516). Those are not read here.");
  } else if (parts.length !== 3) {
    hints.push(`It has ${parts.length} parts between dots; a token has three.`);
  }
  if (/\s/.test(text)) {
    hints.push("White space stands in it.");
  }
  if (text.includes("=")) {
    hints.push("It is padded with =, which base64url in tokens never is.");
  }
  if (/[+/]/.test(text)) {
    hints.push("+ or / stands in it: base64, where base64url has - and _.");
  }
  return hints;
}

/** What catches the eye in the header, the claims or the tag. */
export function partHints(name: string, text: string, isJson: boolean): string[] {
  const bytes = fromBase64(text);
  if (bytes === undefined) {
    return [`The ${name} is no base64url: a character too many, too few, or of another alphabet.`];
  }
  const hints: string[] = [];
  if (/^[\w-]*$/.test(text) && toBase64url(bytes) !== text) {
    hints.push(
      `The last character of the ${name} has bits that say nothing and are not zero: there is a second way to write the same.`,
    );
  }
  if (isJson) {
    hints.push(...jsonHints(name, bytes));
  }
  return hints;
}

function jsonHints(name: string, bytes: Uint8Array): string[] {
  const text = fromUtf8(bytes);
  if (text === undefined) {
    return [`The ${name} is not UTF-8.`];
  }
  if (text.startsWith("\ufeff")) {
    return [`The ${name} begins with a byte order mark.`];
  }
  try {
    JSON.parse(text);
  } catch (error) {
    return [`The ${name} is no JSON: ${error instanceof Error ? error.message : ""}`];
  }
  const read = outline(text);
  if (read === undefined) {
    return [`The ${name} is JSON, but no object.`];
  }
  return [
    ...read.duplicates.map(
      (member) => `The ${name} has “${member}” twice: libraries differ on which of them counts.`,
    ),
    ...read.members.flatMap(typeHint),
    ...(name === "header" && !read.members.some((member) => member.name === "alg")
      ? ["The header has no alg."]
      : []),
  ];
}

function typeHint({ name, raw }: Member): string[] {
  const value = valueOf(raw);
  if (name === "aud") {
    const names = Array.isArray(value) ? (value as unknown[]) : [value];
    return names.every((item) => typeof item === "string")
      ? []
      : ["aud must be a string, or an array of them."];
  }
  const type = Object.hasOwn(types, name) ? types[name] : undefined;
  return type === undefined || typeof value === type
    ? []
    : [
        `${name} must be a ${type}, and is ${value === null ? "null" : `a ${Array.isArray(value) ? "list" : typeof value}`}.`,
      ];
}
