import { candidates } from "../kinds/index.js";
import { authorization } from "./authorization.js";
import { subjectOf, type Carrier } from "./carrier.js";
import { cookie } from "./cookie.js";
import { setCookie } from "./set-cookie.js";

/** A value that stands alone. */
const alone: Carrier = {
  id: "value",
  name: "Value alone",
  score: (text) => Math.max(1, ...candidates(subjectOf(text)).map(({ score }) => score)),
  read: (text) => ({ rows: [], ruling: undefined, subjects: [subjectOf(text)] }),
};

/** All that a text can be. */
export const carriers: readonly Carrier[] = [authorization, setCookie, cookie, alone];

/** What a text looks like most. Of two that are equal, the header. */
export function recognised(text: string): Carrier {
  return carriers.reduce((best, carrier) => (carrier.score(text) > best.score(text) ? carrier : best));
}
