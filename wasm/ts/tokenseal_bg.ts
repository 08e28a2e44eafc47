// What the wasm imports when a runtime links it by itself, as Deno does.

/** wasm-bindgen's table for JavaScript's values. None ever goes over this border. */
export function __wbindgen_init_externref_table(): void {}
