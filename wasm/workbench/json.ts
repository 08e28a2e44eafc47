/** A member of a JSON object, as it is written. */
export interface Member {
  readonly name: string;
  /** The value's JSON text. */
  readonly raw: string;
}

/** What stands in a JSON object, read to be shown: also where a name is there twice. */
export interface Outline {
  readonly members: readonly Member[];
  /** Names that an object, at whatever level, has more than once. */
  readonly duplicates: readonly string[];
}

/** Reads an object's text to show it; `undefined` when it is none. */
export function outline(text: string): Outline | undefined {
  try {
    const scan = new Scan(text);
    const members = scan.whole();
    return members && { members, duplicates: scan.duplicates };
  } catch {
    return undefined;
  }
}

/** What a member's text says; `undefined` when `JSON.parse` does not take it. */
export function valueOf(raw: string): unknown {
  try {
    return JSON.parse(raw) as unknown;
  } catch {
    return undefined;
  }
}

/** The text with a line for each member, where it is an object or an array. */
export function indented(text: string): string {
  const read = outline(text);
  if (read !== undefined && read.members.length > 0) {
    const lines = read.members.map(({ name, raw }) => `  ${JSON.stringify(name)}: ${raw}`);
    return `{\n${lines.join(",\n")}\n}`;
  }
  return text;
}

const DEPTH = 64;

class Scan {
  readonly duplicates: string[] = [];
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** The members of the object that the text is. */
  whole(): Member[] | undefined {
    this.#space();
    if (this.#text[this.#at] !== "{") {
      return undefined;
    }
    const members = this.#object(0);
    this.#space();
    return this.#at === this.#text.length ? members : undefined;
  }

  #object(depth: number): Member[] {
    const members: Member[] = [];
    this.#list("}", () => {
      const name = JSON.parse(this.#take(/"(?:[^"\\]|\\.)*"/sy)) as string;
      this.#space();
      this.#take(/:/y);
      this.#space();
      const start = this.#at;
      this.#value(depth + 1);
      if (members.some((member) => member.name === name) && !this.duplicates.includes(name)) {
        this.duplicates.push(name);
      }
      members.push({ name, raw: this.#text.slice(start, this.#at) });
    });
    return members;
  }

  #value(depth: number): void {
    if (depth > DEPTH) {
      throw new RangeError();
    }
    switch (this.#text[this.#at]) {
      case "{":
        this.#object(depth);
        break;
      case "[":
        this.#list("]", () => {
          this.#value(depth + 1);
        });
        break;
      default:
        this.#take(/"(?:[^"\\]|\\.)*"|[^\s,\]}"]+/sy);
    }
  }

  /** What stands between brackets, with commas. */
  #list(end: string, item: () => void): void {
    this.#at += 1;
    this.#space();
    while (this.#text[this.#at] !== end) {
      item();
      this.#space();
      if (this.#text[this.#at] !== end) {
        this.#take(/,/y);
        this.#space();
      }
    }
    this.#at += 1;
  }

  #space(): void {
    this.#take(/\s*/y);
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found === null) {
      throw new SyntaxError();
    }
    this.#at = pattern.lastIndex;
    return found[0];
  }
}
