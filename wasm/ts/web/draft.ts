import { jsonOf } from "../claims.js";

/** An object by the names of its members. */
export type Members = Record<string, unknown>;

/** Belongs to the guard: whose session it is. */
export const SUBJECT = "sub";

/** A session's data while a request changes them. */
export class Draft {
  /** The data: one object as long as the request lasts, and what is changed. */
  readonly data: Members = {};
  #before: ReadonlyMap<string, string> = new Map();

  /** Begins anew with what is in the store; the data are this object's no longer. */
  reset(stored: object): void {
    for (const name of Object.keys(this.data)) {
      Reflect.deleteProperty(this.data, name);
    }
    assign(this.data, stored);
    this.#before = written(stored);
  }

  /**
   * What has been changed, member by member, compared as JSON. That of the guard is not.
   *
   * @throws {@link TokensealError} `bad-argument` when a member can't be JSON
   */
  changes(): Changes {
    const now = written(this.data);
    const names = new Set([...this.#before.keys(), ...now.keys()]);
    names.delete(SUBJECT);
    const changed = new Map<string, string | undefined>();
    for (const name of names) {
      if (this.#before.get(name) !== now.get(name)) {
        changed.set(name, now.get(name));
      }
    }
    return new Changes(changed);
  }
}

/** Members that were set, as JSON, and removed. */
export class Changes {
  readonly #changed: ReadonlyMap<string, string | undefined>;

  constructor(changed: ReadonlyMap<string, string | undefined>) {
    this.#changed = changed;
  }

  /** Whether there are none. */
  get none(): boolean {
    return this.#changed.size === 0;
  }

  /** Makes the same changes to data that somebody else may have changed meanwhile. */
  apply(data: object): void {
    for (const [name, text] of this.#changed) {
      if (text === undefined) {
        Reflect.deleteProperty(data, name);
      } else {
        put(data, name, JSON.parse(text));
      }
    }
  }
}

/** Sets the members of an object that another one has. */
export function assign(target: object, source: object): void {
  for (const [name, value] of Object.entries(source)) {
    put(target, name, value);
  }
}

/** Sets a member, also one that is called `__proto__`. */
export function put(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, writable: true, enumerable: true, configurable: true });
}

/** Each member's JSON. What is `undefined` counts as not there. */
function written(data: object): Map<string, string> {
  const texts = new Map<string, string>();
  for (const [name, value] of Object.entries(data)) {
    if (value !== undefined) {
      const text = jsonOf([value], "session") as string;
      texts.set(name, text.slice(1, -1));
    }
  }
  return texts;
}
