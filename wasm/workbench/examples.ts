import { Key } from "../index.js";

import { toBase64url } from "./bytes.js";
import { sealDialect } from "./kinds/dialects.js";
import type { Settings } from "./settings.js";

/** What fills the page. */
export interface Example {
  readonly name: string;
  readonly text: string;
  readonly secret: string;
  /** Values of other fields, by their ids. */
  readonly fields?: { readonly [id: string]: string };
}

const SECRET = "an example: 32 bytes at the least";
const SITE = "the secret of the old site";
const encoder = new TextEncoder();

/** A token as an attacker, or a careless minter, would make it: with nothing but a hash. */
function forged(header: object, claims: string): string {
  const part = (text: string): string => toBase64url(encoder.encode(text));
  const signed = `${part(JSON.stringify(header))}.${part(claims)}`;
  return `${signed}.${toBase64url(new Key("HS256", SECRET).mac(signed))}`;
}

/** The examples, as fresh as the clock. */
export function examples(now: number, settings: Settings): Example[] {
  const key = new Key("HS256", SECRET);
  const seconds = Math.floor(now / 1000);
  const jwt = { alg: "HS256", typ: "JWT" };
  const claims = { sub: "user-42", role: "admin", iss: "https://auth.example" };
  const site = { ...settings, now, name: "connect.sid" };
  const express = sealDialect("express", "aF3kq0", [SITE], site)[0]?.[1] ?? "";
  const koa = sealDialect("koa", "eyJ1c2VyIjo0Mn0=", [SITE], { ...site, name: "koa:sess" });
  const flask =
    sealDialect("flask", '{"user":42,"cart":["apples"]}', [SITE], {
      ...site,
      now: now - 7_200_000,
      name: "session",
    })[0]?.[1] ?? "";
  return [
    { name: "Good token", text: key.sign(claims, { now, jwtId: "7" }), secret: SECRET },
    { name: "Expired", text: key.sign(claims, { now: now - 3_600_000, expiresIn: 900 }), secret: SECRET },
    {
      name: "Not yet",
      text: key.sign(claims, { now, notBefore: now + 600_000, expiresIn: 7200 }),
      secret: SECRET,
    },
    {
      name: "alg none",
      text: `${forged({ alg: "none" }, JSON.stringify({ ...claims, exp: seconds + 900 }))
        .split(".")
        .slice(0, 2)
        .join(".")}.`,
      secret: SECRET,
    },
    {
      name: "Member twice",
      text: forged(jwt, `{"sub":"user-42","exp":${seconds - 60},"exp":${seconds + 900}}`),
      secret: SECRET,
    },
    {
      name: "Another key's",
      text: new Key("HS256", "another one, also 32 bytes or more").sign(claims, { now }),
      secret: SECRET,
    },
    {
      name: "Bearer",
      text: `Authorization: Bearer ${key.sign(claims, { now, audience: ["api", "web"] })}`,
      secret: SECRET,
      fields: { "policy-audience": "api" },
    },
    {
      name: "Sealed cookie",
      text: key.sealCookie("cart", "3 apples", { now: now - 600_000 }),
      secret: SECRET,
      fields: { "option-name": "cart", "option-maxAge": "3600" },
    },
    {
      name: "Set-Cookie",
      text: `Set-Cookie: __Host-cart=${key.sealCookie("__Host-cart", "3 apples", { now })}; Path=/shop; Max-Age=86400; HttpOnly; SameSite=Lax`,
      secret: SECRET,
    },
    {
      name: "Express, in Cookie",
      text: `Cookie: theme=dark; connect.sid=${express}; theme=light; nonsense`,
      secret: SITE,
    },
    { name: "Koa", text: `Cookie: ${koa.map((pair) => pair.join("=")).join("; ")}`, secret: SITE },
    {
      name: "Flask",
      text: flask,
      secret: SITE,
      fields: { "option-name": "session", "option-maxAge": "2678400" },
    },
  ];
}
