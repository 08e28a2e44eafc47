// Nothing leaves the page: the policy forbids every way out that it can, and the server sees its own files
// asked for and nothing else; what was typed stands in no address and in no storage.
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { SECRET, start } from "./bench.mjs";

let site;
before(async () => {
  site = await start();
});
after(() => site.stop());

test("every way out is closed", async () => {
  const bench = await site.open();
  const url = `${site.origin}/some/where/else/out`;
  const before = site.requests.length;
  const outcomes = await bench.page.evaluate(async (url) => {
    const violated = [];
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) =>
      violated.push(effectiveDirective),
    );
    const settled = (promise) =>
      promise.then(
        () => "through",
        () => "blocked",
      );
    const thrown = (call) => {
      try {
        call();
        return "through";
      } catch {
        return "blocked";
      }
    };
    const loads = (element, attribute) =>
      new Promise((resolve) => {
        element.onload = () => resolve("through");
        element.onerror = () => resolve("blocked");
        // Of some the address itself is refused, as no trusted one.
        if (thrown(() => element.setAttribute(attribute, url)) === "blocked") {
          resolve("blocked");
        }
        document.body.append(element);
        setTimeout(() => resolve("blocked"), 500);
      });
    const socket = new Promise((resolve) => {
      const opened = new WebSocket(url.replace("http", "ws"));
      opened.onopen = () => resolve("through");
      opened.onerror = () => resolve("blocked");
    });
    const source = new Promise((resolve) => {
      const opened = new EventSource(url);
      opened.onopen = () => resolve("through");
      opened.onerror = () => resolve("blocked");
    });
    const form = document.createElement("form");
    form.action = url;
    document.body.append(form);
    form.submit();
    const ping = document.createElement("a");
    ping.href = "#here";
    ping.ping = url;
    document.body.append(ping);
    ping.click();
    const base = document.createElement("base");
    base.href = url;
    document.head.append(base);
    navigator.sendBeacon(url, "secret");
    // A frame that is refused shows an error, which is loaded, too.
    await loads(document.createElement("iframe"), "src");
    const result = {
      fetch: await settled(fetch(url)),
      request: thrown(() => {
        const request = new XMLHttpRequest();
        request.open("GET", url, false);
        request.send();
      }),
      socket: await socket,
      source: await source,
      image: await loads(document.createElement("img"), "src"),
      sheet: await loads(Object.assign(document.createElement("link"), { rel: "prefetch" }), "href"),
      media: await loads(document.createElement("video"), "src"),
      object: await loads(document.createElement("object"), "data"),
      worker: thrown(() => new Worker("data:text/javascript,fetch('x')")),
      html: thrown(() => {
        document.createElement("p").innerHTML = "<b>x</b>";
      }),
      text: thrown(() => eval("1")),
      base: document.baseURI.includes("/out") ? "through" : "blocked",
    };
    return { result, violated };
  }, url);
  assert.deepEqual(
    new Set(Object.values(outcomes.result)),
    new Set(["blocked"]),
    JSON.stringify(outcomes.result),
  );
  for (const directive of ["connect-src", "img-src", "frame-src", "form-action", "base-uri"]) {
    assert.ok(outcomes.violated.includes(directive), `${directive} among ${outcomes.violated.join()}`);
  }
  await bench.page.waitForTimeout(200);
  assert.deepEqual(site.requests.slice(before), []);
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
