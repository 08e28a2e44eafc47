import { byId } from "./element.js";
import { date } from "./words.js";

/** The time that texts are judged by: the clock's, or one that was set. */
export class Clock {
  readonly #input = byId<HTMLInputElement>("clock-now");
  readonly #live = byId<HTMLInputElement>("clock-live");

  /** @param changed - called when a button has set another time */
  constructor(changed: () => void) {
    this.tick();
    this.#input.addEventListener("input", () => {
      this.#live.checked = false;
      this.#input.setCustomValidity(Number.isNaN(this.now()) ? "no date" : "");
    });
    this.#live.addEventListener("input", () => {
      this.tick();
    });
    for (const button of document.querySelectorAll<HTMLButtonElement>("[data-shift]")) {
      button.addEventListener("click", () => {
        this.set(
          (Number.isNaN(this.now()) ? Date.now() : this.now()) + Number(button.dataset["shift"]) * 1000,
        );
        changed();
      });
    }
  }

  /** Unix milliseconds; NaN when what was typed is no time. */
  now(): number {
    return this.#live.checked ? Date.now() : read(this.#input.value.trim());
  }

  /** Stops the clock at a time. */
  set(time: number): void {
    this.#live.checked = false;
    this.#input.setCustomValidity("");
    this.#input.value = shown(time);
  }

  /** Shows the clock's time, and whether it goes. */
  tick(): boolean {
    if (this.#live.checked) {
      this.#input.setCustomValidity("");
      this.#input.value = shown(Date.now());
    }
    return this.#live.checked;
  }
}

function shown(time: number): string {
  return date(Math.floor(time / 1000) * 1000).replace(" UTC", "");
}

function read(text: string): number {
  return /^-?\d+$/.test(text)
    ? Number(text) * 1000
    : Date.parse(`${text.replace(" ", "T")}${/[zZ]|[+-]\d\d:\d\d$/.test(text) ? "" : "Z"}`);
}
