import { TokensealError, type ErrorCode } from "./errors.js";

/** What an {@link Observer} is told of: a closed list, good for the label of a metric. */
export type Operation =
  | "session.start"
  | "session.load"
  | "session.save"
  | "session.update"
  | "session.rotate"
  | "session.end"
  | "session.end-all"
  | "refresh.issue"
  | "refresh"
  | "refresh.end"
  | "refresh.end-all"
  | "revocation.check"
  | "revocation.deny"
  | "revocation.end-all"
  | "verify"
  | "csrf"
  | "authorize";

/**
 * How it came out: `ok`, or the error's code. Of `refresh` also `repeated` (the same successor again,
 * within the grace) and `recovered` (the store had lost writes); of `csrf` `csrf-token`; of `authorize`
 * `credentials-required` and `insufficient-scope`.
 */
export type Outcome =
  ErrorCode | "ok" | "repeated" | "recovered" | "csrf-token" | "credentials-required" | "insufficient-scope";

/**
 * Counts what happens: it is called after each operation, with what was done and how it came out, and
 * never learns anything of a user, a token or a store. `verify`, `csrf` and `authorize` come from a
 * `Guard` of `tokenseal/web`, all others from the drivers.
 *
 * ```ts
 * const observer: Observer = (operation, outcome) => counter.inc({ operation, outcome });
 * const sessions = new Sessions(ring, store, { observer });
 * ```
 *
 * It must not wait. What it throws is written to `console.error`, and changes nothing.
 */
export type Observer = (operation: Operation, outcome: Outcome) => void;

/** Tells an observer, if there is one, whatever it does. */
export function tell(observer: Observer | undefined, operation: Operation, outcome: Outcome): void {
  try {
    const given: unknown = observer?.(operation, outcome);
    // An observer that is async would end Node by what it throws.
    if (given instanceof Promise) {
      given.catch((error: unknown) => {
        complain(operation, error);
      });
    }
  } catch (error) {
    complain(operation, error);
  }
}

/** Carries out an operation and tells how it came out. A mistake in the program is not told. */
export async function watch<T>(
  observer: Observer | undefined,
  operation: Operation,
  work: () => Promise<T>,
  outcome: (result: T) => Outcome = () => "ok",
): Promise<T> {
  let result;
  try {
    result = await work();
  } catch (error) {
    if (error instanceof TokensealError) {
      tell(observer, operation, error.code);
    }
    throw error;
  }
  tell(observer, operation, outcome(result));
  return result;
}

/** The name alone: the message is the observer's, and may say anything. */
function complain(operation: Operation, error: unknown): void {
  console.error(
    `tokenseal: the observer failed at ${operation}: ${error instanceof Error ? error.name : typeof error}`,
  );
}
