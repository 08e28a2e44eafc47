// Compiled, never run: what the types must take, and what they must not.
import {
  bearerToken,
  findCookie,
  init,
  Key,
  KeyRing,
  parseCookies,
  Policy,
  SetCookie,
  TokenKeys,
  TokensealError,
  type Algorithm,
  type Claims,
  type ErrorCode,
  type Jwk,
  type JwkOptions,
  type JwkSet,
  type KeyInfo,
  type KeyOptions,
  type OpenedCookie,
  type OpenOptions,
  type OpenResult,
  type PolicyOptions,
  type SealOptions,
  type SetCookieOptions,
  type SignOptions,
  type Time,
  type VerifyOptions,
  type VerifyResult,
  type WasmSource,
} from "tokenseal";
import {
  Dialect,
  Django,
  DjangoDumps,
  DjangoSigner,
  Express,
  Flask,
  Gorilla,
  init as initDialects,
  Koa,
  MessageVerifier,
  Rails,
  RustCookie,
  Signer,
  Starlette,
  TimestampSigner,
  UrlSafeTimedSerializer,
  type Digest,
  type Opened,
  type Secrets,
} from "tokenseal/dialects";
import { inspect, type Unverified } from "tokenseal/unverified";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const is = <T extends true>(): T | undefined => undefined;

const secret: string | Uint8Array = new Uint8Array(32);
const key = new Key("HS256", secret, { kid: "2026-11" });
const alg: Algorithm = key.alg;
const info: KeyInfo = key;
const options: KeyOptions = { kid: undefined };
is<Equal<typeof key.kid, string | undefined>>();
Key.withShortSecret(alg, "short", options);
Key.fromHex("HS384", "00");
Key.fromBase64url("HS512", new Uint8Array());
const jwk: Jwk = { kty: "oct", k: "AAAA", ext: true };
const jwkOptions: JwkOptions = { alg: "HS256" };
Key.fromJwk(jwk, jwkOptions);
Key.fromJwk("{}");

const set: JwkSet = { keys: [jwk] };
const ring = new KeyRing([key]);
KeyRing.fromJwks(set, jwkOptions);
is<Equal<typeof ring.keys, readonly KeyInfo[]>>();

const time: Time = new Date();
const sign: SignOptions = { expiresIn: null, notBefore: time, audience: ["a"], now: 1, issuer: undefined };
is<Equal<ReturnType<typeof key.sign>, string>>();
key.sign();
key.sign("{}");
key.sign({ sub: "alice", nested: { list: [1, "x", null] } }, sign);

interface Session {
  sub: string;
  role: "admin" | "user";
}
const session: Session = { sub: "alice", role: "user" };
key.sign(session);

const policyOptions: PolicyOptions = { audience: "api", required: ["sub"] as const };
const verify: VerifyOptions = { ...policyOptions, now: 5, leeway: 0.5 };
const claims = key.verify("a.b.c", verify);
is<Equal<typeof claims, Claims>>();
is<Equal<typeof claims.exp, number | undefined>>();
is<Equal<typeof claims.aud, string | string[] | undefined>>();
is<Equal<(typeof claims)["role"], unknown>>();
is<Equal<ReturnType<typeof ring.verify<Session>>, Session>>();
is<Equal<ReturnType<typeof ring.verifyRaw>, string>>();
key.verify(new Uint8Array(), { policy: new Policy(policyOptions) });

const result: VerifyResult<Session> = ring.tryVerify<Session>("a.b.c");
if (result.ok) {
  is<Equal<typeof result.claims, Session>>();
  is<Equal<typeof result.key, number>>();
} else {
  is<Equal<typeof result.code, ErrorCode>>();
}

function either(keys: TokenKeys): Claims {
  return keys.verify("a.b.c");
}
either(key);
either(ring);

is<Equal<ReturnType<typeof key.mac>, Uint8Array>>();
key.verifyMac("data", key.mac("data"));
{
  using temporary = new Key("HS256", secret);
  temporary.sign();
}
key.free();
key[Symbol.dispose]();

try {
  bearerToken("Bearer x");
} catch (error) {
  if (error instanceof TokensealError) {
    const code: ErrorCode = error.code;
    const errno: number = error.errno;
    void [code, errno];
  }
}
const code: ErrorCode = "expired";
const source: WasmSource = new URL("https://example.org/tokenseal.wasm");
is<Equal<ReturnType<typeof init>, Promise<void>>>();
void init(source);
void init();

const unverified: Unverified = inspect("a.b.c");
is<Equal<(typeof unverified.claims)["sub"], unknown>>();
is<Equal<typeof unverified.headerJson, string>>();

is<Equal<ReturnType<typeof pairsOf>, [name: string, value: string][]>>();
const pairsOf = (header: string) => parseCookies(header);
const bytePairs = parseCookies([new Uint8Array()]);
is<Equal<typeof bytePairs, [name: Uint8Array, value: Uint8Array][]>>();
new Map(parseCookies(["a=1", "b=2"] as const));
const found = findCookie("a=1", "a");
is<Equal<typeof found, string | undefined>>();
const foundBytes = findCookie(new Uint8Array(), "a");
is<Equal<typeof foundBytes, Uint8Array | undefined>>();

const attributes: SetCookieOptions = {
  path: null,
  maxAge: 60,
  expires: time,
  sameSite: "Strict",
  priority: "Low",
};
const cookie = new SetCookie("a", "1", attributes);
is<Equal<ReturnType<typeof cookie.removal>, SetCookie>>();
is<Equal<ReturnType<typeof cookie.toString>, string>>();

const sealing: SealOptions = { now: time };
const opening: OpenOptions = { now: 5, maxAge: 60 };
const sealed: string = ring.sealCookie("a", new Uint8Array(), sealing);
const opened: OpenedCookie = key.openCookie("a", sealed, opening);
is<Equal<typeof opened.value, Uint8Array>>();
is<Equal<typeof opened.text, string>>();
const { issued, age, reseal }: { issued: number; age: number; reseal: boolean } = opened;
const tried: OpenResult<OpenedCookie> = ring.tryOpenCookie("a", new Uint8Array());
if (tried.ok) {
  is<Equal<typeof tried.cookie, OpenedCookie>>();
} else {
  is<Equal<typeof tried.code, ErrorCode>>();
}

const secrets: Secrets = ["new", new Uint8Array()];
const digest: Digest = "sha512";
const all: Dialect[] = [
  new Express(secrets),
  new Signer("one", { salt: "s", digest, lenient: true }),
  new TimestampSigner(secrets, { digest }),
  new UrlSafeTimedSerializer(secrets, { salt: undefined }),
  new Flask(secrets),
  new Starlette(secrets, { lenient: false }),
  new Django(secrets, { salt: "s", legacy: true }),
  new DjangoSigner(secrets, { salt: "s" }),
  new DjangoDumps(new Uint8Array()),
  new Gorilla(secrets, { minAge: 5, lenient: true }),
  new RustCookie(secrets, { derive: true }),
  new Rails(secrets, { legacy: true, digest, expiresIn: 60 }),
  new MessageVerifier(secrets, { digest }),
];
for (const dialect of all) {
  const text: string = dialect.seal("a", "1", sealing);
  const held: Opened = dialect.open("a", text, opening);
  is<Equal<typeof held.time, number | undefined>>();
  is<Equal<typeof held.secret, number>>();
  is<Equal<typeof held.compressed, boolean>>();
  const result: OpenResult<Opened> = dialect.tryOpen("a", new Uint8Array(), opening);
  void result;
  dialect.free();
  dialect[Symbol.dispose]();
}
const koa = new Koa(secrets, { digest });
is<Equal<ReturnType<typeof koa.sign>, string>>();
is<Equal<ReturnType<typeof koa.verify>, Opened>>();
is<Equal<ReturnType<typeof koa.tryVerify>, OpenResult<Opened>>>();
is<Equal<ReturnType<typeof initDialects>, Promise<void>>>();

// @ts-expect-error: bytes and strings mixed
parseCookies(["a=1", new Uint8Array()]);
// @ts-expect-error: Node may have no header
parseCookies(undefined as string | undefined);
// @ts-expect-error: a value is text
new SetCookie("a", new Uint8Array());
// @ts-expect-error: upper case
new SetCookie("a", "1", { sameSite: "lax" });
// @ts-expect-error: a typo
new SetCookie("a", "1", { maxage: 5 });
// @ts-expect-error: read-only
cookie.value = "2";
// @ts-expect-error: not of one's own making
new SetCookie("a", { record: new Uint8Array() });
// @ts-expect-error: sealing has no age
key.sealCookie("a", "1", { maxAge: 5 });
// @ts-expect-error: Express has no options
new Express(secrets, { lenient: true });
// @ts-expect-error: secrets are not keys
new Express(key);
// @ts-expect-error: no such digest
new Signer(secrets, { digest: "md5" });
// @ts-expect-error: abstract
new Dialect(secrets);
// @ts-expect-error: Koa has two cookies
koa.open("a", "1");

// @ts-expect-error: no such algorithm
new Key("none", secret);
// @ts-expect-error: the algorithm is needed
new Key(secret);
// @ts-expect-error: a secret is text or bytes
new Key("HS256", 5);
// @ts-expect-error: a typo
key.verify("a.b.c", { audiance: "api" });
// @ts-expect-error: a policy has no clock
new Policy({ now: 5 });
// @ts-expect-error: a typo
key.sign({}, { expires_in: 5 });
// @ts-expect-error: milliseconds or a Date
key.sign({}, { now: "2026-01-01" });
// @ts-expect-error: claims are an object
key.sign(5);
// @ts-expect-error: a string is no list
key.verify("a.b.c", { required: "sub" });
// @ts-expect-error: not of one's own making
new KeyRing(key);
// @ts-expect-error: read-only
key.alg = "HS512";
// @ts-expect-error: no such code
const wrong: ErrorCode = "outdated";
// @ts-expect-error: claims of unknown type need a look
const role: string = claims["role"];
// @ts-expect-error: not for users
import("tokenseal/lib/wasm.js");

void [info, code, wrong, role, session, issued, age, reseal, bytePairs];
