// Every button of the demo, and what must come of it in all three services.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SERVICES, startDemo, Visitor } from "./visitor.mjs";

const NAMES = { python: "Python", node: "Node", c: "C" };
const GRACE = 11;
const ACCESS = 960;
const DAY = 86_460;
const MONTH = 2_592_060;
let demo;

before(async () => {
  demo = await startDemo();
});
after(async () => {
  assert.equal(await demo.stop(), 0);
  await assert.rejects(fetch(demo.origin), "it has ended");
});

/** A case with a visitor of its own. */
function visit(name, work) {
  test(name, async () => {
    const visitor = await Visitor.come(demo);
    try {
      await work(visitor);
    } finally {
      await visitor.leave();
    }
    assert.deepEqual(visitor.complaints, []);
  });
}

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
    const lines = await visitor.lines("browser", service, `/preference/theme?theme=${theme}`);
    assert.ok(
      lines.includes(`<Set-Cookie: __Host-theme=${sealed}; Path=/; Max-Age=2592000; Secure; SameSite=Lax`),
    );
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

for (const service of SERVICES) {
  visit(`a session that ${NAMES[service]} starts: all know it, and any of them ends it`, async (visitor) => {
    await visitor.allSay("nobody", "session");
    await visitor.talkTo(service);
    assert.equal(await visitor.click("session", "login"), `${NAMES[service]}: done`);
    await visitor.allSay("ada 0 visits", "session");
    const sealed = await visitor.cookie("__Host-session");
    const set = await visitor.lines("browser", service, "/session/login");
    assert.ok(
      set.some((line) => line.startsWith(`<Set-Cookie: __Host-session=${sealed}; Path=/; Max-Age=1209`)),
    );
    assert.ok(set.includes("·store: wrote session"));
    for (const each of SERVICES) {
      const sent = await visitor.lines("browser", each, "/session/who", "ok");
      assert.ok(sent.includes(`>Cookie: __Host-session=${sealed}`));
      assert.ok(sent.some((line) => line.startsWith("·store: read session, subject")));
    }
    await visitor.sees("nothing");
    assert.match(await visitor.page.textContent("#unseen"), /__Host-session/);
    for (const [place, each] of SERVICES.entries()) {
      await visitor.talkTo(each);
      await visitor.click("session", "visit");
      await visitor.allSay(`ada ${place + 1} ${place === 0 ? "visit" : "visits"}`, "session");
    }
    await visitor.stored("session", "live");

    // Log out here: the phone stays.
    await visitor.click("session", "phone");
    await visitor.talkTo(service);
    assert.equal(await visitor.click("session", "logout"), `${NAMES[service]}: done`);
    assert.equal(await visitor.cookie("__Host-session"), undefined);
    await visitor.allSay("nobody", "session");
    await visitor.allSay("ada 0 visits", "session", "phone");
    await visitor.stored("session", "ended");
    // A copy of the cookie is of no use.
    await visitor.setCookie("__Host-session", sealed);
    await visitor.click("session", "ask");
    await visitor.allSay("session-ended", "session");

    // Log out everywhere: the phone, too.
    await visitor.click("session", "login");
    const copy = await visitor.cookie("__Host-session");
    assert.equal(await visitor.click("session", "logout-all"), `${NAMES[service]}: done`);
    await visitor.allSay("nobody", "session");
    await visitor.allSay("revoked", "session", "phone");
    await visitor.setCookie("__Host-session", copy);
    await visitor.click("session", "ask");
    await visitor.allSay("revoked", "session");
    await visitor.stored("subject", "all before it is ended");
  });
}

visit("a session: changed, moved to another name, unused for a day", async (visitor) => {
  await visitor.click("session", "login");
  assert.equal(await visitor.click("session", "tamper"), "In this browser: done");
  await visitor.allSay("bad-signature", "session");
  await visitor.click("preference", "dark");
  await visitor.click("session", "move");
  assert.equal(await visitor.cookie("__Host-session"), await visitor.cookie("__Host-theme"));
  await visitor.allSay("bad-signature", "session");
  await visitor.click("session", "login");
  await visitor.allSay("ada 0 visits", "session");
  await visitor.push(DAY);
  await visitor.allSay("session-expired", "session");
});

for (const service of SERVICES) {
  visit(`tokens that ${NAMES[service]} gives: all take them, and any of them ends them`, async (visitor) => {
    await visitor.allSay("nobody", "token");
    await visitor.talkTo(service);
    assert.equal(await visitor.click("token", "login"), `${NAMES[service]}: done`);
    await visitor.allSay("ada reader", "token");
    const access = await visitor.cookie("__Host-access");
    const refresh = await visitor.cookie("__Secure-refresh");
    const set = await visitor.lines("browser", service, "/token/login");
    assert.ok(
      set.includes(
        `<Set-Cookie: __Host-access=${access}; Path=/; Max-Age=900; Secure; HttpOnly; SameSite=Lax`,
      ),
    );
    assert.ok(
      set.some((line) => line.startsWith(`<Set-Cookie: __Secure-refresh=${refresh}; Path=/token/auth; `)),
    );
    await visitor.sees("nothing");

    // Any service replaces what another has given.
    for (const each of SERVICES) {
      await visitor.talkTo(each);
      const before = await visitor.cookie("__Secure-refresh");
      assert.equal(await visitor.click("token", "refresh"), `${NAMES[each]}: done`);
      assert.notEqual(await visitor.cookie("__Secure-refresh"), before);
      const lines = await visitor.lines("browser", each, "/token/auth/refresh");
      assert.ok(
        lines.some((line) => line.startsWith(">Cookie: ") && line.includes(`__Secure-refresh=${before}`)),
      );
      assert.ok(lines.includes("·store: wrote family"));
      await visitor.allSay("ada reader", "token");
    }

    // The access token expires, the login goes on.
    await visitor.push(ACCESS);
    await visitor.allSay("expired", "token");
    await visitor.click("token", "refresh");
    await visitor.allSay("ada reader", "token");

    // Log out here: the phone, which sends its token itself, stays.
    await visitor.talkTo(service);
    await visitor.click("token", "phone");
    const copy = await visitor.cookie("__Host-access");
    assert.equal(await visitor.click("token", "logout"), `${NAMES[service]}: done`);
    await visitor.allSay("nobody", "token");
    await visitor.allSay("ada reader", "token", "phone");
    const sent = await visitor.lines("phone", "c", "/token/who", "ok");
    assert.ok(sent.some((line) => line.startsWith(">Authorization: Bearer eyJ")));
    await visitor.setCookie("__Host-access", copy);
    await visitor.click("token", "ask");
    await visitor.allSay("revoked", "token");
    await visitor.stored("denied", "denied");
    await visitor.stored("family", "ended");

    // Log out everywhere: the phone, too, where it is looked up.
    await visitor.click("token", "login");
    assert.equal(await visitor.click("token", "logout-all"), `${NAMES[service]}: done`);
    await visitor.allSay("nobody", "token");
    await visitor.allSay("revoked", "token", "phone");
    await visitor.allSay("ada reader", "token", "quick");
    await visitor.push(ACCESS);
    await visitor.allSay("expired", "token", "quick");
  });

  visit(
    `a refresh token that is replayed at ${NAMES[service]}: within the grace, and after it`,
    async (visitor) => {
      await visitor.click("token", "login");
      await visitor.click("token", "refresh");
      await visitor.talkTo(service);
      const good = await visitor.cookie("__Secure-refresh");
      assert.equal(
        await visitor.click("token", "replay"),
        `${NAMES[service]}: the same successor again, within the grace`,
      );
      const lines = await visitor.lines("thief", service, "/token/auth/refresh", "ok");
      assert.ok(
        lines.some((line) => line.startsWith(`<Set-Cookie: __Secure-refresh=${good};`)),
        "the same successor",
      );
      await visitor.push(GRACE);
      assert.equal(await visitor.click("token", "replay"), `${NAMES[service]}: refresh-reused`);
      for (const each of SERVICES) {
        await visitor.talkTo(each);
        assert.equal(await visitor.click("token", "refresh"), `${NAMES[each]}: refresh-reused`);
      }
      await visitor.stored("family", "ended: reused");
    },
  );
}

visit("a token: changed", async (visitor) => {
  await visitor.click("token", "login");
  await visitor.click("token", "tamper");
  const [, payload] = (await visitor.cookie("__Host-access")).split(".");
  assert.equal(JSON.parse(Buffer.from(payload, "base64url")).role, "admin");
  await visitor.allSay("bad-signature", "token");
  await visitor.click("token", "refresh");
  await visitor.allSay("ada reader", "token");
});
