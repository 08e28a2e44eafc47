import { Koa } from "../../dialects/index.js";

import type { Secret } from "../material.js";
import type { Settings } from "../settings.js";
import { date } from "../words.js";
import * as formats from "./formats.js";
import { frameworks, type Framework } from "./frameworks.js";
import { attempted, type Check, type Kind } from "./kind.js";

function checksOf(hasTime: boolean): readonly Check[] {
  const checks: readonly Check[] = [
    {
      name: "key",
      words: "The secret is long enough for the framework, and the name is a cookie's.",
      codes: ["weak-key", "bad-argument", "cookie-character", "limit"],
    },
    {
      name: "form",
      words: "It is written as the framework writes it.",
      codes: ["malformed", "cookie-too-large"],
    },
    { name: "tag", words: "The tag is that of one of the secrets.", codes: ["bad-signature"] },
    { name: "value", words: "What is inside is written so, too.", codes: ["malformed"], isAfterTag: true },
  ];
  return hasTime
    ? [
        ...checks,
        {
          name: "age",
          words: "It is not too old, and not from the future.",
          codes: ["cookie-expired", "not-yet-valid"],
          isAfterTag: true,
        },
      ]
    : checks;
}

function kindOf(framework: Framework): Kind {
  const { id, name, about, options, weight, split, make } = framework;
  return {
    id,
    name,
    about,
    isDialect: true,
    options,
    checks: checksOf(options.includes("maxAge") || options.includes("expiresIn")),
    score: ({ text }) => (split(text) === undefined ? 0 : weight),
    explain: ({ text }, { maxAge }) =>
      formats.explained(text, split(text), options.includes("maxAge") ? maxAge : undefined),
    attempt: ({ text, name }, material, settings) =>
      attempted(() => {
        const { now, maxAge } = settings;
        const opened = using(make(material.secrets(), settings), (dialect) =>
          dialect.open(name, text, options.includes("maxAge") ? { maxAge, now } : { now }),
        );
        const time =
          opened.time === undefined ? "" : ` ${id === "rails" ? "Expires" : "Sealed"} ${date(opened.time)}.`;
        return {
          ok: true,
          value: opened.value,
          compressed: opened.compressed,
          words: `Signed with ${opened.secret === 0 ? "the first secret" : `secret ${opened.secret + 1}`}.${time}`,
        };
      }),
  };
}

/** Has something done with a dialect, whose secrets are wiped then. */
function using<D extends { free(): void }, T>(dialect: D, act: (dialect: D) => T): T {
  try {
    return act(dialect);
  } finally {
    dialect.free();
  }
}

/** Koa's, with its second cookie. */
const koa: Kind = {
  id: "koa",
  name: "Koa, two cookies",
  about: "The value as it is, and its tag in a second cookie, <name>.sig. Also cookie-session.",
  isDialect: true,
  options: ["name", "signature", "digest"],
  checks: checksOf(false),
  score: ({ signature }) => (signature === "" ? 0 : 98),
  explain({ text, signature }) {
    const { parts, ...rest } = formats.explained(text, formats.koa(text), undefined);
    return {
      ...rest,
      parts: [
        ...parts,
        { text: " ", role: "mark", label: "" },
        { text: signature, role: "tag", label: "tag, in the second cookie" },
      ],
    };
  },
  attempt: ({ text, name, signature }, material, { digest, now }) =>
    attempted(() => {
      const opened = using(new Koa(material.secrets(), { digest }), (koa) =>
        koa.verify(name, text, signature, { now }),
      );
      return {
        ok: true,
        value: opened.value,
        words: `Signed with ${opened.secret === 0 ? "the first key" : `key ${opened.secret + 1}`}.`,
      };
    }),
};

/** The cookies of other frameworks. */
export const dialectKinds: readonly Kind[] = [...frameworks.map(kindOf), koa];

/** Makes a framework's cookie: the texts of its cookies, by name. */
export function sealDialect(
  id: string,
  value: string,
  secrets: Secret[],
  settings: Settings,
): [name: string, text: string][] {
  const { name, now, digest } = settings;
  const framework = frameworks.find((framework) => framework.id === id);
  if (framework === undefined) {
    const tag = using(new Koa(secrets, { digest }), (koa) => koa.sign(name, value, { now }));
    return [
      [name, value],
      [`${name}.sig`, tag],
    ];
  }
  return [[name, using(framework.make(secrets, settings), (dialect) => dialect.seal(name, value, { now }))]];
}
