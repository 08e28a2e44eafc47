// Headless Chromium: pages served on the loopback under a strict Content-Security-Policy, one with
// the package's files as they are, one bundled by Vite.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize, sep } from "node:path";
import { chromium } from "playwright-core";
import { build } from "vite";

const importMap = JSON.stringify({
  imports: {
    "tokenseal": "/node_modules/tokenseal/lib/index.js",
    "tokenseal/unverified": "/node_modules/tokenseal/lib/unverified.js",
    "tokenseal/dialects": "/node_modules/tokenseal/lib/dialects/index.js",
  },
});

const types = {
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
  ".html": "text/html",
};

/** Starts a browser. */
export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** Starts a browser with a page of the runner: "chromium" plain, "vite" bundled. */
export async function start(fixture, name) {
  const bundled = name === "vite";
  const root = bundled ? await bundle(fixture) : fixture;
  if (!bundled) {
    const head = `<!doctype html><script type="importmap">${importMap}</script>`;
    writeFileSync(join(root, "index.html"), `${head}<script type="module" src="/runner/page.mjs"></script>`);
  }
  const server = createServer((request, response) => serve(root, request, response));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const browser = await launch();
  const page = await browser.newPage();
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => complaints.push(message.text()));
  await page.goto(`http://127.0.0.1:${server.address().port}/index.html`);
  try {
    await page.waitForFunction(() => globalThis.tokensealRunner !== undefined, undefined, {
      timeout: 30_000,
    });
  } catch (error) {
    throw new Error(`the page did not start: ${complaints.join("; ")}`, { cause: error });
  }
  return {
    page,
    call: (mode, items) =>
      page.evaluate(([mode, items]) => globalThis.tokensealRunner[mode](items), [mode, items]),
    async stop() {
      await browser.close();
      server.close();
    },
  };
}

async function bundle(fixture) {
  const root = join(fixture, "runner");
  writeFileSync(join(root, "index.html"), `<!doctype html><script type="module" src="/page.mjs"></script>`);
  const outDir = join(fixture, "vite");
  await build({ root, logLevel: "error", build: { outDir, emptyOutDir: true, assetsInlineLimit: 0 } });
  return outDir;
}

function serve(root, request, response) {
  const path = normalize(join(root, new URL(request.url, "http://localhost").pathname));
  if (!path.startsWith(root + sep) || !existsSync(path) || types[extname(path)] === undefined) {
    response.writeHead(404).end();
    return;
  }
  const hash = createHash("sha256").update(importMap).digest("base64");
  response.writeHead(200, {
    "content-type": types[extname(path)],
    "content-security-policy": `default-src 'none'; connect-src 'self'; script-src 'self' 'wasm-unsafe-eval' 'sha256-${hash}'`,
  });
  response.end(readFileSync(path));
}
