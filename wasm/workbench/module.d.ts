// The build writes it: a page that may connect to nothing can't fetch the WebAssembly.

/** `tokenseal_bg.wasm`, gzipped, in base64. */
export const module: string;
