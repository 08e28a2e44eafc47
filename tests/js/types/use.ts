// Compiled, never run: what the types must take, and what they must not.
import {
  bearerToken,
  checkFetch,
  findCookie,
  init,
  Key,
  KeyRing,
  MemoryStore,
  parseCookies,
  Policy,
  RefreshTokens,
  Revocations,
  Session,
  Sessions,
  SetCookie,
  TokenKeys,
  TokensealError,
  type Algorithm,
  type Claims,
  type CsrfResult,
  type ErrorCode,
  type FetchOptions,
  type Jwk,
  type JwkOptions,
  type JwkSet,
  type KeyInfo,
  type KeyOptions,
  type LoadResult,
  type MemoryStoreOptions,
  type NowOptions,
  type OpenedCookie,
  type OpenOptions,
  type OpenResult,
  type PolicyOptions,
  type RefreshOptions,
  type RefreshTokensOptions,
  type RevocationsOptions,
  type RotateOptions,
  type SealOptions,
  type SessionCookieOptions,
  type SessionData,
  type SessionOrCookie,
  type SessionsOptions,
  type SetCookieOptions,
  type SignOptions,
  type StartOptions,
  type Store,
  type Time,
  type TokenPair,
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

interface Login {
  sub: string;
  role: "admin" | "user";
}
const login: Login = { sub: "alice", role: "user" };
key.sign(login);

const policyOptions: PolicyOptions = { audience: "api", required: ["sub"] as const };
const verify: VerifyOptions = { ...policyOptions, now: 5, leeway: 0.5 };
const claims = key.verify("a.b.c", verify);
is<Equal<typeof claims, Claims>>();
is<Equal<typeof claims.exp, number | undefined>>();
is<Equal<typeof claims.aud, string | string[] | undefined>>();
is<Equal<(typeof claims)["role"], unknown>>();
is<Equal<ReturnType<typeof ring.verify<Login>>, Login>>();
is<Equal<ReturnType<typeof ring.verifyRaw>, string>>();
key.verify(new Uint8Array(), { policy: new Policy(policyOptions) });

const result: VerifyResult<Login> = ring.tryVerify<Login>("a.b.c");
if (result.ok) {
  is<Equal<typeof result.claims, Login>>();
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

const capacity: MemoryStoreOptions = { capacity: 5 };
const store: Store = new MemoryStore(capacity);
/** A store of one's own, as one writes it: synchronous, and with what is at hand. */
class OwnStore implements Store {
  readonly #rows = new Map<string, Uint8Array>();

  get(keys: string[]) {
    return keys.map((key) => this.#rows.get(key));
  }

  swap(key: string, expected: Uint8Array | null, next: Uint8Array | null, ttl: number) {
    void [expected, ttl];
    return next === null ? this.#rows.delete(key) : this.#rows.set(key, next) === this.#rows;
  }
}

interface Cart {
  cart: number[];
  user?: string;
}
const sessionsOptions: SessionsOptions = { namespace: "shop", cookie: "sid", idle: 60, lifetime: undefined };
const sessions = new Sessions<Cart>(ring, store, sessionsOptions);
const untyped = new Sessions(key, new OwnStore());
const starting: StartOptions<Cart> = { subject: "alice", data: { cart: [1] }, now: time };
const rotating: RotateOptions = { subject: "alice", now: 5 };
const nowOptions: NowOptions = { now: time };
const cookieOptions: SessionCookieOptions = { sameSite: "Strict", domain: "shop.example" };
async function drive(header: string): Promise<void> {
  const session = await sessions.start(starting);
  is<Equal<typeof session, Session<Cart>>>();
  is<Equal<typeof session.data, Cart>>();
  const texts: string[] = [session.id, session.cookie];
  const numbers: number[] = [
    session.created,
    session.lastSeen,
    session.expiresAt,
    session.idle,
    session.maxAge,
  ];
  const flags: boolean[] = [session.anonymous, session.reseal, session.isOf("alice")];
  is<Equal<typeof session.raw, Uint8Array>>();
  session.raw = new Uint8Array();
  await sessions.load(null);
  const either: SessionOrCookie<Cart> = session;
  const data: SessionData = (await untyped.start()).data;
  is<Equal<(typeof data)["x"], unknown>>();
  const loaded = await sessions.load(findCookie(header, sessions.cookie), nowOptions);
  loaded.data.cart.push(1);
  await sessions.save(loaded);
  const tried: LoadResult<Cart> = await sessions.tryLoad(new Uint8Array());
  if (tried.ok) {
    is<Equal<typeof tried.session, Session<Cart>>>();
  } else {
    is<Equal<typeof tried.code, ErrorCode>>();
  }
  is<Equal<ReturnType<typeof sessions.rotate>, Promise<Session<Cart>>>>();
  await sessions.rotate(either, rotating);
  await sessions.update(either, (data) => {
    data.cart.push(1);
  });
  await sessions.update("text", async (data) => ({ ...data, user: "bob" }));
  await sessions.end(session);
  await sessions.endAll(session.cookie, nowOptions);
  is<Equal<ReturnType<typeof sessions.setCookie>, SetCookie>>();
  sessions.setCookie(session, cookieOptions).toString();
  sessions.removeCookie(cookieOptions);

  const tokensOptions: RefreshTokensOptions = { accessLifetime: 60, grace: 5, idle: 60, lifetime: 60 };
  const tokens = new RefreshTokens(ring, store, tokensOptions);
  const refreshOptions: RefreshOptions = { client: "app", now: 5 };
  const pair: TokenPair = await tokens.issue("alice", login, refreshOptions);
  is<Equal<ReturnType<typeof tokens.refresh>, Promise<TokenPair>>>();
  const times: number[] = [pair.created, pair.expiresIn, pair.accessExpiresAt, pair.refreshExpiresAt];
  await tokens.issue("alice");
  await tokens.issue("alice", '{"role":"admin"}');
  await tokens.refresh(pair.refresh, refreshOptions);
  await tokens.end(new Uint8Array());
  await tokens.endAll(pair.refresh, nowOptions);

  const revocationsOptions: RevocationsOptions = { namespace: "shop", failOpen: true };
  const revocations = new Revocations(store, revocationsOptions);
  is<Equal<ReturnType<typeof revocations.check>, Promise<void>>>();
  await revocations.check(pair.access, ring.verify<Login>(pair.access));
  await revocations.deny(pair.access, ring.verifyRaw(pair.access), nowOptions);
  await revocations.endAll("alice", nowOptions);
  void [texts, numbers, flags, times];

  // @ts-expect-error: data are an object
  await sessions.start({ data: 5 });
  // @ts-expect-error: other data
  session.data = { card: [] };
  // @ts-expect-error: read-only
  session.expiresAt = 5;
  // @ts-expect-error: bytes
  session.raw = "{}";
  // @ts-expect-error: a typo
  await sessions.rotate(session, { subjekt: "alice" });
  // @ts-expect-error: a cookie has no data to save
  await sessions.save(session.cookie);
  // @ts-expect-error: the session's to say
  sessions.setCookie(session, { maxAge: 5 });
  // @ts-expect-error: a session of another shape
  await sessions.save(await untyped.start());
  // @ts-expect-error: a subject is needed
  await tokens.issue();
  // @ts-expect-error: the claims are needed
  await revocations.check(pair.access);
}
const csrf: string = ring.csrfToken(new Uint8Array());
ring.verifyCsrf("binding", csrf);
const csrfResult: CsrfResult = key.tryVerifyCsrf("binding", new Uint8Array());
const fetchOptions: FetchOptions = { method: "POST", secFetchSite: null, origin: undefined, strict: true };
is<Equal<ReturnType<typeof checkFetch>, void>>();
new TokensealError("store-unavailable", undefined, { cause: new Error() });
// @ts-expect-error: the method is needed
checkFetch({ secFetchSite: "none" });
// @ts-expect-error: a list
checkFetch({ method: "GET", allowedOrigins: "https://shop.example" });
// @ts-expect-error: no store
new Sessions(ring, new Map());
// @ts-expect-error: not of one's own making
new Session({}, {});
void [drive, csrfResult, fetchOptions];

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

void [info, code, wrong, role, login, issued, age, reseal, bytePairs];
