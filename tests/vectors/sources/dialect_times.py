"""Ages, expiries and timestamps, and bodies that are signed though they are wrong."""

from __future__ import annotations

import base64
import json

from sources import dialect_sign as sign
from sources.dialect_case import RECIPE, Case, add_open
from sources.dialect_texts import BAD, BASES, MALFORMED
from sources.vector import Args, Group, err, ok

EXPIRED = err("cookie-expired")
EARLY = err("not-yet-valid")
# Those that count whole seconds, and refuse what is from the future.
ITSDANGEROUS = ("timestamp-signer", "url-safe-timed", "flask", "starlette")
DJANGO = ("django", "django-dumps")
YEAR = 31_536_000_000


def add(found: Group, cases: dict[str, Case]) -> None:
    for kind in (*ITSDANGEROUS, *DJANGO, "gorilla"):
        add_ages(found, cases[BASES[kind]])
    add_itsdangerous_times(found, cases["timestamp-signer-plain"])
    add_payloads(found, cases)
    add_django_times(found, cases["django-plain"])
    add_gorilla_times(found, cases["gorilla-plain"])
    add_expiries(found, cases)
    add_rails_bodies(found, cases["rails-plain"], cases["rails-verifier-default"])
    add_largest_times(found, cases)


def add_largest_times(found: Group, cases: dict[str, Case]) -> None:
    """The last whole second before 2^53 ms."""
    second = 9_007_199_254_740
    signer, gorilla = cases["timestamp-signer-plain"], cases["gorilla-plain"]
    stamp = sign.url(second.to_bytes(6, "big"))
    for case, text in (
        (signer, sign.itsdangerous(signer, b"user=42." + stamp)),
        (gorilla, sign.gorilla(gorilla, b"%d" % second, base64.urlsafe_b64encode(gorilla.value))),
    ):
        opened = ok({"value_hex": case.value.hex(), "time_ms": second * 1000, "secret": 0})
        id_ = f"{case.kind}-misused-time-largest"
        add_open(found, case, id_, opened, text=text, source=RECIPE)


def add_ages(found: Group, case: Case) -> None:
    kind, issued = case.kind, case.issued * 1000
    whole = kind not in DJANGO
    for id_, now, age, fresh in (
        ("60-s-at-once", issued, 60_000, True),
        ("60-s-less-1-s", issued + 59_000, 60_000, True),
        ("60-s", issued + 60_000, 60_000, True),
        ("60-s-and-1-ms", issued + 60_001, 60_000, whole),
        ("60-s-and-999-ms", issued + 60_999, 60_000, whole),
        ("61-s", issued + 61_000, 60_000, False),
        ("1-day", issued + 86_400_000, 60_000, False),
        ("14-days", issued + 1_209_600_000, 1_209_600_000, True),
        ("a-year", issued + YEAR, YEAR, True),
        ("a-year-and-1-s", issued + YEAR + 1000, YEAR, False),
        # The originals count whole seconds in max_age.
        ("misused-1500-ms", issued + 1500, 1500, True),
        ("misused-1500-ms-and-2-s", issued + 2000, 1500, False),
        ("misused-0-at-once", issued, 0, True),
        ("misused-0-and-1-s", issued + 1000, 0, False),
    ):
        expect = case.opened() if fresh else EXPIRED
        add_open(found, case, f"{kind}-age-{id_}", expect, now=now, max_age_ms=age)
    early = EARLY if kind in ITSDANGEROUS else case.opened()
    for id_, ahead in (("1-ms", 1), ("1-s", 1000), ("1-hour", 3_600_000)):
        name = f"{kind}-ahead-{id_}"
        add_open(found, case, name, early, now=issued - ahead, max_age_ms=60_000)
    # Flask itself always has an age; so has gorilla, 30 days.
    word = "misused-" if kind in ("flask", "gorilla") else ""
    opened = case.opened()
    add_open(found, case, f"{kind}-{word}no-max-age-ahead", opened, now=issued - 1000)
    add_open(found, case, f"{kind}-{word}no-max-age-29-days", opened, now=issued + 29 * 86_400_000)
    other = case.with_secrets(b"another secret that signs nothing")
    id_ = f"{kind}-expired-and-wrong-key"
    add_open(found, case, id_, BAD, dialect=other, now=issued + YEAR, max_age_ms=1000)


def add_itsdangerous_times(found: Group, case: Case) -> None:
    lenient = {**case.dialect, "lenient": True}
    stamps: dict[str, tuple[bytes, int | None]] = {
        "leading-zero-byte": (b"AGVT8QA", 1_700_000_000),
        "8-bytes": (b"AAAAAGVT8QA", 1_700_000_000),
        "unused-bits": (b"ZVPxAB", 1_700_000_000),
        "padded": (b"ZVPxAA==", 1_700_000_000),
        "9-bytes": (b"AAAAAABlU_EA", None),
        "9-bytes-without-a-zero": (b"AQAAAABlU_EA", None),
        "12-bytes": (b"AQAAAAAAAABlU_EA", None),
        "8-bytes-of-ff": (b"__________8", None),
        "past-2-53-ms": (sign.url((9_007_199_254_741).to_bytes(6, "big")), None),
        "one-character": (b"Z", None),
    }
    for id_, (stamp, seconds) in stamps.items():
        text = sign.itsdangerous(case, b"user=42." + stamp)
        name = f"timestamp-signer-time-{id_}"
        add_open(found, case, name, MALFORMED, text=text, source=RECIPE)
        expect = MALFORMED if seconds is None else case.opened()
        name = f"timestamp-signer-lenient-time-{id_}"
        add_open(found, case, name, expect, text=text, dialect=lenient, source=RECIPE)
    for id_, body in (("missing", b"user=42"), ("missing-in-empty", b"")):
        text = sign.itsdangerous(case, body)
        name = f"timestamp-signer-time-{id_}"
        add_open(found, case, name, MALFORMED, text=text, source=RECIPE)


def add_payloads(found: Group, cases: dict[str, Case]) -> None:
    """Signed as they stand, but nothing that base64 writes."""
    payloads = {
        "not-base64": b"user=42",
        "one-character": b"A",
        "unused-bits": b"eyJ1c2VyIjo0Mn1=".rstrip(b"=")[:-1] + b"R",
        "padded": b"eyJ1c2VyIjo0Mn0=",
        "standard-alphabet": b"Pz8/Pz8/",
        "non-ascii": b"\xc3\xa9\xc3\xa9",
    }
    for kind, stamp in (
        ("url-safe-timed", b".ZVPxAA"),
        ("flask", b".ZVPxAA"),
        ("django-dumps", b":1r31eq"),
    ):
        case = cases[BASES[kind]]
        seal = sign.django if kind == "django-dumps" else sign.itsdangerous
        for id_, payload in payloads.items():
            text = seal(case, payload + stamp)
            name = f"{kind}-payload-{id_}"
            add_open(found, case, name, MALFORMED, text=text, source=RECIPE)
    case = cases[BASES["starlette"]]
    for id_, payload in {
        "unpadded": b"eyJ1c2VyIjogNDJ9ICA",
        "url-alphabet": b"Pz8_Pz8_",
        "dot-before": b".eyJ1c2VyIjogNDJ9",
        "unused-bits": b"eyJ1c2VyIjogNDIgfR==",
        "not-base64": b"user=42",
    }.items():
        text = sign.itsdangerous(case, payload + b".ZVPxAA")
        add_open(found, case, f"starlette-payload-{id_}", MALFORMED, text=text, source=RECIPE)


def add_django_times(found: Group, case: Case) -> None:
    for id_, body in {
        "leading-zero": b"user=42:01r31eq",
        "minus": b"user=42:-1r31eq",
        "empty": b"user=42:",
        "missing": b"user=42",
        "hyphen": b"user=42:1r3-eq",
        "space": b"user=42: 1r31eq",
        "underscore": b"user=42:1r31_eq",
        "two-zeros": b"user=42:00",
        "past-2-53-ms": b"user=42:zzzzzzzz",
        "20-digits": b"user=42:zzzzzzzzzzzzzzzzzzzz",
    }.items():
        text = sign.django(case, body)
        add_open(found, case, f"django-time-{id_}", MALFORMED, text=text, source=RECIPE)


def add_gorilla_times(found: Group, case: Case) -> None:
    inner = b"dXNlcj00Mg=="
    for id_, stamp in {
        "plus": b"+1700000000",
        "minus": b"-1",
        "leading-zero": b"01700000000",
        "empty": b"",
        "space": b" 1700000000",
        "text": b"now",
        "fraction": b"1700000000.5",
        "past-2-53-ms": b"9007199254741",
        "past-64-bits": b"18446744073709551617",
    }.items():
        text = sign.gorilla(case, stamp, inner)
        add_open(found, case, f"gorilla-time-{id_}", MALFORMED, text=text, source=RECIPE)
    for id_, inside in {
        "not-base64": b"user=42",
        "unpadded": b"dXNlcj00Mg",
        "standard-alphabet": b"Pz8/Pz8/",
        "unused-bits": b"dXNlcj00Mh==",
    }.items():
        text = sign.gorilla(case, b"1700000000", inside)
        add_open(found, case, f"gorilla-payload-{id_}", MALFORMED, text=text, source=RECIPE)


def add_expiries(found: Group, cases: dict[str, Case]) -> None:
    for id_ in ("rails-expiry", "rails-expiry-milliseconds"):
        case = cases[id_]
        assert case.expires_ms is not None
        for word, now, fresh in (
            ("less-1-ms", case.expires_ms - 1, True),
            ("now", case.expires_ms, False),
            ("and-1-ms", case.expires_ms + 1, False),
            ("and-a-year", case.expires_ms + YEAR, False),
        ):
            expect = case.opened() if fresh else EXPIRED
            add_open(found, case, f"{id_}-{word}", expect, now=now)
    case = cases["rails-expiry"]
    later = case.now + YEAR
    add_open(found, case, "rails-expired-and-moved", BAD, name="uid", now=later)
    stranger = case.with_secrets(b"a stranger's secret")
    add_open(found, case, "rails-expired-and-wrong-key", BAD, dialect=stranger, now=later)


def add_rails_bodies(found: Group, case: Case, verifier: Case) -> None:
    message = base64.b64encode(case.value).decode()
    good: Args = {"message": message, "exp": None, "pur": "cookie.sid"}

    def opens(id_: str, text: bytes, expect: Args) -> None:
        add_open(found, case, f"rails-body-{id_}", expect, text=text, source=RECIPE)

    opens("good", sign.rails(case, {"_rails": good}), case.opened())
    changes: dict[str, Args] = {
        "exp-number": {"exp": 1_800_000_000},
        "exp-no-milliseconds": {"exp": "2033-05-18T03:33:20Z"},
        "exp-offset": {"exp": "2033-05-18T03:33:20.000+00:00"},
        "exp-space": {"exp": "2033-05-18 03:33:20.000Z"},
        "exp-text": {"exp": "never"},
        "exp-empty": {"exp": ""},
        "exp-month-13": {"exp": "2033-13-18T03:33:20.000Z"},
        "exp-february-30": {"exp": "2033-02-30T03:33:20.000Z"},
        "exp-hour-25": {"exp": "2033-05-18T25:33:20.000Z"},
        "message-not-base64": {"message": "user=42"},
        "message-unpadded": {"message": "InVzZXI9NDIx"[:-1]},
        "message-number": {"message": 42},
        "message-empty": {"message": ""},
        "another-member": {"data": 42},
        "another-member-null": {"data": None},
        "another-member-text": {"data": "cookie.sid"},
    }
    for id_, changed in changes.items():
        opens(id_, sign.rails(case, {"_rails": {**good, **changed}}), MALFORMED)
    # Months are counted from March.
    for id_, time, seconds in (
        ("january", "2034-01-31T23:59:59.000Z", 2_022_364_799),
        ("leap-day", "2036-02-29T00:00:00.000Z", 2_087_856_000),
        ("march", "2037-03-01T00:00:00.000Z", 2_119_478_400),
    ):
        opened = ok({"value_hex": case.value.hex(), "time_ms": seconds * 1000, "secret": 0})
        opens(f"exp-{id_}", sign.rails(case, {"_rails": {**good, "exp": time}}), opened)
    for id_, purpose in {
        "other": "cookie.uid",
        "bare": "sid",
        "longer": "cookie.sidd",
        "upper-case": "cookie.SID",
        "empty": "",
    }.items():
        opens(f"purpose-{id_}", sign.rails(case, {"_rails": {**good, "pur": purpose}}), BAD)
    for id_, data in {
        "no-envelope": b'"user=42"',
        "other-envelope": b'{"rails":{}}',
        "other-envelope-with-all-in-it": json.dumps({"Rails": good}).encode(),
        "two-envelopes": json.dumps({"_rails": good, "rails": good}).encode(),
        "empty-envelope": b"{}",
        "envelope-text": b'{"_rails":"user=42"}',
        "array": b"[]",
        "cut": b'{"_rails":{"message":"InVzZXI9NDIi","exp":null,"pur":"cookie.sid"}',
        "invalid-utf-8": b'{"_rails":{"message":"","exp":null,"pur":"cookie.s\xffd"}}',
        "empty": b"",
    }.items():
        opens(id_, sign.rails(case, data), MALFORMED)
    for each, start in ((case, "rails"), (verifier, "rails-verifier")):
        for id_, body in {
            "empty": b"",
            "not-base64": b"user=42",
            "unpadded": b"InVzZXI9NDIxIg",
            "url-alphabet": b"Pz8_Pz8_",
            "unused-bits": b"InVzZXI9NDIxIh==",
        }.items():
            text = sign.rails_body(each, body)
            name = f"{start}-payload-{id_}"
            add_open(found, each, name, MALFORMED, text=text, source=RECIPE)
