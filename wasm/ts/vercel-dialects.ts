import "./vercel.js";

export * from "./dialects/index.js";
