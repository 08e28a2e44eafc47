import { MAX_HEADER, TOKEN_ROOM } from "./limits.js";
import { readNumber, readText, room, tokenOf, writeText } from "./text.js";
import { check, memory, reserve, wasm } from "./wasm.js";

export { init, type WasmModule, type WasmSource } from "./wasm.js";

/** A token as it claims to be. Anybody can write such a one. */
export interface Unverified {
  /** The header (RFC 7515 section 4). */
  readonly header: { [name: string]: unknown };
  /** The claims. Their types have not been checked. */
  readonly claims: { [name: string]: unknown };
  /** The header's JSON text. */
  readonly headerJson: string;
  /** The claims' JSON text. */
  readonly claimsJson: string;
}

/**
 * Reads a token without a key: for tools that show tokens, never to decide anything. Nothing but
 * the form is checked.
 *
 * @param token - the compact form, at most 65,536 bytes
 * @throws {@link TokensealError} `malformed`; `limit`; `bad-argument`
 */
export function inspect(token: string | Uint8Array): Unverified {
  const text = tokenOf(token);
  const space = Math.min(room(text), TOKEN_ROOM);
  const at = reserve(space * 2 + 4 + MAX_HEADER);
  const length = writeText(text, memory(), at, space);
  const claimsLength = check(wasm().inspect(length));
  const answer = at + length;
  const headerJson = readText(answer + 4, readNumber(answer));
  const claimsJson = readText(answer + 4 + MAX_HEADER, claimsLength);
  return {
    header: JSON.parse(headerJson) as Unverified["header"],
    claims: JSON.parse(claimsJson) as Unverified["claims"],
    headerJson,
    claimsJson,
  };
}
