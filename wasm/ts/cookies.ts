import { badArgument } from "./errors.js";
import { inputOf, readBytes, readNumber, readText, room, wellFormed, writeText, type Text } from "./text.js";
import { check, memory, reserve, wasm } from "./wasm.js";

/**
 * The cookies of a `Cookie` header, in its order, as pairs of name and value.
 *
 * It decides as browsers do (RFC 6265bis section 5): `;` ends a pair, even within quotes, which
 * belong to the value; only spaces and tabs around name and value are dropped, and nothing is
 * unescaped. A pair without `=`, with an empty name or with a control character is left out; all
 * others are there, duplicates too. Where names are known to be unique, `new Map(pairs)` will do:
 * of duplicates it keeps the last, while {@link findCookie} finds the first.
 *
 * ```ts
 * for (const [name, value] of parseCookies(request.headers.get("cookie") ?? "")) { ... }
 * ```
 *
 * @param header - the header's value, or those of several lines. Of strings the pairs are strings, of
 *   bytes they are bytes.
 * @throws {@link TokensealError} `bad-argument`
 */
export function parseCookies(header: string | readonly string[]): [name: string, value: string][];
export function parseCookies(
  header: Uint8Array | readonly Uint8Array[],
): [name: Uint8Array, value: Uint8Array][];
export function parseCookies(header: Lines): [Text, Text][] {
  return linesOf(header).flatMap((line) => {
    // The shortest pair is `a=;`, and takes four numbers of four bytes.
    const places = Math.ceil((line.length + 1) / 3) * 16;
    const at = reserve(room(line) + places);
    const length = writeText(line, memory(), at, room(line));
    const count = check(wasm().cookie_parse(length));
    const part = cutter(line, at, length);
    return Array.from({ length: count }, (_, index): [Text, Text] => {
      const place = at + length + index * 16;
      return [part(place), part(place + 8)];
    });
  });
}

/**
 * The value of the first cookie of a name; `undefined` when there is none. See {@link parseCookies}.
 *
 * ```ts
 * const sid = findCookie(request.headers.get("cookie") ?? "", "sid");
 * ```
 *
 * @param header - the header's value, or those of several lines
 * @param name - the cookie's name: case matters
 * @throws {@link TokensealError} `bad-argument`
 */
export function findCookie(header: string | readonly string[], name: string | Uint8Array): string | undefined;
export function findCookie(
  header: Uint8Array | readonly Uint8Array[],
  name: string | Uint8Array,
): Uint8Array | undefined;
export function findCookie(header: Lines, name: Text): Text | undefined {
  const wanted = wellFormed(inputOf(name, "name"), "name");
  for (const line of linesOf(header)) {
    const at = reserve(room(line) + room(wanted) + 8);
    const length = writeText(line, memory(), at, room(line));
    const nameLength = writeText(wanted, memory(), at + length, room(wanted));
    if (check(wasm().cookie_find(length, nameLength)) === 1) {
      return cutter(line, at, length)(at + length + nameLength);
    }
  }
  return undefined;
}

type Lines = Text | readonly Text[];

function linesOf(header: unknown): Text[] {
  return (Array.isArray(header) ? (header as unknown[]) : [header]).map((line) => {
    if (Array.isArray(header) && typeof line !== typeof header[0]) {
      throw badArgument("header must be strings, or Uint8Arrays");
    }
    return wellFormed(inputOf(line, "header"), "header");
  });
}

/** Cuts parts out of a line that lies at `at`, where place and length of the part stand in the memory. */
function cutter(line: Text, at: number, length: number): (place: number) => Text {
  if (typeof line !== "string") {
    return (place) => readBytes(at + readNumber(place), readNumber(place + 4));
  }
  if (length !== line.length) {
    return (place) => readText(at + readNumber(place), readNumber(place + 4));
  }
  // All is ASCII, so the places are those in the string, too.
  return (place) => {
    const start = readNumber(place);
    return line.slice(start, start + readNumber(place + 4));
  };
}
