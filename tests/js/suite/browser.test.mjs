// What SetCookie builds is set by Chromium as it says, comes back as it was, and can be removed.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { parseCookies, SetCookie } from "tokenseal";

import { launch } from "../runner/chromium.mjs";
import { cases, HOST } from "./cookie-cases.mjs";

// A browser keeps 180 cookies of a site at the most, and cuts longer headers.
const batches = Array.from({ length: Math.ceil(cases.length / 60) }, (_, i) =>
  cases.slice(i * 60, i * 60 + 60),
);

let browser;
let server;
let url;
/** The headers that the next answer sets, and what the last request carried. */
let setting = [];
let received;

before(async () => {
  server = createServer({ maxHeaderSize: 65_536 }, (request, response) => {
    if (request.url !== "/page") {
      response.writeHead(404).end();
      return;
    }
    received = request.headersDistinct.cookie ?? [];
    response.writeHead(200, { "content-type": "text/html", "set-cookie": setting });
    response.end("<!doctype html>");
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://${HOST}:${server.address().port}/page`;
  browser = await launch();
});

after(async () => {
  await browser.close();
  server.close();
});

/** A page of a browser without cookies. */
async function open() {
  const context = await browser.newContext();
  const page = await context.newPage();
  return {
    page,
    close: () => context.close(),
    /** Visits the page, which sets these, and returns what the browser sent. */
    async visit(headers) {
      setting = headers;
      await page.goto(url);
      return received;
    },
    cookies: async () => new Map((await context.cookies()).map((cookie) => [cookie.name, cookie])),
  };
}

test(`Chromium sets ${cases.length} cookies as they say, sends them, and removes them`, async () => {
  for (const batch of batches) {
    const { visit, cookies, page, close } = await open();
    await visit(batch.map(({ cookie }) => String(cookie)));
    const found = await cookies();
    for (const {
      cookie,
      name,
      value,
      path,
      domain,
      secure,
      httpOnly,
      sameSite,
      partitioned,
      life,
    } of batch) {
      const set = found.get(name);
      assert.ok(set !== undefined, `not set: ${cookie}`);
      assert.deepEqual(
        [set.value, set.path, set.domain, set.secure, set.httpOnly, set.sameSite],
        [value, path, domain === undefined ? HOST : `.${domain}`, secure, httpOnly, sameSite],
        String(cookie),
      );
      assert.equal(set.partitionKey !== undefined, partitioned, String(cookie));
      if (life === undefined) {
        assert.equal(set.expires, -1, String(cookie));
      } else {
        assert.ok(Math.abs(set.expires - Date.now() / 1000 - life) < 60, `${cookie} until ${set.expires}`);
      }
    }
    assert.equal(found.size, batch.length);

    const inPage = await page.evaluate(() => document.cookie);
    assert.deepEqual(
      new Map(parseCookies(inPage)),
      new Map(batch.filter(({ httpOnly }) => !httpOnly).map(({ name, value }) => [name, value])),
    );

    // Removed while they are sent.
    const sent = await visit(batch.map(({ cookie }) => String(cookie.removal())));
    assert.deepEqual(new Map(parseCookies(sent)), new Map(batch.map(({ name, value }) => [name, value])));
    assert.equal((await cookies()).size, 0);
    assert.deepEqual(await visit([]), []);
    await close();
  }
});

test("what SetCookie refuses, Chromium drops or misreads", async () => {
  const refused = [
    ["cookie-insecure", "a", "v", { sameSite: "None", secure: false }, "a=v; SameSite=None"],
    ["cookie-insecure", "b", "v", { partitioned: true, secure: false }, "b=v; Partitioned"],
    ["cookie-prefix", "__Host-a", "v", { path: "/page" }, "__Host-a=v; Secure; Path=/page"],
    ["cookie-prefix", "__Host-b", "v", { domain: HOST }, `__Host-b=v; Secure; Path=/; Domain=${HOST}`],
    ["cookie-prefix", "__host-c", "v", { secure: false }, "__host-c=v; Path=/"],
    ["cookie-prefix", "__Secure-a", "v", { secure: false }, "__Secure-a=v"],
    ["cookie-prefix", "__Http-a", "v", { httpOnly: false }, "__Http-a=v; Secure"],
    ["cookie-prefix", "__Host-Http-a", "v", { httpOnly: false }, "__Host-Http-a=v; Secure; Path=/"],
    ["cookie-too-large", "c", "x".repeat(4_096), {}, `c=${"x".repeat(4_096)}`],
    ["cookie-character", "d", "a;b", {}, "d=a;b"],
    ["cookie-character", "e;f", "v", {}, "e;f=v"],
    ["cookie-character", "g", " v ", {}, "g= v "],
  ];
  const { visit, cookies, close } = await open();
  await visit(refused.map(([, , , , header]) => header));
  const found = await cookies();
  for (const [code, name, value, options, header] of refused) {
    assert.throws(
      () => new SetCookie(name, value, options),
      (error) => error.code === code,
      header,
    );
    assert.notEqual(found.get(name)?.value, value, header);
  }
  await close();
});
