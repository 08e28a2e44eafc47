import * as dialects from "../../dialects/index.js";

import type { Secret } from "../material.js";
import type { Option, Settings } from "../settings.js";
import * as formats from "./formats.js";

/** What a framework's cookies are. */
export interface Framework {
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

/** The frameworks whose cookies are one text each. */
export const frameworks: readonly Framework[] = [
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
