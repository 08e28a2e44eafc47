"""Tokens, made and unmade: random ones and mutated seeds, by the parts that the grammar of a token has.

Everything comes from one `Random`, so that a seed and a number name a token for ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import faults
import grammar
from corpus import NOW, OWN_POLICIES, OWN_RINGS, SINGLE, Corpus
from parts import decode, encode, tag_of


@dataclass(frozen=True)
class Job:
    """What all programs are asked: the token, and which ring, policy and time (ms) go with it."""

    ring: int
    policy: int
    now: int
    token: bytes

    def line(self) -> str:
        return f"{self.ring} {self.policy} {self.now} {self.token.hex() or '-'}\n"


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
        count = 1 if self.alike else pick.choice((0, 1, 1, 1, 2, 3))
        where = [pick.choice(("header", "claims", "claims", "text", "base64", "tag", "structure", "bytes")) for _ in range(count)]
        return Job(ring, policy, now, self._token(ring, policy, now, where))

    # --- from nothing --------------------------------------------------------------------------------------

    def _token(self, ring: int, policy: int, now: int, wrong: list[str]) -> bytes:
        pick = self.pick
        keys = self.corpus.secrets(ring)
        alg, secret, kid = pick.choice(keys)
        header = self._header(alg, kid)
        claims = self._claims(policy, now)
        for fault in wrong:
            if fault == "header":
                faults.spoil_header(pick, header)
            elif fault == "claims":
                faults.spoil_claims(pick, claims, now)
        odd = pick.random() < 0.2
        texts = [
            grammar.text(pick, members, odd=odd and pick.random() < 0.7, good=self.alike).encode() for members in (header, claims)
        ]
        if "text" in wrong:
            which = pick.randrange(2)
            texts[which] = faults.spoil_bytes(pick, texts[which])
        parts = [encode(text) for text in texts]
        if "base64" in wrong and pick.random() < 0.6:
            which = pick.randrange(2)
            parts[which] = faults.spoil_base64(pick, parts[which])
            wrong = [fault for fault in wrong if fault != "base64"]
        signed = b".".join(parts)
        tag = encode(faults.spoil_tag(pick, signed, alg, secret) if "tag" in wrong else tag_of(alg, secret, signed))
        parts.append(faults.spoil_base64(pick, tag) if "base64" in wrong else tag)
        if "structure" in wrong:
            return faults.spoil_structure(pick, parts)
        token = b".".join(parts)
        return faults.spoil_bytes(pick, token) if "bytes" in wrong else token

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
            token = faults.spoil_bytes(pick, token)
        elif how == 1:
            token = faults.spoil_structure(pick, token.split(b"."))
        elif how >= 2 and token.count(b".") == 2 and keys:
            # Changed within, and signed again.
            header, payload, tag = token.split(b".")
            alg, secret, _ = pick.choice(keys)
            if how < 5:
                texts = [decode(header), decode(payload)]
                which = pick.random() < 0.7
                texts[which] = faults.spoil_bytes(pick, texts[which])
                header, payload = map(encode, texts)
            elif pick.random() < 0.5:
                payload = faults.spoil_base64(pick, payload)
            else:
                header = faults.spoil_base64(pick, header)
            if pick.random() < 0.9:
                tag = encode(tag_of(alg, secret, header + b"." + payload))
            token = b".".join((header, payload, tag))
        return Job(ring, policy, now, token)
