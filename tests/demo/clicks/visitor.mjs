// A visitor who clicks through the demo's page in Chromium.
import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";

export const SERVICES = ["python", "node", "c"];
/** Milliseconds in which the page must have done what it does. */
const PATIENCE = 30_000;

/** Somebody with a browser of his own. */
export class Visitor {
  constructor(context, page, origin) {
    this.context = context;
    this.page = page;
    this.origin = origin;
    this.complaints = [];
    page.setDefaultTimeout(PATIENCE);
    page.on("pageerror", (error) => this.complaints.push(String(error)));
    // Chromium complains of every refusal, and refusals are what the page is about.
    page.on("console", (message) => {
      const isRefusal = /with a status of 4(01|09) /.test(message.text());
      if (message.type() === "error" && !isRefusal) this.complaints.push(message.text());
    });
  }

  static async come({ browser, origin }, options = {}) {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 900 },
      reducedMotion: "reduce",
      ...options,
    });
    const visitor = new Visitor(context, await context.newPage(), origin);
    await visitor.open();
    return visitor;
  }

  async open() {
    await this.page.goto(this.origin);
    await this.page.waitForSelector("[data-ready]");
  }

  async leave() {
    await this.context.close();
  }

  /** From now on the buttons talk to this service. */
  async talkTo(service) {
    await this.page.locator(`#services label:has([value=${service}])`).click();
  }

  /** Pushes a button of a card, and waits for what comes of it. Gives what the card says then. */
  async click(mechanism, action) {
    const card = this.page.locator(`[data-mechanism=${mechanism}]`);
    await card.locator(`[data-action=${action}]`).click();
    await this.page.waitForSelector(`[data-mechanism=${mechanism}][aria-busy=false]`);
    return await card.locator(".last").textContent();
  }

  /** Pushes the clock by so many seconds. */
  async push(seconds) {
    const button = this.page.locator(`[data-push="${seconds}"]`);
    await button.click();
    await this.page.waitForSelector(`[data-push="${seconds}"][aria-busy=false]`);
  }

  /** What all three services say of this row's client. */
  async said(mechanism, row = "browser") {
    const cells = SERVICES.map((service) =>
      this.page
        .locator(`[data-mechanism=${mechanism}] [data-row=${row}] [data-service=${service}]`)
        .textContent(),
    );
    return await Promise.all(cells);
  }

  /** All three services must say the same. */
  async allSay(expected, mechanism, row = "browser") {
    assert.deepEqual(await this.said(mechanism, row), [expected, expected, expected], `${mechanism}, ${row}`);
  }

  /** The last exchange of this path in the log, when it is there: its lines. */
  async lines(client, service, path, outcome) {
    const selector = `li[data-client=${client}][data-service=${service}][data-path="${path}"]`;
    const item = this.page.locator(outcome === undefined ? selector : `${selector}[data-outcome=${outcome}]`);
    await item.first().waitFor({ state: "attached" });
    // The newest group is the first, and in it the newest exchange the last.
    return await this.page
      .locator("#wire > li", { has: item })
      .first()
      .locator(item)
      .last()
      .evaluate((found) => [...found.querySelectorAll(".line")].map((line) => line.textContent));
  }

  /**
   * Waits until the last exchange of this path in the log has lines that begin so. It may come later than its effects: what the
   * page was told of earlier ones is there already.
   */
  async shows(client, service, path, beginnings, outcome) {
    for (const end = Date.now() + 10_000; ; await setTimeout(50)) {
      const lines = await this.lines(client, service, path, outcome);
      const missing = beginnings.filter((beginning) => !lines.some((line) => line.startsWith(beginning)));
      if (missing.length === 0) {
        return;
      }
      assert.ok(Date.now() < end, `${missing.join(", ")} is not in\n${lines.join("\n")}`);
    }
  }

  /** The value of a cookie as the browser has it. */
  async cookie(name) {
    return (await this.context.cookies()).find((cookie) => cookie.name === name)?.value;
  }

  /** Lets the browser have a cookie that somebody has copied. */
  async setCookie(name, value) {
    const url = this.origin.replace("http:", "https:");
    await this.context.addCookies([{ name, value, url, secure: true, httpOnly: true }]);
  }

  /** The theme of the page. */
  async theme() {
    return await this.page.locator("html").getAttribute("data-theme");
  }

  /** Waits until the page says that this is what scripts see of the cookies, which must be so. */
  async sees(expected) {
    await this.page.waitForFunction((text) => document.querySelector("#sees").textContent === text, expected);
    assert.equal(await this.page.evaluate(() => document.cookie || "nothing"), expected);
  }

  /** Waits until the store has a record of this kind and state. */
  async stored(kind, state) {
    await this.page.waitForSelector(`#stored [data-kind=${kind}][data-state="${state}"]`, {
      state: "attached",
    });
  }
}
