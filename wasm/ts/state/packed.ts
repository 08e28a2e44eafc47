/** A record as a store has it; `null`: there is none. */
export type Found = Uint8Array | null;

/** A length that is none: there is no such record. */
export const ABSENT = 0xffff_ffff;

/** Records, each behind its length (u32, little-endian). */
export function pack(records: readonly Found[]): ArrayBuffer {
  const packed = new Uint8Array(records.reduce((sum, record) => sum + 4 + (record?.length ?? 0), 0));
  const view = new DataView(packed.buffer);
  let at = 0;
  for (const record of records) {
    view.setUint32(at, record === null ? ABSENT : record.length, true);
    at += 4;
    if (record !== null) {
      packed.set(record, at);
      at += record.length;
    }
  }
  return packed.buffer;
}

/** The records that were packed. */
export function unpack(packed: ArrayBuffer): Found[] {
  const view = new DataView(packed);
  const records: Found[] = [];
  for (let at = 0; at < packed.byteLength;) {
    const length = view.getUint32(at, true);
    at += 4;
    records.push(length === ABSENT ? null : new Uint8Array(packed, at, length));
    at += length === ABSENT ? 0 : length;
  }
  return records;
}

/** Whether two records are the same, or both none. */
export function isSame(a: Found, b: Found): boolean {
  return (
    a === b || (a !== null && b !== null && a.length === b.length && a.every((byte, at) => byte === b[at]))
  );
}
