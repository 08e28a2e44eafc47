import { SetCookie, TokensealError, type SetCookieOptions } from "../../index.js";

import { rfc6265bis } from "../element.js";
import { date, fromNow, lasting } from "../words.js";
import { isNamed, subjectOf, withoutName, type Carrier, type Row, type Ruling } from "./carrier.js";

const ATTRIBUTE =
  /;\s*(path|domain|max-age|expires|secure|httponly|samesite|partitioned|priority)\s*(=|;|$)/i;

/** `Set-Cookie`, as a server sends it. */
export const setCookie: Carrier = {
  id: "set-cookie",
  name: "Set-Cookie header",

  score: (text) => (isNamed(text, "set-cookie") ? 100 : ATTRIBUTE.test(text) ? 98 : 0),

  read(text) {
    const [pair = "", ...attributes] = withoutName(text, "set-cookie").split(";");
    const at = pair.indexOf("=");
    const [name, value] = [pair.slice(0, Math.max(at, 0)).trim(), pair.slice(at + 1).trim()];
    const subject = subjectOf(value, name);
    const read = attributes.map((attribute) => readAttribute(attribute.trim()));
    const options = Object.assign({ ...bare }, ...read.map(({ option }) => option)) as SetCookieOptions;
    return {
      rows: [
        { name, value, standing: "good", words: "Name and value.", link: rfc6265bis("4.1.1"), subject },
        ...read.map(({ row }) => row),
        ...defaults(options),
        ...promises(name, options),
      ],
      ruling: rule(name, value, options),
      subjects: [subject],
    };
  },
};

/** A cookie without attributes. */
const bare: SetCookieOptions = { path: null, secure: false, httpOnly: false };

/** What an attribute means to a browser, and to the builder. */
interface Attribute {
  readonly row: Row;
  readonly option: SetCookieOptions;
}

function readAttribute(text: string): Attribute {
  const at = text.indexOf("=");
  const [name, value] = at < 0 ? [text, ""] : [text.slice(0, at).trim(), text.slice(at + 1).trim()];
  const made = (section: string, words: Row["words"], option: SetCookieOptions | undefined): Attribute => ({
    row: { name, value, standing: option === undefined ? "note" : "good", words, link: rfc6265bis(section) },
    option: option ?? {},
  });
  switch (name.toLowerCase()) {
    case "path":
      return value.startsWith("/")
        ? made(
            "4.1.2.4",
            value === "/" ? "Sent to every path of the host." : "Sent to this path and what is below it.",
            { path: value },
          )
        : made("4.1.2.4", "Does not begin with /: browsers take the folder of the page instead.", undefined);
    case "domain":
      return value === ""
        ? made("4.1.2.3", "Empty: as if it were not there.", undefined)
        : made("4.1.2.3", "Sent to this host and all below it.", { domain: value });
    case "max-age":
      return /^-?\d+$/.test(value)
        ? made("4.1.2.2", ageWords(Number(value)), { maxAge: Math.max(0, Number(value)) })
        : made("4.1.2.2", "No number: browsers ignore it.", undefined);
    case "expires": {
      const time = Date.parse(value);
      return Number.isNaN(time)
        ? made("4.1.2.1", "No date: browsers ignore it.", undefined)
        : made(
            "4.1.2.1",
            (now) =>
              `${time > now ? "Until" : "Removes the cookie:"} ${date(time)}, ${fromNow(time, now)}. Max-Age, if there, counts instead.`,
            { expires: Math.max(0, time) },
          );
    }
    case "secure":
      return made("4.1.2.5", "Only over HTTPS.", { secure: true });
    case "httponly":
      return made("4.1.2.6", "Out of the reach of scripts.", { httpOnly: true });
    case "samesite":
      return sameSite(value, made);
    case "partitioned":
      return made("4.1.2", "Kept apart for each site in which this one is embedded (CHIPS).", {
        partitioned: true,
      });
    case "priority": {
      const priority = (["Low", "Medium", "High"] as const).find(
        (known) => known.toLowerCase() === value.toLowerCase(),
      );
      return made(
        "4.1.2",
        priority === undefined ? "No priority that browsers know." : "Which cookies are kept longest.",
        priority && { priority },
      );
    }
    default:
      return made(
        "4.1.2",
        name === "" ? "Nothing between two semicolons." : "No attribute that browsers know: ignored.",
        undefined,
      );
  }
}

function sameSite(
  value: string,
  made: (section: string, words: string, option: SetCookieOptions | undefined) => Attribute,
): Attribute {
  const words = {
    Strict: "Sent with requests of this site alone.",
    Lax: "Sent also when somebody follows a link from another site.",
    None: "Sent with requests of all other sites, too. Needs Secure.",
  };
  const known = (["Strict", "Lax", "None"] as const).find(
    (known) => known.toLowerCase() === value.toLowerCase(),
  );
  return known === undefined
    ? made("4.1.2.7", "No value that browsers know: as if it were not there.", undefined)
    : made("4.1.2.7", words[known], { sameSite: known });
}

function ageWords(seconds: number): string {
  if (seconds <= 0) {
    return "Removes the cookie at once.";
  }
  return seconds > 34_560_000
    ? "For 400 days: browsers cut what is longer."
    : `For ${lasting(seconds * 1000)}.`;
}

/** What holds because nothing was said. */
function defaults({ secure, httpOnly, sameSite, maxAge, expires, domain }: SetCookieOptions): Row[] {
  const row = (name: string, words: string, section: string): Row => ({
    name,
    value: "not there",
    standing: "note",
    words,
    link: rfc6265bis(section),
  });
  return [
    ...(secure === true
      ? []
      : [row("Secure", "Goes over plain HTTP, too: anybody on the way can read it.", "4.1.2.5")]),
    ...(httpOnly === true ? [] : [row("HttpOnly", "Scripts of the page can read it.", "4.1.2.6")]),
    ...(sameSite === undefined
      ? [row("SameSite", "Browsers differ: some take Lax, some None.", "4.1.2.7")]
      : []),
    ...(maxAge === undefined && expires === undefined
      ? [row("Max-Age", "Until the browser is closed, or restored: not for long, or for ever.", "4.1.2.2")]
      : []),
    ...(domain === undefined ? [] : []),
  ];
}

/** What the prefix of a name promises, and whether it holds (RFC 6265bis section 4.1.3). */
function promises(name: string, { secure, httpOnly, path, domain }: SetCookieOptions): Row[] {
  const prefix = ["__Host-Http-", "__Host-", "__Secure-", "__Http-"].find((known) =>
    name.toLowerCase().startsWith(known.toLowerCase()),
  );
  if (prefix === undefined) {
    return [];
  }
  const kept: readonly (readonly [promise: string, holds: boolean, asked: boolean])[] = [
    ["Secure", secure === true, true],
    ["HttpOnly", httpOnly === true, prefix.includes("Http-")],
    ["Path=/", path === "/", prefix.startsWith("__Host-")],
    ["no Domain", domain === undefined, prefix.startsWith("__Host-")],
  ];
  return kept
    .filter(([, , asked]) => asked)
    .map(([promise, holds]) => ({
      name: prefix,
      value: promise,
      standing: holds ? "good" : "bad",
      words: holds
        ? "The prefix promises it, and it is so."
        : "The prefix promises it, and it is not so: browsers drop the cookie.",
      link: rfc6265bis("4.1.3"),
    }));
}

/** Has the core build the same cookie: it refuses what browsers would drop or misread. */
function rule(name: string, value: string, options: SetCookieOptions): Ruling {
  try {
    new SetCookie(name, value, options);
    return { code: undefined, words: "A cookie that every browser takes as it is meant." };
  } catch (error) {
    if (error instanceof TokensealError) {
      return { code: error.code, words: "No cookie that every browser takes as it is meant." };
    }
    throw error;
  }
}
