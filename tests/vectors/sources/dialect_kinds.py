"""What is peculiar to one dialect: its options, its encodings, what could be taken for another."""

from __future__ import annotations

import base64
from urllib.parse import quote, unquote

from sources import dialect_sign as sign
from sources.dialect_case import RECIPE, Case, add_open
from sources.dialect_texts import BAD, BASES, MALFORMED, STRANGER, other
from sources.vector import Args, Group, err

SALTED = ("signer", "timestamp-signer", "url-safe-timed", "django", "django-signer", "django-dumps")


def add(found: Group, cases: dict[str, Case]) -> None:
    add_express(found, cases["express-plain"], cases["express-both-letters"])
    add_koa(found, cases["koa-plain"])
    for kind in ("express", "koa", "signer"):
        add_secret_limits(found, cases[f"{kind}-plain"])
    add_gorilla(found, cases["gorilla-plain"])
    add_quotes(found, cases)
    add_largest(found, cases)
    add_options(found, cases)


def add_express(found: Group, case: Case, letters: Case) -> None:
    """npm `cookie` encodes all that encodeURIComponent does or, from version 2, nothing."""
    signed = unquote(case.text)
    add_open(found, case, "express-raw", case.opened(), text=signed)
    assert "+" in unquote(letters.text) and "/" in unquote(letters.text)
    raw = unquote(letters.text)
    add_open(found, letters, "express-raw-both-letters", letters.opened(), text=raw)
    for id_, text in {
        "lower-case-escapes": case.text.replace("%3A", "%3a").replace("%3D", "%3d"),
        "only-prefix-escaped": signed.replace("s:", "s%3A"),
        "only-value-escaped": case.text.replace("%3A", ":"),
        "everything-escaped": "".join(f"%{ord(unit):02X}" for unit in signed),
        "needless-escape": case.text.replace("u", "%75", 1),
        "dot-escaped": case.text.replace(".", "%2E"),
    }.items():
        add_open(found, case, f"express-{id_}", case.opened(), text=text)
    plus = quote(raw, safe="+:=")
    add_open(found, letters, "express-plus-is-plus", letters.opened(), text=plus)
    tag = case.text.split(".")[1]
    for id_, text in {
        "escape-cut": f"s%3Auser%3.{tag}",
        "escape-at-the-end": f"{case.text}%3",
        "percent-alone": f"s%3Auser%.{tag}",
        "percent-at-the-end": f"{case.text}%",
        "percent-g": f"s%3Auser%3G42.{tag}",
        "percent-u": f"s%3Auser%u003D42.{tag}",
    }.items():
        add_open(found, case, f"express-form-{id_}", MALFORMED, text=text)
    # Of another length, a tag is wrong; it is read first all the same.
    for id_, text, expect in (
        ("short", "AAAA", BAD),
        ("one-character", "A", MALFORMED),
        ("short-unused-bits", "AB", MALFORMED),
        ("long", f"{unquote(tag)}AAA", BAD),
        ("long-unused-bits", f"{unquote(tag)}AAB", MALFORMED),
    ):
        add_open(found, case, f"express-tag-{id_}", expect, text=f"s:user=42.{text}")
    bare = unquote(case.text).removeprefix("s:")
    for id_, text in {
        "no-prefix": bare,
        "half-prefix": f"s{bare}",
        "upper-case-prefix": f"S:{bare}",
        "other-prefix": f"j:{bare}",
        "space-before": f" s:{bare}",
        "escaped-twice": quote(case.text, safe=""),
        "only-prefix": "s:",
        "only-prefix-escaped": "s%3A",
        "quoted": f'"{case.text}"',
    }.items():
        add_open(found, case, f"express-form-{id_}", MALFORMED, text=text)
    dotted = sign.express(case, b"a.b.c").decode()
    add_open(
        found, case, "express-dots-raw", case.opened(value=b"a.b.c"), text=dotted, source=RECIPE
    )
    add_open(found, case, "express-dot-moved", BAD, text=dotted.replace("a.b.c.", "a.b.", 1))


def add_options(found: Group, cases: dict[str, Case]) -> None:
    for kind in SALTED:
        plain, salted = cases[BASES[kind]], cases[f"{kind}-salt"]
        without = {key: value for key, value in salted.dialect.items() if key != "salt"}
        add_open(found, salted, f"{kind}-salt-missing", BAD, dialect=without)
        other_salt = {**plain.dialect, "salt": "activate"}
        add_open(found, plain, f"{kind}-salt-other", BAD, dialect=other_salt)
    for id_, changed in (
        ("koa-plain", {"digest": "sha256"}),
        ("koa-sha256", {"digest": "sha1"}),
        ("signer-plain", {"digest": "sha256"}),
        ("timestamp-signer-sha256", {"digest": "sha1"}),
        ("url-safe-timed-sha256", {"digest": "sha1"}),
        ("rails-plain", {"digest": "sha256"}),
        ("rails-sha256", {"digest": "sha1"}),
        ("rails-plain", {"legacy": True}),
        ("rails-legacy", {"legacy": False}),
        ("rails-verifier-sha256", {"digest": "sha1"}),
        ("django-legacy", {"legacy": False}),
    ):
        case = cases[id_]
        (option,) = changed
        dialect = {**case.dialect, **changed}
        add_open(found, case, f"{id_}-other-{option}", BAD, dialect=dialect)
    # Django before 5.2.15: name and salt ran together. With the option both are read.
    legacy, plain = cases["django-legacy"], cases["django-plain"]
    both = {**plain.dialect, "legacy": True}
    add_open(found, plain, "django-legacy-reads-new", plain.opened(), dialect=both)
    add_open(found, legacy, "django-legacy-moved", BAD, name="uid")
    moved = {**legacy.dialect, "salt": "d"}
    add_open(
        found,
        legacy,
        "django-legacy-name-runs-into-salt",
        legacy.opened(),
        dialect=moved,
        name="si",
    )
    moved = {**plain.dialect, "salt": "d"}
    add_open(found, plain, "django-name-runs-into-salt", BAD, dialect=moved, name="si")
    # Signer and TimestampSigner share a salt: the one reads what the other wrote.
    stamped, signer = cases["timestamp-signer-plain"], cases["signer-plain"]
    whole = stamped.text.rsplit(".", 1)[0].encode()
    add_open(found, signer, "signer-reads-timestamp", signer.opened(value=whole), text=stamped.text)
    for id_, kind, text in (
        ("flask-as-url-safe-timed", "url-safe-timed-object", cases["flask-plain"].text),
        ("url-safe-timed-as-flask", "flask-plain", cases["url-safe-timed-object"].text),
        ("timestamp-signer-as-flask", "flask-plain", cases["starlette-plain"].text),
        ("django-as-signer", "django-signer-plain", cases["django-plain"].text),
        ("django-dumps-as-django", "django-plain", cases["django-dumps-plain"].text),
        ("rails-verifier-as-cookie", "rails-plain", cases["rails-verifier-default"].text),
    ):
        add_open(found, cases[kind], f"{id_}", BAD, text=text)
    for start, derive in (("rust-cookie", False), ("rust-cookie-derived", True)):
        case = cases[BASES[start]]
        for length in (31, 32, 63, 64):
            dialect = case.with_secrets(bytes(length))
            enough = length >= (32 if derive else 64)
            expect = BAD if enough else err("weak-key")
            word = "" if enough else "misused-"
            add_open(found, case, f"{start}-{word}secret-of-{length}", expect, dialect=dialect)
    plain, derived = cases["rust-cookie-plain"], cases["rust-cookie-derived-longer-secret"]
    swapped = {**plain.dialect, "derive": True}
    add_open(found, plain, "rust-cookie-as-derived", BAD, dialect=swapped)
    swapped = {**derived.dialect, "derive": False}
    add_open(found, derived, "rust-cookie-derived-as-plain", BAD, dialect=swapped)


def add_koa(found: Group, case: Case) -> None:
    for id_, value in (
        ("other", "user=43"),
        ("longer", "user=42 "),
        ("shorter", "user=4"),
        ("empty", ""),
        ("upper-case", "USER=42"),
    ):
        add_open(found, case, f"koa-value-{id_}", BAD, value=value)
    add_open(found, case, "koa-sig-of-the-sig", BAD, name="sid.sig", value=case.text)
    add_open(found, case, "koa-misused-size-4096", BAD, text="A" * 4096)
    for size, expect in ((4096, BAD), (4097, err("cookie-too-large"))):
        value = "a" * size
        add_open(found, case, f"koa-misused-value-size-{size}", expect, value=value)


def add_secret_limits(found: Group, case: Case) -> None:
    """At most 16 secrets, of at most 1,024 bytes each."""
    own, limit = case.own_secret, err("limit")
    fifteen = [STRANGER] * 15
    long = b"k" * 1024
    for id_, secrets, opens, seals in (
        ("secrets-16", [*fifteen, own], case.opened(15), None),
        ("secrets-17", [own, *fifteen, STRANGER], limit, limit),
        ("secret-of-1024", [own, long], case.opened(0), None),
        ("secret-of-1025", [own, long + b"k"], limit, limit),
        ("secret-of-1025-and-an-empty-one", [b"", own, long + b"k"], limit, limit),
    ):
        dialect = case.with_secrets(*secrets)
        add_open(found, case, f"{case.kind}-misused-{id_}", opens, dialect=dialect)
        if seals is not None:
            args: Args = {"dialect": dialect, "name": case.name, "value": "a"}
            found.add(f"{case.kind}-misused-{id_}-sealed", "dialect.seal", args, seals, case.now)


def add_gorilla(found: Group, case: Case) -> None:
    raw = base64.urlsafe_b64decode(case.text)
    stamp, inner, tag = raw.split(b"|", 2)
    for id_, octets in {
        "tag-first": raw[: -len(tag)] + bytes([tag[0] ^ 1]) + tag[1:],
        "tag-last": raw[:-1] + bytes([raw[-1] ^ 1]),
        "time": b"1700000001" + raw[10:],
        "value": stamp + b"|" + inner.replace(b"d", b"e", 1) + b"|" + tag,
        "swapped": inner + b"|" + stamp + b"|" + tag,
    }.items():
        add_open(found, case, f"gorilla-altered-{id_}", BAD, text=sign.url(octets, padded=True))
    lenient = {**case.dialect, "lenient": True}
    for id_, text in {
        "tag-short": sign.url(raw[:-1], padded=True).decode(),
        "tag-gone": sign.url(raw[: -len(tag)], padded=True).decode(),
        "tag-longer": sign.url(raw + b"\0", padded=True).decode(),
        "tag-twice": sign.url(raw + b"|" + tag, padded=True).decode(),
        "empty": "",
        "no-pipe": sign.url(b"1700000000", padded=True).decode(),
        "one-pipe": sign.url(b"1700000000|dXNlcj00Mg==", padded=True).decode(),
        "unpadded": case.text.rstrip("="),
        "padded-twice": case.text + "=",
        "space-after": case.text + " ",
        "foreign": case.text[:8] + "!!!!" + case.text[8:],
        "non-ascii": case.text[:8] + "\u00e9" + case.text[9:],
    }.items():
        add_open(found, case, f"gorilla-form-{id_}", MALFORMED, text=text)
        add_open(found, case, f"gorilla-lenient-form-{id_}", MALFORMED, text=text, dialect=lenient)
    unused = case.text[:-2] + other(case.text[-2]) + "="
    add_open(found, case, "gorilla-form-unused-bits", MALFORMED, text=unused)
    id_ = "gorilla-lenient-unused-bits"
    add_open(found, case, id_, case.opened(), text=unused, dialect=lenient)
    # Go's decoder skips line breaks, but no cookie has any.
    for id_, text in {
        "newline-after": case.text + "\n",
        "newlines-inside": case.text[:20] + "\r\n" + case.text[20:40] + "\n" + case.text[40:],
    }.items():
        add_open(found, case, f"gorilla-form-{id_}", MALFORMED, text=text)
        add_open(found, case, f"gorilla-lenient-{id_}", MALFORMED, text=text, dialect=lenient)
    add_open(found, case, "gorilla-lenient", case.opened(), dialect=lenient)
    # "a|b" as the name and a stamp after it run together with "a" and a longer stamp.
    stamp = b"b|1700000000"
    text = sign.gorilla(case, stamp, inner, name=b"a").decode()
    add_open(found, case, "gorilla-name-runs-into-time", MALFORMED, text=text, name="a")
    add_open(
        found,
        case,
        "gorilla-time-runs-into-name",
        BAD,
        text=sign.gorilla(case, b"1700000000", inner, name=b"a"),
        name="a|b",
    )


def add_quotes(found: Group, cases: dict[str, Case]) -> None:
    """Django's Set-Cookie quotes the text because of its colons, and escapes within."""
    for kind in ("django", "django-signer", "django-dumps"):
        case = cases[BASES[kind]]
        add_open(found, case, f"{kind}-quoted", case.opened(), text=f'"{case.text}"')
        half = f'{case.text}"'
        add_open(found, case, f"{kind}-quoted-at-the-end", MALFORMED, text=half)
    case = cases["django-odd"]
    quoted = quote_as_python(case.text)
    assert "\\054" in quoted and '\\"' in quoted and "\\\\" in quoted
    add_open(found, case, "django-quoted-odd", case.opened(), text=quoted)
    for id_ in ("latin-1", "non-ascii", "colons", "empty"):
        each = cases[f"django-{id_}"]
        text = quote_as_python(each.text)
        add_open(found, each, f"django-quoted-{id_}", each.opened(), text=text)
    for id_, text in {
        "escape-cut": quoted.replace("\\054", "\\05"),
        "needless-escape": quoted.replace("a", "\\141", 1),
        "quote-inside": quoted.replace('\\"', '"'),
        "comma-inside": quoted.replace("\\054", ","),
        "semicolon-inside": quoted.replace("\\073", ";"),
        "past-377": quoted.replace("\\054", "\\454"),
    }.items():
        assert text != quoted
        add_open(found, case, f"django-quoted-{id_}", MALFORMED, text=text)


def quote_as_python(text: str) -> str:
    """By hand: what http.cookies leaves, and a backslash or three octal digits for the rest."""
    plain = "!#$%&'*+-.^_`|~: ()/<=>?@[]{}"

    def quote_one(unit: str) -> str:
        if unit in '"\\':
            return f"\\{unit}"
        if (unit.isascii() and unit.isalnum()) or unit in plain or unit > "\u00ff":
            return unit
        return f"\\{ord(unit):03o}"

    return '"' + "".join(map(quote_one, text)) + '"'


def add_largest(found: Group, cases: dict[str, Case]) -> None:
    for id_, case in cases.items():
        if not id_.endswith("-size-4096"):
            continue
        assert len(case.text) == 4096
        large = err("cookie-too-large")
        name = id_.replace("4096", "4097")
        add_open(found, case, f"{name}-misused-longer", large, text="v" + case.text)
        args: Args = {
            "dialect": case.dialect,
            "name": case.name,
            "value": "v" * (len(case.asked) + 1),
        }
        found.add(f"{name}-sealed", "dialect.seal", args, large, case.now)
