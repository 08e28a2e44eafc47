// Mints and verifies what tests/cross asks for: one document of jobs in, one of answers out.
import { KeyRing } from "tokenseal";
import { load } from "./keys.mjs";
import { answer, policyOptions, signOptions } from "./operations.mjs";

const answers = (jobs, run) => Object.fromEntries(jobs.map((job) => [job.id, run(job)]));

/** `{ mint: [job], verify: [job] }` to `{ minted: { id: token }, verified: { id: answer } }`. */
export function cross({ mint, verify }) {
  return {
    minted: answers(mint, ({ key, claims, options, now }) =>
      load(key).sign(claims, signOptions(options, now)),
    ),
    verified: answers(verify, ({ keys, token, policy, now }) =>
      answer(() => new KeyRing(keys.map(load)).verifyRaw(token, { ...policyOptions(policy), now })),
    ),
  };
}
