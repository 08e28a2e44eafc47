// The code of the package's README: compiled strictly, then run, each block as a module of its own.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import process from "node:process";
import { pathToFileURL } from "node:url";
import cookieSignature from "cookie-signature";

const text = readFileSync("node_modules/tokenseal/README.md", "utf8");
const blocks = [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code);
mkdirSync("readme");
writeFileSync("readme/package.json", '{ "type": "module" }');
const config = {
  compilerOptions: {
    target: "ES2022",
    module: "NodeNext",
    lib: ["ES2022", "DOM"],
    types: ["node"],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
  },
};
writeFileSync("readme/tsconfig.json", JSON.stringify(config));
blocks.forEach((code, index) => writeFileSync(`readme/block${index}.ts`, code));
execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "--project", "readme"], {
  stdio: "inherit",
});

process.env.REDIS_URL = process.env.TOKENSEAL_TEST_REDIS;
process.env.TOKEN_KEY = "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr8";
const printed = blocks.map((_, index) =>
  execFileSync(process.execPath, [`readme/block${index}.js`], {
    encoding: "utf8",
    env: process.env,
  }),
);
// What the comments say beside console.log must come out.
const promises = [
  /^alice is here until 20/,
  /^$/,
  /^$/,
  /^admin$/,
  /^0\n.*HS256/s,
  /^$/,
  /^$/,
  /^$/,
  /^false$/,
  /^$/,
  /^<input type="hidden" name="csrf" value="[\w-]{128}">$/,
  /^$/,
  /^42 0$/,
  /^\{"account":12345678901234567890,"exp":\d+,"iat":\d+\}$/,
  /^none mallory$/,
];
if (printed.length !== promises.length) {
  throw new Error(`the README has ${printed.length} blocks, expected ${promises.length}`);
}
printed.forEach((output, index) => {
  if (!promises[index].test(output.trim())) {
    throw new Error(`block ${index} of the README printed ${output}`);
  }
});
// What they export must do what the text beside them says.
const load = (name) => {
  const index = blocks.findIndex((code) => code.includes(` function ${name}(`));
  return import(pathToFileURL(`readme/block${index}.js`).href);
};
const expect = (found, expected) => {
  if (found !== expected) {
    throw new Error(`the README's code gives ${found}, not ${expected}`);
  }
};

const { handle } = await load("handle");
const visit = async (cookie) => {
  const response = handle(new Request("https://shop.example/", { headers: { cookie } }));
  return { text: await response.text(), cookie: response.headers.getSetCookie()[0].split(";")[0] };
};
const first = await visit("theme=dark");
const second = await visit(`theme=dark; ${first.cookie}`);
expect(first.text, "visit 1");
expect(second.text, "visit 2");
expect((await visit(second.cookie.replace("=2.", "=9."))).text, "visit 1");

const sessions = await load("logIn");
const shop = (cookie) => new Request("https://shop.example/", { headers: { cookie } });
const logIn = async () => (await sessions.logIn("user-42")).headers.getSetCookie()[0].split(";")[0];
const [laptop, phone] = [await logIn(), await logIn()];
expect(await (await sessions.addToCart(shop(laptop), "apples")).text(), '{"cart":["apples"]}');
expect(await (await sessions.addToCart(shop(laptop), "pears")).text(), '{"cart":["apples","pears"]}');
const removal = (await sessions.logOutHere(shop(laptop))).headers.getSetCookie()[0];
expect(removal.startsWith("__Host-session=; Path=/; Max-Age=0;"), true);
const gone = await sessions.addToCart(shop(laptop), "plums");
expect(`${gone.status} ${await gone.text()}`, "401 session-ended");
const tablet = await logIn();
await sessions.logOutEverywhere(shop(tablet));
expect(await (await sessions.addToCart(shop(phone), "plums")).text(), "revoked");
expect(await (await sessions.addToCart(shop(""), "plums")).text(), "malformed");

const tokens = await load("mustNotBeRevoked");
const codeOf = (promise) =>
  promise.then(
    () => "fine",
    (error) => error.code,
  );
const pair = await tokens.issue("user-42");
const next = await tokens.refresh(pair.refresh);
expect((await tokens.refresh(pair.refresh)).refresh, next.refresh);
await tokens.endHere(next);
expect(await codeOf(tokens.refresh(next.refresh)), "refresh-ended");
expect(await codeOf(tokens.mustNotBeRevoked(next.access)), "fine");
const other = await tokens.issue("user-42");
await tokens.endEverywhere("user-42");
expect(await codeOf(tokens.refresh(other.refresh)), "revoked");
expect(await codeOf(tokens.mustNotBeRevoked(other.access)), "revoked");

const { mayChange } = await load("mayChange");
const post = (site) =>
  new Request("https://shop.example/", { method: "POST", headers: { "sec-fetch-site": site } });
expect(mayChange(post("same-origin"), { id: "session-1" }, "x"), false);
let refused;
try {
  mayChange(post("cross-site"), { id: "session-1" }, "x");
} catch (error) {
  refused = error.code;
}
expect(refused, "cross-site");

const { session } = await load("session");
const express = (secret) => encodeURIComponent(`s:${cookieSignature.sign("a-session-id", secret)}`);
const old = session(
  `theme=dark; connect.sid=${express("what express-session, or cookie-parser, has for a secret")}`,
);
expect(old.id, "a-session-id");
expect(/^connect\.sid=a-session-id\.\d+\.[\w-]{43}; .*HttpOnly/.test(String(old.cookie)), true);
const moved = session(String(old.cookie).split(";")[0]);
expect(moved.id, "a-session-id");
expect(moved.cookie, undefined);
expect(session(`connect.sid=${express("somebody's secret")}`), undefined);
expect(session(""), undefined);

console.log(`readme: ${blocks.length} passed, 0 failed`);
