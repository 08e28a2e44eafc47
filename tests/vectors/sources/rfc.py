"""Examples that RFCs print."""

from __future__ import annotations

from sources.vector import Group, err, ok

A1_SECRET = "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"
A1_HEADER = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9"
A1_PAYLOAD = (
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
)
A1_TAG = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
A1_TAG_HEX = "7418dfb49799e0254ffa607dd8adbbba16d4254d69d6bff05b58055853848d79"
A1_CLAIMS = '{"iss":"joe",\r\n "exp":1300819380,\r\n "http://example.com/is_root":true}'
A1_KEY = {"alg": "HS256", "base64url": A1_SECRET}

COOKBOOK_KID = "018c0ae5-4d9b-471b-bfd6-eef314bc7037"
COOKBOOK_SECRET = "hJtXIZ2uSN5kbQfbtTNWbpdmhkV8FJG-Onbc6mxCcYg"
COOKBOOK_JWK = (
    f'{{"kty":"oct","kid":"{COOKBOOK_KID}","use":"sig","alg":"HS256","k":"{COOKBOOK_SECRET}"}}'
)
COOKBOOK_SIGNED = (
    "eyJhbGciOiJIUzI1NiIsImtpZCI6IjAxOGMwYWU1LTRkOWItNDcxYi1iZmQ2LWVlZjMxNGJjNzAzNyJ9"
    "."
    "SXTigJlzIGEgZGFuZ2Vyb3VzIGJ1c2luZXNzLCBGcm9kbywgZ29pbmcgb3V0IHlvdXIgZG9vci4gWW91IHN0ZXAgb250"
    "byB0aGUgcm9hZCwgYW5kIGlmIHlvdSBkb24ndCBrZWVwIHlvdXIgZmVldCwgdGhlcmXigJlzIG5vIGtub3dpbmcgd2hl"
    "cmUgeW91IG1pZ2h0IGJlIHN3ZXB0IG9mZiB0by4"
)
COOKBOOK_TAG = "s0h6KThzkfBBBkLspW1h84VsJZFTsPPqMDA7g1Md7p0"
COOKBOOK_TAG_HEX = "b3487a29387391f0410642eca56d61f3856c259153b0f3ea30303b83531dee9d"

UNENCODED_HEADER = "eyJhbGciOiJIUzI1NiIsImI2NCI6ZmFsc2UsImNyaXQiOlsiYjY0Il19"
UNENCODED_TAG = "A5dxf2s96_n5FLueVuW1Z_vh161FwXZC4YLPff6dmDY"

WRAPPING_KEYS = (
    '{"keys":[{"kty":"oct","alg":"A128KW","k":"GawgguFyGrWKav7AX4VKUg"},'
    f'{{"kty":"oct","k":"{A1_SECRET}","kid":"HMAC key used in JWS spec Appendix A.1 example"}}]}}'
)


def group() -> Group:
    found = Group("rfc", "Examples from RFC 7515, 7517, 7519, 7520 and 7797.")
    add_appendix_a1(found)
    add_cookbook(found)
    add_refused(found)
    return found


def add_appendix_a1(found: Group) -> None:
    source = "RFC 7515 appendix A.1 (its claims: RFC 7519 section 3.1)"
    token = f"{A1_HEADER}.{A1_PAYLOAD}.{A1_TAG}"
    signed = f"{A1_HEADER}.{A1_PAYLOAD}".encode().hex()
    found.add(
        "7515-a1-mac", "mac", {"key": A1_KEY, "data_hex": signed}, ok(A1_TAG_HEX), source=source
    )
    before, at = 1_300_819_379_999, 1_300_819_380_000
    keys = [A1_KEY]
    found.accepts("7515-a1-before", token, A1_CLAIMS, keys, now=before, source=source)
    found.refuses("7515-a1-at", "expired", token, keys, now=at, source=source)
    found.refuses("7515-a1-after", "expired", token, keys, now=1_700_000_000_000, source=source)
    found.accepts(
        "7515-a1-issuer",
        token,
        A1_CLAIMS,
        keys,
        policy={"issuer": "joe", "required": ["http://example.com/is_root"]},
        now=before,
        source=source,
    )
    found.add(
        "7515-a1-inspect",
        "jwt.inspect",
        {"token": token},
        ok({"header": '{"typ":"JWT",\r\n "alg":"HS256"}', "claims": A1_CLAIMS}),
        source=source,
    )


def add_cookbook(found: Group) -> None:
    source = "RFC 7520 section 4.4, key of section 3.5; the payload is prose"
    data = COOKBOOK_SIGNED.encode().hex()
    key = {"jwk": COOKBOOK_JWK}
    found.add(
        "7520-3-5-key",
        "key.load",
        {"key": key},
        ok({"alg": "HS256", "kid": COOKBOOK_KID}),
        source=source,
    )
    plain = {"alg": "HS256", "base64url": COOKBOOK_SECRET, "kid": COOKBOOK_KID}
    for name, form in (("jwk", key), ("base64url", plain)):
        found.add(
            f"7520-4-4-mac-{name}",
            "mac",
            {"key": form, "data_hex": data},
            ok(COOKBOOK_TAG_HEX),
            source=source,
        )
    found.add(
        "7520-4-4-mac-verify",
        "mac.verify",
        {"key": key, "data_hex": data, "tag_hex": COOKBOOK_TAG_HEX},
        ok(True),
        source=source,
    )
    token = f"{COOKBOOK_SIGNED}.{COOKBOOK_TAG}"
    found.refuses("7520-4-4-verify", "malformed", token, [key], source=source)
    found.refuses(
        "7520-4-4-other-key", "unknown-key", token, [{**A1_KEY, "kid": "a"}], source=source
    )
    found.refuses("7520-4-4-other-secret", "bad-signature", token, [A1_KEY], source=source)
    found.add("7520-4-4-inspect", "jwt.inspect", {"token": token}, err("malformed"), source=source)


def add_refused(found: Group) -> None:
    found.refuses(
        "7519-6-1-unsecured",
        "algorithm-mismatch",
        f"eyJhbGciOiJub25lIn0.{A1_PAYLOAD}.",
        [A1_KEY],
        now=1_300_819_379_999,
        source="RFC 7519 section 6.1",
    )
    source = "RFC 7797 section 4.2: unencoded, detached payload"
    found.add(
        "7797-4-2-mac",
        "mac",
        {"key": A1_KEY, "data_hex": f"{UNENCODED_HEADER}.$.02".encode().hex()},
        ok("0397717f6b3debf9f914bb9e56e5b567fbe1d7ad45c17642e182cf7dfe9d9836"),
        source=source,
    )
    for name, payload, error in (
        ("detached", "", "unsupported"),
        ("attached", "$.02", "malformed"),
    ):
        found.refuses(
            f"7797-4-2-{name}",
            error,
            f"{UNENCODED_HEADER}.{payload}.{UNENCODED_TAG}",
            [A1_KEY],
            source=source,
        )
    source = "RFC 7517 appendix A.3: one of the two keys is for AES key wrapping"
    found.add(
        "7517-a3-load",
        "jwks.load",
        {"jwks": WRAPPING_KEYS, "alg": "HS256"},
        err("algorithm-mismatch"),
        source=source,
    )
