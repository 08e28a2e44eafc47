import type { Carriage, Carrier } from "../carriers/carrier.js";
import { shown } from "../bytes.js";
import { anchor, byId, element, type Child } from "../element.js";
import { indented } from "../json.js";
import type { Judgement } from "../judge.js";
import type { Explanation, Kind, Subject } from "../kinds/kind.js";
import { headerRows } from "./header.js";
import { ladder } from "./ladder.js";
import { Live } from "./live.js";
import { coloured, facts } from "./parts.js";
import { timeline } from "./timeline.js";

/** What came of looking at a text. */
export interface Look {
  readonly carrier: Carrier;
  readonly carriage: Carriage;
  readonly subject: Subject | undefined;
  readonly kind: Kind | undefined;
  readonly explanation: Explanation | undefined;
  readonly judgement: Judgement | undefined;
}

/** Shows all of it but the verdict, and gives what of it follows the clock. */
export function showLook(look: Look, choose: (subject: Subject) => void, now: number): Live {
  const live = new Live();
  const { carrier, carriage, subject, kind, explanation, judgement } = look;
  const cards: Child[] = [];
  if (carriage.rows.length > 0) {
    cards.push(card(carrier.name, headerRows(carriage, subject, choose, now, live)));
  }
  if (kind !== undefined && explanation !== undefined && judgement !== undefined) {
    const { parts, moments, span, hints } = explanation;
    const line = timeline(moments, span ?? {}, now, live);
    if (hints.length > 0 && judgement.state === "bad") {
      cards.push(
        card(
          "Where to look",
          element("ul", { class: "hints" }, ...hints.map((hint) => element("li", {}, hint))),
        ),
      );
    }
    cards.push(
      card(
        kind.name,
        element("p", { class: "about" }, kind.about, " ", kind.link && anchor(kind.link)),
        coloured(parts),
        explanation.facts.length > 0 ? facts(explanation.facts, now, live) : undefined,
        judgement.state === "good"
          ? undefined
          : element("p", { class: "unverified" }, "As it claims to be: none of this has been verified."),
      ),
      line && card("Time", line),
      verifiedValue(judgement),
      card("Order of the checks", ladder(judgement)),
    );
  }
  byId("results").replaceChildren(...cards.filter((shown) => shown !== undefined));
  return live;
}

/** Shows what could be looked at. */
export function showKnown(kinds: readonly Kind[]): void {
  const items = kinds.map(({ name, about }) =>
    element("li", {}, element("strong", {}, name), element("span", {}, about)),
  );
  byId("results").replaceChildren(card("What is recognised", element("ul", { class: "known" }, ...items)));
}

/** A part of the page with a heading. */
export function card(title: string, ...children: Child[]): HTMLElement {
  return element("section", { class: "card" }, element("h2", {}, title), ...children);
}

/** What was sealed, as the core gave it out. */
function verifiedValue({ state, value }: Judgement): HTMLElement | undefined {
  return state === "good" && value !== undefined
    ? card(
        "Verified value",
        element(
          "pre",
          { class: "code", tabindex: "0" },
          indented(typeof value === "string" ? value : shown(value)),
        ),
      )
    : undefined;
}
