import "./deno.js";

export * from "./dialects/index.js";
