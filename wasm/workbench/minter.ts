import { TokensealError } from "../index.js";

import { byId, element } from "./element.js";
import type { Wanted } from "./fields.js";
import { typed } from "./material.js";
import { mints, type Mint, type Minted } from "./mint.js";
import { textOf, type Settings } from "./settings.js";
import { card } from "./view/result.js";
import { showMinted, showNothing, showRefusal } from "./view/verdict.js";

const none = { keys: unkeyed, secrets: unkeyed, free: (): void => undefined };

function unkeyed(): never {
  throw new TokensealError("bad-argument", "a key is needed");
}

/** What makes tokens and cookies. */
export class Minter {
  readonly #inspect: (text: string) => void;

  /** @param inspect - called with a text that is to be looked at */
  constructor(inspect: (text: string) => void) {
    this.#inspect = inspect;
    byId("mint-kind").append(...mints.map(({ id, name }) => element("option", { value: id }, name)));
  }

  /** Which fields it wants. */
  wanted(): Wanted {
    const { fields } = this.#mint();
    for (const field of document.querySelectorAll<HTMLElement>("[data-mint]")) {
      field.hidden = !fields.some((name) => name === field.dataset["mint"]);
    }
    return this.#mint();
  }

  /** Makes it. */
  show(settings: Settings): void {
    const mint = this.#mint();
    const material = typed(settings);
    byId("results").replaceChildren();
    if (mint.isKeyed && material === undefined) {
      showNothing("no key", "Type in a key, or have a random one made.");
      return;
    }
    if (mint.options.includes("name") && settings.name === "") {
      showNothing("no name", "Say what the cookie is called.");
      return;
    }
    try {
      const made = mint.make(material ?? none, settings);
      showMinted(mint.name, "With the key and the time of this page.");
      byId("results").replaceChildren(card("Made", ...made.map((one) => this.#shown(one))));
    } catch (error) {
      if (!(error instanceof TokensealError)) {
        throw error;
      }
      showRefusal(error.code, mint.fields.includes("claims"), error.message.replace(`${error.code}: `, ""));
    } finally {
      material?.free();
    }
  }

  #mint(): Mint {
    const id = textOf("mint-kind");
    return mints.find((mint) => mint.id === id) ?? mints[0];
  }

  #shown({ title, text }: Minted): HTMLElement {
    const copy = element("button", { type: "button" }, "Copy");
    const output = element("output", { class: "code" }, text);
    copy.addEventListener("click", () => {
      getSelection()?.selectAllChildren(output);
      // Over plain HTTP there is no clipboard: then it is ready to be copied by hand.
      void (navigator.clipboard as Clipboard | undefined)?.writeText(text).then(() => {
        copy.textContent = "Copied";
      });
    });
    const inspect = element("button", { type: "button" }, "Inspect");
    inspect.addEventListener("click", () => {
      this.#inspect(text);
    });
    return element(
      "div",
      { class: "made" },
      element("h3", {}, title),
      output,
      element("div", { class: "row" }, copy, inspect),
    );
  }
}
