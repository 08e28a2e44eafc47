"""Which key of a ring is tried, and in which order."""

from __future__ import annotations

from sources.token import OTHER_SECRET, SECRETS, head, key, mint
from sources.vector import NOW, Args, Group, ok

CLAIMS = '{"sub":"bob","exp":4102444800}'
S256 = SECRETS["HS256"]


def group() -> Group:
    found = Group("ring", "Key rings: selection by kid, fall-back, order, rotation.")
    add_kids(found)
    add_order(found)
    add_algorithms(found)
    add_comparison(found)
    add_rotation(found)
    return found


def token(kid: str | None = None, alg: str = "HS256", secret: bytes | None = None) -> str:
    return mint(CLAIMS, head(alg, kid), alg, secret)


def add_kids(found: Group) -> None:
    k1, k2 = key(kid="k1"), key(secret=OTHER_SECRET, kid="k2")
    found.accepts("kid-first", token("k1"), CLAIMS, [k1, k2], key=0)
    found.accepts("kid-second", token("k2", secret=OTHER_SECRET), CLAIMS, [k1, k2], key=1)
    found.refuses("kid-unknown", "unknown-key", token("k3"), [k1, k2])
    found.refuses("kid-of-the-other", "bad-signature", token("k2"), [k1, k2])
    found.accepts("no-kid-tries-all-first", token(), CLAIMS, [k1, k2], key=0)
    found.accepts("no-kid-tries-all-last", token(secret=OTHER_SECRET), CLAIMS, [k1, k2], key=1)
    found.refuses("no-kid-none-fits", "bad-signature", token(secret=b"z" * 32), [k1, k2])
    found.accepts("kid-but-keys-have-none", token("k9"), CLAIMS, [key()])
    found.accepts("kid-falls-back", token("k9"), CLAIMS, [k1, key()], key=1)
    found.accepts("kid-empty-falls-back", token(""), CLAIMS, [k1, key()], key=1)
    found.refuses("kid-empty-unknown", "unknown-key", token(""), [k1, k2])
    wrong = token("k9", secret=OTHER_SECRET)
    found.refuses("fall-back-does-not-fit", "bad-signature", wrong, [k2, key()])


def add_order(found: Group) -> None:
    """The secrets are the same, so that only the order says which key verified."""
    k1, plain = key(kid="k1"), key()
    found.accepts("kid-before-none", token("k1"), CLAIMS, [plain, k1], key=1)
    found.accepts("kid-before-none-turned", token("k1"), CLAIMS, [k1, plain], key=0)
    found.accepts("no-kid-in-order", token(), CLAIMS, [k1, plain], key=0)
    found.accepts("no-kid-in-order-turned", token(), CLAIMS, [plain, k1], key=0)
    found.accepts("same-kid-first-wins", token("k1"), CLAIMS, [k1, k1, plain], key=0)
    other = key(secret=OTHER_SECRET, kid="k1")
    found.accepts("same-kid-second-fits", token("k1"), CLAIMS, [other, k1], key=1)
    found.accepts("kid-fails-none-fits", token("k1"), CLAIMS, [other, plain], key=1)
    many = [key(secret=bytes([at]) * 32) for at in range(7)]
    found.accepts("eighth-of-eight", token(), CLAIMS, [*many, plain], key=7)
    found.refuses("none-of-seven", "bad-signature", token(), many)


def add_algorithms(found: Group) -> None:
    mixed = [key("HS256"), key("HS384"), key("HS512")]
    for at, alg in enumerate(SECRETS):
        found.accepts(f"mixed-{alg.lower()}", token(alg=alg), CLAIMS, mixed, key=at)
        others = [entry for entry in mixed if entry["alg"] != alg]
        found.refuses(f"mixed-without-{alg.lower()}", "algorithm-mismatch", token(alg=alg), others)
    named = [key("HS256", kid="a"), key("HS384", kid="b")]
    found.refuses("kid-of-another-alg", "algorithm-mismatch", token("a", "HS384"), named)
    fallback = [key("HS256", kid="a"), key("HS384")]
    found.accepts("kid-of-another-alg-falls-back", token("a", "HS384"), CLAIMS, fallback, key=1)
    same = [key("HS256", kid="a"), key("HS384", kid="a")]
    found.accepts("one-kid-two-algs-first", token("a"), CLAIMS, same, key=0)
    found.accepts("one-kid-two-algs-second", token("a", "HS384"), CLAIMS, same, key=1)
    found.refuses("one-kid-neither-alg", "algorithm-mismatch", token("a", "HS512"), same)
    # One secret, long enough for all: the key's algorithm still decides.
    secret = SECRETS["HS512"]
    one = [key("HS512", secret)]
    for alg in ("HS256", "HS384"):
        crossed = token(alg=alg, secret=secret)
        found.refuses(f"one-secret-{alg.lower()}", "algorithm-mismatch", crossed, one)


def add_comparison(found: Group) -> None:
    """A kid is compared whole, after unescaping, by code point."""

    def named(text: str) -> str:
        return mint(CLAIMS, f'{{"alg":"HS256","kid":"{text}"}}')

    for name, kid, text in (
        ("escaped", "k1", "\\u006b1"),
        ("slash-escaped", "a/b", "a\\/b"),
        ("quote", 'a"b\\c', 'a\\"b\\\\c'),
        ("newline", "a\nb", "a\\nb"),
        ("newline-escaped-long", "a\nb", "a\\u000ab"),
        ("non-ascii-literal", "schl\u00fcssel", "schl\u00fcssel"),
        ("non-ascii-escaped", "schl\u00fcssel", "schl\\u00FCssel"),
        ("astral-literal", "\U0001f511", "\U0001f511"),
        ("astral-escaped", "\U0001f511", "\\ud83d\\udd11"),
        ("64-bytes", "k" * 64, "k" * 64),
        ("64-bytes-escaped", "k" * 64, "\\u006b" * 64),
        ("64-bytes-astral-escaped", "\U0001f511" * 16, "\\uD83D\\uDD11" * 16),
    ):
        found.accepts(f"same-{name}", named(text), CLAIMS, [key(kid=kid)])
    for name, kid, text in (
        ("case", "k1", "K1"),
        ("prefix", "k1", "k"),
        ("longer", "k1", "k10"),
        ("space", "k1", "k1 "),
        ("nul", "k1", "k1\\u0000"),
        ("decomposed", "\u00e9", "e\\u0301"),
        ("full-width", "k1", "\uff4b1"),
        ("escape-of-the-escape", "k1", "\\\\u006b1"),
        ("path", "k1", "../../../../dev/null"),
        ("query", "k1", "' OR '1'='1"),
    ):
        found.refuses(f"other-{name}", "unknown-key", named(text), [key(kid=kid)])


def add_rotation(found: Group) -> None:
    """New key signs, old one still verifies, then goes."""
    old, new = key(kid="2023"), key(secret=OTHER_SECRET, kid="2024")
    signed = token("2024", secret=OTHER_SECRET)
    args: Args = {"key": new, "claims": '{"sub":"bob","exp":4102444800,"iat":1700000100}'}
    expected = mint(args["claims"], head("HS256", "2024"), secret=OTHER_SECRET)
    found.add("rotation-new-signs", "jwt.sign", args, ok(expected), NOW)
    found.accepts("rotation-before", token("2023"), CLAIMS, [old], key=0)
    found.refuses("rotation-not-yet", "unknown-key", signed, [old])
    found.accepts("rotation-prepared", signed, CLAIMS, [old, new], key=1)
    found.accepts("rotation-old-lives", token("2023"), CLAIMS, [new, old], key=1)
    found.accepts("rotation-new-first", signed, CLAIMS, [new, old], key=0)
    found.refuses("rotation-old-gone", "unknown-key", token("2023"), [new])
    found.refuses("no-keys", "bad-argument", token(), [])
