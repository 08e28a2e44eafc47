// A store of two methods on the table that the Python package's SqliteStore makes: see there.
import Database from "better-sqlite3";
import { TokensealError } from "tokenseal";

/** Milliseconds that a call waits for another process that is writing. */
const TIMEOUT = 5000;

// An expired row equals none. Each is one statement, and so atomic.
const GET = "SELECT key, record FROM tokenseal WHERE key IN (?, ?, ?) AND expires > ?";
const CREATE = `
INSERT INTO tokenseal (key, record, expires) VALUES (:key, :next, :expires) ON CONFLICT (key)
DO UPDATE SET record = excluded.record, expires = excluded.expires WHERE tokenseal.expires <= :now`;
const REPLACE = `
UPDATE tokenseal SET record = :next, expires = :expires
WHERE key = :key AND record = :expected AND expires > :now`;
const DELETE = "DELETE FROM tokenseal WHERE key = :key AND record = :expected AND expires > :now";

/** Records in a SQLite file that other processes use too; they also remove what has expired. */
export class SqliteStore {
  #get;
  #create;
  #replace;
  #remove;

  constructor(path) {
    const database = new Database(path, { fileMustExist: true, timeout: TIMEOUT });
    // A log-out that was acknowledged survives a loss of power.
    database.pragma("synchronous = FULL");
    this.#get = database.prepare(GET);
    this.#create = database.prepare(CREATE);
    this.#replace = database.prepare(REPLACE);
    this.#remove = database.prepare(DELETE);
  }

  get(keys, now) {
    const [first, second = null, third = null] = keys;
    const rows = this.#get.all(first, second, third, BigInt(now));
    return keys.map((key) => rows.find((row) => row.key === key)?.record ?? null);
  }

  swap(key, expected, next, ttl, now) {
    if (expected === null && next === null) {
      return this.get([key], now)[0] === null;
    }
    const statement = expected === null ? this.#create : next === null ? this.#remove : this.#replace;
    try {
      // As numbers they would be bound as floating-point ones, beyond 32 bits.
      return (
        statement.run({ key, expected, next, expires: BigInt(now + ttl), now: BigInt(now) }).changes === 1
      );
    } catch (error) {
      throw error.code === "SQLITE_FULL"
        ? new TokensealError("store-full", undefined, { cause: error })
        : error;
    }
  }
}
