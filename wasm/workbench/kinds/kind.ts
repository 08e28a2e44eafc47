import { TokensealError, type ErrorCode } from "../../index.js";

import type { Link } from "../element.js";
import type { Material } from "../material.js";
import type { Option, Settings } from "../settings.js";

/** What is looked at: a text, and what came with it. */
export interface Subject {
  readonly text: string;
  /** The cookie's name; empty when nobody has said it. */
  readonly name: string;
  /** What stands in the second cookie, `<name>.sig`, where a framework has one. */
  readonly signature: string;
}

/** Which part of a text something is. Each has its colour. */
export type Role = "header" | "claims" | "time" | "tag" | "mark";

/** A piece of the text. */
export interface Part {
  readonly text: string;
  readonly role: Role;
  readonly label: string;
}

/** Something that a text says. */
export interface Fact {
  readonly name: string;
  /** As it is written. */
  readonly value: string;
  /** What it means. */
  readonly words?: ((now: number) => string) | undefined;
  readonly link?: Link | undefined;
  /** Which part it stands in. */
  readonly role?: Role;
}

/** A point in time that a text says, in Unix milliseconds. */
export interface Moment {
  readonly name: string;
  readonly time: number;
  readonly what: string;
}

/** From when to when a text counts; open where it does not say. In Unix milliseconds. */
export interface Span {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** How much further both ends are stretched. */
  readonly leeway?: number | undefined;
}

/** What a text says, as anybody can read it: nothing of it has been verified. */
export interface Explanation {
  readonly parts: readonly Part[];
  readonly facts: readonly Fact[];
  readonly moments: readonly Moment[];
  readonly span?: Span;
  /** What catches the eye: why it may be refused. */
  readonly hints: readonly string[];
}

/** A step of the verification, in the order in which the core takes them. */
export interface Check {
  readonly name: string;
  /** What is checked. */
  readonly words: string;
  /** The reasons for which it ends here. */
  readonly codes: readonly ErrorCode[];
  readonly link?: Link | undefined;
  /** Whether anything was asked. Unless said, it always is. */
  readonly isAsked?: (settings: Settings) => boolean;
  /** Whether the claim of this name must be there. */
  readonly isNeeded?: (settings: Settings) => boolean;
  /** Whether the tag has been found good before it. */
  readonly isAfterTag?: boolean;
}

/** What the core has said. */
export type Attempt =
  | {
      readonly ok: true;
      /** What the text held. */
      readonly value: Uint8Array | string | undefined;
      /** What else it means. */
      readonly words: string;
      /** Whether the value is a zlib stream. */
      readonly compressed?: boolean;
      /** Whether only a store can say the rest. */
      readonly storeDecides?: boolean;
    }
  | { readonly ok: false; readonly code: ErrorCode; readonly message: string };

/** What a text can be. */
export interface Kind {
  readonly id: string;
  readonly name: string;
  /** What it is, in a sentence. */
  readonly about: string;
  readonly link?: Link | undefined;
  /** Whether it takes a framework's secrets instead of a key. */
  readonly isDialect: boolean;
  /** What it can be told. */
  readonly options: readonly Option[];
  readonly checks: readonly Check[];
  /** How much a text looks like it, from 0 to 100. */
  score(subject: Subject): number;
  /** What it says. */
  explain(subject: Subject, settings: Settings): Explanation;
  /** Has the core judge it. */
  attempt(subject: Subject, material: Material, settings: Settings): Promise<Attempt>;
}

/** What a call gives, or why it is refused. */
export async function attempted(call: () => Attempt | Promise<Attempt>): Promise<Attempt> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof TokensealError) {
      return { ok: false, code: error.code, message: error.message };
    }
    throw error;
  }
}
