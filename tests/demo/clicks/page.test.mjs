// The page itself: the diagram, the counts, the records, the keyboard, themes and sizes; and who may ask.
import assert from "node:assert/strict";
import { request } from "node:http";
import { test } from "node:test";
import { demo, SERVICES, visit } from "./visit.mjs";

visit(
  "the diagram lights up as requests go, and shows who holds what",
  async (visitor) => {
    const { page } = visitor;
    const lit = (from, to, more = "") =>
      page.waitForSelector(`#wires path.lit${more}[data-from=${from}][data-to=${to}]`, { state: "attached" });
    const held = (name) => page.locator(`[data-held="${name}"]`).evaluate((chip) => chip.matches(".held"));
    assert.equal(await held("__Host-session"), false);
    await visitor.talkTo("c");
    await Promise.all([
      lit("browser", "c", ".session"),
      lit("c", "store", ".session"),
      visitor.click("session", "login"),
    ]);
    await page.waitForSelector('[data-held="__Host-session"].held');
    await page.waitForSelector("[data-stored=session].held");
    await Promise.all([lit("browser", "node", ".session.refused"), visitor.click("session", "tamper")]);
    await Promise.all([lit("phone", "python", ".token"), visitor.click("token", "phone")]);
    await page.waitForSelector('[data-held="phone-token"].held');
    await visitor.click("token", "login");
    await visitor.click("token", "refresh");
    await Promise.all([lit("thief", "c", ".token"), visitor.click("token", "replay")]);
    assert.equal(await held("replaced"), true);
    await page.waitForFunction(() => document.querySelector("#wires path.lit") === null);
  },
  { reducedMotion: "no-preference" },
);

visit("the counts are those that Prometheus reads, of Python and of Node", async (visitor) => {
  await visitor.click("session", "login");
  await visitor.click("session", "tamper");
  await visitor.talkTo("node");
  await visitor.click("token", "login");
  await visitor.click("token", "refresh");
  await visitor.push(11);
  await visitor.click("token", "replay");
  await visitor.click("token", "logout-all");
  const { origins } = await (await fetch(`${demo.origin}/lab/services`)).json();
  const metrics = await Promise.all(
    ["python", "node"].map(async (name) => await (await fetch(`${origins[name]}/metrics`)).text()),
  );
  const counted = (text, operation, outcome) => {
    const found = text
      .split("\n")
      .find(
        (line) =>
          line.startsWith("tokenseal_operations_total{") &&
          line.includes(`operation="${operation}"`) &&
          line.includes(`outcome="${outcome}"`),
      );
    return found === undefined ? 0 : Number(/\} (\d+)/.exec(found)[1]);
  };
  const expected = [
    ["session.load", "bad-signature", [1, 1]],
    ["refresh", "ok", [0, 1]],
    ["refresh", "refresh-reused", [0, 1]],
    ["refresh.issue", "ok", [0, 1]],
    ["session.start", "ok", [1, 0]],
  ];
  for (const [operation, outcome, least] of expected) {
    const found = metrics.map((text) => counted(text, operation, outcome));
    assert.ok(
      found.every((count, place) => count >= least[place]),
      `${operation} ${outcome}: ${found}`,
    );
    await visitor.page.waitForFunction(
      ([name, counts]) => {
        const cells = document.querySelectorAll(`[data-count="${name}"] td:nth-child(n + 3)`);
        return [...cells].map((cell) => cell.textContent).join() === counts.join();
      },
      [`${operation} ${outcome}`, found],
    );
  }
  for (const sum of ["verified", "refused", "refreshed", "reused"]) {
    assert.ok(Number(await visitor.page.textContent(`[data-sum=${sum}]`)) > 0, sum);
  }
});

visit("a record of the store is there to be read", async (visitor) => {
  await visitor.click("session", "login");
  const record = visitor.page.locator('#stored [data-kind=session][data-state="live"]').first();
  await record.locator("summary").click();
  const dump = await record.locator("pre").textContent();
  const text = dump.replaceAll(/^.{49}/gm, "").replaceAll("\n", "");
  assert.ok(text.includes('{"sub":"ada","visits":0}') || text.includes('{"visits":0,"sub":"ada"}'), text);
  assert.match(await record.locator(".key").textContent(), /^tokenseal:session:[\w-]{43}$/);
});

visit("the log is there again when the page is opened anew", async (visitor) => {
  await visitor.click("token", "login");
  await visitor.click("token", "phone");
  await visitor.open();
  await visitor.lines("phone", "python", "/token/login");
  await visitor.page.waitForSelector("[data-mechanism=token] [data-row=phone]:not([hidden])");
});

visit("the keyboard alone", async (visitor) => {
  const { page } = visitor;
  await page.focus("#services input:checked");
  await page.keyboard.press("ArrowRight");
  assert.equal(await page.locator("#services input:checked").getAttribute("value"), "node");
  const isAt = (selector) => page.evaluate((selector) => document.activeElement.matches(selector), selector);
  for (let step = 0; step < 20 && !(await isAt("[data-mechanism=session] [data-action=login]")); step += 1) {
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Enter");
  await visitor.lines("browser", "node", "/session/login", "ok");
  await visitor.page.waitForSelector("[data-mechanism=session][aria-busy=false]");
  await visitor.allSay("ada 0 visits", "session");
});

visit("the workbench is there, under a policy of its own", async (visitor) => {
  const { page } = visitor;
  await visitor.click("token", "login");
  const token = await visitor.cookie("__Host-access");
  await page.click("#workbench a");
  await page.fill("#bench:not([hidden]) #text", token);
  await page.waitForFunction(() => document.querySelector("main").innerText.includes("reader"));
});

for (const scheme of ["light", "dark"]) {
  visit(
    `the system is ${scheme}: so is the page, unless the preference says otherwise`,
    async (visitor) => {
      const brightness = () =>
        visitor.page.evaluate(() => {
          const [red, green, blue] = getComputedStyle(document.body).backgroundColor.match(/[\d.]+/g);
          return (Number(red) + Number(green) + Number(blue)) / 3;
        });
      assert.equal((await brightness()) > 128, scheme === "light");
      await visitor.click("preference", scheme === "light" ? "dark" : "light");
      assert.equal((await brightness()) > 128, scheme === "dark");
      await visitor.click("preference", "system");
      assert.equal((await brightness()) > 128, scheme === "light");
    },
    { colorScheme: scheme },
  );
}

for (const [width, height] of [
  [390, 844],
  [820, 1180],
  [1280, 900],
]) {
  visit(
    `a screen of ${width} pixels: nothing stands out of it`,
    async (visitor) => {
      await visitor.click("token", "login");
      await visitor.click("token", "phone");
      await visitor.click("session", "login");
      await visitor.lines("browser", "python", "/session/login");
      const wide = await visitor.page.evaluate(() =>
        [...document.querySelectorAll("body *")]
          .filter((each) => each.getBoundingClientRect().right > innerWidth + 1)
          .filter((each) => each.closest("pre") === null)
          .map((each) => each.outerHTML.slice(0, 80)),
      );
      assert.deepEqual(wide, []);
    },
    { viewport: { width, height } },
  );
}

/** A request that no page of ours would make. */
async function send(origin, method, path, headers) {
  const { hostname, port } = new URL(origin);
  const asked = request({ hostname, port, method, path, headers, family: 4 });
  const answer = await new Promise((resolve, reject) =>
    asked.on("response", resolve).on("error", reject).end(),
  );
  answer.resume();
  return answer;
}

test("other sites may neither push the buttons nor read", async () => {
  const { origins } = await (await fetch(`${demo.origin}/lab/services`)).json();
  const foreign = { "origin": "https://elsewhere.example", "sec-fetch-site": "cross-site" };
  const buttons = ["/preference/theme?theme=dark", "/session/login", "/token/login", "/token/auth/refresh"];
  for (const service of SERVICES) {
    for (const path of buttons) {
      const answer = await send(origins[service], "POST", path, foreign);
      assert.equal(answer.statusCode, 403, `${service} ${path}`);
      assert.equal(answer.headers["set-cookie"], undefined);
      assert.notEqual(answer.headers["access-control-allow-origin"], foreign.origin);
    }
  }
  for (const path of ["/lab/clock?push=1", "/lab/tamper?mechanism=session", "/lab/replay?service=c"]) {
    assert.equal((await send(demo.origin, "POST", path, foreign)).statusCode, 403, path);
  }
  // Another name that points here.
  const renamed = await send(demo.origin, "GET", "/lab/store", { host: "elsewhere.example" });
  assert.equal(renamed.statusCode, 400);
  const page = await send(demo.origin, "GET", "/", {});
  assert.match(
    page.headers["content-security-policy"],
    /^default-src 'none'; script-src 'self'; style-src 'self';/,
  );
});
