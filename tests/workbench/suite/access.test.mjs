// Everybody can use it: with the keyboard alone, on a phone, in the light and in the dark, by ear.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";

import { SECRET, start } from "./bench.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const examples = [
  "Good token",
  "Expired",
  "Not yet",
  "alg none",
  "Member twice",
  "Another key's",
  "Bearer",
  "Sealed cookie",
  "Set-Cookie",
  "Express, in Cookie",
  "Koa",
  "Flask",
];
const verdicts = [
  "valid",
  "expired",
  "not-yet-valid",
  "algorithm-mismatch",
  "malformed",
  "bad-signature",
  "valid",
  "valid",
  "cookie-prefix",
  "valid",
  "valid",
  "valid",
];

let site;
before(async () => {
  site = await start();
});
after(() => site.stop());

test("the examples are what they are called", async () => {
  const bench = await site.open();
  const offered = await bench.page.locator("#examples button").allInnerTexts();
  assert.deepEqual(offered, examples);
  for (const [index, name] of examples.entries()) {
    await bench.example(name);
    await bench.verdict(verdicts[index]);
  }
  assert.deepEqual(bench.complaints, []);
  await bench.close();
});

test("a phone shows all of it without scrolling sideways", async () => {
  for (const width of [390, 320]) {
    const bench = await site.open({ width, height: 844, hasTouch: true, isMobile: true });
    const overflow = () =>
      bench.page.evaluate(() => {
        const width = document.documentElement.clientWidth;
        const wide = Array.from(document.querySelectorAll("body *")).filter(
          (element) =>
            element.getBoundingClientRect().right > width + 1 && !element.closest(".hidden, .skip, svg"),
        );
        return {
          beyond: document.documentElement.scrollWidth - width,
          wide: wide.map((element) => element.outerHTML.slice(0, 90)),
        };
      });
    assert.deepEqual(await overflow(), { beyond: 0, wide: [] }, "empty");
    for (const [index, name] of examples.entries()) {
      await bench.example(name);
      await bench.verdict(verdicts[index]);
      assert.deepEqual(await overflow(), { beyond: 0, wide: [] }, `${name}, ${width}`);
    }
    await bench.mint("django");
    await bench.fill({ "option-name": "sid" });
    await bench.verdict("made");
    assert.deepEqual(await overflow(), { beyond: 0, wide: [] }, `made, ${width}`);
    // What is typed is judged in sight.
    await bench.page.getByRole("tab", { name: "Inspect" }).click();
    await bench.page.evaluate(() => scrollTo(0, 0));
    const box = await bench.page.locator("#verdict").boundingBox();
    assert.ok(box.y >= 0 && box.y + box.height <= 844, JSON.stringify(box));
    await bench.close();
  }
});

test("the keyboard reaches everything, and one sees where it is", async () => {
  const bench = await site.open();
  const { page } = bench;
  const focused = () =>
    page.evaluate(() => {
      const { id, textContent, tagName } = document.activeElement;
      const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
      return {
        id,
        tagName,
        text: textContent.trim().slice(0, 30),
        outline: `${outlineStyle} ${outlineWidth}`,
      };
    });
  const press = async (...keys) => {
    for (const key of keys) {
      await page.keyboard.press(key);
    }
  };
  await press("Tab");
  assert.equal((await focused()).text, "Skip to the verdict");
  await press("Tab");
  assert.equal((await focused()).id, "tab-inspect");
  await press("ArrowRight");
  assert.equal((await focused()).id, "tab-mint");
  assert.equal(await page.locator("#panel-mint").isVisible(), true);
  await press("ArrowLeft", "Tab");
  assert.equal((await focused()).id, "text");
  // An example, by keyboard alone.
  while ((await focused()).text !== "Expired") {
    await press("Tab");
  }
  await press("Enter");
  await bench.verdict("expired");

  const expected = await page.evaluate(
    () =>
      Array.from(document.querySelectorAll("a[href], button, input, select, textarea, summary")).filter(
        (element) => element.checkVisibility() && element.tabIndex >= 0,
      ).length,
  );
  await page.evaluate(() => document.activeElement.blur());
  await page.evaluate(() => scrollTo(0, 0));
  await page.locator("body").click({ position: { x: 1, y: 1 } });
  const seen = [];
  for (let step = 0; step < expected + 20; step += 1) {
    await press("Tab");
    const now = await focused();
    if (now.tagName === "BODY") {
      break;
    }
    assert.match(now.outline, /^solid [23]/, JSON.stringify(now));
    seen.push(now);
  }
  assert.ok(seen.length >= expected, `${seen.length} of ${expected}`);

  // The verdict follows what is typed, without another key.
  await page.locator("#text").focus();
  await press("Control+A", "Delete");
  await bench.verdict("paste something");
  await bench.close();
});

test("the verdict is read out when it changes, and not when it stays", async () => {
  const bench = await site.open();
  await bench.example("Good token");
  await bench.verdict("valid");
  assert.equal(await bench.page.locator("#verdict-live").getAttribute("aria-live"), "polite");
  const changes = await bench.page.evaluate(async () => {
    let changes = 0;
    new MutationObserver(() => (changes += 1)).observe(document.getElementById("verdict-live"), {
      childList: true,
      subtree: true,
      characterData: true,
    });
    await new Promise((resolve) => setTimeout(resolve, 2500));
    return changes;
  });
  assert.equal(changes, 0);
  await bench.close();
});

for (const [colorScheme, width] of [
  ["light", 1280],
  ["dark", 390],
]) {
  test(`axe finds nothing, ${colorScheme}, ${width} wide`, async () => {
    // Only this context lets a script in from outside.
    const bench = await site.open({ width, colorScheme, bypassCSP: true, reducedMotion: "reduce" });
    await bench.page.evaluate(axe);
    const check = async (what) => {
      const { violations, passes } = await bench.page.evaluate(() => globalThis.axe.run());
      assert.ok(passes.length > 20);
      const found = violations.map(
        ({ id, nodes }) =>
          `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join("; ")}`,
      );
      assert.deepEqual(found, [], what);
    };
    await check("empty");
    for (const [index, name] of examples.entries()) {
      if ([0, 4, 8, 9].includes(index)) {
        await bench.example(name);
        await bench.verdict(verdicts[index]);
        await check(name);
      }
    }
    await bench.mint("rails");
    await bench.fill({ "option-name": "sid", "mint-value": '{"user":42}', "key-secret": SECRET });
    await bench.verdict("made");
    await check("made");
    await bench.close();
  });
}

test("colours are others in the dark", async () => {
  const paper = async (colorScheme) => {
    const bench = await site.open({ colorScheme });
    const colour = await bench.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await bench.close();
    return colour;
  };
  assert.notEqual(await paper("light"), await paper("dark"));
});
