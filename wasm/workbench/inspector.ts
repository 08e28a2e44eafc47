import { carriers, recognised } from "./carriers/index.js";
import type { Carriage, Carrier } from "./carriers/carrier.js";
import { byId, element } from "./element.js";
import type { Wanted } from "./fields.js";
import { judge, type Judgement } from "./judge.js";
import { candidates, kindOf, kinds } from "./kinds/index.js";
import { jwt } from "./kinds/jwt.js";
import type { Kind, Subject } from "./kinds/kind.js";
import { textOf, type Settings } from "./settings.js";
import type { Live } from "./view/live.js";
import { showKnown, showLook, type Look } from "./view/result.js";
import { showGoodHeader, showHeaderRefusal, showNothing, showVerdict } from "./view/verdict.js";

/** The text that is looked at: what it is taken for, and what is said of it. */
export class Inspector {
  /** What the user has chosen instead of what was recognised; empty where nothing. */
  #carrier = "";
  #kind = "";
  #place: number | undefined;
  #rounds = 0;
  #shown: Shown | undefined;
  readonly #changed: () => void;

  /** @param changed - called when something else was chosen */
  constructor(changed: () => void) {
    this.#changed = changed;
    // Before the page itself hears of it and fills the lists anew.
    byId("carrier").addEventListener("input", () => {
      this.#carrier = textOf("carrier");
      this.#kind = "";
      this.#place = undefined;
    });
    byId("kind").addEventListener("input", () => {
      this.#kind = textOf("kind");
    });
  }

  /** Another text has come: it is recognised anew. */
  forget(): void {
    this.#carrier = "";
    this.#kind = "";
    this.#place = undefined;
  }

  /** Which fields the text wants. */
  wanted(): Wanted {
    const { kind, subject } = this.#read();
    const options = (kind ?? jwt).options.filter(
      (option) =>
        !(option === "name" && subject !== undefined && subject.name !== "") &&
        !(option === "signature" && subject !== undefined && subject.signature !== ""),
    );
    return { options, isDialect: kind?.isDialect ?? false, isKeyed: true };
  }

  /** Says what the text is and whether it is good. */
  async show(settings: Settings): Promise<void> {
    const round = ++this.#rounds;
    const { carrier, carriage, subject: bare, kind } = this.#read();
    offer(carrier, kind, bare);
    const subject = bare && {
      ...bare,
      name: bare.name || settings.name,
      signature: bare.signature || settings.signature,
    };
    const explanation = kind && subject && kind.explain(subject, settings);
    const judgement = kind && subject && (await judge(kind, subject, settings));
    if (round !== this.#rounds) {
      return;
    }
    if (carriage.ruling?.code !== undefined) {
      showHeaderRefusal(carriage.ruling.code, judgement);
    } else if (kind === undefined || judgement === undefined) {
      sayNothing(carriage);
    } else {
      showVerdict(kind, judgement);
    }
    if (carriage.rows.length === 0 && subject === undefined) {
      this.#shown = undefined;
      showKnown(kinds);
      return;
    }
    const look: Look = { carrier, carriage, subject: bare, kind, explanation, judgement };
    const choose = (subject: Subject): void => {
      this.#place = carriage.subjects.indexOf(subject);
      this.#kind = "";
      this.#changed();
    };
    const live = showLook(look, choose, settings.now);
    this.#shown = kind && subject && judgement && { kind, subject, judgement, live };
  }

  /** The clock has gone on: what depends on it is said anew, and all of it when the verdict is another one. */
  async tick(settings: Settings): Promise<void> {
    const before = this.#shown;
    if (before === undefined) {
      return;
    }
    const { state, code } = await judge(before.kind, before.subject, settings);
    if (before !== this.#shown) {
      return;
    }
    if (state === before.judgement.state && code === before.judgement.code) {
      before.live.tick(settings.now);
    } else {
      await this.show(settings);
    }
  }

  /** What the text is taken for. */
  #read(): { carrier: Carrier; carriage: Carriage; subject: Subject | undefined; kind: Kind | undefined } {
    const text = textOf("text").trim();
    const carrier = carriers.find(({ id }) => id === this.#carrier) ?? recognised(text);
    const carriage = text === "" ? { rows: [], ruling: undefined, subjects: [] } : carrier.read(text);
    const subject = this.#place === undefined ? likeliest(carriage.subjects) : carriage.subjects[this.#place];
    const kind = subject && (this.#kind === "" ? candidates(subject)[0]?.kind : kindOf(this.#kind));
    return { carrier, carriage, subject, kind };
  }
}

/** What is on the page, until something changes. */
interface Shown {
  readonly kind: Kind;
  readonly subject: Subject;
  readonly judgement: Judgement;
  readonly live: Live;
}

/** Of several cookies, the one that looks most like something signed. */
function likeliest(subjects: readonly Subject[]): Subject | undefined {
  const score = (subject: Subject): number => candidates(subject)[0]?.score ?? 0;
  return subjects.reduce<Subject | undefined>(
    (best, subject) => (best === undefined || score(subject) > score(best) ? subject : best),
    undefined,
  );
}

/** Fills the two lists of what it may be; what it looks like comes first. */
function offer(carrier: Carrier, kind: Kind | undefined, subject: Subject | undefined): void {
  byId("carrier").replaceChildren(
    ...carriers.map(({ id, name }) => element("option", { value: id, selected: id === carrier.id }, name)),
  );
  const likely = subject === undefined ? [] : candidates(subject).map(({ kind }) => kind);
  const option = (one: Kind): HTMLOptionElement =>
    element("option", { value: one.id, selected: one === kind }, one.name);
  const others = kinds.filter((kind) => !likely.includes(kind));
  const isKnown = likely.length > 0;
  byId("kind").replaceChildren(
    ...(kind === undefined
      ? [element("option", { value: "", selected: true }, "nothing that is known")]
      : []),
    ...(isKnown ? [element("optgroup", { label: "It looks like" }, ...likely.map(option))] : []),
    element("optgroup", { label: isKnown ? "Something else" : "If you know it" }, ...others.map(option)),
  );
}

/** Says why there is nothing that could be verified. */
function sayNothing({ rows, ruling, subjects }: Carriage): void {
  if (ruling !== undefined && rows.length > 0) {
    showGoodHeader(ruling.words);
  } else if (subjects.length > 0) {
    showNothing("not recognised", "It looks like nothing that is signed. If you know what it is, say so.");
  } else if (rows.length > 0) {
    showNothing("nothing left", "Of this header no pair counts.");
  } else {
    showNothing("paste something", "Or take one of the examples. The text and the key stay in this page.");
  }
}
