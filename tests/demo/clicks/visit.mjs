// The demo as a process, and tests that are visits to it.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { after, before, test } from "node:test";
import { launch } from "./chromium.mjs";
import { Visitor } from "./visitor.mjs";

export { SERVICES } from "./visitor.mjs";
export const NAMES = { python: "Python", node: "Node", c: "C" };

/** Starts the demo, and a browser. */
async function startDemo() {
  const demo = spawn(process.env.DEMO, { stdio: ["ignore", "pipe", "inherit"] });
  const origin = await new Promise((resolve, reject) => {
    let said = "";
    demo.stdout.on("data", (chunk) => {
      said += chunk;
      const found = /http:\/\/localhost:\d+/.exec(said);
      if (found) resolve(found[0]);
    });
    demo.on("exit", (code) => reject(new Error(`the demo ended with ${code}: ${said}`)));
  });
  const browser = await launch();
  return {
    origin,
    browser,
    /** Ctrl-C: what the demo ends with. */
    async stop() {
      await browser.close();
      const ended = once(demo, "exit");
      demo.kill("SIGINT");
      const [code, signal] = await ended;
      return code ?? signal;
    },
  };
}

/** The demo of this file's tests. */
export let demo;

before(async () => {
  demo = await startDemo();
});
after(async () => {
  assert.equal(await demo.stop(), 0);
  await assert.rejects(fetch(demo.origin), "it has ended");
});

/** A test with a visitor of its own, in whose page nothing may go wrong. */
export function visit(name, work, options) {
  test(name, async () => {
    const visitor = await Visitor.come(demo, options);
    try {
      await work(visitor);
    } finally {
      await visitor.leave();
    }
    assert.deepEqual(visitor.complaints, []);
  });
}
