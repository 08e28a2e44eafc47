// What the vectors ask of refresh tokens and revocation: by the modules beneath the drivers, which take
// any bytes, and by the drivers themselves, where they can say the same.
import { RefreshTokens, Revocations } from "tokenseal";

import * as refresh from "../node_modules/tokenseal/lib/state/refresh-block.js";
import * as revocation from "../node_modules/tokenseal/lib/state/revocation-block.js";
import { run } from "../node_modules/tokenseal/lib/state/store.js";
import { blockOf } from "../node_modules/tokenseal/lib/tokens.js";
import { bytes, hex } from "./arguments.mjs";
import { play, recordOf, ringOf, settings } from "./script.mjs";

const { RefreshOp } = refresh;
const { RevocationOp } = revocation;

function refreshOp(op, { entropy, token, data, ...args }, now) {
  return () =>
    play(args.rounds, async (store) => {
      // The ring must be held on to: keys that nobody refers to are freed.
      const ring = ringOf(args);
      const keys = () => blockOf(ring);
      const presented = token === undefined ? bytes(entropy) : refresh.openRefresh(keys(), token);
      const transition = refresh.stepRefresh(op, keys(), recordOf(args), presented, now);
      await run(store, transition, data === undefined ? undefined : bytes(data));
      if (op === RefreshOp.end) {
        return {};
      }
      if (op === RefreshOp.endAll) {
        return { epoch: Number(transition.epoch) };
      }
      const minted = refresh.mintRefresh(keys(), transition);
      return {
        token: minted.token,
        data: hex(transition.data),
        issued_at: minted.issuedAt,
        created: minted.created,
        expires_at: minted.expiresAt,
        repeated: minted.repeated,
        recovered: minted.recovered,
      };
    });
}

const refreshEnd = (args, now) => [
  refreshOp(RefreshOp.end, args, now),
  () =>
    play(args.rounds, async (store) => {
      await new RefreshTokens(ringOf(args), store, settings(args)).end(args.token, { now });
      return {};
    }),
];

function revocationOp(op, args, now) {
  const { token, claims, rounds } = args;
  const method = op === RevocationOp.deny ? "deny" : "check";
  return [
    () =>
      play(rounds, async (store) => {
        await run(store, revocation.stepToken(op, recordOf(args), token, claims, now));
        return {};
      }),
    () =>
      play(rounds, async (store) => {
        await new Revocations(store, settings(args))[method](token, claims, { now });
        return {};
      }),
  ];
}

const revocationEndAll = (args, now) => [
  () =>
    play(args.rounds, async (store) => {
      const transition = revocation.stepSubject(recordOf(args), now);
      await run(store, transition);
      return { epoch: Number(transition.epoch) };
    }),
];

export const refreshOperations = {
  "refresh.start": (args, now) => [refreshOp(RefreshOp.start, args, now)],
  "refresh.rotate": (args, now) => [refreshOp(RefreshOp.rotate, args, now)],
  "refresh.end": refreshEnd,
  "refresh.end_all": (args, now) => [refreshOp(RefreshOp.endAll, args, now)],
  "revocation.deny": (args, now) => revocationOp(RevocationOp.deny, args, now),
  "revocation.check": (args, now) => revocationOp(RevocationOp.check, args, now),
  "revocation.end_all": revocationEndAll,
};
