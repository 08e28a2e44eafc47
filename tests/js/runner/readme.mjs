// The code of the package's README: compiled strictly, then run, each block as a module of its own.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import process from "node:process";

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

const printed = blocks.map((_, index) =>
  execFileSync(process.execPath, [`readme/block${index}.js`], {
    encoding: "utf8",
    env: { ...process.env, TOKEN_KEY: "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr8" },
  }),
);
// What the comments say beside console.log must come out.
const promises = [
  /^alice is here until 20/,
  /^$/,
  /^$/,
  /^admin$/,
  /^0\n.*HS256/s,
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
console.log(`readme: ${blocks.length} passed, 0 failed`);
