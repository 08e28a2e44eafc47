import { badArgument } from "./errors.js";

/** A point in time: Unix milliseconds, as `Date.now()` has them, rounded down; or a `Date`. */
export type Time = number | Date;

/** Unix milliseconds. What is no time comes out as NaN, which the core refuses. */
export function millisecondsOf(time: unknown, name: string): number {
  if (typeof time === "number") {
    return Math.floor(time);
  }
  try {
    // Works on a Date of another realm too, and on nothing else.
    return Date.prototype.getTime.call(time);
  } catch {
    throw badArgument(`${name} must be a number of Unix milliseconds or a Date`);
  }
}

/** A duration in seconds as milliseconds, to the nearest one. */
export function duration(seconds: unknown, name: string): number {
  if (typeof seconds !== "number") {
    throw badArgument(`${name} must be a number of seconds`);
  }
  return Math.round(seconds * 1000);
}

/** The time that options give, or the clock's. */
export function clock(options: { now?: Time | undefined } | undefined): number {
  return options?.now === undefined ? Date.now() : millisecondsOf(options.now, "now");
}
