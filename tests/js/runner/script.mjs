// A store for the vectors of sessions, refresh tokens and revocation: it says what the vector tells it
// to, and notes every read and every write.
import { KeyRing, TokensealError } from "tokenseal";

import { encodeSettings, optionsOf, withOptions } from "../node_modules/tokenseal/lib/state/options.js";
import { bytes, hex, seconds } from "./arguments.mjs";
import { load } from "./keys.mjs";

class Script {
  read = [];

  constructor(rounds) {
    this.rounds = rounds;
  }

  get(keys) {
    const round = this.rounds[this.read.length];
    this.read.push({ keys, write: null });
    this.expect(round !== undefined, "more rounds than the vector has");
    return round.found.map((record) => (record === null ? null : bytes(record)));
  }

  swap(key, expected, next, ttl) {
    const { found, took } = this.rounds[this.read.length - 1];
    const round = this.read.at(-1);
    const index = round.keys.indexOf(key);
    this.expect(round.write === null && took !== undefined, "a write that the vector has not");
    this.expect(hexOrNull(expected) === found[index], "another record is expected than was found");
    round.write = { key: index, record: hexOrNull(next), ttl };
    return took;
  }

  /** What went wrong in here becomes the failure of a store, and must still be seen. */
  expect(isSo, message) {
    if (!isSo) {
      this.fault ??= new Error(message);
      throw this.fault;
    }
  }

  /** The rounds, of which the last ends so. */
  ended(next) {
    return this.read.map((round, index) => ({
      ...round,
      next: index === this.read.length - 1 ? next : "again",
    }));
  }
}

const hexOrNull = (record) => (record === null ? null : hex(record));

/** Plays the rounds: `work` is given the store, and gives the result. */
export async function play(rounds, work) {
  const script = new Script(rounds);
  let answer;
  try {
    const result = await work(script);
    answer = { rounds: script.ended("done"), result };
  } catch (error) {
    if (script.fault !== undefined || !(error instanceof TokensealError)) {
      throw script.fault ?? error;
    }
    if (script.read.length === 0) {
      throw error;
    }
    answer = { rounds: script.ended(error.code) };
  }
  if (script.read.length !== rounds.length) {
    throw new Error("fewer rounds than the vector has");
  }
  return answer;
}

/** Calls with these bytes for the system's random ones. Drivers take them before they wait. */
export function withEntropy(entropy, call) {
  const own = Object.getOwnPropertyDescriptor(crypto, "getRandomValues");
  Object.defineProperty(crypto, "getRandomValues", {
    configurable: true,
    value(array) {
      if (array.length !== entropy.length) {
        throw new Error(`${array.length} random bytes were asked for, not ${entropy.length}`);
      }
      array.set(entropy);
      return array;
    },
  });
  try {
    return call();
  } finally {
    delete crypto.getRandomValues;
    if (own !== undefined) {
      Object.defineProperty(crypto, "getRandomValues", own);
    }
  }
}

export const given = (options) =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));

/** The settings of a driver, under the names that they have in JavaScript. */
export const settings = ({ namespace, name, idle_ms, lifetime_ms, grace_ms }) =>
  given({
    namespace,
    cookie: name,
    idle: idle_ms === undefined ? undefined : seconds(idle_ms),
    lifetime: lifetime_ms === undefined ? undefined : seconds(lifetime_ms),
    grace: grace_ms === undefined ? undefined : seconds(grace_ms),
  });

/** The record of an operation, as drivers make it. */
export function recordOf({ subject, client, ...args }) {
  const names = ["namespace", "cookie", "idle", "lifetime", "grace"];
  const base = encodeSettings(settings(args), names, {});
  return withOptions(base, given({ subject, client }), optionsOf("subject", "client"));
}

export const ringOf = ({ keys }) => new KeyRing(keys.map(load));
