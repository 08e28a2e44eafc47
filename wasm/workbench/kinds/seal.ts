import { MemoryStore, Sessions } from "../../index.js";

import { fromBase64, toHex } from "../bytes.js";
import { rfc6265bis } from "../element.js";
import type { Settings } from "../settings.js";
import { date, fromNow } from "../words.js";
import { attempted, type Check, type Explanation, type Fact, type Kind, type Subject } from "./kind.js";

const PATTERN = /^(.*)\.(\d+)\.([\w-]*)$/s;
/** Lengths of the tags of HS256, HS384 and HS512 in base64url. */
const TAGS = [43, 64, 86];
/** A session's id alone, and with the subject's tag, in base64url. */
const IDS = [43, 64];
const ID_LEN = 32;

const checks: readonly Check[] = [
  {
    name: "key",
    words: "The key is as long as its hash at least, and the name is a cookie's.",
    codes: ["weak-key", "key-use", "bad-argument", "cookie-character"],
  },
  {
    name: "form",
    words: "A value, the second of its sealing and a tag, with dots between; 4,096 bytes at the most.",
    codes: ["malformed", "limit", "cookie-too-large"],
    link: rfc6265bis("5.6"),
  },
  {
    name: "tag",
    words: "The tag is this key's, over this very name, value and second.",
    codes: ["unknown-key", "bad-signature"],
  },
];

const content: Check = {
  name: "value",
  words: "The value is spelled as the sealer spells it.",
  codes: ["malformed"],
  isAfterTag: true,
};

function split(text: string): { value: string; issued: string; tag: string } | undefined {
  const [, value, issued, tag] = PATTERN.exec(text) ?? [];
  return value === undefined || issued === undefined || tag === undefined
    ? undefined
    : { value, issued, tag };
}

function score({ text }: Subject, ifSession: number, otherwise: number): number {
  const found = split(text);
  if (found === undefined || !TAGS.includes(found.tag.length)) {
    return 0;
  }
  return IDS.includes(found.value.length) && /^[\w-]*$/.test(found.value) ? ifSession : otherwise;
}

function explain(text: string, maxAge: number | undefined, facts: (value: string) => Fact[]): Explanation {
  const found = split(text);
  if (found === undefined) {
    const hint = "It does not end in a second and a tag, with dots before them.";
    return { parts: [{ text, role: "claims", label: "value" }], facts: [], moments: [], hints: [hint] };
  }
  const time = Number(found.issued) * 1000;
  return {
    parts: [
      { text: found.value, role: "claims", label: "value" },
      { text: ".", role: "mark", label: "" },
      { text: found.issued, role: "time", label: "second of its sealing" },
      { text: ".", role: "mark", label: "" },
      { text: found.tag, role: "tag", label: "tag" },
    ],
    facts: [
      ...facts(found.value),
      {
        name: "issued",
        value: found.issued,
        words: (now) => `sealed ${fromNow(time, now)}, ${date(time)}`,
        role: "time",
      },
    ],
    moments: [
      { name: "sealed", time, what: "sealed" },
      ...(maxAge === undefined ? [] : [{ name: "too old", time: time + maxAge * 1000, what: "too old" }]),
    ],
    span: { from: time, to: maxAge === undefined ? undefined : time + maxAge * 1000 },
    hints: [],
  };
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Values that `sealCookie` has sealed. */
export const sealed: Kind = {
  id: "sealed",
  name: "tokenseal sealed cookie",
  about: "A value that can't be changed, moved to another cookie's name, or kept past its age.",
  isDialect: false,
  options: ["name", "maxAge"],
  checks: [
    ...checks,
    content,
    {
      name: "age",
      words: "It is not older than allowed, and not from the future.",
      codes: ["cookie-expired", "not-yet-valid"],
      isAsked: ({ maxAge }: Settings) => maxAge !== undefined,
      isAfterTag: true,
    },
  ],
  score: (subject) => score(subject, 60, 95),
  explain: ({ text }, { maxAge }) =>
    explain(text, maxAge, (value) => [
      { name: "value", value: percentDecoded(value), role: "claims", words: () => "what the cookie says" },
    ]),
  attempt: ({ text, name }, material, { maxAge, now }) =>
    attempted(() => {
      const opened = material.keys().openCookie(name, text, { maxAge, now });
      const again = opened.reseal ? " Another key than the first opened it: seal it anew." : "";
      return { ok: true, value: opened.value, words: `Sealed with this key, for this name.${again}` };
    }),
};

/** Cookies of tokenseal's sessions. */
export const session: Kind = {
  id: "session",
  name: "tokenseal session cookie",
  about: "The id of a session, sealed under a key of its own. What the session holds is in a store.",
  isDialect: false,
  options: ["name"],
  checks: [...checks, { ...content, words: "An id, and whose it is." }],
  score: (subject) => score(subject, 95, 30),
  explain: ({ text }) => explain(text, undefined, sessionFacts),
  attempt: ({ text, name }, material, { now }) =>
    attempted(async () => {
      const sessions = new Sessions(material.keys(), new MemoryStore(), { cookie: name });
      const result = await sessions.tryLoad(text, { now });
      // A store without any session knows it as little as any other id: the seal has been found good.
      if (result.ok || result.code === "session-unknown") {
        return {
          ok: true,
          value: undefined,
          words: "The seal is this key's. Whether the session still lives, its store alone can say.",
          storeDecides: true,
        };
      }
      return { ok: false, code: result.code, message: result.code };
    }),
};

function sessionFacts(value: string): Fact[] {
  const bytes = fromBase64(value) ?? new Uint8Array();
  const subject = bytes.subarray(ID_LEN);
  return [
    {
      name: "id",
      value: toHex(bytes.subarray(0, ID_LEN)),
      role: "claims",
      words: () => "the session, by a random number",
    },
    {
      name: "subject",
      value: subject.length === 0 ? "none" : toHex(subject),
      role: "claims",
      words: () => (subject.length === 0 ? "nobody has logged in" : "whose it is, as part of a hash"),
    },
  ];
}
