import { jsonOf } from "../claims.js";
import { readBytes, tokenOf, type Text } from "../text.js";
import { TOKEN_ROOM } from "../limits.js";
import { check, wasm } from "../wasm.js";
import { ANSWER, call, Transition } from "./transition.js";

/** What the wasm does. The numbers stand in `src/state/revocation.rs` too. */
export const RevocationOp = { deny: 1, check: 2, endAll: 3 } as const;

type RevocationOp = (typeof RevocationOp)[keyof typeof RevocationOp];

const NOTHING = new Uint8Array(0);

/** Begins an operation on a token that was verified. */
export function stepToken(
  op: RevocationOp,
  record: Uint8Array,
  token: unknown,
  claims: unknown,
  now: number,
): Transition {
  const text = tokenOf(token);
  const part = typeof text === "string" ? text : text.subarray(0, TOKEN_ROOM);
  return step(op, record, part, jsonOf(claims, "claims"), now);
}

/** Begins the end of all of the subject in the record. */
export function stepSubject(record: Uint8Array, now: number): Transition {
  return step(RevocationOp.endAll, record, NOTHING, NOTHING, now);
}

function step(op: RevocationOp, record: Uint8Array, token: Text, claims: Text, now: number): Transition {
  const { answer, at } = call([record, token, claims], ANSWER, (record, token, claims) =>
    wasm().revocation_step(op, record, token, claims, now),
  );
  check(answer);
  return new Transition(readBytes(at, ANSWER), now);
}
