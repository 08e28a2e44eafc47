// tests/differential asks this one in Node. It runs in the folder of the runner, whose parts it uses.
import { Buffer, isUtf8 } from "node:buffer";
import process from "node:process";
import { createInterface } from "node:readline";

import { KeyRing, Policy, TokensealError } from "tokenseal";
import { textOf } from "./arguments.mjs";
import { load } from "./keys.mjs";
import { policyOptions, same } from "./operations.mjs";

const loadRing = (args) =>
  args.keys === undefined ? KeyRing.fromJwks(textOf(args, "jwks")) : new KeyRing(args.keys.map(load));

/** What is made, or why it is not. */
function loaded(make) {
  try {
    return make();
  } catch (error) {
    if (error instanceof TokensealError) {
      return error.code;
    }
    throw error;
  }
}

function verify(ring, policy, now, token) {
  for (const thing of [ring, policy]) {
    if (typeof thing === "string") {
      return `!${thing}`;
    }
  }
  const result = ring.tryVerify(token, { policy, now });
  if (!result.ok) {
    return `!${result.code}`;
  }
  const claims = ring.verifyRaw(token, { policy, now });
  if (!same(result.claims, JSON.parse(claims))) {
    throw new Error(`tryVerify and verifyRaw differ for ${token}`);
  }
  return `${result.key} ${Buffer.from(claims).toString("hex")}`;
}

let corpus;
let answers = [];
let number = 0;
for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  if (corpus === undefined) {
    const { rings, policies } = JSON.parse(line);
    corpus = {
      rings: rings.map((args) => loaded(() => loadRing(args))),
      policies: policies.map((policy) => loaded(() => new Policy(policyOptions(policy)))),
    };
  } else if (line === "") {
    process.stdout.write(answers.join(""));
    answers = [];
  } else {
    const [ring, policy, now, hex] = line.split(" ");
    const bytes = hex === "-" ? Buffer.alloc(0) : Buffer.from(hex, "hex");
    // Text, where it is one.
    const token = number++ % 2 === 1 && isUtf8(bytes) ? bytes.toString() : bytes;
    answers.push(`${verify(corpus.rings[ring], corpus.policies[policy], Number(now), token)}\n`);
  }
}
