import "./edge.js";

export * from "./unverified.js";
