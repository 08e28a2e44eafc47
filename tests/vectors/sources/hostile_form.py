"""Parts, base64url, tags, sizes."""

from __future__ import annotations

import hashlib

from sources.token import (
    CLAIMS,
    HEADER,
    KEYS,
    OTHER_SECRET,
    SECRETS,
    head,
    key,
    mac,
    mint,
    part,
    seal,
)
from sources.vector import EXPIRES, Group

GOOD = mint()
H, P, T = GOOD.split(".")


def add(found: Group) -> None:
    add_parts(found)
    add_around(found)
    add_base64url(found)
    add_non_canonical(found)
    add_tags(found)
    add_sizes(found)


def add_parts(found: Group) -> None:
    for name, token in (
        ("empty", ""),
        ("one-dot", "."),
        ("two-dots", ".."),
        ("three-dots", "..."),
        ("header-alone", H),
        ("header-and-payload", f"{H}.{P}"),
        ("payload-and-tag", f"{P}.{T}"),
        ("header-and-tag", f"{H}.{T}"),
        ("no-header", f".{P}.{T}"),
        ("no-header-no-tag", f".{P}."),
        ("leading-dot", f".{GOOD}"),
        ("trailing-dot", f"{GOOD}."),
        ("double-dot", f"{H}..{P}.{T}"),
        ("header-twice", f"{H}.{H}.{P}.{T}"),
        ("payload-twice", f"{H}.{P}.{P}.{T}"),
        ("tag-twice", f"{GOOD}.{T}"),
        ("five-parts", f"{H}.{P}.{P}.{P}.{T}"),
        ("token-twice", GOOD + GOOD),
        ("token-twice-dotted", f"{GOOD}.{GOOD}"),
        ("token-list", f"{GOOD},{GOOD}"),
        ("payload-first", f"{P}.{H}.{T}"),
        ("tag-first", f"{T}.{H}.{P}"),
        ("scheme-included", f"Bearer {GOOD}"),
        ("json-serialization", f'{{"payload":"{P}","protected":"{H}","signature":"{T}"}}'),
        ("prose", "not a token"),
        ("text-for-parts", f"{HEADER}.{CLAIMS}.{T}"),
        ("full-stop-of-another-script", GOOD.replace(".", "\u3002")),
        ("percent-dots", GOOD.replace(".", "%2E")),
    ):
        found.refuses(f"parts-{name}", "malformed", token, KEYS)
    found.refuses("parts-no-payload", "bad-signature", f"{H}..{T}", KEYS)
    found.refuses("parts-no-payload-sealed", "malformed", seal(H, ""), KEYS)
    found.refuses("parts-no-tag", "bad-signature", f"{H}.{P}.", KEYS)
    found.refuses("parts-no-payload-no-tag", "bad-signature", f"{H}..", KEYS)
    found.refuses("parts-no-header-sealed", "malformed", seal("", P), KEYS)


def add_around(found: Group) -> None:
    for name, before, after in (
        ("leading-space", " ", ""),
        ("trailing-space", "", " "),
        ("leading-tab", "\t", ""),
        ("trailing-newline", "", "\n"),
        ("trailing-crlf", "", "\r\n"),
        ("leading-newline", "\n", ""),
        ("leading-bom", "\ufeff", ""),
        ("trailing-nul", "", "\0"),
        ("leading-nul", "\0", ""),
        ("trailing-comma", "", ","),
        ("quotes", '"', '"'),
        ("trailing-no-break-space", "", "\u00a0"),
        ("trailing-zero-width-space", "", "\u200b"),
    ):
        found.refuses(f"around-{name}", "malformed", before + GOOD + after, KEYS)
    utf_16 = GOOD.encode("utf-16-le")
    found.refuses("around-utf-16", "malformed", utf_16, KEYS)
    found.refuses("around-trailing-invalid-utf-8", "malformed", GOOD.encode() + b"\xff", KEYS)


def broken_texts(text: str) -> list[tuple[str, bytes]]:
    """What may be wrong with a part's base64url."""
    data, middle = text.encode(), len(text) // 2
    front, back = data[:middle], data[middle:]
    # Lengths are chosen so that a decoder which drops the odd character finds good text.
    over = data + b"A" * ((1 - len(data)) % 4)
    return [
        ("one-pad", data + b"="),
        ("two-pads", data + b"=="),
        ("four-pads", data + b"===="),
        ("pad-inside", front + b"=" + back),
        ("plus", front + b"+" + back[1:]),
        ("slash", front + b"/" + back[1:]),
        ("space-before", b" " + data),
        ("space-inside", front + b" " + back),
        ("space-after", data + b" "),
        ("tab-inside", front + b"\t" + back),
        ("newline-inside", front + b"\n" + back),
        ("crlf-inside", front + b"\r\n" + back),
        ("newline-after", data + b"\n"),
        ("nul-inside", front + b"\0" + back),
        ("nul-after", data + b"\0"),
        ("comma-inside", front + b"," + back),
        ("percent-escape", front + b"%41" + back[1:]),
        ("non-ascii", front + "\u00e9".encode() + back),
        ("full-width-letter", front + "\uff21".encode() + back[1:]),
        ("invalid-utf-8", front + b"\xff" + back),
        ("high-bit", front + bytes([back[0] | 0x80]) + back[1:]),
        ("one-over-four", over),
        ("bom-before", b"\xef\xbb\xbf" + data),
    ]


def add_base64url(found: Group) -> None:
    header, payload, tag = H.encode(), P.encode(), T.encode()
    for name, broken in broken_texts(H):
        sealed = seal(broken, payload)
        found.refuses(f"header-base64url-{name}-sealed", "malformed", sealed, KEYS)
    for name, broken in broken_texts(H)[:8]:
        old_tag = b".".join([broken, payload, tag])
        found.refuses(f"header-base64url-{name}", "malformed", old_tag, KEYS)
    for name, broken in broken_texts(P):
        old_tag = b".".join([header, broken, tag])
        sealed = seal(header, broken)
        found.refuses(f"payload-base64url-{name}", "bad-signature", old_tag, KEYS)
        found.refuses(f"payload-base64url-{name}-sealed", "malformed", sealed, KEYS)
    for name, broken in broken_texts(T):
        found.refuses(
            f"tag-base64url-{name}", "malformed", b".".join([header, payload, broken]), KEYS
        )

    # The other alphabet where it makes a difference: the same bytes, written with + and /.
    other_payload = part(f'{{"sub":"~~~???>>>","exp":{EXPIRES}}}')
    other_header = part('{"alg":"HS256","x":"~~~???>>>"}')
    for text in (other_payload, other_header):
        assert "-" in text or "_" in text
    swap = str.maketrans("-_", "+/")
    standard = seal(H, other_payload.translate(swap))
    found.refuses("payload-base64url-standard-alphabet-sealed", "malformed", standard, KEYS)
    standard = seal(other_header.translate(swap), P)
    found.refuses("header-base64url-standard-alphabet-sealed", "malformed", standard, KEYS)
    payload_text = next(
        text
        for text in (part(f'{{"sub":"{number}","exp":{EXPIRES}}}') for number in range(1000))
        if "-" in part(mac(f"{H}.{text}")) and "_" in part(mac(f"{H}.{text}"))
    )
    tag_text = part(mac(f"{H}.{payload_text}")).translate(swap)
    found.refuses(
        "tag-base64url-standard-alphabet", "malformed", f"{H}.{payload_text}.{tag_text}", KEYS
    )


ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def raised(text: str, by: int) -> str:
    """The same bytes for a decoder that ignores the unused bits of the last character."""
    return text[:-1] + ALPHABET[ALPHABET.index(text[-1]) + by]


def add_non_canonical(found: Group) -> None:
    for spaces in (1, 2):
        header, payload = part(HEADER + " " * spaces), part(pad(CLAIMS, spaces))
        assert len(header) % 4 == len(payload) % 4 == spaces + 1
        for by in (1, 3) if spaces == 2 else (1, 8, 15):
            name = f"non-canonical-{len(header) % 4}-characters-{by}"
            wrong = raised(header, by)
            found.refuses(f"header-{name}", "malformed", f"{wrong}.{P}.{T}", KEYS)
            found.refuses(f"header-{name}-sealed", "malformed", seal(wrong, P), KEYS)
            wrong = raised(payload, by)
            tag = seal(H, payload).decode().rpartition(".")[2]
            found.refuses(f"payload-{name}", "bad-signature", f"{H}.{wrong}.{tag}", KEYS)
            found.refuses(f"payload-{name}-sealed", "malformed", seal(H, wrong), KEYS)
    for by in (1, 2, 3):
        found.refuses(f"tag-non-canonical-{by}", "malformed", f"{H}.{P}.{raised(T, by)}", KEYS)
    long = mint(CLAIMS, head("HS512"), "HS512")
    for by in (1, 15):
        name = f"tag-non-canonical-hs512-{by}"
        found.refuses(name, "malformed", raised(long, by), [key("HS512")])


def pad(text: str, over: int) -> str:
    """White space until the length is so much over a multiple of three."""
    return text + " " * ((over - len(text)) % 3)


def add_tags(found: Group) -> None:
    tag, signed = mac(f"{H}.{P}"), f"{H}.{P}"

    def tagged(name: str, value: bytes) -> None:
        found.refuses(f"tag-{name}", "bad-signature", f"{signed}.{part(value)}", KEYS)

    for bit in (0, 1, 7, 128, 255):
        flipped = bytearray(tag)
        flipped[bit // 8] ^= 0x80 >> bit % 8
        tagged(f"bit-{bit}-flipped", bytes(flipped))
    for length in (1, 16, 20, 31):
        tagged(f"cut-to-{length}", tag[:length])
    tagged("one-byte-more", tag + b"\0")
    tagged("one-byte-before", b"\0" + tag)
    tagged("twice", tag + tag)
    tagged("of-2000", tag + bytes(1968))
    tagged("zeros", bytes(32))
    tagged("ones", b"\xff" * 32)
    tagged("reversed", tag[::-1])
    tagged("as-hex", tag.hex().encode())
    tagged("as-base64url-twice", part(tag).encode())
    tagged("of-the-payload-alone", mac(P))
    tagged("of-the-header-alone", mac(H))
    tagged("without-the-dot", mac(H + P))
    tagged("of-the-decoded-text", mac(f"{HEADER}.{CLAIMS}"))
    tagged("with-a-trailing-dot", mac(f"{signed}."))
    tagged("with-itself", mac(f"{signed}.{T}"))
    tagged("hs384", mac(signed, "HS384", SECRETS["HS256"]))
    tagged("hs512", mac(signed, "HS512", SECRETS["HS256"]))
    tagged("hs512-cut-to-32", mac(signed, "HS512", SECRETS["HS256"])[:32])
    tagged("bare-sha-256", hashlib.sha256(signed.encode()).digest())
    tagged("secret-prefix-sha-256", hashlib.sha256(SECRETS["HS256"] + signed.encode()).digest())
    tagged("other-secret", mac(signed, secret=OTHER_SECRET))
    tagged("empty-secret", mac(signed, secret=b""))
    tagged("secret-cut", mac(signed, secret=SECRETS["HS256"][:-1]))
    tagged("secret-with-newline", mac(signed, secret=SECRETS["HS256"] + b"\n"))
    tagged("secret-as-hex-text", mac(signed, secret=SECRETS["HS256"].hex().encode()))
    tagged("secret-as-base64url-text", mac(signed, secret=part(SECRETS["HS256"]).encode()))
    for purpose in ("cookie", "session", "refresh", "csrf", "id"):
        sub_key = mac(b"\xfftokenseal/1/" + purpose.encode())
        tagged(f"sub-key-{purpose}", mac(signed, secret=sub_key))

    swapped = T[:-1].swapcase() + T[-1]
    found.refuses("tag-case-swapped", "bad-signature", f"{signed}.{swapped}", KEYS)
    for alg in ("HS384", "HS512"):
        token = mint(CLAIMS, head(alg), alg)
        front, _, text = token.rpartition(".")
        cut = part(mac(front, alg)[:32])
        found.refuses(
            f"tag-of-{alg.lower()}-cut-to-32", "bad-signature", f"{front}.{cut}", [key(alg)]
        )
        assert text != cut

    add_old_tags(found)


def add_old_tags(found: Group) -> None:
    """Another text under a tag that was good for the first one."""
    for name, claims in (
        ("other-subject", CLAIMS.replace("alice", "admin")),
        ("later-exp", CLAIMS.replace("4102444800", "4102444801")),
        ("space-more", CLAIMS + " "),
        ("same-claims-other-order", f'{{"exp":{EXPIRES},"sub":"alice"}}'),
        ("same-claims-escaped", CLAIMS.replace("alice", "\\u0061lice")),
        ("no-claims", "{}"),
        ("no-json", "x"),
        ("invalid-utf-8", b"\xff"),
    ):
        found.refuses(f"old-tag-{name}", "bad-signature", f"{H}.{part(claims)}.{T}", KEYS)
    for name, header in (
        ("header-order", '{"typ":"JWT","alg":"HS256"}'),
        ("header-space", HEADER + " "),
        ("header-typ", HEADER.replace("JWT", "jwt")),
        ("header-kid", head("HS256", "k1")),
    ):
        found.refuses(f"old-tag-{name}", "bad-signature", f"{part(header)}.{P}.{T}", KEYS)


def claims_of(encoded: int) -> str:
    """Claims that are so many characters in base64url."""
    assert encoded % 4 != 1
    return f'{{"exp":{EXPIRES},"x":"' + "x" * (encoded * 3 // 4 - 25) + '"}'


def token_of(length: int) -> tuple[str, str]:
    """A good token of exactly this length, and its claims."""
    claims = claims_of(length - len(H) - len(T) - 2)
    token = mint(claims)
    assert len(token) == length
    return token, claims


def header_of(length: int) -> str:
    front, back = '{"alg":"HS256","x":"', '"}'
    return front + "x" * (length - len(front) - len(back)) + back


def add_sizes(found: Group) -> None:
    large = {"max_token": 65536}
    found.refuses("size-8193", "limit", token_of(8193)[0], KEYS)
    found.refuses("size-8193-no-dots", "limit", "A" * 8193, KEYS)
    found.refuses("size-8193-dots", "limit", "." * 8193, KEYS)
    found.refuses("size-8193-spaces", "limit", GOOD + " " * (8193 - len(GOOD)), KEYS)
    found.refuses("size-8193-invalid-utf-8", "limit", b"\xff" * 8193, KEYS)
    found.refuses("size-8192-no-dots", "malformed", "A" * 8192, KEYS)
    found.refuses("size-65537", "limit", token_of(65537)[0], KEYS, policy=large)
    found.refuses("size-65536-by-default", "limit", token_of(65536)[0], KEYS)
    found.refuses("size-1001-of-1000", "limit", token_of(1001)[0], KEYS, policy={"max_token": 1000})
    found.refuses("size-of-0", "limit", GOOD, KEYS, policy={"max_token": 0})
    found.refuses("size-empty-of-0", "malformed", "", KEYS, policy={"max_token": 0})
    found.refuses(
        "size-one-over-the-token", "limit", GOOD, KEYS, policy={"max_token": len(GOOD) - 1}
    )

    for length in (1025, 1026, 1027, 5000):
        found.refuses(f"header-size-{length}", "limit", mint(CLAIMS, header_of(length)), KEYS)
    for name, text in (
        ("no-base64url", "!" * 1367),
        ("no-json", part("x" * 1025)),
        ("array", part("[" + " " * 1023 + "]")),
    ):
        found.refuses(f"header-size-over-{name}", "limit", f"{text}.{P}.{T}", KEYS)
    at_limit = part("x" * 1024)
    found.refuses("header-size-1024-no-json", "malformed", f"{at_limit}.{P}.{T}", KEYS)
    found.refuses("header-size-1365-characters", "malformed", "A" * 1365 + f".{P}.{T}", KEYS)
