import type { Algorithm, PolicyOptions } from "../index.js";
import type { Digest } from "../dialects/index.js";

import { byId } from "./element.js";

/** What a kind of text can be told beside the key. Each is a field of the page, `#option-...`. */
export type Option =
  | "name"
  | "signature"
  | "binding"
  | "maxAge"
  | "minAge"
  | "expiresIn"
  | "salt"
  | "digest"
  | "lenient"
  | "legacy"
  | "derive"
  | "policy";

/** What the text of a secret means. */
export type Form = "text" | "base64url" | "hex" | "jwk";

/** What has been typed in, but for the text that is looked at. */
export interface Settings {
  readonly form: Form;
  readonly alg: Algorithm;
  readonly secret: string;
  readonly kid: string;
  readonly short: boolean;
  /** Unix milliseconds. */
  readonly now: number;
  readonly name: string;
  readonly signature: string;
  readonly binding: string;
  readonly maxAge: number | undefined;
  readonly minAge: number | undefined;
  readonly expiresIn: number | undefined;
  readonly salt: string | undefined;
  readonly digest: Digest | undefined;
  readonly lenient: boolean;
  readonly legacy: boolean;
  readonly derive: boolean;
  readonly policy: PolicyOptions;
}

/** Reads the page. */
export function readSettings(now: number): Settings {
  return {
    form: textOf("key-form") as Form,
    alg: textOf("key-alg") as Algorithm,
    secret: textOf("key-secret"),
    kid: textOf("key-kid"),
    short: isChecked("key-short"),
    now,
    name: textOf("option-name"),
    signature: textOf("option-signature").trim(),
    binding: textOf("option-binding"),
    maxAge: numberOf("option-maxAge"),
    minAge: numberOf("option-minAge"),
    expiresIn: numberOf("option-expiresIn"),
    salt: textOf("option-salt") || undefined,
    digest: (textOf("option-digest") || undefined) as Digest | undefined,
    lenient: isChecked("option-lenient"),
    legacy: isChecked("option-legacy"),
    derive: isChecked("option-derive"),
    policy: readPolicy(),
  };
}

function readPolicy(): PolicyOptions {
  const audience = namesOf("policy-audience");
  const required = namesOf("policy-required");
  return {
    issuer: textOf("policy-issuer") || undefined,
    subject: textOf("policy-subject") || undefined,
    audience: audience.length > 0 ? audience : undefined,
    anyAudience: isChecked("policy-anyAudience"),
    jwtId: textOf("policy-jwtId") || undefined,
    typ: textOf("policy-typ") || undefined,
    leeway: numberOf("policy-leeway"),
    maxAge: numberOf("policy-maxAge"),
    requireExp: isChecked("policy-requireExp"),
    required: required.length > 0 ? required : undefined,
  };
}

/** The text of a control. */
export function textOf(id: string): string {
  return byId<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>(id).value;
}

/** Whether a box is checked. */
export function isChecked(id: string): boolean {
  return byId<HTMLInputElement>(id).checked;
}

/** A number of seconds; `undefined` when nothing is there. What is no number comes out as NaN, which the core refuses. */
export function numberOf(id: string): number | undefined {
  const input = byId<HTMLInputElement>(id);
  return input.value.trim() === "" && !input.validity.badInput ? undefined : Number(input.value || NaN);
}

function namesOf(id: string): string[] {
  return textOf(id)
    .split(/[\s,]+/)
    .filter((name) => name !== "");
}
