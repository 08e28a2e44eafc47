/** What changes as the clock goes on, without anything being typed. */
export class Live {
  readonly #updates: ((now: number) => void)[] = [];

  /** Has a text follow the clock. */
  text(node: Node, words: (now: number) => string, now: number): void {
    this.add((now) => {
      const text = words(now);
      if (node.textContent !== text) {
        node.textContent = text;
      }
    }, now);
  }

  /** Has something done now, and whenever the clock goes on. */
  add(update: (now: number) => void, now: number): void {
    this.#updates.push(update);
    update(now);
  }

  /** The clock has gone on. */
  tick(now: number): void {
    for (const update of this.#updates) {
      update(now);
    }
  }
}
