import { Dialect } from "./dialect.js";
import { fieldsOf, Kind, type Secrets } from "./held.js";

/** What Django's signers take. */
export interface DjangoSignerOptions {
  /** Its salt. Default: that of the class. */
  salt?: string | undefined;
}

/** What {@link Django} takes. */
export interface DjangoOptions extends DjangoSignerOptions {
  /** Whether to read the form of Django before 5.2.15 and 6.0.6 too. Default: false. */
  legacy?: boolean | undefined;
}

const cookieFields = fieldsOf("salt", "legacy");
const signerFields = fieldsOf("salt");

/**
 * Django's signed cookies: `response.set_signed_cookie`, `request.get_signed_cookie`.
 *
 * The value is UTF-8, as it was given to Django. The secrets are `SECRET_KEY`, then
 * `SECRET_KEY_FALLBACKS`: the first signs. Written is the form of Django 5.2.15 and 6.0.6; the one
 * before (CVE-2026-6873: a cookie could be moved to another name) is read where `legacy` is set.
 *
 * Double quotes around a cookie belong to the header. What is written has none, so put them around
 * it for `SetCookie`, as Django does, when the value needs them; what is read may stand in quotes.
 */
export class Django extends Dialect {
  /**
   * @param secrets - at least one
   * @param options - the salt and so on
   * @throws {@link TokensealError} `weak-key` when a secret is empty; `limit`; `bad-argument`
   */
  constructor(secrets: Secrets, options?: DjangoOptions) {
    super(Kind.django, secrets, options, cookieFields);
  }
}

/**
 * `django.core.signing.Signer`: `<value>:<signature>`. The value is UTF-8, as it is. Secrets and
 * quotes as with {@link Django}.
 */
export class DjangoSigner extends Dialect {
  /**
   * @param secrets - at least one; the first signs
   * @param options - the salt
   * @throws {@link TokensealError} `weak-key` when a secret is empty; `limit`; `bad-argument`
   */
  constructor(secrets: Secrets, options?: DjangoSignerOptions) {
    super(Kind.djangoSigner, secrets, options, signerFields);
  }
}

/**
 * `django.core.signing.dumps`: `<base64url of the JSON>:<time>:<signature>`.
 *
 * The value is the JSON text. When Django compressed it, it is handed over compressed, and
 * {@link Opened.compressed} says so; it is never compressed here. Sessions in cookies have the salt
 * `django.contrib.sessions.backends.signed_cookies`. Secrets and quotes as with {@link Django}.
 */
export class DjangoDumps extends Dialect {
  /**
   * @param secrets - at least one; the first signs
   * @param options - the salt
   * @throws {@link TokensealError} `weak-key` when a secret is empty; `limit`; `bad-argument`
   */
  constructor(secrets: Secrets, options?: DjangoSignerOptions) {
    super(Kind.djangoDumps, secrets, options, signerFields);
  }
}
