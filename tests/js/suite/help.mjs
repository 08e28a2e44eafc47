// What the tests share.
import assert from "node:assert/strict";
import { TokensealError } from "tokenseal";

export const SECRET = "a secret of the tests, 32 bytes and more";
export const NOW = 1_700_000_000_000;

/** Asserts that a call fails with this code, and says nothing of `hidden`. */
export function refuses(code, call, hidden = []) {
  assert.throws(call, (error) => {
    assert.ok(error instanceof TokensealError, `not ours: ${error?.stack ?? error}`);
    assert.equal(error.code, code, error.message);
    for (const text of hidden) {
      assert.ok(!error.message.includes(text), `the message quotes ${text}`);
    }
    return true;
  });
}

/** Asserts that a promise is rejected with this code, and that nothing is thrown before. */
export async function refusesLater(code, call) {
  const promise = call();
  assert.ok(promise instanceof Promise);
  await assert.rejects(promise, (error) => {
    assert.ok(error instanceof TokensealError, `not ours: ${error?.stack ?? error}`);
    assert.equal(error.code, code, error.message);
    return true;
  });
}

/** A module of the package that is not for users. */
export function internal(name) {
  return import(new URL(`../node_modules/tokenseal/lib/${name}.js`, import.meta.url));
}

/** How often some bytes stand in the wasm's memory. */
export async function occurrences(text) {
  const { memory } = await internal("wasm");
  const bytes = Buffer.from(memory());
  let count = 0;
  for (let at = bytes.indexOf(text); at !== -1; at = bytes.indexOf(text, at + 1)) {
    count += 1;
  }
  return count;
}
