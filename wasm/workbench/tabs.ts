import { byId } from "./element.js";

const names = ["inspect", "mint"] as const;

/** What the page is doing. */
export type Tab = (typeof names)[number];

/** The two tabs, for the mouse and for the arrow keys. */
export class Tabs {
  #shown: Tab = "inspect";
  readonly #changed: () => void;

  /** @param changed - called when the other one is shown */
  constructor(changed: () => void) {
    this.#changed = changed;
    for (const name of names) {
      const tab = byId(`tab-${name}`);
      tab.addEventListener("click", () => {
        this.show(name);
      });
      tab.addEventListener("keydown", ({ key }) => {
        if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(key)) {
          this.show(
            key === "Home" ? "inspect" : key === "End" ? "mint" : name === "mint" ? "inspect" : "mint",
          );
          byId(`tab-${this.#shown}`).focus();
        }
      });
    }
  }

  /** The one that is shown. */
  get shown(): Tab {
    return this.#shown;
  }

  /** Shows one. */
  show(shown: Tab): void {
    this.#shown = shown;
    for (const name of names) {
      byId(`tab-${name}`).setAttribute("aria-selected", String(name === shown));
      byId(`tab-${name}`).tabIndex = name === shown ? 0 : -1;
      byId(`panel-${name}`).hidden = name !== shown;
    }
    this.#changed();
  }
}
