// The page as somebody has it: from a server that knows nothing but files, below some folder, in Chromium.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize, sep } from "node:path";
import { fileURLToPath } from "node:url";

import { launch } from "./chromium.mjs";

const root = fileURLToPath(new URL("../node_modules/tokenseal/lib/", import.meta.url));
const BELOW = "/some/where/else";
const types = { ".js": "text/javascript", ".html": "text/html", ".css": "text/css" };

export const SECRET = "0123456789abcdef0123456789abcdef";

/** Starts server and browser. */
export async function start() {
  const requests = [];
  const server = createServer(async (request, response) => {
    requests.push(request.url);
    const path = normalize(join(root, request.url.replace(BELOW, "")));
    const type = types[extname(path)];
    const body =
      path.startsWith(root) && type !== undefined ? await readFile(path).catch(() => undefined) : undefined;
    response.writeHead(body === undefined ? 404 : 200, { "content-type": type ?? "text/plain" }).end(body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const browser = await launch();
  const origin = `http://127.0.0.1:${server.address().port}`;
  return {
    requests,
    origin,
    root: root.slice(0, root.lastIndexOf(sep)),
    open: (options) => open(browser, `${origin}${BELOW}/workbench/index.html`, options),
    async stop() {
      await browser.close();
      server.close();
    },
  };
}

/** Opens the page, where wanted with a clock of its own. What its console says is a complaint. */
async function open(browser, url, { width = 1280, height = 900, clock, ...options } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, ...options });
  const page = await context.newPage();
  if (clock !== undefined) {
    await page.clock.install({ time: clock });
  }
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => complaints.push(message.text()));
  await page.goto(url);
  await page.waitForSelector("#bench:not([hidden])");
  return Object.assign(new Bench(page), { complaints, close: () => context.close() });
}

/** What can be done with the page, and what it says. */
class Bench {
  constructor(page) {
    this.page = page;
  }

  /** Pastes a text. */
  paste(text) {
    return this.page.fill("#text", text);
  }

  /** Fills controls, by their labels' ids; booleans are boxes. */
  async fill(values) {
    for (const [id, value] of Object.entries(values)) {
      const control = this.page.locator(`#${id}`);
      if (typeof value === "boolean") {
        await control.setChecked(value);
      } else if ((await control.evaluate(({ tagName }) => tagName)) === "SELECT") {
        await control.selectOption(value);
      } else {
        await control.fill(value);
      }
    }
  }

  /** Sets the clock, in Unix milliseconds. */
  at(now) {
    return this.fill({ "clock-now": String(Math.floor(now / 1000)) });
  }

  example(name) {
    return this.page.getByRole("button", { name, exact: true }).click();
  }

  text(selector) {
    return this.page.locator(selector).innerText();
  }

  /** What it is taken for. */
  async recognised() {
    const chosen = (id) => this.page.locator(`#${id} option:checked`).innerText();
    return { carrier: await chosen("carrier"), kind: await chosen("kind") };
  }

  /** The verdict, once it is this one. */
  async verdict(expected) {
    await this.page
      .locator("#verdict .title", { hasText: new RegExp(`^${expected}$`) })
      .waitFor({ timeout: 10_000 })
      .catch(async () => {
        throw new Error(`the verdict is not ${expected}: ${await this.text("#verdict")}`);
      });
  }

  /** The link to what the reason rests on. */
  link() {
    return this.page.locator("#verdict a").getAttribute("href");
  }

  /** At which check it stopped. */
  async stopped() {
    return this.page.locator('.ladder [data-outcome="stopped"] .name').allInnerTexts();
  }

  /** What is said of one thing that the text says. */
  fact(name) {
    return this.page
      .locator(".facts dt", { hasText: new RegExp(`^${name}$`) })
      .locator("+ dd")
      .first()
      .innerText();
  }

  /** What was made. */
  made() {
    return this.page.locator(".made output").allInnerTexts();
  }

  mint(kind) {
    return this.page
      .getByRole("tab", { name: "Mint" })
      .click()
      .then(() => this.page.selectOption("#mint-kind", kind));
  }
}
