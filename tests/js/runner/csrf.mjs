// What the vectors ask of CSRF tokens and the check of a request's origin.
import { checkFetch, TokensealError } from "tokenseal";

import { csrfToken } from "../node_modules/tokenseal/lib/csrf.js";
import { blockOf } from "../node_modules/tokenseal/lib/tokens.js";
import { bytes, formsOf, rename } from "./arguments.mjs";
import { load } from "./keys.mjs";
import { ringOf, withEntropy } from "./script.mjs";

function csrfMint({ key, entropy, ...args }) {
  return formsOf(args, "binding").flatMap((binding) => {
    const keys = load(key);
    const exact = () => csrfToken(blockOf(keys), binding, bytes(entropy));
    const length = { HS256: 64, HS384: 80, HS512: 96 }[keys.alg];
    return entropy.length === 2 * length
      ? [exact, () => withEntropy(bytes(entropy), () => keys.csrfToken(binding))]
      : [exact];
  });
}

const csrfVerify = ({ keys, ...args }) =>
  formsOf(args, "binding").flatMap((binding) =>
    formsOf(args, "token").flatMap((token) => [
      () => {
        ringOf({ keys }).verifyCsrf(binding, token);
        return true;
      },
      () => {
        const result = ringOf({ keys }).tryVerifyCsrf(binding, token);
        if (!result.ok) {
          throw new TokensealError(result.code);
        }
        return true;
      },
    ]),
  );

function csrfFetch(args) {
  const options = rename(args, {
    method: ["method"],
    sec_fetch_site: ["secFetchSite"],
    origin: ["origin"],
    allowed: ["allowedOrigins"],
    strict: ["strict"],
  });
  return [options, { secFetchSite: null, origin: null, ...options }].map((options) => () => {
    checkFetch(options);
    return true;
  });
}

export const csrfOperations = {
  "csrf.token": csrfMint,
  "csrf.verify": csrfVerify,
  "csrf.fetch": csrfFetch,
};
