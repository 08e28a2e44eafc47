import { SetCookie } from "../index.js";

import { kindOf } from "./kinds/index.js";
import { sealDialect } from "./kinds/dialects.js";
import type { Material } from "./material.js";
import { isChecked, numberOf, textOf, type Option, type Settings } from "./settings.js";

/** Something that was made. */
export interface Minted {
  readonly title: string;
  readonly text: string;
}

/** What can be made, and which fields it takes. */
export interface Mint {
  readonly id: string;
  readonly name: string;
  readonly fields: readonly ("claims" | "value" | "attributes")[];
  readonly options: readonly Option[];
  readonly isDialect: boolean;
  /** Whether a key is needed. */
  readonly isKeyed: boolean;
  make(material: Material, settings: Settings): Minted[];
}

/** Options that matter when something is read, not when it is made. */
const readOnly: readonly Option[] = ["maxAge", "minAge", "lenient", "signature", "policy"];

const jwt: Mint = {
  id: "jwt",
  name: "JSON Web Token",
  fields: ["claims"],
  options: [],
  isDialect: false,
  isKeyed: true,
  make(material, { now }) {
    const token = material.keys().sign(textOf("mint-claims"), {
      now,
      expiresIn: numberOf("mint-expiresIn") ?? null,
      typ: textOf("mint-typ") || undefined,
    });
    return [
      { title: "Token", text: token },
      { title: "Header", text: `Authorization: Bearer ${token}` },
    ];
  },
};

const sealed: Mint = {
  id: "sealed",
  name: "tokenseal sealed cookie",
  fields: ["value", "attributes"],
  options: ["name"],
  isDialect: false,
  isKeyed: true,
  make: (material, { name, now }) =>
    cookies([[name, material.keys().sealCookie(name, textOf("mint-value"), { now })]]),
};

const csrf: Mint = {
  id: "csrf",
  name: "tokenseal CSRF token",
  fields: [],
  options: ["binding"],
  isDialect: false,
  isKeyed: true,
  make: (material, { binding }) => [{ title: "Token", text: material.keys().csrfToken(binding) }],
};

const plain: Mint = {
  id: "plain",
  name: "Set-Cookie, of a value as it is",
  fields: ["value", "attributes"],
  options: ["name"],
  isDialect: false,
  isKeyed: false,
  make: (_material, { name }) => cookies([[name, textOf("mint-value")]]).slice(1),
};

function dialect(id: string): Mint {
  const { name, options } = kindOf(id);
  return {
    id,
    name,
    fields: ["value", "attributes"],
    options: options.filter((option) => !readOnly.includes(option)),
    isDialect: true,
    isKeyed: true,
    make: (material, settings) =>
      cookies(sealDialect(id, textOf("mint-value"), material.secrets(), settings)),
  };
}

/** All that can be made. Sessions and refresh tokens are not: they are nothing without their store. */
export const mints: readonly [Mint, ...Mint[]] = [
  jwt,
  sealed,
  csrf,
  plain,
  ...["express", "koa", "flask", "starlette", "url-safe-timed", "timestamp-signer", "signer"].map(dialect),
  ...["django", "django-dumps", "django-signer", "gorilla", "rust-cookie", "rails", "message-verifier"].map(
    dialect,
  ),
];

/** The values of cookies, and the headers that set them. */
function cookies(made: readonly (readonly [name: string, text: string])[]): Minted[] {
  const values = made.map(([name, text]) => ({ title: name, text }));
  const headers = made.map(([name, text]) => ({
    title: "Header",
    text: `Set-Cookie: ${header(name, text).toString()}`,
  }));
  return [...values, ...headers];
}

function header(name: string, text: string): SetCookie {
  return new SetCookie(name, text, {
    path: textOf("set-path") || null,
    domain: textOf("set-domain") || undefined,
    maxAge: numberOf("set-maxAge"),
    secure: isChecked("set-secure"),
    httpOnly: isChecked("set-httpOnly"),
    sameSite: textOf("set-sameSite") as "Lax" | "Strict" | "None",
    partitioned: isChecked("set-partitioned"),
  });
}
