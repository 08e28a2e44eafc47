// The session: every button, and what comes of it in all three services.
import assert from "node:assert/strict";
import { NAMES, SERVICES, visit } from "./visit.mjs";

/** Seconds without use after which a session has expired. */
const DAY = 86_460;

for (const service of SERVICES) {
  visit(`a session that ${NAMES[service]} starts: all know it, and any of them ends it`, async (visitor) => {
    await visitor.allSay("nobody", "session");
    await visitor.talkTo(service);
    assert.equal(await visitor.click("session", "login"), `${NAMES[service]}: done`);
    await visitor.allSay("ada 0 visits", "session");
    const sealed = await visitor.cookie("__Host-session");
    const set = `<Set-Cookie: __Host-session=${sealed}; Path=/; Max-Age=1209`;
    await visitor.shows("browser", service, "/session/login", [set, "·store: wrote session"]);
    for (const each of SERVICES) {
      const sent = [`>Cookie: __Host-session=${sealed}`, "·store: read session, subject"];
      await visitor.shows("browser", each, "/session/who", sent, "ok");
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

visit("a session that all three change at once: no visit is lost", async (visitor) => {
  await visitor.click("session", "login");
  const visits = 12;
  const statuses = await visitor.page.evaluate(async (visits) => {
    const { origins } = await (await fetch("/lab/services")).json();
    const sent = Array.from({ length: visits }, () =>
      Object.values(origins).map((origin) =>
        fetch(`${origin}/session/visit`, { method: "POST", credentials: "include" }),
      ),
    );
    return (await Promise.all(sent.flat())).map((response) => response.status);
  }, visits);
  assert.deepEqual(statuses, Array(3 * visits).fill(200));
  await visitor.click("session", "ask");
  await visitor.allSay(`ada ${3 * visits} visits`, "session");
});
