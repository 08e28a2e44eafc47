// The installed package bundled by webpack, for a page and for Node: each bundle runs the shared vectors. Argument: the
// folder of the vectors. The folder of the fixture is the current one.
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import webpack from "webpack";

const fixture = process.cwd();
const [folder] = process.argv.slice(2);
const output = join(fixture, "webpack");
mkdirSync(output, { recursive: true });

const runner = (name) => import(pathToFileURL(join(fixture, "runner", name)));
const { start } = await runner("chromium.mjs");
const { readVectors, report } = await runner("files.mjs");

/** Bundles a module of the runner; a warning is a failure. */
function bundle(target, entry) {
  const path = join(output, target);
  const compiler = webpack({
    mode: "production",
    context: fixture,
    target,
    entry: `./runner/${entry}`,
    output: { path, filename: `runner/${entry}`, module: true, clean: true },
    experiments: { outputModule: true },
    performance: false,
  });
  return new Promise((resolve, reject) => {
    compiler.run((error, stats) => {
      if (error || stats.hasErrors() || stats.hasWarnings()) {
        reject(error ?? new Error(stats.toString("errors-warnings")));
      } else {
        compiler.close(() => resolve(path));
      }
    });
  });
}

const page = await start(await bundle("web", "page.mjs"), "chromium");
try {
  report("webpack, a page", await page.call("vectors", readVectors(folder)));
} finally {
  await page.stop();
}

const program = join(await bundle("node", "local.mjs"), "runner/local.mjs");
const { status } = spawnSync(process.execPath, [program, "webpack, Node", "vectors", folder], {
  stdio: "inherit",
});
process.exitCode ||= status ?? 1;
