// Sessions, refresh tokens, revocation and CSRF as an application uses them, over memory: in every
// runtime, with its own random bytes and clock.
import { checkFetch, init, Key, KeyRing, MemoryStore, RefreshTokens, Revocations, Sessions } from "tokenseal";

import { checkStore } from "./store-cases.mjs";

await init();

const ring = () => new KeyRing([new Key("HS256", "a secret of the tests, 32 bytes and more")]);

function expect(found, expected) {
  if (found !== expected) {
    throw new Error(`${found}, not ${expected}`);
  }
}

/** The code with which a call fails. */
async function codeOf(call) {
  try {
    await call();
  } catch (error) {
    return error.code;
  }
  return "nothing";
}

const scenarios = {
  async sessions(store) {
    const sessions = new Sessions(ring(), store);
    const anonymous = await sessions.start({ data: { visits: 0 } });
    const session = await sessions.rotate(anonymous, { subject: "alice" });
    expect(await codeOf(() => sessions.load(anonymous.cookie)), "session-ended");
    const count = (data) => {
      data.visits += 1;
    };
    await Promise.all(Array.from({ length: 4 }, () => sessions.update(session.cookie, count)));
    expect((await sessions.load(session.cookie)).data.visits, 4);
    expect(await codeOf(() => sessions.save(session)), "conflict");
    const phone = await sessions.start({ subject: "alice" });
    await sessions.end(session);
    expect(await codeOf(() => sessions.load(session.cookie)), "session-ended");
    await sessions.endAll(phone);
    expect(await codeOf(() => sessions.load(phone.cookie)), "revoked");
    expect(new Set([anonymous.id, session.id, phone.id]).size, 3);
  },

  async tokens(store) {
    const keys = ring();
    const tokens = new RefreshTokens(keys, store);
    const revocations = new Revocations(store);
    const pair = await tokens.issue("alice", { role: "admin" });
    const [next, again] = await Promise.all([tokens.refresh(pair.refresh), tokens.refresh(pair.refresh)]);
    expect(next.refresh, again.refresh);
    expect(keys.verify(next.access).role, "admin");
    const claims = keys.verify(next.access);
    await revocations.check(next.access, claims);
    await revocations.deny(next.access, claims);
    expect(await codeOf(() => revocations.check(next.access, claims)), "revoked");
    await tokens.end(next.refresh);
    expect(await codeOf(() => tokens.refresh(next.refresh)), "refresh-ended");
    const other = await tokens.issue("alice");
    await revocations.endAll("alice");
    expect(await codeOf(() => tokens.refresh(other.refresh)), "revoked");
  },

  async csrf() {
    const keys = ring();
    const tokens = [keys.csrfToken("binding"), keys.csrfToken("binding")];
    tokens.forEach((token) => keys.verifyCsrf("binding", token));
    expect(tokens[0] === tokens[1], false);
    expect(keys.tryVerifyCsrf("other", tokens[0]).code, "bad-signature");
    expect(await codeOf(() => checkFetch({ method: "POST", secFetchSite: "cross-site" })), "cross-site");
  },
};

/** Runs all that; `failures` are lines for people. */
export async function runDrivers(make = () => new MemoryStore()) {
  const { passed, failures } = await checkStore(make(), "test");
  let count = passed;
  for (const [name, run] of Object.entries(scenarios)) {
    try {
      await run(make());
      count += 1;
    } catch (error) {
      failures.push(`${name}: ${error?.stack ?? error}`);
    }
  }
  return { passed: count, failures };
}
