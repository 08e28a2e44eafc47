// Cloudflare's workerd and its like: the wasm comes compiled; compiling at run time is forbidden.
import module from "./tokenseal_bg.wasm";

import { load } from "./wasm.js";

load(module);

export * from "./index.js";
