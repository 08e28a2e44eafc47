// The keys that vectors describe.
import { Key } from "tokenseal";
import { bytes, textOf } from "./arguments.mjs";

/** The key that a vector describes. */
export function load({ alg, kid, short, ...material }) {
  const options = kid === undefined ? undefined : { kid };
  if (material.secret_hex !== undefined) {
    const secret = bytes(material.secret_hex);
    return short ? Key.withShortSecret(alg, secret, options) : new Key(alg, secret, options);
  }
  if (material.base64url !== undefined) {
    return Key.fromBase64url(alg, material.base64url, options);
  }
  if (material.hex !== undefined) {
    return Key.fromHex(alg, material.hex, options);
  }
  return Key.fromJwk(textOf(material, "jwk"), algOf({ alg }));
}

/** The option of the algorithm, where there is one. */
export const algOf = ({ alg }) => (alg === undefined ? undefined : { alg });
