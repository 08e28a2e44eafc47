// Node and Bun: the wasm is read from the file beside, at import.
import { readFileSync } from "node:fs";

import { load } from "./wasm.js";

load(new WebAssembly.Module(readFileSync(new URL("./tokenseal_bg.wasm", import.meta.url))));

export * from "./index.js";
