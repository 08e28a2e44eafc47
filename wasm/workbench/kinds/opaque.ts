import { MemoryStore, RefreshTokens } from "../../index.js";

import { fromBase64, toHex, toNumber } from "../bytes.js";
import { rfc } from "../element.js";
import { attempted, type Check, type Fact, type Kind } from "./kind.js";

const REFRESH_LEN = 41;
const REFRESH = /^([\w-]{55})\.([\w-]{43}|[\w-]{64}|[\w-]{86})$/;
/** With HS256, HS384 and HS512. */
const CSRF_LENGTHS = [128, 171, 214];
const NONCE_LEN = 16;

const key: Check = {
  name: "key",
  words: "The key is as long as its hash at least.",
  codes: ["weak-key", "key-use", "bad-argument"],
};
const form: Check = { name: "form", words: "Length and strict base64url.", codes: ["malformed", "limit"] };

/** tokenseal's refresh tokens. */
export const refresh: Kind = {
  id: "refresh",
  name: "tokenseal refresh token",
  about: "Gets the next access token, once. Whether it still may, is in a store.",
  link: rfc(6749, "1.5"),
  isDialect: false,
  options: [],
  checks: [
    key,
    form,
    { name: "tag", words: "The tag is this key's.", codes: ["unknown-key", "bad-signature"] },
  ],

  score({ text }) {
    return REFRESH.test(text) ? (fromBase64(text.slice(0, 2))?.[0] === 1 ? 100 : 30) : 0;
  },

  explain({ text }) {
    const [before = "", tag] = text.split(".");
    return {
      parts: [
        { text: before, role: "claims", label: "family, generation, subject" },
        ...(tag === undefined
          ? []
          : [
              { text: ".", role: "mark" as const, label: "" },
              { text: tag, role: "tag" as const, label: "tag" },
            ]),
      ],
      facts: factsOf(fromBase64(before) ?? new Uint8Array()),
      moments: [],
      hints: [],
    };
  },

  attempt: ({ text }, material, { now }) =>
    attempted(async () => {
      try {
        await new RefreshTokens(material.keys(), new MemoryStore()).refresh(text, { now });
      } catch (error) {
        // A store without any family knows it as little as any other: the tag has been found good.
        if ((error as { code?: unknown }).code !== "refresh-unknown") {
          throw error;
        }
      }
      return {
        ok: true,
        value: undefined,
        words: "The tag is this key's. Whether it may still be used, its store alone can say.",
        storeDecides: true,
      };
    }),
};

function factsOf(bytes: Uint8Array): Fact[] {
  if (bytes.length !== REFRESH_LEN) {
    return [];
  }
  const fact = (name: string, value: string, words: string): Fact => ({
    name,
    value,
    role: "claims",
    words: () => words,
  });
  return [
    fact("version", String(bytes[0]), "of the format"),
    fact("family", toHex(bytes.subarray(1, 17)), "all that came from one log-in"),
    fact("generation", String(toNumber(bytes.subarray(17, 25))), "how often it was replaced"),
    fact("subject", toHex(bytes.subarray(25)), "whose it is, as part of a hash"),
  ];
}

/** tokenseal's tokens against cross-site request forgery. */
export const csrf: Kind = {
  id: "csrf",
  name: "tokenseal CSRF token",
  about: "Shows that a form came from a page of this session. It looks different each time it is shown.",
  isDialect: false,
  options: ["binding"],
  checks: [
    key,
    form,
    {
      name: "tag",
      words: "The tag is this key's, over this binding.",
      codes: ["unknown-key", "bad-signature"],
    },
  ],

  score({ text }) {
    return /^[\w-]+$/.test(text) && CSRF_LENGTHS.includes(text.length) ? 90 : 0;
  },

  explain({ text }) {
    const half = text.length / 2;
    const bytes = fromBase64(text) ?? new Uint8Array();
    const [mask, masked] = [bytes.subarray(0, bytes.length / 2), bytes.subarray(bytes.length / 2)];
    const plain = masked.map((byte, index) => byte ^ (mask[index] ?? 0));
    const fact = (name: string, value: string, words: string): Fact => ({ name, value, words: () => words });
    return {
      parts: [
        { text: text.slice(0, half), role: "header", label: "mask, about to here" },
        { text: text.slice(half), role: "tag", label: "nonce and tag, masked" },
      ],
      facts: [
        fact("mask", toHex(mask), "random, and new each time it is shown"),
        fact("nonce", toHex(plain.subarray(0, NONCE_LEN)), "random, and signed"),
        fact("tag", toHex(plain.subarray(NONCE_LEN)), "over the binding and the nonce"),
      ],
      moments: [],
      hints: [],
    };
  },

  attempt: ({ text }, material, { binding }) =>
    attempted(() => {
      material.keys().verifyCsrf(binding, text);
      return { ok: true, value: undefined, words: "Made with this key for this binding." };
    }),
};
