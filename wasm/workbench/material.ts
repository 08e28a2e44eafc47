import { Key, KeyRing, TokensealError, type JwkOptions, type KeyInfo, type TokenKeys } from "../index.js";

import { fromBase64, fromHex, random } from "./bytes.js";
import { outline } from "./json.js";
import type { Settings } from "./settings.js";

/** A secret as a framework takes it. */
export type Secret = string | Uint8Array;

/** What opens and makes tokens and cookies, for tokenseal's own kinds and for the dialects. */
export interface Material {
  /**
   * The keys of a ring.
   *
   * @throws TokensealError when the core takes no such key
   */
  keys(): TokenKeys;
  /**
   * The secrets of a dialect.
   *
   * @throws TokensealError when they can't be read
   */
  secrets(): Secret[];
  /** Wipes the keys. */
  free(): void;
}

/** What was typed in; `undefined` when nothing was. */
export function typed(settings: Settings): Material | undefined {
  if (settings.secret === "") {
    return undefined;
  }
  let made: TokenKeys | undefined;
  return {
    keys: () => (made ??= keys(settings)),
    secrets: () => secrets(settings),
    free: () => {
      made?.free();
    },
  };
}

let unknown: TokenKeys | undefined;

/** Keys that nobody has: what is refused with them for another reason than them is refused with any. */
export const strangers: Material = {
  keys: () =>
    (unknown ??= new KeyRing((["HS256", "HS384", "HS512"] as const).map((alg) => new Key(alg, random(64))))),
  secrets: () => [random(64)],
  free: () => undefined,
};

function keys({ form, alg, secret, kid, short }: Settings): TokenKeys {
  const options = kid === "" ? {} : { kid };
  switch (form) {
    case "base64url":
      return Key.fromBase64url(alg, secret.trim(), options);
    case "hex":
      return Key.fromHex(alg, secret.trim(), options);
    case "jwk":
      return fromJson(secret, { alg });
    case "text":
      return short ? Key.withShortSecret(alg, secret, options) : new Key(alg, secret, options);
  }
}

/** A JWK Set has `keys`; what else it is, is a JWK. One that names another algorithm than chosen is taken at its word. */
function fromJson(text: string, chosen: JwkOptions): TokenKeys {
  const isSet = outline(text)?.members.some(({ name }) => name === "keys") === true;
  const make = (options?: JwkOptions): TokenKeys =>
    isSet ? KeyRing.fromJwks(text, options) : Key.fromJwk(text, options);
  try {
    return make(chosen);
  } catch (error) {
    if (error instanceof TokensealError && error.code === "algorithm-mismatch") {
      return make();
    }
    throw error;
  }
}

/** One secret a line. */
function secrets({ form, secret }: Settings): Secret[] {
  const lines = secret.split("\n").filter((line) => line !== "");
  const read = { base64url: fromBase64, hex: fromHex };
  switch (form) {
    case "text":
      return lines;
    case "jwk":
      throw new TokensealError(
        "bad-argument",
        "frameworks know no JWK: type their secret as text, base64url or hex",
      );
    default:
      return lines.map((line) => {
        const bytes = read[form](line.trim());
        if (bytes === undefined) {
          throw new TokensealError("malformed", `the secret is not ${form}`);
        }
        return bytes;
      });
  }
}

/** What the keys of a ring are, without their secrets. */
export function described(keys: TokenKeys): readonly KeyInfo[] {
  return keys instanceof KeyRing ? keys.keys : [keys as Key];
}
