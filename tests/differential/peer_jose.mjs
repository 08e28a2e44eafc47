// jose as a peer of tests/differential. The same lines as ours.
import { Buffer } from "node:buffer";
import process from "node:process";
import { createInterface } from "node:readline";

import { jwtVerify } from "../js/node_modules/jose/dist/webapi/index.js";

async function verify({ keys: [key] }, policy, now, token) {
  const options = {
    algorithms: [key.alg],
    audience: policy.audience,
    clockTolerance: (policy.leeway_ms ?? 0) / 1000,
    currentDate: new Date(now),
    issuer: policy.issuer,
    requiredClaims: ["exp"],
  };
  try {
    const { payload } = await jwtVerify(token, Buffer.from(key.secret_hex, "hex"), options);
    return `0 ${Buffer.from(JSON.stringify(payload)).toString("hex")}`;
  } catch (error) {
    return `!${error.code ?? error.name}`;
  }
}

let corpus;
let answers = [];
for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  if (corpus === undefined) {
    corpus = JSON.parse(line);
  } else if (line === "") {
    process.stdout.write((await Promise.all(answers)).map((answer) => `${answer}\n`).join(""));
    answers = [];
  } else {
    const [ring, policy, now, hex] = line.split(" ");
    const token = hex === "-" ? Buffer.alloc(0) : Buffer.from(hex, "hex");
    answers.push(verify(corpus.rings[ring], corpus.policies[policy], Number(now), token));
  }
}
