// Nothing leaves the page: the policy closes every way out, and the server is asked for the page's own files
// and nothing else; what was typed stands in no address and in no storage.
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { SECRET, start } from "./bench.mjs";
import { ways } from "./ways.mjs";

let site;
let elsewhere;
before(async () => {
  site = await start();
  elsewhere = await listen();
});
after(async () => {
  elsewhere.close();
  await site.stop();
});

/** A server of somebody else's who lets everybody in, and notes who came. */
async function listen() {
  const server = createServer((request, response) => {
    server.seen.push(request.url);
    response.writeHead(200, { "access-control-allow-origin": "*", "content-type": "text/javascript" }).end();
  });
  server.seen = [];
  server.on("upgrade", (request, socket) => {
    server.seen.push(request.url);
    socket.destroy();
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

/** Tries every way out, each with its own name behind the address, and says which ones came there. */
async function tryAll(options, address, seen) {
  const bench = await site.open(options);
  seen.length = 0;
  for (const [name, way] of Object.entries(ways)) {
    await bench.page.evaluate(`(${way})(${JSON.stringify(`${address}/${name}`)})`).catch(() => undefined);
  }
  await bench.page.waitForTimeout(1000);
  await bench.close();
  return Object.keys(ways).filter((name) => seen.some((url) => url.split("?")[0].endsWith(`/${name}`)));
}

test("no way leads to another server", async () => {
  // Another host, so that nothing is allowed for being the page's own.
  const address = `http://localhost:${elsewhere.address().port}`;
  assert.deepEqual(await tryAll({}, address, elsewhere.seen), []);
  // Without the policy they do lead there.
  const through = await tryAll({ bypassCSP: true }, address, elsewhere.seen);
  for (const name of [
    "fetch",
    "request",
    "socket",
    "source",
    "beacon",
    "ping",
    "image",
    "style",
    "import",
    "frame",
    "form",
  ]) {
    assert.ok(through.includes(name), `${name} among ${through.join()}`);
  }
});

test("to the page's own server lead scripts and style sheets alone", async () => {
  const allowed = ["style", "import", "prefetch", "modulepreload"];
  const through = await tryAll({}, `${site.origin}/some/where/else`, site.requests);
  assert.deepEqual(
    through.filter((name) => !allowed.includes(name)),
    [],
  );
});

test("no text becomes a script or an element", async () => {
  const bench = await site.open();
  const taken = await bench.page.evaluate(async () => {
    // What is called from here directly may evaluate texts.
    await new Promise((resolve) => setTimeout(resolve));
    const calls = {
      html: () => (document.createElement("p").innerHTML = "<b>x</b>"),
      eval: () => globalThis.eval("1"),
      function: () => new Function("return 1")(),
      script: () => (document.createElement("script").text = "1"),
      worker: () => new Worker("data:text/javascript,1"),
    };
    return Object.keys(calls).filter((name) => {
      try {
        calls[name]();
        return true;
      } catch {
        return false;
      }
    });
  });
  assert.deepEqual(taken, []);
  await bench.close();
});

test("a page that is used asks for its own files, once each, and keeps nothing", async () => {
  const before = site.requests.length;
  const bench = await site.open();
  for (const name of ["Good token", "Set-Cookie", "Flask", "Express, in Cookie"]) {
    await bench.example(name);
  }
  await bench.verdict("valid");
  await bench.mint("jwt");
  await bench.fill({ "key-secret": SECRET });
  await bench.verdict("made");
  const asked = site.requests.slice(before);
  assert.deepEqual(asked.length, new Set(asked).size);
  for (const url of asked) {
    assert.match(url, /^\/some\/where\/else\/[\w/-]+\.(html|css|js)$/);
    assert.ok(existsSync(join(site.root, url.replace("/some/where/else", ""))), url);
  }
  const kept = await bench.page.evaluate(async () => ({
    address: location.href,
    stored: localStorage.length + sessionStorage.length + document.cookie.length,
    databases: (await indexedDB.databases()).length,
    state: history.state,
  }));
  assert.ok(kept.address.endsWith("/workbench/index.html"), kept.address);
  assert.deepEqual({ ...kept, address: "" }, { address: "", stored: 0, databases: 0, state: null });
  assert.equal(await bench.page.locator("#bench").getAttribute("autocomplete"), "off");
  await bench.page.reload();
  await bench.page.waitForSelector("#bench:not([hidden])");
  assert.equal(await bench.page.inputValue("#key-secret"), "");
  assert.deepEqual(bench.complaints, []);
  await bench.close();
});

test("links say nothing of where they come from", async () => {
  const bench = await site.open();
  await bench.example("Expired");
  await bench.verdict("expired");
  const links = await bench.page
    .locator("#results a, #verdict a")
    .evaluateAll((all) => all.map(({ href, rel, target }) => ({ href, rel, target })));
  assert.ok(links.length > 10);
  for (const { href, rel, target } of links) {
    assert.match(
      href,
      /^https:\/\/(www\.rfc-editor\.org\/rfc\/rfc\d+|datatracker\.ietf\.org\/doc\/html\/draft-ietf-httpbis-rfc6265bis-\d+)#section-[\d.]+$/,
    );
    assert.deepEqual([rel, target], ["noopener noreferrer", "_blank"]);
  }
  await bench.close();
});

test("no script of the page reads text as HTML, connects, or names a place elsewhere", () => {
  const scripts = readdirSync(join(site.root, "workbench"), { recursive: true }).filter((name) =>
    name.endsWith(".js"),
  );
  assert.ok(scripts.length > 20);
  for (const name of scripts) {
    const text = readFileSync(join(site.root, "workbench", name), "utf8");
    for (const word of [
      "innerHTML",
      "outerHTML",
      "insertAdjacent",
      "document.write",
      "fetch(",
      "XMLHttp",
      "localStorage",
      "sessionStorage",
    ]) {
      assert.ok(!text.includes(word), `${name} has ${word}`);
    }
    assert.ok(!text.replaceAll("http://www.w3.org/2000/svg", "").includes("http://"), name);
  }
});
