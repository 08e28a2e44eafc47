"""The classes of disagreement with other libraries. A disagreement that is in none fails the test; docs/strictness.md lists them all."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from corpus import Corpus
from facts import Facts
from mutate import Job
from signs import (
    REGISTERED,
    has_far_date,
    has_odd_parameter,
    has_wrong_claim_type,
    has_wrong_header_type,
    is_at_a_fraction,
    is_over_a_limit,
)

PYJWT, JOSERFC, JOSE, JSONWEBTOKEN = PEERS = ("PyJWT", "joserfc", "jose", "jsonwebtoken")
ACCEPTED = "accepted"
EXP = '"exp":1700003600'
PLAIN = '{"alg":"HS256"}'


def claims_of(answer: str) -> Any:
    """The claims that were accepted, numbers as doubles."""
    return json.loads(bytes.fromhex(answer.partition(" ")[2]), parse_int=float)


@dataclass(frozen=True)
class Verdicts:
    """An answer of ours and one of a peer's."""

    ours: str
    theirs: str

    def agree(self) -> bool:
        """Whether both refuse, or both accept and read the same claims; why they refuse is everyone's own affair."""
        if self.ours.startswith("!") or self.theirs.startswith("!"):
            return self.ours.startswith("!") == self.theirs.startswith("!")
        return bool(claims_of(self.ours) == claims_of(self.theirs))

    def seen(self) -> str:
        """What the peer does, for people."""
        if self.theirs.startswith("!"):
            return "refused"
        return ACCEPTED if self.ours.startswith("!") or self.agree() else "accepted, with another value"

    def name(self) -> str:
        return self.ours[1:] if self.ours.startswith("!") else ACCEPTED


@dataclass(frozen=True)
class Example:
    """Header and claims of a token, signed as they stand; `change` is what happens to it after that, and `note` says it."""

    header: str | bytes
    claims: str | bytes
    policy: int = 0
    change: Callable[[bytes], bytes] | None = None
    note: str = ""
    millis: int = 0


@dataclass(frozen=True)
class Class:
    """What a kind of token is, what we and the RFCs say of it, and how it is recognised.

    `ours` are the verdicts of ours that it explains, `peers` who may see it otherwise.
    """

    name: str
    what: str
    ours: tuple[str, ...]
    peers: tuple[str, ...]
    rfc: str
    why: str
    holds: Callable[[Facts], bool]
    examples: tuple[Example, ...]


def claims(*members: str) -> str:
    return "{" + ",".join((EXP, *members)) + "}"


CLASSES = (
    Class(
        "base64-spelling",
        "A part that is not the one unpadded base64url text of its bytes: `=`, `+`, `/`, white space or other characters, or bits set in the last character that mean nothing",
        ("malformed",),
        PEERS,
        "RFC 7515 section 2: base64url with all trailing `=` omitted, and without line breaks, white space or other characters; RFC 4648 sections 3.3 and 3.5",
        "One token, one text. Otherwise a denylist, a cache or a log that goes by the text is got round.",
        lambda facts: not facts.is_canonical,
        (
            Example(PLAIN, claims(), change=lambda token: token + b"=", note="a `=` at the end"),
            Example(PLAIN, claims(), change=lambda token: token + b"\n", note="a line feed at the end"),
            Example(PLAIN, claims(), change=lambda token: token[:-8] + b"\n" + token[-8:], note="a line feed in the tag"),
            Example(
                PLAIN, claims(), change=lambda token: token[:-1] + bytes([token[-1] + 1]), note="an unused bit of the tag set"
            ),
        ),
    ),
    Class(
        "repeated-member",
        "A name twice in one JSON object, at any level, also where it is spelled in two ways (`exp` and `\\u0065xp`)",
        ("malformed",),
        PEERS,
        "RFC 7515 section 4 and RFC 7519 section 4: names MUST be unique; readers refuse, or use the last. RFC 8725 and RFC 7493 section 2.3 on why",
        "Of two readers one would see the first and the other the last.",
        lambda facts: any(text.repeated for text in facts.texts),
        (
            Example(PLAIN, claims('"role":"user"', '"role":"admin"')),
            Example(PLAIN, claims('"sub":"a"', '"s\\u0075b":"b"')),
            Example('{"alg":"HS256","kid":"a","kid":"b"}', claims()),
            Example(PLAIN, claims('"a":{"b":1,"b":2}')),
        ),
    ),
    Class(
        "no-number",
        "`NaN`, `Infinity`, `-Infinity`",
        ("malformed",),
        (PYJWT, JOSERFC),
        "RFC 8259 section 6: not permitted",
        "It is not JSON.",
        lambda facts: any(text.constants for text in facts.texts),
        (Example(PLAIN, claims('"x":NaN')), Example(PLAIN, claims('"x":-Infinity'))),
    ),
    Class(
        "no-character",
        "Half of a surrogate pair as an escape (`\\ud83e`)",
        ("malformed",),
        (PYJWT, JOSERFC, JOSE),
        "RFC 8259 section 8.2: the behaviour of readers is unpredictable; RFC 7493 section 2.1: MUST NOT",
        "It is no character, and can't be written as UTF-8: what a database or a log makes of it nobody knows.",
        lambda facts: any(text.has_unpaired_surrogate for text in facts.texts),
        (Example(PLAIN, claims('"name":"\\ud83e"')), Example(PLAIN, claims('"\\udd80":1'))),
    ),
    Class(
        "no-utf8",
        "Bytes that are not UTF-8, a byte order mark, UTF-16",
        ("malformed",),
        (PYJWT, JOSERFC, JOSE),
        "RFC 7519 section 7.2 and RFC 7515 section 3: UTF-8; RFC 8259 section 8.1: no byte order mark",
        "Every reader guesses otherwise.",
        lambda facts: not all(text.is_plain_utf8 for text in facts.texts),
        (
            Example(PLAIN, b"\xef\xbb\xbf" + claims().encode()),
            Example(PLAIN, claims('"x":"\ud83e"').encode("utf-8", "surrogatepass")),
            Example(PLAIN, claims().encode("utf-16-le")),
        ),
    ),
    Class(
        "header-type",
        "`typ`, `kid` or `alg` that is no string, `null` included",
        ("malformed",),
        PEERS,
        "RFC 7515 sections 4.1.1, 4.1.4 and 4.1.9: each is a string",
        "What is not of its type is not what it says.",
        has_wrong_header_type,
        (
            Example('{"alg":"HS256","typ":7}', claims()),
            Example('{"alg":"HS256","typ":null}', claims()),
            Example('{"alg":"HS256","kid":null}', claims()),
            Example('{"alg":"HS256","kid":["a"]}', claims()),
        ),
    ),
    Class(
        "claim-type",
        "A registered claim of another type: `iss`, `sub`, `jti` no string, `exp`, `nbf`, `iat` no number, `aud` neither a string nor an array of strings; `null` included",
        ("malformed",),
        PEERS,
        "RFC 7519 sections 4.1.1 to 4.1.7: MUST be a number, is a string",
        '`null` is not absence: a token that says `"nbf":null` was made by something that is broken.',
        has_wrong_claim_type,
        (
            Example(PLAIN, '{"exp":"1700003600"}'),
            Example(PLAIN, claims('"nbf":null')),
            Example(PLAIN, claims('"nbf":"1699999999"')),
            Example(PLAIN, claims('"iat":true')),
            Example(PLAIN, claims('"iss":["a"]')),
            Example(PLAIN, claims('"sub":7')),
            Example(PLAIN, claims('"aud":null')),
            Example(PLAIN, claims('"iss":"https://auth.example"', '"aud":["api",1]'), policy=1),
        ),
    ),
    Class(
        "far-date",
        "`exp`, `nbf` or `iat` beyond plus or minus 2^53 seconds",
        ("malformed", "not-yet-valid", "expired"),
        PEERS,
        "RFC 7519 section 2 sets no bounds; RFC 8259 section 6 calls integers up to 2^53 interoperable",
        "No two languages hold the same number there. It is 285 million years away.",
        has_far_date,
        (Example(PLAIN, '{"exp":9007199254740993}'), Example(PLAIN, claims('"iat":-1e300'))),
    ),
    Class(
        "crit",
        "A header with `crit`, whatever it says",
        ("unsupported", "malformed"),
        PEERS,
        "RFC 7515 section 4.1.11: what is not understood MUST be refused; an empty list and names of the RFC itself are not allowed",
        "Nothing that `crit` could name is understood here, not even `b64`.",
        lambda facts: "crit" in facts.header.members,
        (
            Example('{"alg":"HS256","crit":["x"],"x":1}', claims()),
            Example('{"alg":"HS256","crit":[]}', claims()),
            Example('{"alg":"HS256","crit":null}', claims()),
            Example('{"alg":"HS256","crit":["b64"],"b64":true}', claims()),
        ),
    ),
    Class(
        "b64",
        "`b64` in the header: `true` is ignored, everything else is refused",
        ("unsupported", "malformed", ACCEPTED),
        PEERS,
        "RFC 7797 section 3: a boolean; section 6: with `crit`; section 7: not used with JWTs",
        "`true` is what holds without it. `false` means another signing input.",
        lambda facts: "b64" in facts.header.members,
        (
            Example('{"alg":"HS256","b64":false}', claims()),
            Example('{"alg":"HS256","b64":"false"}', claims()),
            Example('{"alg":"HS256","b64":true}', claims()),
        ),
    ),
    Class(
        "limit",
        "More than 1,024 bytes of header, 64 bytes of `kid`, 64 characters of a number, 256 members of an object, 16 levels of nesting",
        ("limit",),
        PEERS,
        "RFC 8259 section 9: a reader may set limits; RFC 7515 and 7519 set none",
        "The same limits in every runtime, and work that a stranger can't make grow.",
        is_over_a_limit,
        (
            Example(f'{{"alg":"HS256","x":"{"x" * 1024}"}}', claims()),
            Example(f'{{"alg":"HS256","kid":"{"k" * 65}"}}', claims()),
            Example(PLAIN, claims('"x":' + "1" * 65)),
            Example(PLAIN, claims('"x":' + "[" * 16 + "]" * 16)),
            Example(PLAIN, claims('"x":{' + ",".join(f'"{i}":0' for i in range(257)) + "}")),
        ),
    ),
    Class(
        "expiry-second",
        "A token in the second that its `exp` names",
        ("expired",),
        (JSONWEBTOKEN,),
        "RFC 7519 section 4.1.4: MUST NOT be accepted on or after it",
        "Refused from the first millisecond on.",
        lambda facts: (late := facts.late()) is not None and 0 <= late < 1,
        (Example(PLAIN, '{"exp":1700000000}'), Example(PLAIN, '{"exp":1699999995}', policy=2, note="leeway of 5 seconds")),
    ),
    Class(
        "fraction",
        "A NumericDate with a fraction, or a clock in the middle of a second, less than a second from the limit",
        ("expired", "not-yet-valid", ACCEPTED),
        PEERS,
        "RFC 7519 section 2: a NumericDate may have a fraction; nothing on rounding",
        "Times are exact to the millisecond, those of tokens rounded up. PyJWT cuts the token's, joserfc and jose the clock's, jsonwebtoken rounds the one and cuts the other.",
        is_at_a_fraction,
        (
            Example(PLAIN, '{"exp":1700000000.4}', millis=500),
            Example(PLAIN, '{"exp":1700000000.6}', millis=500),
            Example(PLAIN, claims('"nbf":1700000000.6'), millis=500),
            Example(PLAIN, claims('"nbf":1700000000.4'), millis=500),
        ),
    ),
    Class(
        "unnamed-audience",
        "A token with `aud` where the caller names no audience; an empty `aud`",
        ("wrong-audience",),
        (PYJWT, JOSERFC, JOSE),
        "RFC 7519 section 4.1.3: who does not identify itself with a value in `aud` MUST reject",
        "A token for somebody else is not taken by whoever forgot to say who he is. `any_audience` says that it is meant so.",
        lambda facts: "aud" in facts.claims.members and "audience" not in facts.policy,
        (Example(PLAIN, claims('"aud":"other"')), Example(PLAIN, claims('"aud":[]')), Example(PLAIN, claims('"aud":""'))),
    ),
    Class(
        "future-iat",
        "`iat` after the clock",
        (ACCEPTED, "limit"),
        (PYJWT, JOSERFC),
        "RFC 7519 section 4.1.6: to determine the age; no rule to refuse by. `nbf` is that rule",
        "A minter whose clock is a second ahead is no attacker. With `max_age` it counts as age 0.",
        lambda facts: (early := facts.early("iat")) is not None and early > -1,
        (Example(PLAIN, claims('"iat":1700000060')),),
    ),
    Class(
        "unknown-parameter",
        "A header parameter that no RFC names, or a header of more than 512 bytes",
        (ACCEPTED, "limit"),
        (JOSERFC,),
        "RFC 7515 section 4: those that are not understood MUST be ignored",
        "Ignored, up to the limit of the header.",
        lambda facts: not set(facts.header.members) <= REGISTERED or len(facts.header.data) > 380,
        (Example('{"alg":"HS256","x":1}', claims()), Example(f'{{"alg":"HS256","cty":"{"x" * 500}"}}', claims())),
    ),
    Class(
        "unused-parameter",
        "`jwk`, `jku`, `x5u`, `x5c`, `x5t`, `cty`, `zip`, `enc` with a value that is not what it should be: a key, a URL, a string",
        (ACCEPTED,),
        (PYJWT, JOSERFC, JOSE, JSONWEBTOKEN),
        "RFC 7515 sections 4.1.2 to 4.1.10: their types",
        "They are never used, so never read: no key comes out of a token.",
        has_odd_parameter,
        (
            Example('{"alg":"HS256","jwk":1}', claims()),
            Example('{"alg":"HS256","x5u":["a"]}', claims()),
            Example('{"alg":"HS256","jku":"keys"}', claims()),
            Example('{"alg":"HS256","cty":1}', claims()),
        ),
    ),
    Class(
        "negative-date",
        "`nbf` before 1970",
        (ACCEPTED,),
        (JSONWEBTOKEN,),
        "RFC 7519 section 2: a number of seconds; nothing says that it isn't negative",
        "It is a date in the past.",
        lambda facts: any(date < 0 for name in ("exp", "nbf", "iat") if (date := facts.date(name)) is not None),
        (Example(PLAIN, claims('"nbf":-1')),),
    ),
    Class(
        "large-number",
        "A number that no double holds (`1e400`)",
        (ACCEPTED,),
        (JOSE, JSONWEBTOKEN),
        "RFC 8259 section 6: the grammar has no bounds, readers may",
        "The claims' text is handed on as it is; what a language makes of the number is its own affair.",
        lambda facts: any(abs(Decimal(number)) > Decimal("1.7e308") for text in facts.texts for number in text.numbers),
        (Example(PLAIN, claims('"x":1e400')),),
    ),
    Class(
        "many-digits",
        "A number of more digits than a double has",
        (ACCEPTED,),
        (JSONWEBTOKEN,),
        "RFC 8259 section 6: readers approximate; doubles are widely understood",
        "As before: the text is handed on. jsonwebtoken's reader (serde_json, as it comes) takes not always the nearest double.",
        lambda facts: any(sum(map(str.isdigit, number)) > 15 for number in facts.claims.numbers),
        (Example(PLAIN, claims('"x":123456789012345678901')),),
    ),
)


def classify(corpus: Corpus, job: Job, peer: str, verdicts: Verdicts, *, without: str = "") -> str | None:
    """The first class that explains why this peer and we disagree on the token."""
    facts = Facts(corpus, job)
    for known in CLASSES:
        if known.name != without and verdicts.name() in known.ours and peer in known.peers and known.holds(facts):
            return known.name
    return None
