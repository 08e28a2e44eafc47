import "./node.js";

export * from "./dialects/index.js";
