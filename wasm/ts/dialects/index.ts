/**
 * The signed cookies of other frameworks, read and written as those do: a site moves over without
 * logging anybody out.
 *
 * | dialect | reads and writes | bound to the name | time | signs |
 * | --- | --- | --- | --- | --- |
 * | {@link Express} | cookie-parser, express-session | no | - | the first secret |
 * | {@link Koa} | cookies, cookie-session (two cookies) | yes | - | the first |
 * | {@link Signer} | itsdangerous | no | - | the last |
 * | {@link TimestampSigner} | itsdangerous | no | issued | the last |
 * | {@link UrlSafeTimedSerializer} | itsdangerous | no | issued | the last |
 * | {@link Flask} | Flask's session | no | issued | the last |
 * | {@link Starlette} | Starlette's session | no | issued | the last |
 * | {@link Django} | `set_signed_cookie` | yes | issued | the first |
 * | {@link DjangoSigner} | `signing.Signer` | no | - | the first |
 * | {@link DjangoDumps} | `signing.dumps` | no | issued | the first |
 * | {@link Gorilla} | gorilla/securecookie | yes | issued | the first |
 * | {@link RustCookie} | the `cookie` crate's `SignedJar` | no | - | the first |
 * | {@link Rails} | `cookies.signed` | yes | expiry | the first |
 * | {@link MessageVerifier} | ActiveSupport | no | - | the first |
 *
 * A cookie that is not bound to its name can be moved to another name by the client: so it is in the
 * framework. New cookies are better sealed with `Key.sealCookie`. The secret of a dialect must never
 * be that of a `Key` as well.
 *
 * @packageDocumentation
 */
export type { OpenOptions, OpenResult, SealOptions } from "../sealed.js";
export { init, type WasmModule, type WasmSource } from "../wasm.js";
export { Dialect } from "./dialect.js";
export { Django, DjangoDumps, DjangoSigner, type DjangoOptions, type DjangoSignerOptions } from "./django.js";
export { Express } from "./express.js";
export { Gorilla, type GorillaOptions } from "./gorilla.js";
export type { Digest, Secrets } from "./held.js";
export {
  Flask,
  Signer,
  Starlette,
  TimestampSigner,
  UrlSafeTimedSerializer,
  type SignerOptions,
  type StarletteOptions,
} from "./itsdangerous.js";
export { Koa, type KoaOptions } from "./koa.js";
export type { Opened } from "./opened.js";
export { MessageVerifier, Rails, type MessageVerifierOptions, type RailsOptions } from "./rails.js";
export { RustCookie, type RustCookieOptions } from "./rust-cookie.js";
