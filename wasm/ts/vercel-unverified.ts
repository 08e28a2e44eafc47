import "./vercel.js";

export * from "./unverified.js";
