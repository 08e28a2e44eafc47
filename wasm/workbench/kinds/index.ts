import { dialectKinds } from "./dialects.js";
import { jwt } from "./jwt.js";
import type { Kind, Subject } from "./kind.js";
import { csrf, refresh } from "./opaque.js";
import { sealed, session } from "./seal.js";

/** All that a text can be. */
export const kinds: readonly Kind[] = [jwt, sealed, session, refresh, csrf, ...dialectKinds];

/** The kind of this id. */
export function kindOf(id: string): Kind {
  const kind = kinds.find((kind) => kind.id === id);
  if (kind === undefined) {
    throw new Error(`there is no kind ${id}`);
  }
  return kind;
}

/** What a text looks like, the likeliest first. */
export function candidates(subject: Subject): { readonly kind: Kind; readonly score: number }[] {
  return kinds
    .map((kind) => ({ kind, score: kind.score(subject) }))
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score);
}
