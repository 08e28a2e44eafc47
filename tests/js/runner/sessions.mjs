// What the vectors ask of sessions: by the modules beneath the drivers, which take any bytes, and by the
// drivers themselves, where they can say the same.
import { Sessions, TokensealError } from "tokenseal";

import { decodeData } from "../node_modules/tokenseal/lib/state/json.js";
import * as session from "../node_modules/tokenseal/lib/state/session-block.js";
import { run } from "../node_modules/tokenseal/lib/state/store.js";
import { blockOf } from "../node_modules/tokenseal/lib/tokens.js";
import { bytes, hex } from "./arguments.mjs";
import { given, play, recordOf, ringOf, settings, withEntropy } from "./script.mjs";

const { SessionOp } = session;

function sessionResult(keys, name, now, transition) {
  const held = session.sessionOf(transition);
  return {
    cookie: session.sealSession(keys, held, name, now),
    data: hex(transition.data),
    created: held.created,
    last_seen: held.lastSeen,
    expires_at: held.expiresAt,
    idle: held.idle,
    reseal: held.reseal,
  };
}

/** An operation on a session, and what it is given beside the session. */
function sessionOp(op, { data, entropy, ...args }, now) {
  const begin = (presented) =>
    session.stepSession(op, recordOf(args), presented, entropy && bytes(entropy), now);
  return () =>
    play(args.rounds, async (store) => {
      const ring = ringOf(args);
      // The ring must be held on to: keys that nobody refers to are freed.
      const keys = () => blockOf(ring);
      let presented =
        args.cookie === undefined ? undefined : session.openSession(keys(), args.name, args.cookie, now);
      if (args.loaded !== undefined) {
        const loading = session.stepSession(SessionOp.load, recordOf(args), presented, undefined, now);
        await run(new Loaded(args.loaded), loading);
        presented = session.sessionOf(loading);
      }
      const transition = begin(presented);
      await run(store, transition, data === undefined ? undefined : bytes(data));
      if (op === SessionOp.end) {
        return {};
      }
      return op === SessionOp.endAll
        ? { epoch: Number(transition.epoch) }
        : sessionResult(keys(), args.name, now, transition);
    });
}

/** A store that has this, whatever is written. */
class Loaded {
  constructor(found) {
    this.found = found;
  }

  get() {
    return this.found.map((record) => (record === null ? null : bytes(record)));
  }

  swap() {
    return true;
  }
}

/** Whether a session of the drivers can have these bytes. */
function isData(data) {
  const encoded = bytes(data);
  try {
    return encoded.length > 0 && JSON.stringify(decodeData(encoded)) === new TextDecoder().decode(encoded);
  } catch {
    return false;
  }
}

const ofSession = (session) => ({
  cookie: session.cookie,
  data: hex(JSON.stringify(session.data)),
  created: session.created,
  last_seen: session.lastSeen,
  expires_at: session.expiresAt,
  idle: Math.round(session.idle * 1000),
  reseal: session.reseal,
});

/** The application's bytes of the records that a vector has, where they are a session's. */
function areData(rounds) {
  const HEADER = 2 * 58;
  return rounds
    .flatMap(({ found }) => found)
    .filter((record) => record?.startsWith("0111"))
    .every((record) => isData(record.slice(HEADER)));
}

const sessionsOf = (args, store) => new Sessions(ringOf(args), store, settings(args));

/** Whether there can be a driver with these settings: it refuses others at once, not after the cookie. */
function areSettings(args) {
  try {
    sessionsOf(args, new Loaded([]));
    return true;
  } catch (error) {
    if (error instanceof TokensealError) {
      return false;
    }
    throw error;
  }
}

function sessionStart(args, now) {
  const ways = [sessionOp(SessionOp.start, args, now)];
  const { data, subject, entropy, rounds } = args;
  if (isData(data) && entropy.length === 64) {
    ways.push(() =>
      play(rounds, async (store) => {
        const options = given({ subject, data: decodeData(bytes(data)), now });
        return ofSession(await withEntropy(bytes(entropy), () => sessionsOf(args, store).start(options)));
      }),
    );
  }
  return ways;
}

function sessionLoad(args, now) {
  const ways = [sessionOp(SessionOp.load, args, now)];
  if (areData(args.rounds)) {
    ways.push(() =>
      play(args.rounds, async (store) => ofSession(await sessionsOf(args, store).load(args.cookie, { now }))),
    );
    ways.push(() =>
      play(args.rounds, async (store) => {
        const result = await sessionsOf(args, store).tryLoad(args.cookie, { now });
        if (!result.ok) {
          throw new TokensealError(result.code);
        }
        return ofSession(result.session);
      }),
    );
  }
  return ways;
}

function sessionSave(args, now) {
  const ways = [sessionOp(SessionOp.save, args, now)];
  const { loaded, data, cookie, rounds } = args;
  if (loaded !== undefined && areData([...rounds, { found: loaded }]) && isData(data)) {
    ways.push(() =>
      play(rounds, async (store) => {
        let current = new Loaded(loaded);
        const sessions = sessionsOf(args, {
          get: (...words) => current.get(...words),
          swap: (...words) => current.swap(...words),
        });
        const session = await sessions.load(cookie, { now });
        session.data = decodeData(bytes(data));
        current = store;
        await sessions.save(session, { now });
        return ofSession(session);
      }),
    );
  }
  return ways;
}

function sessionRotate(args, now) {
  const ways = [sessionOp(SessionOp.rotate, args, now)];
  const { cookie, subject, entropy, rounds } = args;
  if (areData(rounds) && entropy.length === 64 && areSettings(args)) {
    ways.push(() =>
      play(rounds, async (store) => {
        const sessions = sessionsOf(args, store);
        const options = given({ subject, now });
        return ofSession(await withEntropy(bytes(entropy), () => sessions.rotate(cookie, options)));
      }),
    );
  }
  return ways;
}

const sessionEnd = (args, now) => [
  sessionOp(SessionOp.end, args, now),
  () =>
    play(args.rounds, async (store) => {
      await sessionsOf(args, store).end(args.cookie, { now });
      return {};
    }),
];

export const sessionOperations = {
  "session.start": sessionStart,
  "session.load": sessionLoad,
  "session.save": sessionSave,
  "session.rotate": sessionRotate,
  "session.end": sessionEnd,
  "session.end_all": (args, now) => [sessionOp(SessionOp.endAll, args, now)],
};
