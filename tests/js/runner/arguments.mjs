// The vectors' arguments: in hex where JSON can't say them, times in milliseconds.

/** An argument that may be given in hex, as a string or else as bytes. */
export function textOf(args, name) {
  if (args[name] === undefined && args[`${name}_hex`] === undefined) {
    throw new Error(`the vector has no ${name}`);
  }
  return args[name] ?? bytes(args[`${name}_hex`]);
}

/** The same as a string, for what is never bytes. */
export function stringOf(args, name) {
  const text = textOf(args, name);
  return typeof text === "string" ? text : new TextDecoder("utf-8", { fatal: true }).decode(text);
}

/** The same as a string, where it is one, and as bytes. */
export function formsOf(args, name) {
  const text = textOf(args, name);
  return typeof text === "string" ? [text, new TextEncoder().encode(text)] : [text];
}

export function bytes(hex) {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** The hex digits of bytes, or of a string's UTF-8. */
export function hex(text) {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export const seconds = (milliseconds) => (milliseconds === null ? null : milliseconds / 1000);

/** Options under the names that they have in JavaScript. */
export function rename(options, names) {
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => {
      if (names[name] === undefined) {
        throw new Error(`the vector has an unknown option ${name}`);
      }
      const [renamed, convert = (value) => value] = names[name];
      return [renamed, convert(value)];
    }),
  );
}
