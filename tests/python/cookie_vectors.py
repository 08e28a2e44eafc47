"""The operations of the vectors on cookies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tokenseal import KeyRing, TokenError, cookie

from arguments import Args, duration, load_key, seconds

if TYPE_CHECKING:
    from collections.abc import Callable


def run_parse(args: Args, _now: None) -> Any:
    header = args.octets("header")
    octets = header.encode() if isinstance(header, str) else header
    pairs = cookie.parse(octets)
    if isinstance(header, str):
        as_text = cookie.parse(header)
        assert [(name.encode(), value.encode()) for name, value in as_text] == pairs
    # As many headers as there are cookies, and a few empty ones.
    lines = [line for each in octets.split(b";") for line in (each, b"")]
    assert cookie.parse(lines) == pairs
    for name, _ in pairs:
        assert cookie.find(octets, name) == dict(reversed(pairs))[name]
    return [[name.hex(), value.hex()] for name, value in pairs]


def run_find(args: Args, _now: None) -> Any:
    header, name = args.octets("header"), args.octets("name")
    octets = header.encode() if isinstance(header, str) else header
    value = cookie.find(octets, name)
    assert cookie.find([b"", octets], name) == value
    if isinstance(header, str):
        text = cookie.find(header, name)
        assert (text is None and value is None) or (text is not None and text.encode() == value)
    return None if value is None else value.hex()


def set_cookie(args: Args) -> cookie.SetCookie:
    name, value = args.text("name"), args.text("value") if args.has("value") or args.has("value_hex") else ""
    options: dict[str, Any] = {}
    if args.has("path"):
        options["path"] = args.take("path")
    for part in ("path", "domain"):
        if args.has(part) or args.has(f"{part}_hex"):
            options[part] = args.text(part)
    if args.has("max_age_ms"):
        options["max_age"] = duration(args.take("max_age_ms"))
    if args.has("expires_ms"):
        options["expires"] = seconds(args.take("expires_ms"))
    for flag in ("secure", "http_only", "same_site", "partitioned", "priority"):
        if args.has(flag):
            options[flag] = args.take(flag)
    args.finish()

    built = cookie.SetCookie(name, value, **options)
    assert (built.name, built.value) == (name, value)
    # What it says of itself makes it again.
    said = {option: getattr(built, option) for option in OPTIONS}
    assert cookie.SetCookie(name, value, **said) == built
    assert {option: said[option] for option in options if option != "max_age"} == {
        option: given for option, given in options.items() if option != "max_age"
    }
    assert str(built) == built.header()
    return built


OPTIONS = (
    "path",
    "domain",
    "max_age",
    "expires",
    "secure",
    "http_only",
    "same_site",
    "partitioned",
    "priority",
)


def run_set(args: Args, _now: None) -> Any:
    return set_cookie(args).header()


def run_remove(args: Args, _now: None) -> Any:
    removal = set_cookie(args).removal()
    assert removal.removal() == removal
    return removal.header()


def run_seal(args: Args, now: int) -> Any:
    key, name, value = load_key(args.take("key")), args.text("name"), args.octets("value")
    args.finish()
    octets = value.encode() if isinstance(value, str) else value
    return agreed(
        lambda: key.seal_cookie(name, value, now=seconds(now)),
        lambda: KeyRing([key, key]).seal_cookie(name, octets, now=seconds(now)),
        lambda: cookie.seal(key, name, bytearray(octets), now=seconds(now)),
    )


def run_open(args: Args, now: int) -> Any:
    keys = args.take("keys")
    name, text = args.text("name"), args.octets("text")
    options: dict[str, Any] = {"now": seconds(now)}
    if args.has("max_age_ms"):
        options["max_age"] = duration(args.take("max_age_ms"))
    args.finish()
    ring = KeyRing(map(load_key, keys))

    def shown(opened: cookie.Opened) -> dict[str, Any]:
        return {
            "value_hex": opened.value.hex(),
            "issued_ms": opened.issued * 1000,
            "age_ms": round(opened.age * 1000),
            "key": opened.key,
            "reseal": opened.reseal,
        }

    octets = text.encode() if isinstance(text, str) else text
    ways = [
        lambda: shown(ring.open_cookie(name, text, **options)),
        lambda: shown(cookie.open(ring, name, octets, **options)),
    ]
    if len(ring) == 1:
        ways.append(lambda: shown(ring.keys[0].open_cookie(name, text, **options)))
    return agreed(*ways)


def agreed(*ways: Callable[[], Any]) -> Any:
    """Return what all of them return, or raise what they raise."""
    answers = []
    for way in ways:
        try:
            answers.append(("ok", way()))
        except TokenError as error:
            answers.append(("err", error.code))
    assert all(answer == answers[0] for answer in answers), f"the answers differ: {answers}"
    return ways[0]()


OPS: dict[str, Callable[[Args, Any], Any]] = {
    "cookie.parse": run_parse,
    "cookie.find": run_find,
    "cookie.set": run_set,
    "cookie.remove": run_remove,
    "cookie.seal": run_seal,
    "cookie.open": run_open,
}
