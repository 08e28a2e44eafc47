import type { ErrorCode } from "../../index.js";

import type { Link } from "../element.js";
import type { Subject } from "../kinds/kind.js";

/** How well a line of a header does. */
export type Standing = "good" | "note" | "bad";

/** A pair or an attribute of a header. */
export interface Row {
  readonly name: string;
  readonly value: string;
  readonly standing: Standing;
  readonly words: string | ((now: number) => string);
  readonly link?: Link | undefined;
  /** What can be looked into. */
  readonly subject?: Subject;
}

/** What the core says of a header as a whole. */
export interface Ruling {
  readonly code: ErrorCode | undefined;
  readonly words: string;
}

/** What a header carries. */
export interface Carriage {
  readonly rows: readonly Row[];
  readonly ruling: Ruling | undefined;
  /** What can be looked into, in the order of the rows. */
  readonly subjects: readonly Subject[];
}

/** What a text can be: a header, or what one carries. */
export interface Carrier {
  readonly id: string;
  readonly name: string;
  /** How much a text looks like it, from 0 to 100. */
  score(text: string): number;
  read(text: string): Carriage;
}

/** A subject that stands alone. */
export function subjectOf(text: string, name = "", signature = ""): Subject {
  return { text, name, signature };
}

/** The value of a header's line; the text itself when the header is not named. */
export function withoutName(text: string, header: string): string {
  const line = new RegExp(`^${header}:[ \\t]*(.*)$`, "im").exec(text);
  return line?.[1]?.trim() ?? text;
}

/** Whether a line begins with the header's name. */
export function isNamed(text: string, header: string): boolean {
  return new RegExp(`^${header}:`, "im").test(text);
}
