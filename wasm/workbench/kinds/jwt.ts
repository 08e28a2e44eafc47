import type { ErrorCode } from "../../index.js";

import { fromBase64, fromUtf8 } from "../bytes.js";
import { rfc, type Link } from "../element.js";
import { outline, type Member } from "../json.js";
import { described } from "../material.js";
import { factsOf, momentsOf, spanOf } from "./claims.js";
import { formHints, partHints } from "./hints.js";
import { attempted, type Check, type Explanation, type Kind, type Part } from "./kind.js";

const always = (): boolean => true;

const checks: readonly Check[] = [
  {
    name: "key",
    words: "The key is long enough and may be used for this.",
    codes: ["weak-key", "key-use", "bad-argument"],
    link: rfc(7518, "3.2"),
  },
  {
    name: "form",
    words: "Three parts, strict base64url, a header of strict JSON, no extensions.",
    codes: ["malformed", "limit", "unsupported"],
    link: rfc(7515, "7.1"),
  },
  { name: "kid", words: "A key may be tried on this kid.", codes: ["unknown-key"], link: rfc(7515, "4.1.4") },
  {
    name: "alg",
    words: "The header names the key's algorithm.",
    codes: ["algorithm-mismatch"],
    link: rfc(8725, "3.1"),
  },
  { name: "tag", words: "The tag is this key's.", codes: ["bad-signature"], link: rfc(7515, "5.2") },
  {
    name: "claims",
    words: "Claims of strict JSON, no name twice, registered ones of their types.",
    codes: ["malformed", "limit"],
    link: rfc(7519, "7.2"),
    isAfterTag: true,
  },
  after(
    "typ",
    "It is a token of the kind that is asked for.",
    ["wrong-type"],
    rfc(8725, "3.11"),
    ({ policy }) => policy.typ !== undefined,
  ),
  {
    ...after("exp", "It has not expired.", ["expired"], rfc(7519, "4.1.4"), always),
    isNeeded: ({ policy }) => policy.requireExp !== false,
  },
  after("nbf", "Its time has come.", ["not-yet-valid"], rfc(7519, "4.1.5"), always),
  needed("iss", "The right one issued it.", "wrong-issuer", "1", ({ policy }) => policy.issuer !== undefined),
  needed(
    "sub",
    "It is about the right one.",
    "wrong-subject",
    "2",
    ({ policy }) => policy.subject !== undefined,
  ),
  after(
    "aud",
    "It is meant for us.",
    ["wrong-audience"],
    rfc(7519, "4.1.3"),
    ({ policy }) => policy.anyAudience !== true,
  ),
  needed("iat", "It is not too old.", "too-old", "6", ({ policy }) => policy.maxAge !== undefined),
  needed(
    "jti",
    "It is the one that is asked for.",
    "wrong-id",
    "7",
    ({ policy }) => policy.jwtId !== undefined,
  ),
  needed(
    "required",
    "What else is asked for is there.",
    "missing-claim",
    undefined,
    ({ policy }) => policy.required !== undefined,
  ),
];

type IsAsked = NonNullable<Check["isAsked"]>;

function after(name: string, words: string, codes: Check["codes"], link: Link, isAsked: IsAsked): Check {
  return { name, words, codes, link, isAsked, isAfterTag: true };
}

/** A check of a claim that must be there when anything is asked of it. */
function needed(
  name: string,
  words: string,
  code: ErrorCode,
  section: string | undefined,
  isAsked: IsAsked,
): Check {
  const link = rfc(7519, section === undefined ? "4" : `4.1.${section}`);
  return { ...after(name, words, [code], link, isAsked), isNeeded: isAsked };
}

/** JSON Web Tokens in the compact form. */
export const jwt: Kind = {
  id: "jwt",
  name: "JSON Web Token",
  about:
    "Claims that are signed: whoever has them can read them, and nobody without the key can change them.",
  link: rfc(7519, "3"),
  isDialect: false,
  options: ["policy"],
  checks,

  score({ text }) {
    const parts = text.split(".");
    const [header, claims] = [membersOf(parts[0] ?? ""), membersOf(parts[1] ?? "")];
    if (header?.some(({ name }) => ["alg", "typ", "kid"].includes(name)) === true) {
      return parts.length === 3 ? 100 : 96;
    }
    if (header !== undefined && claims !== undefined) {
      return 85;
    }
    return /^eyJ/.test(text) && parts.length >= 2 ? 40 : /^[\w-]+\.[\w-]+\.[\w-]*$/.test(text) ? 20 : 0;
  },

  explain({ text }, { policy }) {
    const [header = "", claims, ...rest] = text.split(".");
    const headerMembers = membersOf(header) ?? [];
    const claimsMembers = membersOf(claims ?? "") ?? [];
    const moments = momentsOf(claimsMembers);
    return {
      parts: partsOf(header, claims, rest),
      facts: [...factsOf(headerMembers, "header"), ...factsOf(claimsMembers, "claims")],
      moments,
      span: spanOf(moments, (policy.leeway ?? 0) * 1000),
      hints: [
        ...formHints(text),
        ...partHints("header", header, true),
        ...(claims === undefined ? [] : partHints("payload", claims, true)),
        ...(rest.length === 1 ? partHints("tag", rest[0] ?? "", false) : []),
      ],
    } satisfies Explanation;
  },

  attempt({ text }, material, settings) {
    return attempted(() => {
      const keys = material.keys();
      const { now, policy } = settings;
      // The form that throws says more about a wrong argument.
      keys.verify(text, { ...policy, now });
      const result = keys.tryVerify(text, { ...policy, now });
      const key = result.ok ? described(keys)[result.key] : undefined;
      const named = key?.kid === undefined ? "" : `, with the key ${JSON.stringify(key.kid)}`;
      return {
        ok: true,
        value: keys.verifyRaw(text, { ...policy, now }),
        words: `Signed with ${key?.alg ?? ""}${named}; every claim that was asked for holds.`,
      };
    });
  },
};

function membersOf(part: string): readonly Member[] | undefined {
  const bytes = fromBase64(part);
  const text = bytes && fromUtf8(bytes);
  return text === undefined ? undefined : outline(text)?.members;
}

function partsOf(header: string, claims: string | undefined, rest: readonly string[]): Part[] {
  const dot: Part = { text: ".", role: "mark", label: "" };
  return [
    { text: header, role: "header", label: "header" },
    ...(claims === undefined ? [] : [dot, { text: claims, role: "claims" as const, label: "claims" }]),
    ...rest.flatMap((part) => [dot, { text: part, role: "tag" as const, label: "tag" }]),
  ];
}
