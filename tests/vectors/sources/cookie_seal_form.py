"""Sealed values whose form is wrong, though their MAC may be right."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sources.sealed import both, opened, opens, sealed, sub_key
from sources.token import OTHER_SECRET, mac, part
from sources.vector import ISSUED, Group, err

# Texts that have the form: three parts, of which the first may be anything.
FORM = re.compile(rb"(?s)(?:.*)\.(0|[1-9][0-9]{0,12})\.((?:[\w-]{4})*(?:[\w-]{2,3})?)", re.ASCII)
LAST_OF_TWO, LAST_OF_THREE = b"AQgw", b"AEIMQUYcgkosw048"


def add(found: Group) -> None:
    add_joining(found)
    add_form(found)
    add_escapes(found)
    add_changes(found)


def add_joining(found: Group) -> None:
    """What is joined into the MAC can't be split elsewhere."""
    body = f"user=42.{ISSUED}"
    good = sealed(body)
    sub = sub_key("cookie")
    for id_, joined in (
        ("no-length", b"sid" + body.encode()),
        ("one-byte-length", b"\x03sid" + body.encode()),
        ("little-endian", b"\x03\x00sid" + body.encode()),
        ("four-bytes", b"\x00\x00\x00\x03sid" + body.encode()),
        ("name-after", b"\x00\x03" + body.encode() + b"sid"),
        ("equals", b"\x00\x03sid=" + body.encode()),
        ("without-issued", b"\x00\x03siduser=42"),
        ("with-last-dot", b"\x00\x03sid" + body.encode() + b"."),
        ("decoded-value", b"\x00\x03siduser=42" + ISSUED.to_bytes(8, "big")),
    ):
        text = body.encode() + b"." + part(mac(joined, secret=sub)).encode()
        opens(found, f"joined-{id_}", text, err("bad-signature"))
    tag = good.rsplit(b".", 1)[1]
    for id_, name, start in (
        ("name-takes-from-value", "sidu", "ser=42"),
        ("name-gives-to-value", "si", "duser=42"),
        ("name-gives-all-but-one", "s", "iduser=42"),
    ):
        text = f"{start}.{ISSUED}.".encode() + tag
        opens(found, f"joined-{id_}", text, err("bad-signature"), name)
    # 256 and 1 differ in both bytes of the length.
    name = "n" * 256
    both(found, "name-256", "a", "a", name)
    text = sealed(f"a.{ISSUED}", name)
    moved = "n" * 255 + text.decode()
    opens(found, "joined-256-as-1", moved, err("bad-signature"), "n")


def add_form(found: Group) -> None:
    good = sealed(f"user=42.{ISSUED}").decode()
    tag = good.rsplit(".", 1)[1]
    malformed: dict[str, str | bytes] = {
        "empty": "",
        "one-dot": f"{ISSUED}.{tag}",
        "no-dot": tag,
        "only-dots": "..",
        "three-dots": "...",
        "no-issued": f"user=42..{tag}",
        "no-value-nor-dot": f".{tag}",
        "issued-plus": sealed(f"user=42.+{ISSUED}"),
        "issued-minus": sealed("user=42.-1"),
        "issued-space": sealed(f"user=42. {ISSUED}"),
        "issued-leading-zero": sealed(f"user=42.0{ISSUED}"),
        "issued-two-zeros": sealed("user=42.00"),
        "issued-16-zeros": sealed("user=42." + "0" * 16),
        "issued-fraction": sealed(f"user=42.{ISSUED},5"),
        "issued-exponent": sealed("user=42.1e9"),
        "issued-hex": sealed("user=42.0x6553f100"),
        "issued-underscore": sealed("user=42.1_700_000_000"),
        "issued-arabic-digits": sealed("user=42.\u0661\u0662\u0663"),
        "issued-full-width-digits": sealed("user=42.\uff11\uff12"),
        "issued-superscript": sealed("user=42.\u00b2"),
        "issued-past-2-53-ms": sealed("user=42.9007199254741"),
        "issued-16-digits": sealed("user=42.9007199254740992"),
        "issued-17-digits": sealed("user=42.10000000000000000"),
        "issued-past-64-bits": sealed("user=42.18446744073709551617"),
        "issued-100-digits": sealed("user=42." + "9" * 100),
        "issued-text": sealed("user=42.now"),
        "issued-nul": sealed(f"user=42.{ISSUED}\0"),
        "tag-one-character": f"user=42.{ISSUED}.A",
        "tag-padded": good + "=",
        "tag-standard-alphabet": sealed_with_both().replace("-", "+").replace("_", "/"),
        "tag-space-after": good + " ",
        "tag-newline-after": good + "\n",
        "tag-nul-after": good + "\0",
        "tag-five-too-many": good + "AA",
        "quotes-around": f'"{good}"',
        "dot-after": good + ".",
        "dot-and-tag-after": f"{good}.{tag}",
        "tag-unused-bits": good[:-1] + next_letter(good[-1]),
        "tag-non-ascii": good[:-1] + "\u00e9",
        "tag-invalid-utf-8": good[:-1].encode() + b"\xff",
        "jwt": "eyJhbGciOiJIUzI1NiJ9.e30.AAAA",
        "percent-encoded-dot": good.replace(".", "%2E"),
    }
    for id_, text in malformed.items():
        opens(found, f"form-{id_}", text, err("malformed"))
    for id_, text in {
        "tag-empty": f"user=42.{ISSUED}.",
        "only-zero": ".0.",
        "tag-short": good[:-3],
        "tag-short-by-a-byte": part_cut(good, 31),
        "tag-half": part_cut(good, 16),
        "tag-longer-by-a-zero": part_longer(good, b"\0"),
        "tag-doubled": part_longer(good, raw_tag(good)),
        "tag-of-zeros": f"user=42.{ISSUED}." + part(bytes(32)),
        "tag-of-other-value": f"user=43.{ISSUED}.{tag}",
        "tag-of-other-second": f"user=42.{ISSUED + 1}.{tag}",
        "dot-before": "." + good,
        "space-before": " " + good,
        "value-lower-case": good.replace("user", "uSer"),
        "value-gone": good.removeprefix("user=42"),
        "value-escaped-needlessly": good.replace("=", "%3D"),
        "value-percents-only": f"%%%.{ISSUED}.{tag}",
    }.items():
        opens(found, f"form-{id_}", text, err("bad-signature"))
    for id_, issued in (("zero", 0), ("one", 1), ("largest", 9_007_199_254_740)):
        text = sealed(f"user=42.{issued}")
        opens(found, f"issued-{id_}", text, opened(b"user=42", issued))


def sealed_with_both() -> str:
    """A sealed value whose tag has both letters of the URL alphabet."""
    for number in range(1000):
        text = sealed(f"user={number}.{ISSUED}").decode()
        if "-" in text and "_" in text:
            return text
    raise AssertionError


def next_letter(letter: str) -> str:
    return "BCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_A"[
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".index(letter)
    ]


def raw_tag(text: str) -> bytes:
    body = text.rsplit(".", 1)[0].encode()
    return mac(b"\x00\x03sid" + body, secret=sub_key("cookie"))


def part_cut(text: str, length: int) -> str:
    return text.rsplit(".", 1)[0] + "." + part(raw_tag(text)[:length])


def part_longer(text: str, more: bytes) -> str:
    return text.rsplit(".", 1)[0] + "." + part(raw_tag(text) + more)


def add_escapes(found: Group) -> None:
    """The MAC is right, but the writer would not have written it so."""
    for id_, value in {
        "lower-case": "a%2fb",
        "lower-case-half": "a%2Cb%c3%AB",
        "needless-letter": "%41",
        "needless-dot": "a%2Eb",
        "needless-equals": "user%3D42",
        "needless-slash": "a%2Fb",
        "percent-alone": "%",
        "percent-at-the-end": "a%",
        "percent-one-digit": "a%2",
        "percent-one-digit-then-letter": "a%2g",
        "percent-no-digits": "a%zzb",
        "percents": "%%%",
        "percent-percent": "%%25",
        "percent-plus": "%+1",
        "percent-space": "% 1",
        "percent-minus": "%-1",
        "percent-x": "%0x20",
        "percent-u": "%u00E9",
        # The characters before and after the hexadecimal digits.
        "percent-g": "%1G",
        "percent-g-first": "%G0",
        "percent-at": "%1@",
        "percent-colon": "%1:",
        "percent-slash": "%1/",
        "percent-full-width": "%\uff12\uff10",
        "raw-space": "a b",
        "raw-quote": 'a"b',
        "raw-quotes": '"a"',
        "raw-comma": "a,b",
        "raw-semicolon": "a;b",
        "raw-backslash": "a\\b",
        "raw-tab": "a\tb",
        "raw-newline": "a\nb",
        "raw-nul": "a\0b",
        "raw-delete": "a\x7fb",
        "raw-non-ascii": "Zo\u00eb",
        "good-then-bad": "a%20b%2",
        "bad-then-good": "%2fa%20b",
    }.items():
        opens(found, f"escape-{id_}", sealed(f"{value}.{ISSUED}"), err("malformed"))
    opens(found, "escape-raw-latin-1", sealed(b"caf\xe9.%d" % ISSUED), err("malformed"))
    for id_, value in (("bad", "a%2fb"), ("percents", "%%%"), ("raw-space", "a b")):
        text = sealed(f"{value}.{ISSUED}", secret=OTHER_SECRET)
        opens(found, f"escape-{id_}-wrong-key", text, err("bad-signature"))


def add_changes(found: Group) -> None:
    """Each bit of one sealed value turned, each byte taken out, and each doubled."""
    good = sealed(f"a%3B.{ISSUED}")
    opens(found, "unchanged", good, opened(b"a;"))
    for id_, text in changes(good):
        opens(found, id_, text, err("bad-signature" if has_form(text) else "malformed"))


def changes(good: bytes) -> Iterable[tuple[str, bytes]]:
    for at, octet in enumerate(good):
        for bit in range(8):
            changed = bytes([octet ^ 1 << bit])
            yield f"byte-{at}-bit-{bit}", good[:at] + changed + good[at + 1 :]
    for at in range(len(good)):
        yield f"byte-{at}-gone", good[:at] + good[at + 1 :]
        yield f"byte-{at}-twice", good[: at + 1] + good[at:]
        yield f"cut-at-{at}", good[:at]


def has_form(text: bytes) -> bool:
    found = FORM.fullmatch(text)
    if found is None or int(found[1]) > 9_007_199_254_740:
        return False
    tag = found[2]
    if len(tag) % 4 == 2:
        return tag[-1] in LAST_OF_TWO
    return len(tag) % 4 == 0 or tag[-1] in LAST_OF_THREE
