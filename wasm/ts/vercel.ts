// Vercel's edge runtime, where the name says that the compiled module is wanted.
import module from "./tokenseal_bg.wasm?module";

import { load } from "./wasm.js";

load(module);

export * from "./index.js";
