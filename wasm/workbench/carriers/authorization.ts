import { bearerToken, TokensealError } from "../../index.js";

import { rfc } from "../element.js";
import { isNamed, subjectOf, withoutName, type Carrier } from "./carrier.js";

/** `Authorization: Bearer`. */
export const authorization: Carrier = {
  id: "authorization",
  name: "Authorization header",

  score: (text) => (isNamed(text, "authorization") ? 100 : /^bearer(\s|$)/i.test(text) ? 99 : 0),

  read(text) {
    const header = withoutName(text, "authorization");
    const link = rfc(6750, "2.1");
    const [, scheme = "", rest = ""] = /^(\S*)\s*(.*)$/s.exec(header) ?? [];
    const row = { name: scheme, value: rest, link };
    try {
      const subject = subjectOf(bearerToken(header));
      return {
        rows: [{ ...row, standing: "good", words: "The scheme, and the token.", subject }],
        ruling: { code: undefined, words: "It carries a token." },
        subjects: [subject],
      };
    } catch (error) {
      if (error instanceof TokensealError) {
        const words = "It carries no token that could be looked at.";
        return {
          rows: [{ ...row, standing: "bad", words }],
          ruling: { code: error.code, words },
          subjects: [],
        };
      }
      throw error;
    }
  },
};
