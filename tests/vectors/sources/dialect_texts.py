"""Signed texts that are altered, moved or re-encoded, and secrets that are not theirs."""

from __future__ import annotations

import base64
from urllib.parse import quote, unquote

from sources import dialect_sign as sign
from sources.dialect_case import NAMED, OLDEST_FIRST, RECIPE, Case, add_open
from sources.vector import Args, Group, err

BASES = {
    "express": "express-plain",
    "koa": "koa-plain",
    "signer": "signer-plain",
    "timestamp-signer": "timestamp-signer-plain",
    "url-safe-timed": "url-safe-timed-object",
    "flask": "flask-plain",
    "starlette": "starlette-plain",
    "django": "django-plain",
    "django-signer": "django-signer-plain",
    "django-dumps": "django-dumps-plain",
    "gorilla": "gorilla-plain",
    "rust-cookie": "rust-cookie-plain",
    "rust-cookie-derived": "rust-cookie-derived-plain",
    "rails": "rails-plain",
    "rails-verifier": "rails-verifier-default",
}
SEPARATORS = {"django": ":", "django-signer": ":", "django-dumps": ":"}
SEPARATORS |= {"rails": "--", "rails-verifier": "--"}
UNTIMED = ("express", "koa", "signer", "django-signer", "rust-cookie", "rails", "rails-verifier")
SALTED = ("signer", "timestamp-signer", "url-safe-timed", "django", "django-signer", "django-dumps")
# Secrets that sign nothing here, long enough for every dialect.
STRANGER = b"a stranger's secret, which signs nothing here, of at least 64 bytes"
ANOTHER = b"another secret that signs nothing here, of at least 64 bytes as well"
BAD = err("bad-signature")
MALFORMED = err("malformed")
URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
STANDARD = URL.replace("-_", "+/")


def add(found: Group, cases: dict[str, Case]) -> None:
    for start, base in BASES.items():
        case = cases[base]
        add_secrets(found, start, case)
        add_names(found, start, case)
        add_misuse(found, start, case)
        add_sizes(found, start, case)
        if case.kind == "gorilla":
            add_gorilla(found, case)
        else:
            add_altered(found, start, case)
            add_spellings(found, start, case, cases)
    add_express(found, cases["express-plain"], cases["express-both-letters"])
    add_options(found, cases)
    add_koa(found, cases["koa-plain"])


def add_secrets(found: Group, start: str, case: Case) -> None:
    """Starlette has one secret; a second place is for those that rotate."""
    own = case.own_secret
    add_open(found, case, f"{start}-wrong-key", BAD, dialect=case.with_secrets(STRANGER))
    # HMAC pads short keys with zeros, but the derivations here do not.
    if case.kind != "starlette":
        add_open(
            found, case, f"{start}-wrong-keys", BAD, dialect=case.with_secrets(STRANGER, ANOTHER)
        )
        for at in range(3):
            secrets = [STRANGER, ANOTHER]
            secrets.insert(at, own)
            dialect = case.with_secrets(*secrets)
            add_open(found, case, f"{start}-rotated-{at}", case.opened(at), dialect=dialect)
        # The one that signs is asked first.
        twice = case.with_secrets(own, own)
        at = 1 if case.kind in OLDEST_FIRST else 0
        add_open(found, case, f"{start}-misused-secret-twice", case.opened(at), dialect=twice)
    for id_, dialect, error in (
        ("no-secret", case.with_secrets(), "bad-argument"),
        ("empty-secret", case.with_secrets(b""), "weak-key"),
    ):
        add_open(found, case, f"{start}-misused-{id_}", err(error), dialect=dialect)
        args: Args = {"dialect": dialect, "name": case.name, "value": "a"}
        found.add(f"{start}-misused-{id_}-sealed", "dialect.seal", args, err(error), case.now)


def add_names(found: Group, start: str, case: Case) -> None:
    for id_, name in (("other", "uid"), ("longer", "sidd"), ("upper-case", "SID")):
        expect = BAD if case.kind in NAMED else case.opened()
        add_open(found, case, f"{start}-name-{id_}", expect, name=name)


def add_misuse(found: Group, start: str, case: Case) -> None:
    if case.kind in UNTIMED:
        for age in (0, 60_000):
            id_ = f"{start}-misused-max-age-{age}"
            add_open(found, case, id_, err("bad-argument"), max_age_ms=age)
    else:
        for id_, now in (("negative", -1), ("past-2-53", 9_007_199_254_741_000)):
            add_open(found, case, f"{start}-misused-now-{id_}", err("bad-argument"), now=now)
        id_ = f"{start}-misused-max-age-past-2-53"
        add_open(found, case, id_, err("bad-argument"), max_age_ms=9_007_199_254_741_000)


def add_sizes(found: Group, start: str, case: Case) -> None:
    large = err("cookie-too-large")
    id_ = f"{start}-misused-size-4097"
    add_open(found, case, id_, large, text="a" * 4097, source=RECIPE)
    if case.kind != "koa":
        args: Args = {"dialect": case.dialect, "name": case.name, "value": "a" * 4097}
        found.add(f"{start}-misused-size-sealed", "dialect.seal", args, large, case.now)


def pieces(case: Case) -> tuple[str, str, str]:
    """What stands before the tag, the tag, and what stands after it."""
    if case.kind == "express":
        text = unquote(case.text)
        at = text.rindex(".") + 1
        return text[:at], text[at:], ""
    if case.kind == "koa":
        return "", case.text, ""
    if case.kind == "rust-cookie":
        return "", case.text[:44], case.text[44:]
    separator = SEPARATORS.get(case.kind, ".")
    at = case.text.rindex(separator) + len(separator)
    return case.text[:at], case.text[at:], ""


def other(letter: str, steps: int = 1) -> str:
    alphabet = "0123456789abcdef" if letter in "0123456789abcdef" else STANDARD + "-_"
    return alphabet[(alphabet.index(letter) + steps) % len(alphabet)]


def add_altered(found: Group, start: str, case: Case) -> None:
    before, tag, after = pieces(case)
    texts = {
        "tag-first": before + other(tag[0]) + tag[1:] + after,
        "tag-middle": before + tag[:9] + other(tag[9]) + tag[10:] + after,
        "tag-of-zeros": before + ("0" if case.kind.startswith("rails") else "A") * len(tag) + after,
    }
    if case.kind == "rust-cookie":
        texts["tag-of-zeros"] = "A" * 43 + "=" + after
        texts |= {
            "value": tag + "V" + after[1:],
            "value-gone": tag,
            "value-longer": tag + after + "2",
        }
    else:
        texts["tag-short"] = before + tag[: -2 if case.kind.startswith("rails") else 16] + after
        texts["tag-gone"] = before + after
    if before:
        at = 2 if case.kind == "express" else 0
        changed = "VZ"[before[at] == "V"]
        texts["value"] = before[:at] + changed + before[at + 1 :] + tag
        texts["value-longer"] = before[:at] + "VVVV" + before[at:] + tag
    for id_, text in texts.items():
        add_open(found, case, f"{start}-altered-{id_}", BAD, text=text)
    separator = SEPARATORS.get(case.kind, ".")
    malformed = {"space-after": before + tag + after + " "} if case.kind != "rust-cookie" else {}
    malformed["newline-in-tag"] = before + tag[:5] + "\n" + tag[5:] + after
    malformed["tag-non-ascii"] = before + tag[:5] + "\u00e9" + tag[6:] + after
    if case.kind != "koa":
        malformed["empty"] = ""
        if case.kind != "rust-cookie":
            malformed["no-separator"] = before.replace(separator, "") + tag
    for id_, text in malformed.items():
        add_open(found, case, f"{start}-altered-{id_}", MALFORMED, text=text)


def add_spellings(found: Group, start: str, case: Case, cases: dict[str, Case]) -> None:
    """The same tag, written otherwise: strict refuses it, lenient is what the original accepts."""
    before, tag, after = pieces(case)
    lenient = {**case.dialect, "lenient": True}
    if case.kind.startswith("rails"):
        for id_, text in (("upper-case", tag.upper()), ("odd", tag[:-1])):
            add_open(found, case, f"{start}-tag-{id_}", MALFORMED, text=before + text)
        return
    spelled: dict[str, str] = {}
    if case.kind == "rust-cookie":
        # Unpadded, the tag would take a byte of the value.
        text = tag.rstrip("=") + after
        add_open(found, case, f"{start}-tag-unpadded", BAD, text=text)
        spelled = {"unused-bits": tag[:-2] + other(tag[-2]) + "="}
    elif case.kind == "express":
        spelled = {"padded": tag + "=", "unused-bits": tag[:-1] + other(tag[-1])}
    else:
        spelled = {"padded": tag + "=", "unused-bits": tag[:-1] + other(tag[-1])}
    spelled["other-alphabet"] = both_letters(case, tag)
    for id_, text in spelled.items():
        whole = before + text + after
        if id_ == "other-alphabet" and whole == before + tag + after:
            continue
        add_open(found, case, f"{start}-tag-{id_}", MALFORMED, text=whole)
        if case.kind in OLDEST_FIRST:
            add_open(
                found,
                case,
                f"{start}-lenient-tag-{id_}",
                case.opened(),
                text=whole,
                dialect=lenient,
            )
    if case.kind in OLDEST_FIRST:
        foreign = f"{before}{tag[:5]}!!!!{tag[5:]}"
        add_open(found, case, f"{start}-tag-foreign", MALFORMED, text=foreign)
        add_open(
            found,
            case,
            f"{start}-lenient-tag-foreign",
            case.opened(),
            text=foreign,
            dialect=lenient,
        )
        add_open(found, case, f"{start}-lenient", case.opened(), dialect=lenient)
        altered = before + other(tag[0]) + tag[1:]
        add_open(found, case, f"{start}-lenient-altered", BAD, text=altered, dialect=lenient)
        short = f"{before}{tag[:-2]}"
        add_open(found, case, f"{start}-lenient-cut", MALFORMED, text=short, dialect=lenient)


def both_letters(case: Case, tag: str) -> str:
    if case.kind in ("express", "rust-cookie"):
        return tag.replace("+", "-").replace("/", "_")
    return tag.replace("-", "+").replace("_", "/")


def add_express(found: Group, case: Case, letters: Case) -> None:
    """cookie-parser decodes what any version of npm `cookie` encoded, and what none did."""
    signed = unquote(case.text)
    for id_, text in {
        "raw": signed,
        "lower-case-escapes": case.text.replace("%3A", "%3a").replace("%3D", "%3d"),
        "only-prefix-escaped": signed.replace("s:", "s%3A"),
        "everything-escaped": "".join(f"%{ord(unit):02X}" for unit in signed),
    }.items():
        add_open(found, case, f"express-{id_}", case.opened(), text=text)
    signed = unquote(letters.text)
    assert "+" in signed and "/" in signed
    add_open(found, letters, "express-raw-both-letters", letters.opened(), text=signed)
    slash = quote(signed, safe="+:=")
    add_open(found, letters, "express-plus-is-plus", letters.opened(), text=slash)
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
        ("url-safe-timed-sha256", {"digest": "sha512"}),
        ("rails-plain", {"digest": "sha256"}),
        ("rails-sha256", {"digest": "sha1"}),
        ("rails-plain", {"salt": "another salt"}),
        ("rails-plain", {"legacy": True}),
        ("rails-legacy", {"legacy": False}),
        ("rails-verifier-sha256", {"digest": "sha1"}),
        ("gorilla-plain", {"digest": "sha512"}),
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
        ("django-signer-as-dumps", "django-dumps-plain", cases["django-signer-plain"].text),
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


def add_gorilla(found: Group, case: Case) -> None:
    raw = base64.urlsafe_b64decode(case.text)
    stamp, inner, tag = raw.split(b"|", 2)
    for id_, octets in {
        "tag-first": raw[: -len(tag)] + bytes([tag[0] ^ 1]) + tag[1:],
        "tag-last": raw[:-1] + bytes([raw[-1] ^ 1]),
        "tag-short": raw[:-1],
        "tag-gone": raw[: -len(tag)],
        "tag-longer": raw + b"\0",
        "time": b"1700000001" + raw[10:],
        "value": stamp + b"|" + inner.replace(b"d", b"e", 1) + b"|" + tag,
        "swapped": inner + b"|" + stamp + b"|" + tag,
    }.items():
        add_open(found, case, f"gorilla-altered-{id_}", BAD, text=sign.url(octets, padded=True))
    lenient = {**case.dialect, "lenient": True}
    for id_, text in {
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
    for id_, text in {
        "unused-bits": unused,
        "newline-after": case.text + "\n",
        "newlines-inside": case.text[:20] + "\r\n" + case.text[20:40] + "\n" + case.text[40:],
    }.items():
        add_open(found, case, f"gorilla-form-{id_}", MALFORMED, text=text)
        add_open(found, case, f"gorilla-lenient-{id_}", case.opened(), text=text, dialect=lenient)
    add_open(found, case, "gorilla-lenient", case.opened(), dialect=lenient)
    # "a|b" as the name and a stamp after it run together with "a" and a longer stamp.
    stamp = b"b|1700000000"
    text = sign.gorilla(case, stamp, inner, name=b"a").decode()
    add_open(found, case, "gorilla-name-runs-into-time", BAD, text=text, name="a|b")
