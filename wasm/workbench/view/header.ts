import type { Carriage, Row, Ruling, Standing } from "../carriers/carrier.js";
import { anchor, element, type Child } from "../element.js";
import type { Subject } from "../kinds/kind.js";
import { reasonOf } from "../reasons.js";
import type { Live } from "./live.js";

const marks: { readonly [standing in Standing]: readonly [mark: string, words: string] } = {
  good: ["✓", "good"],
  note: ["!", "note"],
  bad: ["✕", "bad"],
};

/** What a header carries, a line for each thing; what can be looked into can be chosen. */
export function headerRows(
  { rows, ruling, subjects }: Carriage,
  chosen: Subject | undefined,
  choose: (subject: Subject) => void,
  now: number,
  live: Live,
): HTMLElement {
  return element(
    "div",
    {},
    ruling &&
      element(
        "p",
        { "class": "ruling", "data-standing": ruling.code === undefined ? "good" : "bad" },
        ...rule(ruling),
      ),
    element(
      "ul",
      { class: "rows" },
      ...rows.map((row) =>
        shown(row, subjects.length > 1 ? chooser(row, chosen, choose) : undefined, now, live),
      ),
    ),
  );
}

function rule({ code, words }: Ruling): Child[] {
  if (code === undefined) {
    return [words];
  }
  const { words: why, link } = reasonOf(code, false);
  return [element("code", {}, code), ` ${why} `, link && anchor(link)];
}

function shown(
  { name, value, standing, words, link }: Row,
  button: HTMLElement | undefined,
  now: number,
  live: Live,
): HTMLElement {
  const [mark, said] = marks[standing];
  const text = element("span", { class: "words" });
  live.text(text, typeof words === "string" ? () => words : words, now);
  return element(
    "li",
    { "data-standing": standing },
    element("span", { "class": "mark", "aria-hidden": "true" }, mark),
    element("span", { class: "hidden" }, `${said}: `),
    element("span", { class: "name" }, name),
    element("code", {}, value),
    element("span", { class: "note" }, text, " ", link && anchor(link)),
    button,
  );
}

/** What chooses one of several cookies. */
function chooser(
  { name, subject }: Row,
  chosen: Subject | undefined,
  choose: (subject: Subject) => void,
): HTMLElement | undefined {
  if (subject === undefined) {
    return undefined;
  }
  const button = element(
    "button",
    { "type": "button", "aria-pressed": String(subject === chosen), "aria-label": `Look into ${name}` },
    "Look into",
  );
  button.addEventListener("click", () => {
    choose(subject);
  });
  return button;
}
