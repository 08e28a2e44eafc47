import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import * as tokenseal from "tokenseal";
import * as dialects from "tokenseal/dialects";
import * as durableObject from "tokenseal/durable-object";
import * as redis from "tokenseal/redis";
import * as unverified from "tokenseal/unverified";

const root = new URL("../node_modules/tokenseal/", import.meta.url);
const run = (code, ...args) =>
  execFileSync(process.execPath, ["--input-type=module", "-e", code, ...args], {
    cwd: new URL("..", import.meta.url),
    encoding: "utf8",
  });

test("what is exported", () => {
  assert.deepEqual(Object.keys(tokenseal).sort(), [
    "Key",
    "KeyRing",
    "MemoryStore",
    "Policy",
    "RefreshTokens",
    "Revocations",
    "Session",
    "Sessions",
    "SetCookie",
    "TokenKeys",
    "TokensealError",
    "bearerToken",
    "checkFetch",
    "findCookie",
    "init",
    "parseCookies",
  ]);
  assert.deepEqual(Object.keys(unverified).sort(), ["init", "inspect"]);
  assert.deepEqual(Object.keys(redis), ["RedisStore"]);
  assert.deepEqual(Object.keys(durableObject).sort(), ["DurableObjectStore", "TokensealObject"]);
  assert.deepEqual(Object.keys(dialects).sort(), [
    "Dialect",
    "Django",
    "DjangoDumps",
    "DjangoSigner",
    "Express",
    "Flask",
    "Gorilla",
    "Koa",
    "MessageVerifier",
    "Rails",
    "RustCookie",
    "Signer",
    "Starlette",
    "TimestampSigner",
    "UrlSafeTimedSerializer",
    "init",
  ]);
});

test("what is packed", () => {
  assert.deepEqual(readdirSync(root).sort(), [
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "lib",
    "package.json",
  ]);
  const filesOf = (folder) =>
    readdirSync(new URL(folder, root), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, path, name }) => join(parentPath ?? path, name));
  const page = filesOf("lib/workbench/");
  const files = filesOf("lib/").filter((name) => !page.includes(name));
  assert.ok(
    files.every((name) => /\.(js|d\.ts|wasm)$/.test(name)),
    files.join(),
  );
  assert.ok(
    page.every((name) => /\.(js|html|css)$/.test(name)),
    page.join(),
  );
  assert.equal(files.filter((name) => name.endsWith(".wasm")).length, 1);
  const { exports, dependencies } = JSON.parse(readFileSync(new URL("package.json", root), "utf8"));
  assert.equal(dependencies, undefined);
  const targets = Object.values(exports).flatMap((target) =>
    typeof target === "string" ? [target] : Object.values(target),
  );
  assert.ok(targets.length > 10);
  for (const target of targets) {
    assert.ok(existsSync(new URL(target, root)), target);
  }
});

test("the wasm asks for nothing but wasm-bindgen's table, and exports numbers' functions", async () => {
  const bytes = readFileSync(new URL("lib/tokenseal_bg.wasm", root));
  const module = await WebAssembly.compile(bytes);
  assert.deepEqual(
    WebAssembly.Module.imports(module).map(({ name }) => name),
    ["__wbindgen_init_externref_table"],
  );
  console.log(`wasm: ${bytes.length} bytes, ${gzipSync(bytes, { level: 9 }).length} gzipped`);
});

test("require takes it too", { skip: process.features.require_module !== true }, () => {
  const { Key } = createRequire(import.meta.url)("tokenseal");
  assert.equal(Key, tokenseal.Key);
});

test("stores need no wasm, and know the same errors", () => {
  const output = run(`
    const { DurableObjectStore } = await import("tokenseal/durable-object");
    const { RedisStore } = await import("tokenseal/redis");
    const { TokensealError } = await import("tokenseal");
    for (const Store of [DurableObjectStore, RedisStore]) {
      try { new Store(); } catch (error) { console.log(error instanceof TokensealError, error.code); }
    }
  `);
  assert.equal(output, "true bad-argument\ntrue bad-argument\n");
  for (const name of ["redis", "durable-object"]) {
    const loaded = run(`
      await import("tokenseal/${name}");
      const { isLoaded } = await import(${JSON.stringify(new URL("lib/wasm.js", root).href)});
      console.log(isLoaded());
    `);
    assert.equal(loaded, "false\n");
  }
});

test("before and after init, where nothing is loaded at import", () => {
  const entry = JSON.stringify(new URL("lib/index.js", root).href);
  const output = run(`
    import { readFileSync } from "node:fs";
    import { init, Key } from ${entry};
    const key = () => new Key("HS256", "a secret of the tests, 32 bytes and more");
    try { key(); } catch (error) { console.log(error.name, error.message); }
    await init(new URL("file:///nowhere")).catch((error) => console.log(error.constructor.name));
    const bytes = readFileSync(new URL("./tokenseal_bg.wasm", ${entry}));
    await Promise.all([init(bytes), init(await WebAssembly.compile(bytes))]);
    await init();
    console.log(key().verify(key().sign({ sub: "alice" })).sub);
  `);
  assert.equal(
    output,
    "TokensealError bad-argument: tokenseal is not loaded yet: `await init()` first\nTypeError\nalice\n",
  );
});
