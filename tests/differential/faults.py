"""What can be wrong with a token, part by part."""

from __future__ import annotations

from random import Random

import grammar
from parts import ALPHABET, HASHES, tag_of


def spoil_header(pick: Random, members: list[grammar.Member]) -> None:
    kind = pick.randrange(9)
    if kind == 0:
        alg = pick.choice(
            ('"HS256"', '"HS384"', '"HS512"', '"none"', '"None"', '"hs256"', '"RS256"', '""', "null", "256", '["HS256"]')
        )
        members[:] = [(name, alg if name == '"alg"' else value) for name, value in members]
    elif kind == 1:
        members[:] = [member for member in members if member[0] != '"alg"']
    elif kind == 2:
        typ = pick.choice(
            ('"JWT"', '"JOSE"', '"at+jwt"', '"AT+JWT"', '"application/AT+jwt"', '"application/"', '""', "null", "7", "[]")
        )
        members[:] = [m for m in members if m[0] != '"typ"'] + [('"typ"', typ)]
    elif kind == 3:
        kid = pick.choice(
            ('"a"', '"b"', '"c"', '"\\u0061"', '""', "null", "7", '["a"]', f'"{"k" * pick.randint(63, 66)}"', '"sch\u00f6n"')
        )
        members[:] = [m for m in members if m[0] != '"kid"'] + [('"kid"', kid)]
    elif kind == 4:
        members.append(('"crit"', pick.choice(("[]", '["b64"]', '["exp"]', '["x"]', "null", '"b64"', '["b64","b64"]'))))
        if pick.random() < 0.5:
            members.append(('"b64"', pick.choice(("true", "false"))))
    elif kind == 5:
        members.append(('"b64"', pick.choice(("true", "false", "null", '"false"', "0"))))
    elif kind == 6:
        repeat(pick, members)
    elif kind == 7:
        name = pick.choice(("jwk", "jku", "x5u", "x5c", "x5t", "cty", "zip", "enc", "x", "p2c"))
        members.append(
            (
                f'"{name}"',
                pick.choice(('{"kty":"oct","k":"AAAA"}', '"https://example.com/"', '["AAAA"]', '"JWT"', '"DEF"', "1")),
            )
        )
    else:
        members.append(
            ('"x"', pick.choice((grammar.value(pick), grammar.deep(pick), f'"{"x" * pick.choice((900, 940, 2000))}"')))
        )


def spoil_claims(pick: Random, members: list[grammar.Member], now: int) -> None:
    kind = pick.randrange(10)
    if kind < 4:
        name = pick.choice(('"exp"', '"exp"', '"nbf"', '"iat"'))
        members[:] = [m for m in members if m[0] != name] + [(name, grammar.date(pick, now))]
    elif kind == 4:
        members[:] = [m for m in members if m[0] != '"aud"'] + [('"aud"', grammar.audience(pick))]
    elif kind == 5:
        name = pick.choice(('"iss"', '"sub"', '"jti"'))
        value = pick.choice(
            (
                '"a"',
                '""',
                '"user-42"',
                '"https://auth.example"',
                '"https:\\/\\/auth.example"',
                "null",
                "7",
                '["a"]',
                "{}",
                "true",
            )
        )
        members[:] = [m for m in members if m[0] != name] + [(name, value)]
    elif kind == 6:
        repeat(pick, members)
    elif kind == 7 and members:
        members.pop(pick.randrange(len(members)))
    elif kind == 8 and members:
        at = pick.randrange(len(members))
        members[at] = (grammar.escaped(pick, members[at][0].strip('"')), members[at][1])
    else:
        value = pick.choice((grammar.value(pick), grammar.value(pick), grammar.deep(pick), grammar.wide(pick)))
        members.append((pick.choice(('"x"', '"Exp"', '"exp "', '"x"')), value))


def repeat(pick: Random, members: list[grammar.Member]) -> None:
    """A member again, with its value or another one, its name in this spelling or another."""
    name, value = pick.choice(members) if members else ('"x"', "1")
    if pick.random() < 0.5:
        name = grammar.escaped(pick, name.strip('"'))
    members.insert(pick.randint(0, len(members)), (name, value if pick.random() < 0.5 else grammar.value(pick)))


def spoil_tag(pick: Random, signed: bytes, alg: str, secret: bytes) -> bytes:
    tag = tag_of(alg, secret, signed)
    kind = pick.randrange(8)
    if kind == 0:
        at = pick.randrange(len(tag) * 8)
        return (int.from_bytes(tag, "big") ^ 1 << at).to_bytes(len(tag), "big")
    if kind == 1:
        return tag[: pick.randrange(len(tag))]
    if kind == 2:
        return tag + pick.randbytes(pick.randint(1, 33))
    if kind == 3:
        return tag_of(pick.choice(tuple(HASHES)), secret, signed)
    if kind == 4:
        return tag_of(alg, pick.choice((b"", secret[:-1], secret + b"\0", b"secret")), signed)
    if kind == 5:
        return bytes(len(tag))
    if kind == 6:
        return tag_of(alg, secret, signed.partition(b".")[2])
    return pick.randbytes(len(tag))


def spoil_base64(pick: Random, part: bytes) -> bytes:
    kind = pick.randrange(8)
    if kind == 0 and part and len(part) % 4 > 1:
        # The bits of the last character that mean nothing.
        last = ALPHABET.find(part[-1:])
        return part[:-1] + bytes([ALPHABET[last ^ pick.randint(1, 3)]])
    if kind == 1:
        return part + b"=" * pick.randint(1, 4)
    if kind == 2:
        return part.replace(b"-", b"+").replace(b"_", b"/")
    if kind == 3:
        return part + pick.choice((b"A", b"AA", b"\n", b" ", b"\0", b"%3D", b"\r\n"))
    if kind == 4:
        return part[: -pick.randint(1, 4)]
    at = pick.randint(0, len(part))
    return (
        part[:at]
        + pick.choice((b"\n", b" ", b"#", b"=", b"\0", b"+", b"/", b"\xc3\xa9", b"?", b"A"))
        + part[at + pick.randrange(2) :]
    )


def spoil_structure(pick: Random, parts: list[bytes]) -> bytes:
    parts = list(parts)
    kind = pick.randrange(7)
    if kind == 0:
        parts.insert(pick.randint(0, len(parts)), pick.choice((b"", b"A", b"e30", b"AAAA")))
    elif kind == 1 and parts:
        parts.pop(pick.randrange(len(parts)))
    elif kind == 2 and parts:
        parts[pick.randrange(len(parts))] = b""
    elif kind == 3:
        pick.shuffle(parts)
    elif kind == 4:
        return pick.choice((b"", b".", b"..", b"...", b" ", b"{}", b"Bearer ")) + (
            b".".join(parts) if pick.random() < 0.5 else b""
        )
    elif kind == 5:
        return b".".join(parts) + pick.choice((b"\n", b" ", b"\0", b".", b"\r\n"))
    else:
        return pick.choice((b",", b"..", b" ", b"|", b"\xe3\x80\x82")).join(parts)
    return b".".join(parts)


def spoil_bytes(pick: Random, data: bytes) -> bytes:
    at = pick.randint(0, max(0, len(data) - 1))
    kind = pick.randrange(7)
    if kind == 0 and data:
        return data[:at] + bytes([data[at] ^ 1 << pick.randrange(8)]) + data[at + 1 :]
    if kind == 1:
        return data[:at] + bytes([pick.randrange(256)]) + data[at:]
    if kind == 2:
        return data[:at] + data[at + pick.choice((1, 1, 2, 5)) :]
    if kind == 3:
        return data[:at]
    if kind == 4:
        start = pick.randint(0, at)
        return data[:at] + data[start:at][:40] + data[at:]
    if kind == 5:
        inserted = pick.choice(
            (
                b'"',
                b"\\",
                b",",
                b"{",
                b"}",
                b"[",
                b"]",
                b":",
                b"0",
                b"e",
                b"\xff",
                b"\xed\xa0\x80",
                b"\xef\xbb\xbf",
                b"\xc0\x80",
            )
        )
        return data[:at] + inserted + data[at + pick.randrange(2) :]
    return data[:at] + pick.choice(grammar.NAMES).encode() + data[at:]
