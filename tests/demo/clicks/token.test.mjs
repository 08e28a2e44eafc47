// Access and refresh token: every button, and what comes of it in all three services.
import assert from "node:assert/strict";
import { NAMES, SERVICES, visit } from "./visit.mjs";

/** Seconds after which a replaced refresh token gives the same successor no longer. */
const GRACE = 11;
/** Seconds after which an access token has expired. */
const ACCESS = 960;

for (const service of SERVICES) {
  visit(`tokens that ${NAMES[service]} gives: all take them, and any of them ends them`, async (visitor) => {
    await visitor.allSay("nobody", "token");
    await visitor.talkTo(service);
    assert.equal(await visitor.click("token", "login"), `${NAMES[service]}: done`);
    await visitor.allSay("ada reader", "token");
    const access = await visitor.cookie("__Host-access");
    const refresh = await visitor.cookie("__Secure-refresh");
    await visitor.shows("browser", service, "/token/login", [
      `<Set-Cookie: __Host-access=${access}; Path=/; Max-Age=900; Secure; HttpOnly; SameSite=Lax`,
      `<Set-Cookie: __Secure-refresh=${refresh}; Path=/token/auth; `,
    ]);
    await visitor.sees("nothing");

    // Any service replaces what another has given.
    for (const each of SERVICES) {
      await visitor.talkTo(each);
      const before = await visitor.cookie("__Secure-refresh");
      assert.equal(await visitor.click("token", "refresh"), `${NAMES[each]}: done`);
      assert.notEqual(await visitor.cookie("__Secure-refresh"), before);
      await visitor.shows("browser", each, "/token/auth/refresh", [
        // The cookie of the longest path is the first.
        `>Cookie: __Secure-refresh=${before}`,
        "·store: wrote family",
      ]);
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
    await visitor.shows("phone", "c", "/token/who", [">Authorization: Bearer eyJ"], "ok");
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
      const same = `<Set-Cookie: __Secure-refresh=${good};`;
      await visitor.shows("thief", service, "/token/auth/refresh", [same], "ok");
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
