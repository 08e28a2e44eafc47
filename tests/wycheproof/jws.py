"""Wycheproof's JWS cases for HMAC, stated anew: no registry that the tests may use carries the file `json_web_signature_test.json`.

The numbers are its `tcId`s, the faults and the labels its own. The inputs are ours: where Wycheproof signs `foo` or `Test` we sign a
claims object, so that a good case is accepted and a bad one can't be refused for its payload. Everything else of its 401 cases is
RSA, ECDSA or PSS.
"""

from __future__ import annotations

import base64
import hmac
import json
from dataclasses import dataclass

CLAIMS = '{"exp":4102444800}'
# Claims whose tag, under SPECIAL and HEADER, begins with 24 zeros and with 24 ones: found by counting.
ZEROS = '{"exp":4102444800,"n":1917823}'
ONES = '{"exp":4102444800,"n":11433973}'

PLAIN = {"alg": "HS256", "secret_hex": bytes(range(100, 132)).hex(), "kid": "kid-aes-sign"}
PLAIN_HEADER = '{"alg":"HS256","kid":"kid-aes-sign"}'
SPECIAL = {"alg": "HS256", "secret_hex": bytes(32).hex(), "kid": "hs256-key"}
HEADER = '{"kid":"hs256-key","alg":"HS256"}'

# RFC 7520 sections 3.5 and 4.4. Its payload is a sentence, so what is verified is the MAC.
COOKBOOK_KID = "018c0ae5-4d9b-471b-bfd6-eef314bc7037"
COOKBOOK_KEY = {
    "kty": "oct",
    "kid": COOKBOOK_KID,
    "use": "sig",
    "alg": "HS256",
    "k": "hJtXIZ2uSN5kbQfbtTNWbpdmhkV8FJG-Onbc6mxCcYg",
}
COOKBOOK_TEXT = (
    "It\u2019s a dangerous business, Frodo, going out your door. You step onto the road, and if you don't keep your feet, "
    "there\u2019s no knowing where you might be swept off to."
)
COOKBOOK_TAG = "s0h6KThzkfBBBkLspW1h84VsJZFTsPPqMDA7g1Md7p0"

# What Wycheproof's label says and what is right are not the same in four cases.
OVERRIDDEN = {
    367: "labelled invalid for its padding, but has none: its token is byte for byte that of case 357, which is valid",
    370: "labelled invalid for padding in its payload, but has none: its token is byte for byte that of case 357, which is valid",
    372: "labelled valid, with a character in its header that is not in the header that was signed: the MAC fails",
    373: "labelled valid, with a character in its payload that is not in the payload that was signed: the MAC fails",
}


@dataclass(frozen=True)
class Case:
    """A token; `refused` is the reason, none where it is accepted; `labelled_valid` is Wycheproof's label."""

    number: int
    what: str
    token: bytes
    labelled_valid: bool
    refused: str | None
    key: dict[str, str]
    claims: str = CLAIMS

    @property
    def is_overridden(self) -> bool:
        return self.labelled_valid != (self.refused is None)


def encode(data: str | bytes) -> bytes:
    return base64.urlsafe_b64encode(data.encode() if isinstance(data, str) else data).rstrip(b"=")


def tag(key: dict[str, str], signed: bytes) -> bytes:
    return encode(hmac.digest(bytes.fromhex(key["secret_hex"]), signed, "sha256"))


def plain() -> list[Case]:
    """Cases 1 to 17: parts changed, emptied and left out."""
    header, payload = encode(PLAIN_HEADER), encode(CLAIMS)
    mac = tag(PLAIN, header + b"." + payload)
    good = b".".join((header, payload, mac))
    other_header = encode(PLAIN_HEADER.replace("kid-aes", "Xid-aes"))
    none = encode(PLAIN_HEADER.replace("HS256", "none"))
    flattened = {
        "payload": payload.decode(),
        "signatures": [{"protected": header.decode(), "header": {"unknown": "untrustworthy"}, "signature": mac.decode()}],
    }
    stated: list[tuple[str, bytes, str | None]] = [
        ("as it should be", good, None),
        ("the tag changed", b".".join((header, payload, (b"Y" if mac[:1] == b"X" else b"X") + mac[1:])), "bad-signature"),
        ("no tag", header + b"." + payload + b".", "bad-signature"),
        ("no third part", header + b"." + payload, "malformed"),
        ("the payload changed", b".".join((header, encode(CLAIMS.replace("4102", "4103")), mac)), "bad-signature"),
        ("no payload", header + b".." + mac, "bad-signature"),
        ("header and tag alone", header + b"." + mac, "malformed"),
        ("another kid", b".".join((other_header, payload, mac)), "unknown-key"),
        ("no header", b"." + payload + b"." + mac, "malformed"),
        ("payload and tag alone", payload + b"." + mac, "malformed"),
        ("the payload between dots", b"." + payload + b".", "malformed"),
        ("the payload alone", payload, "malformed"),
        ("nothing", b"", "malformed"),
        ("a dot at the end", good + b".", "malformed"),
        ("a fourth part", good + b".foo", "malformed"),
        ("the algorithm none", none + b"." + payload + b".", "algorithm-mismatch"),
        ("the JSON serialization", json.dumps(flattened).encode(), "malformed"),
    ]
    return [Case(number, what, token, number == 1, refused, PLAIN) for number, (what, token, refused) in enumerate(stated, 1)]


def special() -> list[Case]:
    """Cases 357 to 377: characters that are not base64url's, and white space in the header's JSON. Where the fault stands in header
    or payload, the tag is of the text with the fault, but for 372 to 374.
    """
    header, payload = encode(HEADER), encode(CLAIMS)
    # Case 374 and 375 need a payload whose last character has bits that mean nothing.
    odd = '{"exp":4102444800 }'
    odd_payload = encode(odd)
    assert len(odd_payload) % 4 == 2
    bent = odd_payload[:-1] + bytes([odd_payload[-1] + 1])
    good = tag(SPECIAL, header + b"." + payload)
    zeros = tag(SPECIAL, header + b"." + encode(ZEROS))
    ones = tag(SPECIAL, header + b"." + encode(ONES))
    assert zeros.startswith(b"AAAA")
    assert ones.startswith(b"____")

    def signed(header: bytes, payload: bytes, mac: bytes | None = None) -> bytes:
        return b".".join((header, payload, tag(SPECIAL, header + b"." + payload) if mac is None else mac))

    def case(number: int, what: str, token: bytes, refused: str | None, claims: str = CLAIMS) -> Case:
        valid = number in (357, 358, 359, 372, 373, 376, 377)
        return Case(number, what, token, valid, refused, SPECIAL, claims)

    spaced = encode('{ "kid" : "hs256-key", "alg" : "HS256" }')
    broken = encode('{"kid":"hs256-key",\n\t"alg":"HS256"}')
    bad = "malformed"
    return [
        case(357, "as it should be", signed(header, payload), None),
        case(358, "a tag that begins with zeros", signed(header, encode(ZEROS)), None, ZEROS),
        case(359, "a tag that begins with ones", signed(header, encode(ONES)), None, ONES),
        case(360, "spaces before the tag", signed(header, payload, b"    " + good), bad),
        case(361, "a question mark before the tag", signed(header, payload, b"?" + good), bad),
        case(362, "a question mark after the tag", signed(header, payload, good + b"?"), bad),
        case(363, "a question mark for a zero of the tag", signed(header, encode(ZEROS), b"?" + zeros[1:]), bad, ZEROS),
        case(364, "question marks for the ones of the tag", signed(header, encode(ONES), b"????" + ones[4:]), bad, ONES),
        case(365, "spaces after the header", signed(header + b"    ", payload), bad),
        case(366, "number signs after the header", signed(header + b"####", payload), bad),
        case(367, "said to be padded", signed(header, payload), None),
        case(368, "spaces before the payload", signed(header, b"    " + payload), bad),
        case(369, "number signs before the payload", signed(header, b"####" + payload), bad),
        case(370, "said to have a padded payload", signed(header, payload), None),
        case(371, "a question mark before the payload", signed(header, b"?" + payload), bad),
        case(372, "a question mark before the header, not signed", signed(b"?" + header, payload, good), bad),
        case(373, "a question mark before the payload, not signed", signed(header, b"?" + payload, good), "bad-signature"),
        case(
            374,
            "unused bits set, those of the clean text signed",
            signed(header, bent, tag(SPECIAL, header + b"." + odd_payload)),
            "bad-signature",
        ),
        case(375, "unused bits set, and signed so", signed(header, bent), bad),
        case(376, "spaces in the header's JSON", signed(spaced, payload), None),
        case(377, "a line feed and a tab in the header's JSON", signed(broken, payload), None),
    ]


def cookbook() -> bytes:
    """The signing input of cases 348 and 352."""
    return encode(f'{{"alg":"HS256","kid":"{COOKBOOK_KID}"}}') + b"." + encode(COOKBOOK_TEXT)
