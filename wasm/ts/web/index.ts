/**
 * Who is asking, and what may be answered: what `tokenseal/express`, `tokenseal/hono` and
 * `tokenseal/fetch` bring into a framework.
 *
 * @packageDocumentation
 */
export { Auth } from "./auth.js";
export { Guard } from "./guard.js";
export { Problem, type ProblemCode } from "./problem.js";
export type { Incoming, Outgoing, Reply } from "./request.js";
export type { GuardOptions } from "./rules.js";
