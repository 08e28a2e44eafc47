// workerd, through miniflare: the worker is bundled as wrangler does it for Cloudflare, or as Next.js
// does it for Vercel's edge runtime, with the wasm left outside as a compiled module. Code that
// compiles WebAssembly at run time fails there.
import { build } from "esbuild";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Miniflare, Log, LogLevel } from "miniflare";

// An old date and a new one: there is no FinalizationRegistry before May 2025.
const variants = {
  "workerd": { conditions: ["workerd", "worker", "browser"], compatibilityDate: "2023-01-01" },
  "edge-light": { conditions: ["edge-light", "worker", "browser"], compatibilityDate: "2026-01-01" },
};

/** Starts a worker of the runner; `call(mode, items)` runs it, `stop()` ends it. */
export function start(fixture, name) {
  return host(fixture, "runner/worker.mjs", variants[name]);
}

/** Starts a worker; options that are not the bundler's are miniflare's. */
export async function host(fixture, entry, { conditions, ...options }) {
  const wasmFiles = new Map();
  const bundle = await build({
    absWorkingDir: fixture,
    entryPoints: [entry],
    bundle: true,
    format: "esm",
    target: "es2022",
    conditions,
    outdir: join(fixture, "worker"),
    write: false,
    logLevel: "error",
    plugins: [compiledWasm(wasmFiles)],
  });
  const [{ text: contents }] = bundle.outputFiles;
  const miniflare = new Miniflare({
    log: new Log(LogLevel.ERROR),
    host: "127.0.0.1",
    cf: false,
    ...options,
    modules: [
      { type: "ESModule", path: "worker.mjs", contents },
      ...[...wasmFiles].map(([path, file]) => ({ type: "CompiledWasm", path, contents: readFileSync(file) })),
    ],
  });
  const url = await miniflare.ready;
  return {
    async call(mode, items) {
      const response = await miniflare.dispatchFetch(url, {
        method: "POST",
        body: JSON.stringify({ mode, items }),
      });
      const text = await response.text();
      if (!response.ok) {
        throw new Error(`workerd: ${text}`);
      }
      return JSON.parse(text);
    },
    stop: () => miniflare.dispose(),
  };
}

/** Leaves the imports of wasm where they are, and notes the files. */
function compiledWasm(files) {
  return {
    name: "compiled-wasm",
    setup(build) {
      build.onResolve({ filter: /\.wasm(\?module)?$/ }, ({ path, importer }) => {
        files.set(path.replace("./", ""), join(dirname(importer), path.replace("?module", "")));
        return { path, external: true };
      });
    },
  };
}
