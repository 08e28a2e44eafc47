"""Signed texts that are altered, moved or re-encoded, and secrets that are not theirs."""

from __future__ import annotations

from urllib.parse import unquote

from sources.dialect_case import NAMED, OLDEST_FIRST, RECIPE, Case, add_open
from sources.vector import Args, Group, err, raw

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
# What stands in the cookie as it is must be text.
TEXTS = ("express", "signer", "timestamp-signer", "django", "django-signer", "rust-cookie")
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
        if case.kind != "gorilla":
            add_altered(found, start, case)
            add_spellings(found, start, case, cases)


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
    for id_, name in (
        ("other", "uid"),
        ("longer", "sidd"),
        ("upper-case", "SID"),
        ("odd", "s:i/d[0]@{a}"),
    ):
        expect = BAD if case.kind in NAMED else case.opened()
        add_open(found, case, f"{start}-name-{id_}", expect, name=name)


def add_misuse(found: Group, start: str, case: Case) -> None:
    character = err("cookie-character")
    for id_, name in (
        ("empty", ""),
        ("semicolon", "s;d"),
        ("equals", "s=d"),
        ("comma", "s,d"),
        # Found by fuzzing: within Rails' JSON it would have to be escaped.
        ("quote", 's"d'),
        ("backslash", "s\\d"),
        ("angle", "s<d"),
        ("space", "s d"),
        ("control", "s\x01d"),
        ("delete", "s\x7fd"),
        ("non-ascii", "s\u00efd"),
    ):
        add_open(found, case, f"{start}-misused-name-{id_}", character, name=name)
        args: Args = {"dialect": case.dialect, "name": name, **raw("value", case.value)}
        id_ = f"{start}-misused-name-{id_}-sealed"
        found.add(id_, "dialect.seal", args, character, case.now)
    if case.kind.startswith("rails"):
        args = {"dialect": case.dialect, "name": case.name, "value": ""}
        id_ = f"{start}-misused-empty-sealed"
        found.add(id_, "dialect.seal", args, err("bad-argument"), case.now)
    if case.kind in TEXTS:
        args = {"dialect": case.dialect, "name": case.name, **raw("value", b"caf\xe9")}
        found.add(f"{start}-misused-latin-1-sealed", "dialect.seal", args, character, case.now)
    if case.kind in UNTIMED:
        for age in (0, 60_000):
            id_ = f"{start}-misused-max-age-{age}"
            add_open(found, case, id_, err("bad-argument"), max_age_ms=age)
    else:
        for id_, now in (("negative", -1), ("past-2-53", 9_007_199_254_741_000)):
            add_open(found, case, f"{start}-misused-now-{id_}", err("bad-argument"), now=now)
        id_ = f"{start}-misused-max-age-past-2-53"
        add_open(found, case, id_, err("bad-argument"), max_age_ms=9_007_199_254_741_000)
        id_ = f"{start}-misused-max-age-2-53"
        add_open(found, case, id_, case.opened(), max_age_ms=2**53)


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
        # What Python skips still counts where it works out the padding.
        for count in range(1, 6):
            foreign = f"{before}{tag[:5]}{'!' * count}{tag[5:]}"
            expect = case.opened() if count % 4 != 1 else MALFORMED
            name = f"{start}-lenient-tag-foreign-{count}"
            add_open(found, case, name, expect, text=foreign, dialect=lenient)
        foreign = f"{before}{tag[:5]}!!!!{tag[5:]}"
        add_open(found, case, f"{start}-tag-foreign", MALFORMED, text=foreign)
        add_open(found, case, f"{start}-lenient", case.opened(), dialect=lenient)
        altered = before + other(tag[0]) + tag[1:]
        add_open(found, case, f"{start}-lenient-altered", BAD, text=altered, dialect=lenient)
        short = f"{before}{tag[:-2]}"
        add_open(found, case, f"{start}-lenient-cut", MALFORMED, text=short, dialect=lenient)


def both_letters(case: Case, tag: str) -> str:
    if case.kind in ("express", "rust-cookie"):
        return tag.replace("+", "-").replace("/", "_")
    return tag.replace("-", "+").replace("_", "/")
