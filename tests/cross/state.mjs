// Node's part of state.py: one operation on the Redis of TOKENSEAL_TEST_REDIS, answered as one line of JSON.
import process from "node:process";
import { createClient } from "redis";
import { Key, RefreshTokens, Revocations, Sessions, TokensealError } from "tokenseal";
import { RedisStore } from "tokenseal/redis";

const [operation, text, more] = process.argv.slice(2);
const key = Key.fromBase64url("HS256", process.env.TOKENSEAL_SECRET);
const client = createClient({ url: process.env.TOKENSEAL_TEST_REDIS });
await client.connect();
const store = new RedisStore(client);
const sessions = new Sessions(key, store);
const tokens = new RefreshTokens(key, store);

const operations = {
  start: async () => ({ cookie: (await sessions.start({ subject: text, data: JSON.parse(more) })).cookie }),
  load: async () => ({ data: (await sessions.load(text)).data }),
  save: async () => {
    const session = await sessions.load(text);
    session.data = JSON.parse(more);
    await sessions.save(session);
    return { data: session.data };
  },
  rotate: async () => ({ cookie: (await sessions.rotate(text)).cookie }),
  end: async () => ({ ended: await sessions.end(text) }),
  issue: async () => await tokens.issue(text, JSON.parse(more)),
  refresh: async () => await tokens.refresh(text),
  check: async () => ({ checked: await new Revocations(store).check(text, key.verify(text)) }),
};

try {
  console.log(JSON.stringify(await operations[operation]()));
} catch (error) {
  if (!(error instanceof TokensealError)) {
    throw error;
  }
  console.log(JSON.stringify({ err: error.code }));
} finally {
  await client.close();
}
