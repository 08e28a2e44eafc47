// jose and jsonwebtoken (npm) as peers: mint the cases, or judge tokens.
//
//   node mint.mjs jose mint cases.json           -> {library, version, tokens: {id: token}}
//   node mint.mjs jsonwebtoken judge tokens.json -> {library, version, verdicts: {id: verdict}}
//
// The libraries are looked up from the current directory, so that they can be installed
// outside the repository.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(join(process.cwd(), "package.json"));
const [library, command, path] = process.argv.slice(2);
const given = JSON.parse(readFileSync(path, "utf8"));

const peers = {
  async jose() {
    const { SignJWT, jwtVerify } = await import(pathToFileURL(require.resolve("jose")));
    return {
      mint: (entry, secret) =>
        new SignJWT(JSON.parse(entry.claims))
          .setProtectedHeader({
            alg: entry.alg,
            ...entry.header,
            ...(entry.kid === undefined ? {} : { kid: entry.kid }),
          })
          .sign(secret),
      judge: (entry, secret) => jwtVerify(entry.token, secret, { algorithms: [entry.alg] }),
    };
  },
  async jsonwebtoken() {
    const { sign, verify } = require("jsonwebtoken");
    return {
      mint: (entry, secret) =>
        sign(JSON.parse(entry.claims), secret, {
          algorithm: entry.alg,
          // It would add an iat of its own, or with this take away the one that is there.
          noTimestamp: !entry.claims.includes('"iat"'),
          ...(entry.kid === undefined ? {} : { keyid: entry.kid }),
          ...(entry.header === undefined ? {} : { header: { alg: entry.alg, ...entry.header } }),
        }),
      judge: (entry, secret) => verify(entry.token, secret, { algorithms: [entry.alg] }),
    };
  },
};

const version = JSON.parse(
  readFileSync(join(process.cwd(), "node_modules", library, "package.json"), "utf8"),
).version;
const peer = await peers[library]();
const tokens = {};
const verdicts = {};
for (const entry of given) {
  const secret = Buffer.from(entry.secret_hex, "hex");
  if (command === "mint") {
    tokens[entry.id] = await peer.mint(entry, secret);
    continue;
  }
  try {
    await peer.judge(entry, secret);
    verdicts[entry.id] = "accepts";
  } catch (refusal) {
    verdicts[entry.id] = `refuses (${refusal.code ?? refusal.message})`;
  }
}
const result = { library: `${library} (npm)`, version };
console.log(JSON.stringify({ ...result, ...(command === "mint" ? { tokens } : { verdicts }) }, null, 1));
