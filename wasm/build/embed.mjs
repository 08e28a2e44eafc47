// Writes the WebAssembly into a module of JavaScript, gzipped and in base64: embed.mjs WASM MODULE.
import { readFileSync, writeFileSync } from "node:fs";
import process from "node:process";
import { gzipSync } from "node:zlib";

const [wasm, module] = process.argv.slice(2);
const text = gzipSync(readFileSync(wasm), { level: 9 }).toString("base64");
writeFileSync(module, `export const module = "${text}";\n`);
