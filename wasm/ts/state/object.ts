import { isSame, pack, unpack } from "./packed.js";

/** What the runtime gives to a Durable Object. */
export interface ObjectState {
  /** What it keeps, in SQLite. */
  readonly storage: {
    /** Its tables. */
    readonly sql: {
      /** Runs a statement. */
      exec(query: string, ...bindings: unknown[]): { toArray(): { [column: string]: unknown }[] };
    };
    /** Does something wholly or not at all. */
    transactionSync<T>(work: () => T): T;
    /** When it is woken next, in Unix milliseconds. */
    getAlarm(): Promise<number | null>;
    /** Has it woken. */
    setAlarm(time: number): Promise<void>;
  };
}

/** The least time between two sweeps, in milliseconds. */
const SWEEP = 600_000;

const SCHEMA = [
  "CREATE TABLE IF NOT EXISTS records (key TEXT PRIMARY KEY, record BLOB NOT NULL, expires_at INTEGER NOT NULL)",
  "CREATE INDEX IF NOT EXISTS expiry ON records (expires_at)",
];

/**
 * The Durable Object of `DurableObjectStore`: export it from your worker, and bind it as a class with
 * SQLite storage. It decides nothing; it reads and swaps records, and an alarm removes what has expired.
 */
export class TokensealObject {
  readonly #storage: ObjectState["storage"];
  #isPrepared = false;
  #hasAlarm = false;

  /** @param state - what the runtime gives */
  constructor(state: ObjectState) {
    this.#storage = state.storage;
  }

  /** The least time between two sweeps, in milliseconds. */
  protected get sweepAfter(): number {
    return SWEEP;
  }

  /** Answers the store. */
  async fetch(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    try {
      this.#prepare();
      if (pathname === "/get") {
        const keys = (await request.json()) as string[];
        return new Response(pack(keys.map((key) => this.#find(key, Date.now()))));
      }
      if (pathname === "/swap") {
        const [expected = null, next = null] = unpack(await request.arrayBuffer());
        const key = searchParams.get("key") ?? "";
        const took = this.#swap(key, expected, next, Number(searchParams.get("ttl")));
        await this.#wake();
        return new Response(Uint8Array.of(took ? 1 : 0));
      }
      return new Response("no such question", { status: 404 });
    } catch (error) {
      const isFull = String(error).includes("SQLITE_FULL");
      return new Response(String(error), { status: isFull ? 507 : 500 });
    }
  }

  /** Removes what has expired. */
  async alarm(): Promise<void> {
    this.#prepare();
    this.#storage.sql.exec("DELETE FROM records WHERE expires_at <= ?", Date.now());
    this.#hasAlarm = false;
    await this.#wake();
  }

  #prepare(): void {
    if (!this.#isPrepared) {
      for (const statement of SCHEMA) {
        this.#storage.sql.exec(statement);
      }
      this.#isPrepared = true;
    }
  }

  #find(key: string, now: number): Uint8Array | null {
    const rows = this.#storage.sql
      .exec("SELECT record FROM records WHERE key = ? AND expires_at > ?", key, now)
      .toArray();
    const record = rows[0]?.["record"];
    return record instanceof ArrayBuffer ? new Uint8Array(record) : null;
  }

  #swap(key: string, expected: Uint8Array | null, next: Uint8Array | null, ttl: number): boolean {
    const now = Date.now();
    return this.#storage.transactionSync(() => {
      if (!isSame(this.#find(key, now), expected)) {
        return false;
      }
      if (next === null) {
        this.#storage.sql.exec("DELETE FROM records WHERE key = ?", key);
      } else {
        const row = [key, next.slice().buffer, now + Math.ceil(ttl)];
        this.#storage.sql.exec("INSERT OR REPLACE INTO records VALUES (?, ?, ?)", ...row);
      }
      return true;
    });
  }

  /** Sees to it that it is woken when something has expired. */
  async #wake(): Promise<void> {
    if (this.#hasAlarm || (await this.#storage.getAlarm()) !== null) {
      this.#hasAlarm = true;
      return;
    }
    const [first] = this.#storage.sql.exec("SELECT min(expires_at) AS expiry FROM records").toArray();
    const expiry = first?.["expiry"];
    if (typeof expiry === "number") {
      await this.#storage.setAlarm(Math.max(expiry, Date.now() + this.sweepAfter));
      this.#hasAlarm = true;
    }
  }
}
