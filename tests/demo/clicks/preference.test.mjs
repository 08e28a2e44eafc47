// The preference cookie: every button, and what comes of it in all three services.
import assert from "node:assert/strict";
import { NAMES, visit } from "./visit.mjs";

/** Seconds after which a preference is too old. */
const MONTH = 2_592_060;

visit("a preference: whoever sets it, all read it, and so does the page", async (visitor) => {
  await visitor.allSay("system", "preference");
  const choices = [
    ["python", "light"],
    ["node", "dark"],
    ["c", "system"],
    ["c", "light"],
  ];
  for (const [service, theme] of choices) {
    await visitor.talkTo(service);
    assert.equal(await visitor.click("preference", theme), `${NAMES[service]}: done`);
    await visitor.allSay(theme, "preference");
    const sealed = await visitor.cookie("__Host-theme");
    assert.match(sealed, new RegExp(`^${theme}\\.\\d+\\.`));
    const set = `<Set-Cookie: __Host-theme=${sealed}; Path=/; Max-Age=2592000; Secure; SameSite=Lax`;
    await visitor.shows("browser", service, `/preference/theme?theme=${theme}`, [set]);
    await visitor.sees(`__Host-theme=${sealed}`);
    assert.equal(await visitor.theme(), theme);
  }
  await visitor.open();
  assert.equal(await visitor.theme(), "light");
});

visit("a preference: changed, moved to another name, kept past its age", async (visitor) => {
  assert.equal(await visitor.click("preference", "tamper"), "In this browser: there is no cookie yet");
  await visitor.click("preference", "dark");
  await visitor.click("preference", "tamper");
  assert.match(await visitor.cookie("__Host-theme"), /^light\./);
  await visitor.allSay("bad-signature", "preference");
  assert.equal(await visitor.theme(), "system");
  await visitor.click("session", "login");
  assert.equal(await visitor.click("preference", "move"), "In this browser: done");
  assert.equal(await visitor.cookie("__Host-theme"), await visitor.cookie("__Host-session"));
  await visitor.allSay("bad-signature", "preference");
  await visitor.click("preference", "dark");
  await visitor.allSay("dark", "preference");
  await visitor.push(MONTH);
  await visitor.allSay("cookie-expired", "preference");
});
