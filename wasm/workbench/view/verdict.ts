import type { ErrorCode } from "../../index.js";

import { anchor, byId, element, type Child } from "../element.js";
import type { Judgement } from "../judge.js";
import { jwt } from "../kinds/jwt.js";
import type { Kind } from "../kinds/kind.js";
import { reasonOf } from "../reasons.js";

/** Shows what the core says, large; it is read out when it has changed. */
export function showVerdict(kind: Kind, { state, code, words, storeDecides }: Judgement): void {
  switch (state) {
    case "good":
      say("good", storeDecides === true ? "genuine" : "valid", kind.name, words);
      break;
    case "bad":
      showRefusal(code ?? "malformed", kind === jwt, words);
      break;
    case "no key":
      say("open", "not verified", kind.name, words);
      break;
    case "incomplete":
      say("open", "incomplete", kind.name, words);
      break;
  }
}

/** Says why something is refused. */
export function showRefusal(code: ErrorCode, isToken: boolean, message: string): void {
  const { words, link } = reasonOf(code, isToken);
  // Of a mistake of the caller the core says which one.
  const detail = code === "bad-argument" && !message.startsWith("an argument") ? `${message}.` : undefined;
  say("bad", code, "refused", words, detail, link && anchor(link));
}

/** Says why a header is refused, whatever it carries. */
export function showHeaderRefusal(code: ErrorCode, value: Judgement | undefined): void {
  const { words, link } = reasonOf(code, false);
  const inside = value?.state === "good" ? "What it carries is good." : undefined;
  say("bad", code, "the header is refused", words, inside, link && anchor(link));
}

/** Says that a header is as it should be, and carries nothing that is signed. */
export function showGoodHeader(words: string): void {
  say("good", "good header", "nothing signed in it", words);
}

/** Says that something was made. */
export function showMinted(what: string, words: string): void {
  say("good", "made", what, words);
}

/** Says that there is nothing to judge. */
export function showNothing(title: string, words: string): void {
  say("open", title, "", words);
}

function say(look: string, title: string, over: string, ...words: Child[]): void {
  const place = byId("verdict-live");
  const made = element(
    "div",
    {},
    element("p", { class: "over" }, over),
    element("p", { class: "title" }, title),
    element("p", { class: "words" }, ...words.flatMap((child) => (child === undefined ? [] : [child, " "]))),
  );
  byId("verdict").dataset["look"] = look;
  // Said again only when it is something else.
  if (place.firstElementChild?.isEqualNode(made) !== true) {
    place.replaceChildren(made);
  }
}
