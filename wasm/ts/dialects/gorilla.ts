import { Dialect } from "./dialect.js";
import { fieldsOf, Kind, type Secrets } from "./held.js";

/** What {@link Gorilla} takes. */
export interface GorillaOptions {
  /**
   * securecookie's `MinAge`, in seconds: a younger cookie, or one from the future, is
   * `not-yet-valid`. Default: 0, which asks nothing.
   */
  minAge?: number | undefined;
  /**
   * Whether the unused bits of the text's last character may be anything, as in Go. One value then
   * has several texts: let none of them serve as a key anywhere. Default: false.
   */
  lenient?: boolean | undefined;
}

const fields = fieldsOf("minAge", "lenient");

/**
 * gorilla/securecookie (so gorilla/sessions' `CookieStore`), with hash keys and no block key.
 *
 * The value is what the codec's serialiser made: of `JSONEncoder` JSON with a line feed behind it,
 * of `NopEncoder` the bytes themselves. The secrets are the hash keys of the codecs, in their order:
 * the first signs. `maxAge` is compared in whole seconds; securecookie's own is 30 days unless set.
 */
export class Gorilla extends Dialect {
  /**
   * @param secrets - at least one
   * @param options - how young a cookie may be, and how strictly to read
   * @throws {@link TokensealError} `weak-key` when a secret is empty; `limit`; `bad-argument`
   */
  constructor(secrets: Secrets, options?: GorillaOptions) {
    super(Kind.gorilla, secrets, options, fields);
  }
}
