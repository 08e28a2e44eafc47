/** What base64 and base64url, padded or not, stand for; `undefined` when it is neither. */
export function fromBase64(text: string): Uint8Array | undefined {
  try {
    const plain = text.replaceAll("-", "+").replaceAll("_", "/").replace(/=+$/, "");
    return Uint8Array.from(atob(plain), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

/** Unpadded base64url. */
export function toBase64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/** What hexadecimal digits stand for; `undefined` when there are others. */
export function fromHex(text: string): Uint8Array | undefined {
  return /^([0-9a-f]{2})*$/i.test(text)
    ? Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16))
    : undefined;
}

/** Hexadecimal digits. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A number, the most significant byte first. */
export function toNumber(bytes: Uint8Array): number {
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** A text of its UTF-8; `undefined` when it is none. */
export function fromUtf8(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Bytes as one can look at them: as text, else as digits. */
export function shown(bytes: Uint8Array): string {
  return fromUtf8(bytes) ?? `0x${toHex(bytes)}`;
}

/** Random bytes. */
export function random(length: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(length));
}

/** How much is unpacked: a small stream can hold a great deal. */
const MAX_UNPACKED = 1_048_576;

/** Unpacks a zlib or gzip stream (RFC 1950, 1952); `undefined` when it is none, or holds too much. */
export async function unpacked(
  bytes: Uint8Array,
  format: "deflate" | "gzip",
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const reader = new Blob([bytes as Uint8Array<ArrayBuffer>])
    .stream()
    .pipeThrough(new DecompressionStream(format))
    .getReader();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      chunks.push(read.value as Uint8Array<ArrayBuffer>);
      length += read.value.length;
      if (length > MAX_UNPACKED) {
        await reader.cancel();
        return undefined;
      }
    }
  } catch {
    return undefined;
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}
