import start, { initSync, type InitInput, type InitOutput } from "./tokenseal.js";
import { badArgument, codeOf, TokensealError } from "./errors.js";

/** The compiled module, where the types of WebAssembly are known. */
export type WasmModule = typeof globalThis extends { WebAssembly: { Module: { prototype: infer T } } }
  ? T
  : object;

/** What {@link init} can take the WebAssembly from. */
export type WasmSource = string | URL | Response | Promise<Response> | ArrayBuffer | Uint8Array | WasmModule;

let exports: InitOutput | undefined;
let starting: Promise<void> | undefined;
let view = new Uint8Array(0);
let numbers = new DataView(view.buffer);

/** What the wasm keeps for arguments and answers between calls. The number stands in `src/scratch.rs` too. */
const KEPT = 256 * 1024;

/** That piece of memory, while it is the one in use; else 0. */
let kept = 0;
/** A view of it. */
let front: Uint8Array = view;

/**
 * Loads the WebAssembly where that can't happen at import: in browsers, and wherever else no
 * entry of its own exists. Await it once before the first use; further calls, and calls in Node,
 * Deno, Bun and edge workers, do nothing.
 *
 * A page under a Content-Security-Policy needs `script-src 'wasm-unsafe-eval'`, and
 * `connect-src` for the file.
 *
 * @param source - where `tokenseal_bg.wasm` is, when it is not beside the JavaScript: a URL, a
 *   `Response`, its bytes, or a compiled `WebAssembly.Module`
 * @throws the browser's own errors when the file can't be fetched or compiled. The next call tries
 *   again.
 */
export async function init(source?: WasmSource): Promise<void> {
  if (exports !== undefined) {
    return;
  }
  starting ??= start(source === undefined ? undefined : { module_or_path: source as InitInput }).then(
    (started) => {
      exports ??= started;
    },
    (error: unknown) => {
      starting = undefined;
      throw error;
    },
  );
  await starting;
}

/** @internal Loads the WebAssembly at once; for the entries of the runtimes. */
export function load(module: WebAssembly.Module): void {
  exports ??= initSync({ module });
}

/** @internal Takes the WebAssembly as the runtime has loaded it. */
export function adopt(loaded: InitOutput): void {
  exports ??= loaded;
}

/** @internal Whether the wasm is there. */
export function isLoaded(): boolean {
  return exports !== undefined;
}

/** @internal The functions of the wasm. */
export function wasm(): InitOutput {
  if (exports === undefined) {
    throw badArgument("tokenseal is not loaded yet: `await init()` first");
  }
  return exports;
}

/** @internal The wasm's memory, as it is now: any call may have made it grow. */
export function memory(): Uint8Array {
  // The view of a memory that has grown since has length 0.
  return view.length === 0 ? look() : view;
}

/** @internal The same, for numbers. */
export function memoryNumbers(): DataView {
  memory();
  return numbers;
}

/** Looks at the memory anew. */
function look(): Uint8Array {
  const { buffer } = wasm().memory;
  view = new Uint8Array(buffer);
  numbers = new DataView(buffer);
  return view;
}

/** @internal How often room was made: who writes while the caller's code may run sees whether somebody else did, too. */
export let reservations = 0;

/** @internal Makes room for arguments and answer of the next call, and says where. */
export function reserve(length: number): number {
  reservations += 1;
  if (kept !== 0 && length <= KEPT) {
    return kept;
  }
  // Beyond that the number would be taken modulo 2^32.
  const address = length < 2 ** 31 ? wasm().reserve(length) >>> 0 : 0;
  if (address === 0) {
    kept = 0;
    throw new TokensealError("limit", "there is no memory for an input of this size");
  }
  kept = length <= KEPT ? address : 0;
  return address;
}

/**
 * @internal What {@link reserve} gave, as a view of its own that need not be made for each call. `undefined`
 * when `at` in `bytes` is not where the piece that is kept begins.
 */
export function reserved(bytes: Uint8Array, at: number): Uint8Array | undefined {
  return at === kept && bytes === view ? keptBytes(at) : undefined;
}

/** @internal Makes room as far as it is kept, and gives the view of it. */
export function reserveKept(): Uint8Array {
  return keptBytes(reserve(0));
}

function keptBytes(at: number): Uint8Array {
  if (front.length === 0 || front.byteOffset !== at) {
    front = memory().subarray(at, at + KEPT);
  }
  return front;
}

/** @internal The answer of a call, when it is no error. */
export function check(answer: number): number {
  if (answer < 0) {
    throw new TokensealError(codeOf(answer));
  }
  return answer;
}

/** @internal What a call gave, when it is no error. */
export function unwrap<T extends object | string>(answer: T | number): T {
  if (typeof answer === "number") {
    throw new TokensealError(codeOf(answer));
  }
  return answer;
}
