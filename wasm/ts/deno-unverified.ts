import "./deno.js";

export * from "./unverified.js";
