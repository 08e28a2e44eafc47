import { audience, bytes, elsewhere, encode, flag, seconds, text, texts, type Fields } from "./options.js";
import { badArgument } from "./errors.js";
import { Tag } from "./record.js";
import type { Time } from "./time.js";
import { check, isLoaded, memory, reserve, wasm } from "./wasm.js";

/**
 * What a token must meet beside a good signature. An option that is `undefined` is not given; an
 * unknown one is a `bad-argument`.
 */
export interface PolicyOptions {
  /** `iss` must be this (RFC 7519 section 4.1.1): else `wrong-issuer`, absent `missing-claim`. */
  issuer?: string | undefined;
  /** `sub` must be this (RFC 7519 section 4.1.2): else `wrong-subject`, absent `missing-claim`. */
  subject?: string | undefined;
  /**
   * `aud` must name this, or one of these (RFC 7519 section 4.1.3): else, and when it is absent,
   * `wrong-audience`. Without this option a token that has an `aud` is refused. At most 64.
   */
  audience?: string | readonly string[] | undefined;
  /** Takes a token whatever its `aud`. Not together with `audience`. Default: false. */
  anyAudience?: boolean | undefined;
  /** `jti` must be this (RFC 7519 section 4.1.7): else `wrong-id`, absent `missing-claim`. */
  jwtId?: string | undefined;
  /**
   * The header's `typ` must be this, such as `at+jwt` (RFC 8725 section 3.11): else, and when it is
   * absent, `wrong-type`. Compared without case; `application/` may be left out on either side.
   */
  typ?: string | undefined;
  /** How far clocks may differ, in seconds: 0 to 600. Default: 0. */
  leeway?: number | undefined;
  /**
   * How long ago `iat` (RFC 7519 section 4.1.6) may be, in seconds: else `too-old`, absent
   * `missing-claim`.
   */
  maxAge?: number | undefined;
  /** Whether a token without `exp` is refused, as `missing-claim`. Default: true. */
  requireExp?: boolean | undefined;
  /** Claims that must be there, whatever their value: else `missing-claim`. At most 64. */
  required?: readonly string[] | undefined;
  /** The longest token, in bytes: 0 to 65,536; longer ones are `limit`. Default: 8,192. */
  maxToken?: number | undefined;
}

/** What `verify` takes: the policy's options one by one, or a {@link Policy}; and the clock. */
export interface VerifyOptions extends PolicyOptions {
  /** A policy made before, instead of its options. */
  policy?: Policy | undefined;
  /** The time to check against. Default: `Date.now()`. */
  now?: Time | undefined;
}

const policyFields: Fields = new Map([
  ["issuer", text(Tag.issuer)],
  ["subject", text(Tag.subject)],
  ["audience", audience],
  ["anyAudience", flag(Tag.anyAudience, true)],
  ["jwtId", text(Tag.jwtId)],
  ["typ", text(Tag.typ)],
  ["leeway", seconds(Tag.leeway)],
  ["maxAge", seconds(Tag.maxAge)],
  ["requireExp", flag(Tag.noExp, false)],
  ["required", texts(Tag.required)],
  ["maxToken", bytes(Tag.maxToken)],
]);

const verifyFields: Fields = new Map([...policyFields, ["policy", elsewhere], ["now", elsewhere]]);

/** What a policy leaves to say. */
const fieldsBeside: Fields = new Map([
  ...[...policyFields.keys()].map((name) => [name, ignored] as const),
  ["policy", elsewhere],
  ["now", elsewhere],
]);

function ignored(): never {
  throw badArgument("options of a policy beside a policy: one of them would be ignored");
}

let recordOf: (policy: unknown) => Uint8Array | undefined;

/**
 * The options of `verify`, checked and packed once for many tokens. It never changes and holds
 * nothing that must be freed.
 *
 * ```ts
 * const policy = new Policy({ issuer: "https://auth.example", audience: "api" });
 * const claims = key.verify(token, { policy });
 * ```
 */
export class Policy {
  readonly #record: Uint8Array;

  /**
   * @param options - what tokens must meet
   * @throws {@link TokensealError} `bad-argument` for an unknown option, one of another type or out
   *   of its range. Before `init`, where that is needed, `verify` says the last of it
   */
  constructor(options: PolicyOptions = {}) {
    this.#record = encode(options, policyFields);
    if (isLoaded()) {
      const at = reserve(this.#record.length);
      memory().set(this.#record, at);
      check(wasm().policy_check(this.#record.length));
    }
  }

  static {
    recordOf = (policy) =>
      typeof policy === "object" && policy !== null && #record in policy ? policy.#record : undefined;
  }
}

/** The record of the options of `verify`. */
export function encodeVerify(options: VerifyOptions | undefined): Uint8Array {
  const policy = options?.policy;
  if (policy === undefined) {
    return encode(options, verifyFields);
  }
  encode(options, fieldsBeside);
  const record = recordOf(policy);
  if (record === undefined) {
    throw badArgument("policy must be a Policy");
  }
  return record;
}
