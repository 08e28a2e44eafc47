import { formTooLarge } from "./problem.js";

/** How many bytes of a form are read for its CSRF token. */
const MAX_FORM = 65_536;

/**
 * A field of a request's form, if it is urlencoded. The request can still be read by others.
 *
 * @throws {@link Problem} 413
 */
export async function formField(request: Request, name: string): Promise<string | undefined> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/x-www-form-urlencoded *(;|$)/i.test(type) || request.bodyUsed) {
    return undefined;
  }
  const text = await readText(request.clone().body);
  return new URLSearchParams(text).get(name) ?? undefined;
}

async function readText(body: ReadableStream<Uint8Array> | null): Promise<string> {
  const decoder = new TextDecoder();
  const reader = body?.getReader();
  let text = "";
  let length = 0;
  for (;;) {
    const chunk = await reader?.read();
    if (chunk?.value === undefined) {
      return text + decoder.decode();
    }
    length += chunk.value.byteLength;
    if (length > MAX_FORM) {
      // Not waited for: it may be done only when the other branch is read.
      void reader?.cancel().catch(() => undefined);
      throw formTooLarge();
    }
    text += decoder.decode(chunk.value, { stream: true });
  }
}
