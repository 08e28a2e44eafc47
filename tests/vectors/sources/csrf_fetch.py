"""The fetch-metadata check: what browsers say of where a request comes from."""

from __future__ import annotations

from sources.vector import Args, Group, err, ok

OWN = "https://app.example"
METHODS = ("GET", "HEAD", "OPTIONS", "TRACE")
CHANGING = ("POST", "PUT", "PATCH", "DELETE")


def add(found: Group) -> None:
    add_methods(found)
    add_sites(found)
    add_origins(found)
    add_limits(found)


def case(
    found: Group,
    id_: str,
    passes: bool,
    method: str = "POST",
    site: str | None = None,
    origin: str | None = None,
    allowed: tuple[str, ...] = (OWN,),
    strict: bool | None = None,
) -> None:
    args: Args = {"method": method}
    for name, value in (("sec_fetch_site", site), ("origin", origin), ("strict", strict)):
        if value is not None:
            args[name] = value
    args["allowed"] = list(allowed)
    found.add(f"fetch-{id_}", "csrf.fetch", args, ok(True) if passes else err("cross-site"))


def add_methods(found: Group) -> None:
    for method in METHODS:
        low = method.lower()
        case(found, f"{low}-cross-site", True, method, "cross-site")
        case(found, f"{low}-foreign", True, method, origin="https://evil.example")
        case(found, f"{low}-strict", True, method, strict=True)
        case(found, f"{low}-lower-case", False, low, "cross-site")
    for method in (*CHANGING, "CONNECT", "QUERY", "PROPFIND"):
        low = method.lower()
        case(found, f"{low}-same-origin", True, method, "same-origin")
        case(found, f"{low}-cross-site", False, method, "cross-site")
    for id_, method in (("empty", ""), ("space", "GET "), ("longer", "GETS"), ("nul", "GET\x01")):
        case(found, f"method-{id_}", False, method, "cross-site")


def add_sites(found: Group) -> None:
    for id_, site, passes in (
        ("same-origin", "same-origin", True),
        ("none", "none", True),
        ("same-site", "same-site", False),
        ("cross-site", "cross-site", False),
        ("empty", "", False),
        ("upper-case", "Same-Origin", False),
        ("upper-case-none", "NONE", False),
        ("space", "same-origin ", False),
        ("two", "same-origin, same-origin", False),
        ("quoted", '"same-origin"', False),
        ("unknown", "same-planet", False),
        ("prefix", "same", False),
    ):
        case(found, f"site-{id_}", passes, site=site)
        # What else is said changes nothing.
        case(found, f"site-{id_}-own-origin", passes, site=site, origin=OWN)
        foreign = "https://evil.example"
        case(found, f"site-{id_}-foreign-origin", passes, site=site, origin=foreign)
        case(found, f"site-{id_}-strict", passes, site=site, strict=True)


def add_origins(found: Group) -> None:
    for id_, origin, passes in (
        ("own", OWN, True),
        ("foreign", "https://evil.example", False),
        ("null", "null", False),
        ("empty", "", False),
        ("http", "http://app.example", False),
        ("port", "https://app.example:443", False),
        ("other-port", "https://app.example:8443", False),
        ("slash", "https://app.example/", False),
        ("upper-case", "https://App.example", False),
        ("sub-domain", "https://x.app.example", False),
        ("suffix", "https://app.example.evil.example", False),
        ("prefix", "https://app", False),
        ("space", " https://app.example", False),
        ("user", "https://app.example@evil.example", False),
        ("two", "https://app.example https://app.example", False),
    ):
        case(found, f"origin-{id_}", passes, origin=origin)
        case(found, f"origin-{id_}-strict", passes, origin=origin, strict=True)
    two = (OWN, "https://www.app.example", "http://localhost:3000")
    for id_, origin in (("second", two[1]), ("third", two[2])):
        case(found, f"origin-{id_}", True, origin=origin, allowed=two)
    case(found, "origin-none-allowed", False, origin=OWN, allowed=())
    # A sandboxed frame of anybody's says "null": no list makes it one's own.
    case(found, "origin-null-listed", False, origin="null", allowed=("null", OWN))
    case(found, "origin-empty-listed", True, origin="", allowed=("",))
    case(
        found,
        "origin-non-ascii",
        True,
        origin="https://b\u00fc.example",
        allowed=("https://b\u00fc.example",),
    )
    case(found, "nothing", True)
    case(found, "nothing-not-strict", True, strict=False)
    case(found, "nothing-strict", False, strict=True)
    case(found, "nothing-none-allowed", True, allowed=())


def add_limits(found: Group) -> None:
    many = tuple(f"https://{at}.example" for at in range(63))
    case(found, "64-origins", True, origin=OWN, allowed=(*many, OWN))
    for id_, given in (
        ("post", {"method": "POST", "origin": OWN}),
        ("get", {"method": "GET"}),
        ("same-origin", {"method": "POST", "sec_fetch_site": "same-origin"}),
    ):
        args: Args = {**given, "allowed": [*many, OWN, OWN]}
        found.add(f"fetch-65-origins-{id_}", "csrf.fetch", args, err("bad-argument"))
