import { parseCookies } from "../../index.js";

import { rfc6265bis } from "../element.js";
import type { Subject } from "../kinds/kind.js";
import { isNamed, subjectOf, withoutName, type Carrier, type Row } from "./carrier.js";

const link = rfc6265bis("5.6");
/** One pair. What base64 looks like before its padding is no name. */
const PAIR = /^(?!eyJ)[!#$%&'*+\-.^_`|~0-9A-Za-z:]{1,42}=(?!=|--)/;

/** `Cookie`, as a browser sends it. */
export const cookie: Carrier = {
  id: "cookie",
  name: "Cookie header",

  score(text) {
    if (isNamed(text, "cookie")) {
      return 100;
    }
    return PAIR.test(text) ? 96 : text.includes(";") ? 10 : 0;
  },

  read(text) {
    const header = withoutName(text, "cookie");
    const pairs = parseCookies(header);
    const seen = new Set<string>();
    const rows = header.split(";").map((segment): Row => {
      const [pair] = parseCookies(segment);
      if (pair === undefined) {
        return dropped(segment);
      }
      const [name, value] = pair;
      const isFirst = !seen.has(name);
      seen.add(name);
      const words = isFirst
        ? wordsOf(name, value)
        : "There already is one of this name: servers differ on which of them counts. Here the first is found.";
      return {
        name,
        value,
        standing: isFirst ? "good" : "note",
        words,
        subject: subject(name, value, pairs),
        link,
      };
    });
    const subjects = rows.flatMap((row) => (row.subject === undefined ? [] : [row.subject]));
    return {
      rows: rows.filter(({ name, value }) => name !== "" || value !== ""),
      ruling: undefined,
      subjects,
    };
  },
};

function subject(name: string, value: string, pairs: readonly (readonly [string, string])[]): Subject {
  const signature = pairs.find(([other]) => other === `${name}.sig`)?.[1];
  return subjectOf(value, name, signature);
}

function wordsOf(name: string, value: string): string {
  if (name.endsWith(".sig")) {
    return "The tag of the cookie before it, if Koa set it.";
  }
  return value.startsWith('"') ? "The quotes belong to the value." : "";
}

/** A pair that the core has left out, and what is the matter with it. */
function dropped(segment: string): Row {
  const text = segment.trim();
  const at = text.indexOf("=");
  const words = /[\0-\x08\x0a-\x1f\x7f]/.test(text)
    ? "Dropped: a control character stands in it."
    : at < 0
      ? "Dropped: it has no =, so no name."
      : "Dropped: its name is empty.";
  const [name, value] = at < 0 ? ["", text] : [text.slice(0, at), text.slice(at + 1)];
  return { name, value, standing: "bad", words, link };
}
