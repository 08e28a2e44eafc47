"""Tokens, made and unmade: random ones and mutated seeds, by the parts that the grammar of a token has.

Everything comes from one `Random`, so that a seed and a number name a token for ever.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from random import Random

import grammar
from corpus import NOW, OWN_POLICIES, OWN_RINGS, SINGLE, Corpus

HASHES = {"HS256": hashlib.sha256, "HS384": hashlib.sha384, "HS512": hashlib.sha512}
ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@dataclass(frozen=True)
class Job:
    """What all programs are asked: the token, and which ring, policy and time (ms) go with it."""

    ring: int
    policy: int
    now: int
    token: bytes

    def line(self) -> str:
        return f"{self.ring} {self.policy} {self.now} {self.token.hex() or '-'}\n"


def encode(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def decode(data: bytes) -> bytes:
    """As much as there is to decode."""
    kept = bytes(c for c in data if c in ALPHABET)
    return base64.urlsafe_b64decode(kept[: len(kept) - (len(kept) % 4 == 1)] + b"==")


def tag_of(alg: str, key: bytes, signed: bytes) -> bytes:
    return hmac.digest(key, signed, HASHES[alg])


class Maker:
    """Makes tokens. With `alike`, only such as every peer can be asked about, with one fault at the most."""

    def __init__(self, pick: Random, corpus: Corpus, *, alike: bool = False) -> None:
        self.pick, self.corpus, self.alike = pick, corpus, alike

    def job(self) -> Job:
        pick = self.pick
        if not self.alike and pick.random() < 0.4:
            return self._from_seed()
        now = NOW + pick.choice((0, 0, 0, 1, 500, 999))
        if self.alike:
            ring, policy, now = pick.choice(SINGLE), pick.choice((0, 0, 0, 1, 1, 2)), NOW + pick.choice((0, 0, 500))
        else:
            ring, policy = pick.randrange(len(OWN_RINGS)), pick.randrange(len(OWN_POLICIES))
        faults = 1 if self.alike else pick.choice((0, 1, 1, 1, 2, 3))
        where = [
            pick.choice(("header", "claims", "claims", "text", "base64", "tag", "structure", "bytes")) for _ in range(faults)
        ]
        return Job(ring, policy, now, self._token(ring, policy, now, where))

    # --- from nothing --------------------------------------------------------------------------------------

    def _token(self, ring: int, policy: int, now: int, faults: list[str]) -> bytes:
        pick = self.pick
        keys = self.corpus.secrets(ring)
        alg, secret, kid = pick.choice(keys)
        header = self._header(alg, kid)
        claims = self._claims(policy, now)
        for fault in faults:
            if fault == "header":
                self._spoil_header(header)
            elif fault == "claims":
                self._spoil_claims(claims, now)
        odd = pick.random() < 0.2
        texts = [
            grammar.text(pick, members, odd=odd and pick.random() < 0.7, good=self.alike).encode() for members in (header, claims)
        ]
        if "text" in faults:
            which = pick.randrange(2)
            texts[which] = self._spoil_bytes(texts[which])
        parts = [encode(text) for text in texts]
        if "base64" in faults and pick.random() < 0.6:
            which = pick.randrange(2)
            parts[which] = self._spoil_base64(parts[which])
            faults = [fault for fault in faults if fault != "base64"]
        signed = b".".join(parts)
        tag = encode(self._spoil_tag(signed, alg, secret) if "tag" in faults else tag_of(alg, secret, signed))
        parts.append(self._spoil_base64(tag) if "base64" in faults else tag)
        if "structure" in faults:
            return self._spoil_structure(parts)
        token = b".".join(parts)
        return self._spoil_bytes(token) if "bytes" in faults else token

    def _header(self, alg: str, kid: str | None) -> list[grammar.Member]:
        pick = self.pick
        members = [('"alg"', f'"{alg}"')]
        if pick.random() < 0.8:
            members.append(('"typ"', pick.choice(('"JWT"', '"JWT"', '"JWT"', '"at+jwt"', '"application/at+jwt"', '"jwt"'))))
        if kid is not None and pick.random() < 0.8:
            members.append(('"kid"', f'"{kid}"'))
        if pick.random() < 0.2:
            pick.shuffle(members)
        return members

    def _claims(self, policy: int, now: int) -> list[grammar.Member]:
        pick = self.pick
        wanted = self.corpus.policies[policy]
        members = [('"exp"', str(now // 1000 + pick.choice((1, 60, 3600))))]
        if "issuer" in wanted or pick.random() < 0.1:
            members.append(('"iss"', '"https://auth.example"'))
        if "audience" in wanted or wanted.get("any_audience"):
            members.append(('"aud"', pick.choice(('"api"', '["api"]', '["x","api"]'))))
        if "subject" in wanted or pick.random() < 0.3:
            members.append(('"sub"', '"user-42"'))
        if "jwt_id" in wanted or pick.random() < 0.1:
            members.append(('"jti"', '"a"'))
        if "max_age_ms" in wanted or pick.random() < 0.3:
            members.append(('"iat"', str(now // 1000 - pick.choice((0, 0, 1, 30)))))
        members += [(f'"{name}"', "1") for name in wanted.get("required", ()) if pick.random() < 0.9]
        if pick.random() < 0.3:
            members.append((pick.choice(('"role"', '"x"', '"n"', '"Zo\u00eb"', '""')), grammar.value(pick, good=self.alike)))
        if pick.random() < 0.2:
            pick.shuffle(members)
        return members

    # --- from a vector -------------------------------------------------------------------------------------

    def _from_seed(self) -> Job:
        pick = self.pick
        seed = pick.choice(self.corpus.seeds)
        token, now = seed.token, seed.now
        if pick.random() < 0.1:
            now = max(0, now + pick.choice((-1000, -1, 1, 1000, 10**9)))
        ring, policy = seed.ring, seed.policy
        if pick.random() < 0.1:
            policy = pick.randrange(len(self.corpus.policies))
        if pick.random() < 0.02:
            ring = pick.randrange(len(self.corpus.rings))
        how = pick.randrange(6)
        keys = self.corpus.secrets(ring)
        if how == 0:
            token = self._spoil_bytes(token)
        elif how == 1:
            token = self._spoil_structure(token.split(b"."))
        elif how >= 2 and token.count(b".") == 2 and keys:
            # Changed within, and signed again.
            header, payload, tag = token.split(b".")
            alg, secret, _ = pick.choice(keys)
            if how < 5:
                texts = [decode(header), decode(payload)]
                which = pick.random() < 0.7
                texts[which] = self._spoil_bytes(texts[which])
                header, payload = map(encode, texts)
            elif pick.random() < 0.5:
                payload = self._spoil_base64(payload)
            else:
                header = self._spoil_base64(header)
            if pick.random() < 0.9:
                tag = encode(tag_of(alg, secret, header + b"." + payload))
            token = b".".join((header, payload, tag))
        return Job(ring, policy, now, token)

    # --- faults --------------------------------------------------------------------------------------------

    def _spoil_header(self, members: list[grammar.Member]) -> None:
        pick = self.pick
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
            self._repeat(members)
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

    def _spoil_claims(self, members: list[grammar.Member], now: int) -> None:
        pick = self.pick
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
            self._repeat(members)
        elif kind == 7 and members:
            members.pop(pick.randrange(len(members)))
        elif kind == 8 and members:
            at = pick.randrange(len(members))
            members[at] = (grammar.escaped(pick, members[at][0].strip('"')), members[at][1])
        else:
            value = pick.choice((grammar.value(pick), grammar.value(pick), grammar.deep(pick), grammar.wide(pick)))
            members.append((pick.choice(('"x"', '"Exp"', '"exp "', '"x"')), value))

    def _repeat(self, members: list[grammar.Member]) -> None:
        """A member again, with its value or another one, its name in this spelling or another."""
        pick = self.pick
        name, value = pick.choice(members) if members else ('"x"', "1")
        if pick.random() < 0.5:
            name = grammar.escaped(pick, name.strip('"'))
        members.insert(pick.randint(0, len(members)), (name, value if pick.random() < 0.5 else grammar.value(pick)))

    def _spoil_tag(self, signed: bytes, alg: str, secret: bytes) -> bytes:
        pick = self.pick
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

    def _spoil_base64(self, part: bytes) -> bytes:
        pick = self.pick
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

    def _spoil_structure(self, parts: list[bytes]) -> bytes:
        pick = self.pick
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

    def _spoil_bytes(self, data: bytes) -> bytes:
        pick = self.pick
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
