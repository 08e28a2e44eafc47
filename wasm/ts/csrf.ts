import type { Block } from "./block.js";
import { MAX_CSRF_TOKEN } from "./limits.js";
import { encode, flag, string, text, texts, type Field, type Fields } from "./options.js";
import { Tag } from "./record.js";
import { call } from "./state/transition.js";
import { inputOf, readText, wellFormed, type Text } from "./text.js";
import { check, memory, reserve, wasm } from "./wasm.js";

/** Makes a token with the first key of a block. The random bytes are the system's unless given. */
export function csrfToken(keys: Block, binding: unknown, entropy?: Uint8Array): string {
  const bound = wellFormed(inputOf(binding, "binding"), "binding");
  const random =
    entropy ??
    crypto.getRandomValues(new Uint8Array(check(wasm().csrf_entropy_len(keys.address, keys.count))));
  const { answer, at } = call([bound, random], MAX_CSRF_TOKEN, (binding, entropy) =>
    wasm().csrf_token(keys.address, keys.count, binding, entropy),
  );
  return readText(at, check(answer));
}

/** Checks a token with the keys of a block: 0, or the wasm's negative answer. */
export function verifyCsrf(keys: Block, binding: unknown, token: unknown): number {
  const bound = wellFormed(inputOf(binding, "binding"), "binding");
  return call([bound, cut(inputOf(token, "token"))], 0, (binding, token) =>
    wasm().csrf_verify(keys.address, keys.count, binding, token),
  ).answer;
}

/** What is cut off a longer one has no say: it is too long, before and after. */
function cut(token: Text): Text {
  const kept = MAX_CSRF_TOKEN + 4;
  return typeof token === "string" ? token.slice(0, kept) : token.subarray(0, kept);
}

/** What a request says of where it comes from. An unknown option is a `bad-argument`. */
export interface FetchOptions {
  /** The method, as it stands in the request: case matters. */
  method: string;
  /** The header `Sec-Fetch-Site`; `null` or `undefined` when it is not there. */
  secFetchSite?: string | null | undefined;
  /** The header `Origin`; `null` or `undefined` when it is not there. */
  origin?: string | null | undefined;
  /**
   * The application's own origins, as `https://shop.example`, for browsers that send no
   * `Sec-Fetch-Site`: compared as they stand. At most 64.
   */
  allowedOrigins?: readonly string[] | undefined;
  /** Whether a request with neither header, which no browser of today makes, is refused. Default: false. */
  strict?: boolean | undefined;
}

/** A string; `null` counts as not given. */
function header(tag: Tag): Field {
  return (record, value, name) => {
    if (value !== null) {
      record.text(tag, string(value, name));
    }
  };
}

const fields: Fields = new Map([
  ["method", text(Tag.method)],
  ["secFetchSite", header(Tag.site)],
  ["origin", header(Tag.origin)],
  ["allowedOrigins", texts(Tag.allowed)],
  ["strict", flag(Tag.strict, true)],
]);

/**
 * Checks that a request was not made by another site, by what browsers say of it and no script can
 * change (Fetch Metadata, RFC 6454). It needs no token and no state.
 *
 * `GET`, `HEAD`, `OPTIONS` and `TRACE` pass (RFC 9110 section 9.2.1): an application that changes
 * something on them is not protected. Of others `Sec-Fetch-Site` decides: `same-origin` and `none`
 * pass. Without it the `Origin` must be an allowed one. With neither it is no browser, and passes unless
 * `strict`.
 *
 * ```ts
 * checkFetch({
 *   method: request.method,
 *   secFetchSite: request.headers.get("sec-fetch-site"),
 *   origin: request.headers.get("origin"),
 *   allowedOrigins: ["https://shop.example"],
 * });
 * ```
 *
 * @param options - the method and the headers of the request
 * @throws {@link TokensealError} `cross-site`; `bad-argument`
 */
export function checkFetch(options: FetchOptions): void {
  string((options as Partial<FetchOptions> | undefined)?.method, "method");
  const record = encode(options, fields);
  const at = reserve(record.length);
  memory().set(record, at);
  check(wasm().csrf_check_fetch(record.length));
}
