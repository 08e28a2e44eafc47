import { anchor, element } from "../element.js";
import type { Fact, Part } from "../kinds/kind.js";
import type { Live } from "./live.js";

/** The text in its colours, and what they stand for. */
export function coloured(parts: readonly Part[]): HTMLElement {
  const named = parts.filter(({ label }) => label !== "");
  return element(
    "div",
    { class: "coloured" },
    element(
      "div",
      // A long one is scrolled.
      { "class": "text code", "role": "group", "aria-label": "The text in its parts", "tabindex": 0 },
      ...parts.map(({ text, role }) => element("span", { "data-role": role }, text)),
    ),
    element(
      "ul",
      { class: "legend" },
      ...named.map(({ label, role }) => element("li", { "data-role": role }, label)),
    ),
  );
}

/** What a text says, each thing in words. */
export function facts(facts: readonly Fact[], now: number, live: Live): HTMLElement {
  return element(
    "dl",
    { class: "facts" },
    ...facts.flatMap(({ name, value, words, link, role }) => {
      const said = element("span", { class: "words" });
      if (words !== undefined) {
        live.text(said, words, now);
      }
      return [
        element("dt", { "data-role": role }, name),
        element(
          "dd",
          {},
          element("code", {}, value),
          words === undefined ? undefined : said,
          link === undefined ? undefined : anchor(link),
        ),
      ];
    }),
  );
}
