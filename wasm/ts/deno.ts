// Deno runs a wasm module that is imported, without the permission to read that a file would need.
import * as exports from "./tokenseal_bg.wasm";

import type { InitOutput } from "./tokenseal.js";
import { adopt } from "./wasm.js";

adopt(exports as unknown as InitOutput);

export * from "./index.js";
