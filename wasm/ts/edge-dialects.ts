import "./edge.js";

export * from "./dialects/index.js";
