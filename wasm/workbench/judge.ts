import type { ErrorCode } from "../index.js";

import { unpacked } from "./bytes.js";
import type { Attempt, Check, Kind, Subject } from "./kinds/kind.js";
import { strangers, typed } from "./material.js";
import type { Settings } from "./settings.js";

/** How far the verification came at one check. */
export type Outcome = "passed" | "stopped" | "not asked" | "not reached";

/** What the core says of a text with the key that was typed in, and how far it came. */
export interface Judgement {
  readonly state: "good" | "bad" | "no key" | "incomplete";
  /** Why it is refused. */
  readonly code?: ErrorCode;
  readonly words: string;
  /** What was sealed, now that the tag is found good. */
  readonly value?: string | Uint8Array | undefined;
  /** Whether only a store can say the rest. */
  readonly storeDecides?: boolean;
  readonly steps: readonly { readonly check: Check; readonly outcome: Outcome }[];
}

/** What is said of a text whose tag is another key's, and so of one whose form is good. */
const keyed: readonly ErrorCode[] = ["unknown-key", "bad-signature"];

/**
 * Has the core judge a text. Without a key it still says whether the form is good: that comes before the key, and
 * is the same whatever the key.
 */
export async function judge(kind: Kind, subject: Subject, settings: Settings): Promise<Judgement> {
  const unkeyed = { ...settings, binding: settings.binding || "x" };
  const named = { ...subject, name: subject.name || "x" };
  const stranger = await kind.attempt(kind.options.includes("name") ? named : subject, strangers, unkeyed);
  const isFormGood = !stranger.ok && keyed.includes(stranger.code);
  const material = typed(settings);
  if (material === undefined) {
    // The form is bad, or names no algorithm that any key has.
    return !stranger.ok && !isFormGood
      ? refused(kind, stranger, subject, settings, false)
      : without(
          "no key",
          "Type in the key, and the core says whether it is good. Its form is.",
          kind,
          settings,
        );
  }
  const missing = missingOf(kind, subject, settings);
  if (missing !== undefined) {
    return without("incomplete", missing, kind, settings);
  }
  const attempt = await kind.attempt(subject, material, settings).finally(() => {
    material.free();
  });
  if (!attempt.ok) {
    return refused(kind, attempt, subject, settings, isFormGood);
  }
  const { words, storeDecides, compressed, value } = attempt;
  return {
    state: "good",
    words,
    value: compressed === true ? await unpacked(value as Uint8Array, "deflate") : value,
    ...(storeDecides === true ? { storeDecides } : {}),
    steps: kind.checks.map((check) => ({
      check,
      outcome: isAsked(check, settings) ? "passed" : "not asked",
    })),
  };
}

/** What must be said beside the key, and has not been. */
function missingOf({ options }: Kind, { name }: Subject, { binding }: Settings): string | undefined {
  if (options.includes("name") && name === "") {
    return "Say which cookie it is the value of: the name is signed with it, or checked.";
  }
  return options.includes("binding") && binding === ""
    ? "Say what it is bound to, such as the session's id: that is signed with it."
    : undefined;
}

type Refused = Extract<Attempt, { ok: false }>;

function refused(
  kind: Kind,
  { code, message }: Refused,
  subject: Subject,
  settings: Settings,
  isFormGood: boolean,
): Judgement {
  const stop = code === "missing-claim" ? missingAt(kind, subject, settings) : stopOf(kind, code, isFormGood);
  return {
    state: "bad",
    code,
    words: message.replace(`${code}: `, ""),
    steps: kind.checks.map((check, index) => ({
      check,
      outcome:
        index === stop
          ? "stopped"
          : index > stop
            ? "not reached"
            : isAsked(check, settings)
              ? "passed"
              : "not asked",
    })),
  };
}

/** Which check it is that refuses for this reason. Where two do, the later one comes after the tag. */
function stopOf(kind: Kind, code: ErrorCode, isFormGood: boolean): number {
  const found = kind.checks.flatMap(({ codes, isAfterTag }, index) =>
    codes.includes(code) ? [{ index, isAfterTag: isAfterTag === true }] : [],
  );
  return (found.find(({ isAfterTag }) => isAfterTag === isFormGood) ?? found[0])?.index ?? 0;
}

/** At which check a claim is missed: the first that needs one which is not there. */
function missingAt(kind: Kind, subject: Subject, settings: Settings): number {
  const { facts } = kind.explain(subject, settings);
  return kind.checks.findIndex(
    ({ name, isNeeded }) =>
      isNeeded?.(settings) === true && !facts.some((fact) => fact.role === "claims" && fact.name === name),
  );
}

function without(state: "no key" | "incomplete", words: string, kind: Kind, settings: Settings): Judgement {
  const formAt = kind.checks.findIndex(({ name }) => name === "form");
  return {
    state,
    words,
    steps: kind.checks.map((check, index) => ({
      check,
      outcome: index === formAt ? "passed" : isAsked(check, settings) ? "not reached" : "not asked",
    })),
  };
}

function isAsked({ isAsked }: Check, settings: Settings): boolean {
  return isAsked?.(settings) ?? true;
}
