// jose as a peer of tests/cross: one JSON document in, one out.
import process from "node:process";
import { json } from "node:stream/consumers";

import { SignJWT, jwtVerify } from "../js/node_modules/jose/dist/webapi/index.js";

const bytes = (hex) => Uint8Array.from(Buffer.from(hex, "hex"));

async function mint({ key, full_claims: claims }) {
  const header = { alg: key.alg, typ: "JWT", ...(key.kid === undefined ? {} : { kid: key.kid }) };
  return new SignJWT(claims).setProtectedHeader(header).sign(bytes(key.secret_hex));
}

async function verify({ keys: [key], token, now }) {
  try {
    const options = { algorithms: [key.alg], currentDate: new Date(now) };
    const { payload } = await jwtVerify(token, bytes(key.secret_hex), options);
    return { ok: JSON.stringify(payload) };
  } catch (error) {
    return { err: error.code };
  }
}

const jobs = await json(process.stdin);
const answers = async (list, run) =>
  Object.fromEntries(await Promise.all(list.map(async (job) => [job.id, await run(job)])));
const minted = await answers(jobs.mint, mint);
const verified = await answers(jobs.verify, verify);
process.stdout.write(JSON.stringify({ minted, verified }));
