import { inputOf, readText, room, writeText } from "./text.js";
import { check, memory, reserve, wasm } from "./wasm.js";

/**
 * The token of an `Authorization` header (RFC 6750 section 2.1): `Bearer`, in any case, then spaces
 * and the token.
 *
 * ```ts
 * const token = bearerToken(request.headers.get("authorization") ?? "");
 * ```
 *
 * @param header - the header's value
 * @throws {@link TokensealError} `not-bearer` when it is empty or of another scheme; `malformed`;
 *   `limit`; `bad-argument`
 */
export function bearerToken(header: string | Uint8Array): string {
  const text = inputOf(header, "header");
  const at = reserve(room(text) * 2);
  const length = writeText(text, memory(), at, room(text));
  return readText(at + length, check(wasm().bearer_token(length)));
}
