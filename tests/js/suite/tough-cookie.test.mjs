// What SetCookie builds, as tough-cookie reads it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseCookies } from "tokenseal";
import { Cookie, CookieJar } from "tough-cookie";

import { cases, HOST } from "./cookie-cases.mjs";

const url = `https://${HOST}/page`;
const newJar = () => new CookieJar(undefined, { rejectPublicSuffixes: false, prefixSecurity: "strict" });

test(`tough-cookie reads ${cases.length} cookies as they were built`, () => {
  for (const { cookie, name, value, path, domain, secure, httpOnly, sameSite, life } of cases) {
    const read = Cookie.parse(String(cookie));
    assert.ok(read !== undefined, String(cookie));
    assert.deepEqual(
      [read.key, read.value, read.domain, read.secure, read.httpOnly, read.sameSite],
      [name, value, domain ?? null, secure, httpOnly, sameSite.toLowerCase()],
      String(cookie),
    );
    assert.equal(read.path ?? "/", path, String(cookie));
    if (life !== undefined && read.maxAge !== null) {
      assert.equal(read.maxAge, life, String(cookie));
    }
    assert.equal(
      read.extensions?.includes("Partitioned") ?? false,
      String(cookie).includes("; Partitioned"),
      String(cookie),
    );
  }
});

test("its jar keeps, sends and drops them", async () => {
  for (const { cookie, name, value } of cases) {
    const jar = newJar();
    await jar.setCookie(String(cookie), url);
    const header = await jar.getCookieString(url);
    assert.deepEqual(parseCookies(header), [[name, value]], String(cookie));
    await jar.setCookie(String(cookie.removal()), url);
    assert.equal(await jar.getCookieString(url), "", String(cookie.removal()));
  }
});

test("Expires is read to the second", () => {
  for (const year of [1970, 1999, 2000, 2024, 2026, 2038, 2100, 9999]) {
    for (let month = 0; month < 12; month += 1) {
      const time = Date.UTC(year, month, 28, 23, 59, 58) + 999;
      const [{ cookie }] = cases;
      const dated = new cookie.constructor("a", "b", { expires: time });
      assert.equal(Cookie.parse(String(dated)).expires.getTime(), time - 999, String(dated));
    }
  }
});
