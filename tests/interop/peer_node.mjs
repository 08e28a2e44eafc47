// Express (cookie-signature, cookie-parser), Koa (cookies, keygrip) with cookie-session, and tough-cookie
// as peers: one JSON document in, one out.
import { readFileSync } from "node:fs";
import { IncomingMessage, ServerResponse } from "node:http";
import { createRequire } from "node:module";
import { Socket } from "node:net";
import { join } from "node:path";

// The packages are looked up from here, or from the folder that is named.
const folder = process.argv[2] ?? import.meta.dirname;
const require = createRequire(join(folder, "package.json"));
const cookieParser = require("cookie-parser");
const cookieSession = require("cookie-session");
const signature = require("cookie-signature");
const Cookies = require("cookies");
const Keygrip = require("keygrip");
const { Cookie, CookieJar } = require("tough-cookie");
// The one that Express and cookie-parser read and write with.
const cookie = createRequire(require.resolve("cookie-parser"))("cookie");

const secrets = (job) =>
  job.dialect.secrets_hex.map((secret) => {
    const bytes = Buffer.from(secret, "hex");
    return bytes.equals(Buffer.from(bytes.toString())) ? bytes.toString() : bytes;
  });
const value = (job) => Buffer.from(job.value_hex, "hex").toString();

class Refused extends Error {}

const express = {
  seal(job) {
    const line = cookie.serialize(job.name, `s:${signature.sign(value(job), secrets(job)[0])}`);
    return line.slice(job.name.length + 1);
  },
  open(job) {
    const sent = cookie.parse(`${job.name}=${job.text}`)[job.name];
    const all = secrets(job);
    // cookie-parser brings a cookie-signature of its own, which takes no bytes for a secret.
    const opened = all.every((secret) => typeof secret === "string")
      ? cookieParser.signedCookie(sent, all)
      : all.map((secret) => signature.unsign(sent.slice(2), secret)).find((found) => found !== false);
    // What isn't signed comes back as it was.
    if (opened === undefined || opened === false || opened === sent) throw new Refused("signature");
    return opened;
  },
};

function exchange(header) {
  const request = new IncomingMessage(new Socket());
  if (header !== undefined) request.headers.cookie = header;
  return { request, response: new ServerResponse(request) };
}

function setCookies(response) {
  const lines = response.getHeader("set-cookie") ?? [];
  return Object.fromEntries(lines.map((line) => [Cookie.parse(line, { loose: true }).key, Cookie.parse(line).value]));
}

const keys = (job) => new Keygrip(secrets(job), job.dialect.digest ?? "sha1");

const koa = {
  seal(job) {
    const { request, response } = exchange();
    new Cookies(request, response, { keys: keys(job) }).set(job.name, value(job), { signed: true });
    return setCookies(response)[`${job.name}.sig`];
  },
  open(job) {
    const { request, response } = exchange(`${job.name}=${value(job)}; ${job.name}.sig=${job.text}`);
    const opened = new Cookies(request, response, { keys: keys(job) }).get(job.name, { signed: true });
    if (opened === undefined) throw new Refused("signature");
    return opened;
  },
};

/** Runs a middleware and a view up to where the headers are sent. */
function visit(job, header, view) {
  const { request, response } = exchange(header);
  cookieSession({ name: job.name, keys: secrets(job) })(request, response, () => {
    view(request);
    response.writeHead(200);
  });
  return setCookies(response);
}

// cookie-session is Koa's pair of cookies with JSON in the first; the value here is that JSON.
const session = {
  seal(job) {
    const set = visit(job, undefined, (request) => {
      request.session = JSON.parse(value(job));
    });
    return `${set[job.name]} ${set[`${job.name}.sig`]}`;
  },
  open(job) {
    const [first, second] = job.text.split(" ");
    let seen = {};
    visit(job, `${job.name}=${first}; ${job.name}.sig=${second}`, (request) => {
      seen = request.session;
    });
    if (Object.keys(seen).length === 0) throw new Refused("signature");
    return JSON.stringify(seen);
  },
};

const peers = { express, koa, "cookie-session": session };

function open(job) {
  try {
    return { ok: Buffer.from(peers[job.dialect.kind].open(job)).toString("hex") };
  } catch (error) {
    return { err: error.message };
  }
}

/** What a jar that got this Set-Cookie sends back, and the attributes that it understood. */
function keep({ header, url }) {
  const jar = new CookieJar(undefined, { prefixSecurity: "strict" });
  const kept = jar.setCookieSync(header, url);
  if (kept === undefined) return { err: "not kept" };
  const { key, value: text, path, domain, secure, httpOnly, sameSite, maxAge, expires, extensions } = kept;
  const attributes = { key, value: text, path, domain, secure, httpOnly, sameSite, maxAge, extensions };
  return { sent: jar.getCookieStringSync(url), attributes, expires: expires === "Infinity" ? null : Date.parse(expires) };
}

const version = (name) => JSON.parse(readFileSync(join(folder, "node_modules", name, "package.json"), "utf8")).version;
const each = (list = [], run) => Object.fromEntries(list.map((job) => [job.id, run(job)]));

const jobs = JSON.parse(readFileSync(0, "utf8"));
const packages = ["cookie-signature", "cookie-parser", "cookies", "keygrip", "cookie-session", "tough-cookie"];
const answer = {
  versions: Object.fromEntries(packages.map((name) => [name, version(name)])),
  sealed: each(jobs.seal, (job) => peers[job.dialect.kind].seal(job)),
  opened: each(jobs.open, open),
  kept: each(jobs.keep, keep),
};
process.stdout.write(JSON.stringify(answer));
