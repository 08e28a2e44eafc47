// The page says of a text what the vectors say: of every token and cookie of theirs that can be typed in.
import assert from "node:assert/strict";
import process from "node:process";
import { after, before, test } from "node:test";

import { start } from "./bench.mjs";
import { readVectors } from "./files.mjs";

const vectors = readVectors(process.env.TOKENSEAL_VECTORS);
/** What a dialect is called in the page, where it is called otherwise in the vectors. */
const names = { "rails-verifier": "message-verifier" };

let site;
let bench;
before(async () => {
  site = await start();
  bench = await site.open();
});
after(async () => {
  assert.deepEqual(bench.complaints, []);
  await site.stop();
});

/** Texts that survive a text field and its being trimmed. */
const isPlain = (text) => text === text.trim() && !/[\r\0]|\p{Surrogate}/u.test(text) && text !== "";

/** The same for fields of one line. */
const isLine = (text) => isPlain(text) && !text.includes("\n");

/** A list of names that survives its being split. */
const isList = (names) => names.length > 0 && names.every((name) => /^[^\s,]+$/.test(name));

/** Keys as they can be typed in; several as a JWK Set. */
function keyFields(keys) {
  const isKnown = ({ alg, secret_hex: hex, ...rest }) =>
    ["HS256", "HS384", "HS512"].includes(alg) && hex && Object.keys(rest).every((name) => name === "kid");
  if (keys?.length === 1 && isKnown(keys[0]) && isLine(keys[0].kid ?? "x")) {
    return {
      "key-form": "hex",
      "key-alg": keys[0].alg,
      "key-secret": keys[0].secret_hex,
      "key-kid": keys[0].kid ?? "",
    };
  }
  if (keys?.length > 1 && keys.every(isKnown)) {
    const jwks = keys.map(({ alg, secret_hex: hex, kid }) => ({
      kty: "oct",
      alg,
      kid,
      k: Buffer.from(hex, "hex").toString("base64url"),
    }));
    return { "key-form": "jwk", "key-secret": JSON.stringify({ keys: jwks }) };
  }
  return undefined;
}

/** A policy as it can be typed in. */
function policyFields(policy = {}) {
  const {
    audience,
    any_audience,
    issuer,
    subject,
    jwt_id,
    typ,
    leeway_ms,
    max_age_ms,
    require_exp,
    required,
    ...rest
  } = policy;
  const texts = [issuer, subject, jwt_id, typ].filter((text) => text !== undefined);
  const lists = [audience, required].filter((list) => list !== undefined);
  if (Object.keys(rest).length > 0 || !texts.every(isLine) || !lists.every(isList)) {
    return undefined;
  }
  return {
    "policy-audience": audience?.join(" ") ?? "",
    "policy-anyAudience": any_audience ?? false,
    "policy-issuer": issuer ?? "",
    "policy-subject": subject ?? "",
    "policy-jwtId": jwt_id ?? "",
    "policy-typ": typ ?? "",
    "policy-leeway": leeway_ms === undefined ? "" : String(leeway_ms / 1000),
    "policy-maxAge": max_age_ms === undefined ? "" : String(max_age_ms / 1000),
    "policy-requireExp": require_exp ?? true,
    "policy-required": required?.join(" ") ?? "",
  };
}

const seconds = (milliseconds) => (milliseconds === undefined ? "" : String(milliseconds / 1000));

/** What is typed in for a vector; `undefined` when it can't be. */
function typed({ id, op, args, now, expect }) {
  const { token, text, name, dialect } = args;
  const common = { id, now, code: expect.err ?? "valid", carrier: "value", signature: "" };
  if (!Number.isInteger(now / 1000) || (op !== "jwt.verify" && (!name || !isLine(name)))) {
    return undefined;
  }
  if (op === "jwt.verify" && token !== undefined && isPlain(token)) {
    const [keys, policy] = [keyFields(args.keys), policyFields(args.policy)];
    return keys && policy && { ...common, kind: "jwt", text: token, fields: { ...keys, ...policy } };
  }
  if (op === "cookie.open" && text !== undefined && isPlain(text)) {
    const keys = keyFields(args.keys);
    return (
      keys && {
        ...common,
        kind: "sealed",
        text,
        fields: { ...keys, "option-name": name, "option-maxAge": seconds(args.max_age_ms) },
      }
    );
  }
  if (op === "dialect.open" && text !== undefined && isPlain(text)) {
    return dialectFields(common, args);
  }
  return undefined;
}

function dialectFields(common, { dialect, name, text, value, max_age_ms: maxAge }) {
  const {
    kind,
    secrets_hex: secrets,
    salt,
    digest,
    lenient,
    legacy,
    derive,
    min_age_ms: minAge,
    ...rest
  } = dialect;
  const isTimed = [
    "timestamp-signer",
    "url-safe-timed",
    "flask",
    "starlette",
    "django",
    "django-dumps",
    "gorilla",
  ].includes(kind);
  if (
    Object.keys(rest).length > 0 ||
    !secrets?.every((hex) => hex) ||
    secrets.length === 0 ||
    salt === "" ||
    (maxAge !== undefined && !isTimed)
  ) {
    return undefined;
  }
  if (kind === "koa" && (value === undefined || !isPlain(value) || !isLine(text))) {
    return undefined;
  }
  return {
    ...common,
    kind: names[kind] ?? kind,
    text: kind === "koa" ? value : text,
    fields: {
      "key-form": "hex",
      "key-secret": secrets.join("\n"),
      "option-name": name,
      "option-signature": kind === "koa" ? text : "",
      "option-salt": salt ?? "",
      "option-digest": digest ?? "",
      "option-lenient": lenient ?? false,
      "option-legacy": legacy ?? false,
      "option-derive": derive ?? false,
      "option-maxAge": seconds(maxAge),
      "option-minAge": seconds(minAge),
    },
  };
}

/** In the page: types it all in, and says what came out. */
async function run(jobs) {
  const control = (id) => document.getElementById(id);
  const tell = (id, bubbles) => control(id).dispatchEvent(new Event("input", { bubbles }));
  const results = [];
  control("clock-live").checked = false;
  // What nobody looks at need not be drawn.
  control("bench").hidden = true;
  for (const { now, text, carrier, kind, fields } of jobs) {
    for (const [id, value] of Object.entries(fields)) {
      control(id)[typeof value === "boolean" ? "checked" : "value"] = value;
    }
    control("clock-now").value = String(now / 1000);
    control("results").replaceChildren();
    // One after the other, as a user does; only the last sets the page to work.
    for (const [id, value] of Object.entries({ text, carrier, kind })) {
      control(id).value = value;
      tell(id, id === "kind");
    }
    for (let round = 0; document.querySelector(".ladder") === null && round < 500; round += 1) {
      await new Promise((resolve) => setTimeout(resolve));
    }
    results.push({
      recognised: Array.from(
        document.querySelectorAll('#kind [label="It looks like"] option'),
        ({ value }) => value,
      ),
      code: document.querySelector("#verdict .title").textContent,
      stops: document.querySelectorAll('.ladder [data-outcome="stopped"]').length,
    });
  }
  return results;
}

for (const op of ["jwt.verify", "cookie.open", "dialect.open"]) {
  const jobs = vectors.filter((vector) => vector.op === op).flatMap((vector) => typed(vector) ?? []);
  test(`${op}: the same verdict for ${jobs.length} vectors`, async () => {
    assert.ok(jobs.length > 700, "hardly any vector can be typed in");
    const results = await bench.page.evaluate(run, jobs);
    const wrong = jobs.flatMap(({ id, code, kind, fields }, index) => {
      const { code: found, stops, recognised } = results[index];
      const isRight = found === code && stops === (code === "valid" ? 0 : 1);
      // What is good must be among what it is taken for: not where a framework's sloppier spelling, or a time of
      // the last century, looks like nothing.
      const isUsual = fields["option-lenient"] !== true && !/epoch|-\d+-s$/.test(id);
      const isKnown = code !== "valid" || kind === "koa" || !isUsual || recognised.includes(kind);
      return isRight && isKnown
        ? []
        : [`${id}: ${found}, not ${code}; ${stops} stops; ${kind} among ${recognised.join()}`];
    });
    assert.deepEqual(wrong.slice(0, 20), [], `${wrong.length} are wrong`);
  });
}
