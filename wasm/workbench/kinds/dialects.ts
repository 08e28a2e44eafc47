import * as dialects from "../../dialects/index.js";

import type { Secret } from "../material.js";
import type { Option, Settings } from "../settings.js";
import { date } from "../words.js";
import * as formats from "./formats.js";
import { attempted, type Check, type Kind } from "./kind.js";

/** What a framework's cookies are. */
interface Framework {
  readonly id: string;
  readonly name: string;
  readonly about: string;
  readonly options: readonly Option[];
  /** How much a text that can be taken apart so looks like it. */
  readonly weight: number;
  readonly split: formats.Split;
  readonly make: (secrets: Secret[], settings: Settings) => dialects.Dialect;
}

const anyName = "Bound to no name: a client may move it to another cookie.";
const itsdangerous = ["salt", "digest", "lenient"] as const;

/** The options that belong to a signer of itsdangerous. */
function pythonOptions({ salt, digest, lenient }: Settings): dialects.SignerOptions {
  return { salt, digest, lenient };
}

const frameworks: readonly Framework[] = [
  {
    id: "express",
    name: "Express",
    about: `cookie-parser and express-session. ${anyName}`,
    options: ["name"],
    weight: 97,
    split: formats.express,
    make: (secrets) => new dialects.Express(secrets),
  },
  {
    id: "flask",
    name: "Flask session",
    about: "JSON, the time and a tag. What the session holds can be read by anybody.",
    options: ["name", "maxAge", ...itsdangerous],
    weight: 92,
    split: formats.flask,
    make: (secrets, settings) => new dialects.Flask(secrets, pythonOptions(settings)),
  },
  {
    id: "starlette",
    name: "Starlette or FastAPI session",
    about: "JSON in padded base64, the time and a tag.",
    options: ["name", "maxAge", "lenient"],
    weight: 93,
    split: formats.starlette,
    make: (secrets, { lenient }) => new dialects.Starlette(secrets, { lenient }),
  },
  {
    id: "url-safe-timed",
    name: "itsdangerous URLSafeTimedSerializer",
    about: `JSON, the time and a tag. ${anyName}`,
    options: ["name", "maxAge", ...itsdangerous],
    weight: 88,
    split: formats.urlSafeTimed,
    make: (secrets, settings) => new dialects.UrlSafeTimedSerializer(secrets, pythonOptions(settings)),
  },
  {
    id: "timestamp-signer",
    name: "itsdangerous TimestampSigner",
    about: `The text, the time and a tag. ${anyName}`,
    options: ["name", "maxAge", ...itsdangerous],
    weight: 80,
    split: formats.timestampSigner,
    make: (secrets, settings) => new dialects.TimestampSigner(secrets, pythonOptions(settings)),
  },
  {
    id: "signer",
    name: "itsdangerous Signer",
    about: `The text and a tag. ${anyName}`,
    options: ["name", ...itsdangerous],
    weight: 50,
    split: formats.signer,
    make: (secrets, settings) => new dialects.Signer(secrets, pythonOptions(settings)),
  },
  {
    id: "django",
    name: "Django signed cookie",
    about: "set_signed_cookie: the text, the time and a tag, bound to the cookie's name.",
    options: ["name", "maxAge", "salt", "legacy"],
    weight: 90,
    split: formats.django,
    make: (secrets, { salt, legacy }) => new dialects.Django(secrets, { salt, legacy }),
  },
  {
    id: "django-dumps",
    name: "Django signing.dumps",
    about: "JSON, the time and a tag: also Django's sessions in cookies, with a salt of their own.",
    options: ["name", "maxAge", "salt"],
    weight: 94,
    split: formats.djangoDumps,
    make: (secrets, { salt }) => new dialects.DjangoDumps(secrets, { salt }),
  },
  {
    id: "django-signer",
    name: "Django signing.Signer",
    about: `The text and a tag. ${anyName}`,
    options: ["name", "salt"],
    weight: 60,
    split: formats.djangoSigner,
    make: (secrets, { salt }) => new dialects.DjangoSigner(secrets, { salt }),
  },
  {
    id: "gorilla",
    name: "gorilla/securecookie",
    about: "The time, the value and a tag, bound to the cookie's name.",
    options: ["name", "maxAge", "minAge", "lenient"],
    weight: 97,
    split: formats.gorilla,
    make: (secrets, { minAge, lenient }) => new dialects.Gorilla(secrets, { minAge, lenient }),
  },
  {
    id: "rust-cookie",
    name: "Rust cookie crate",
    about: `SignedJar, so also axum-extra and Rocket: a tag and the text. ${anyName}`,
    options: ["name", "derive"],
    weight: 97,
    split: formats.rustCookie,
    make: (secrets, { derive }) => new dialects.RustCookie(secrets, { derive }),
  },
  {
    id: "rails",
    name: "Rails signed cookie",
    about: "cookies.signed: an envelope with the message, its expiry and the cookie's name.",
    options: ["name", "digest", "legacy", "expiresIn"],
    weight: 97,
    split: formats.rails,
    make: (secrets, { digest, legacy, expiresIn }) =>
      new dialects.Rails(secrets, { digest, legacy, expiresIn }),
  },
  {
    id: "message-verifier",
    name: "Rails MessageVerifier",
    about: `ActiveSupport's, without purpose and expiry. ${anyName}`,
    options: ["name", "digest"],
    weight: 90,
    split: formats.messageVerifier,
    make: (secrets, { digest }) => new dialects.MessageVerifier(secrets, { digest }),
  },
];

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
        const opened = make(material.secrets(), settings).open(
          name,
          text,
          options.includes("maxAge") ? { maxAge, now } : { now },
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
      const opened = new dialects.Koa(material.secrets(), { digest }).verify(name, text, signature, { now });
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
  return framework === undefined
    ? [
        [name, value],
        [`${name}.sig`, new dialects.Koa(secrets, { digest }).sign(name, value, { now })],
      ]
    : [[name, framework.make(secrets, settings).seal(name, value, { now })]];
}
