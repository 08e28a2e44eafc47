import { Dialect } from "./dialect.js";
import { fieldsOf, Kind, type Secrets } from "./held.js";

const fields = fieldsOf();

/**
 * Express's signed cookies: `res.cookie(name, value, { signed: true })` with cookie-parser, and the
 * id of express-session.
 *
 * The value is the text that is signed: UTF-8, without the `s:` before it and before it is
 * percent-encoded. What Express makes of an object begins with `j:`, as JSON. The secrets are in
 * cookie-parser's order: the first signs. The cookie is bound neither to its name nor to a time.
 */
export class Express extends Dialect {
  /**
   * @param secrets - at least one
   * @param options - there are none
   * @throws {@link TokensealError} `weak-key` when a secret is empty; `limit`; `bad-argument`
   */
  constructor(secrets: Secrets, options?: Record<string, never>) {
    super(Kind.express, secrets, options, fields);
  }
}
