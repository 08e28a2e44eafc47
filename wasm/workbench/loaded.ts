import { init } from "../index.js";

import { fromBase64, unpacked } from "./bytes.js";
import { module } from "./module.js";

/** Loads the core from the page's own script: to fetch it would be a connection. */
export async function load(): Promise<void> {
  const bytes = await unpacked(fromBase64(module) ?? new Uint8Array(), "gzip");
  if (bytes === undefined) {
    throw new Error("the module is damaged");
  }
  await init(bytes);
}
