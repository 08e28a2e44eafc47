// What every store must do, run in every runtime that has the store. A case is given the store, a key
// prefix of its own, and throws when the store does not do it.
const bytes = (...values) => Uint8Array.from(values);
const NOW = Date.now();
const TTL = 60_000;

function expect(found, expected, what) {
  const text = (value) =>
    JSON.stringify(value, (_, inner) => (inner instanceof Uint8Array ? [...inner] : inner));
  // A Buffer has a toJSON of its own.
  const plain = (value) =>
    Array.isArray(value) ? value.map(plain) : value instanceof Uint8Array ? new Uint8Array(value) : value;
  if (text(plain(found)) !== text(plain(expected))) {
    throw new Error(`${what}: ${text(plain(found))}, not ${text(plain(expected))}`);
  }
}

/** Every byte, and so many that no string could be meant. */
const ALL_BYTES = Uint8Array.from({ length: 65_664 }, (_, index) => (index * 7 + (index >> 8)) & 0xff);

export const storeCases = {
  async "nothing is there, and can be expected"(store, key) {
    expect(await store.get([key, `${key}2`, `${key}3`], NOW), [null, null, null], "get");
    expect(await store.swap(key, bytes(1), bytes(2), TTL, NOW), false, "swap of something");
    expect(await store.swap(key, null, bytes(1), TTL, NOW), true, "swap of nothing");
    expect(await store.get([key, `${key}2`], NOW), [bytes(1), null], "get");
    expect(await store.swap(key, null, bytes(2), TTL, NOW), false, "swap of nothing again");
  },

  async "what is expected must be there, byte for byte"(store, key) {
    await store.swap(key, null, bytes(0, 255, 10, 13), TTL, NOW);
    for (const other of [
      bytes(),
      bytes(0),
      bytes(0, 255, 10),
      bytes(0, 255, 10, 13, 0),
      bytes(0, 254, 10, 13),
    ]) {
      expect(await store.swap(key, other, bytes(9), TTL, NOW), false, "swap of another");
    }
    expect(await store.get([key], NOW), [bytes(0, 255, 10, 13)], "get");
    expect(await store.swap(key, bytes(0, 255, 10, 13), bytes(7), TTL, NOW), true, "swap");
    expect(await store.get([key], NOW), [bytes(7)], "get");
  },

  async "deleting"(store, key) {
    expect(await store.swap(key, bytes(1), null, 0, NOW), false, "what is not there");
    await store.swap(key, null, bytes(1), TTL, NOW);
    expect(await store.swap(key, bytes(2), null, 0, NOW), false, "another");
    expect(await store.swap(key, bytes(1), null, 0, NOW), true, "what is there");
    expect(await store.get([key], NOW), [null], "get");
    expect(await store.swap(key, null, bytes(3), TTL, NOW), true, "anew");
  },

  async "any bytes, up to the longest record"(store, key) {
    expect(await store.swap(key, null, ALL_BYTES, TTL, NOW), true, "swap");
    expect(await store.get([key], NOW), [ALL_BYTES], "get");
    const other = ALL_BYTES.slice().reverse();
    expect(await store.swap(key, ALL_BYTES, other, TTL, NOW), true, "swap for another");
    expect(await store.get([key], NOW), [other], "get");
    const part = ALL_BYTES.subarray(100, 200);
    expect(await store.swap(key, other, part, TTL, NOW), true, "part of a buffer");
    expect(await store.get([key], NOW), [part], "get");
  },

  async "what was given or got is one's own"(store, key) {
    const record = bytes(1, 2, 3);
    await store.swap(key, null, record, TTL, NOW);
    record.fill(9);
    const [found] = await store.get([key], NOW);
    found.fill(8);
    expect(await store.get([key], NOW), [bytes(1, 2, 3)], "get");
  },

  async "the same key twice, and in any order"(store, key) {
    await store.swap(key, null, bytes(1), TTL, NOW);
    await store.swap(`${key}2`, null, bytes(2), TTL, NOW);
    expect(await store.get([`${key}2`, key, `${key}2`], NOW), [bytes(2), bytes(1), bytes(2)], "get");
  },

  async "of many at once that expect the same, one takes place"(store, key) {
    for (let round = 0; round < 20; round += 1) {
      const expected = round === 0 ? null : bytes(round);
      const took = await Promise.all(
        Array.from({ length: 16 }, () => store.swap(key, expected, bytes(round + 1), TTL, NOW)),
      );
      expect(took.filter(Boolean).length, 1, `round ${round}`);
    }
  },
};

/** For stores with a clock of their own, and for those that are told the time. */
export async function expiry(store, key, later) {
  await store.swap(key, null, bytes(1), 300, NOW);
  await store.swap(`${key}2`, null, bytes(1), TTL, NOW);
  expect(await store.get([key], NOW), [bytes(1)], "before");
  const now = await later(500);
  expect(await store.get([key, `${key}2`], now), [null, bytes(1)], "after");
  expect(await store.swap(key, bytes(1), bytes(2), TTL, now), false, "an expired record is none");
  expect(await store.swap(key, null, bytes(2), TTL, now), true, "an expired record is none");
  expect(await store.get([key], now), [bytes(2)], "and another may take its place");
}

/** Runs all cases; gives lines for people of what failed. */
export async function checkStore(store, prefix) {
  const failures = [];
  for (const [name, run] of Object.entries(storeCases)) {
    try {
      await run(store, `${prefix}:${Object.keys(storeCases).indexOf(name)}:`);
    } catch (error) {
      failures.push(`${name}: ${error?.stack ?? error}`);
    }
  }
  return { passed: Object.keys(storeCases).length - failures.length, failures };
}
