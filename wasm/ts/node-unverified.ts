import "./node.js";

export * from "./unverified.js";
