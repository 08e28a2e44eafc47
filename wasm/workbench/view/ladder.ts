import { anchor, element } from "../element.js";
import type { Judgement, Outcome } from "../judge.js";

const marks: { readonly [outcome in Outcome]: string } = {
  "passed": "✓",
  "stopped": "✕",
  "not asked": "–",
  "not reached": "·",
};

/** The checks in their order, as a ladder that shows where it ended. */
export function ladder({ steps }: Judgement): HTMLElement {
  const rungs = steps.map(({ check, outcome }) =>
    element(
      "li",
      { "data-outcome": outcome },
      element("span", { "class": "mark", "aria-hidden": "true" }, marks[outcome]),
      element("span", { class: "name" }, check.name),
      element("span", { class: "words" }, check.words, " ", element("span", { class: "outcome" }, outcome)),
      check.link === undefined ? undefined : anchor(check.link),
    ),
  );
  return element("ol", { class: "ladder" }, ...rungs);
}
