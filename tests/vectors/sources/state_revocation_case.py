"""What the vectors of revocation have in common."""

from __future__ import annotations

import hashlib

from sources.state import denied_key, subject_key
from sources.state_rounds import Round, adds, refused
from sources.token import HEADER, mac, part, seal
from sources.vector import ISSUED, NOW, Args, Group, raw

EXP = ISSUED + 900
CLAIMS = f'{{"iss":"https://id.example","sub":"alice","jti":"t-1","iat":{ISSUED},"exp":{EXP}}}'
KEYS = [denied_key("iss", "https://id.example", "t-1"), subject_key()]


def minted(claims: str, alg: str = "HS256") -> str:
    header = HEADER.replace("HS256", alg)
    return seal(part(header), part(claims), alg).decode()


def mac_key(claims: str, alg: str = "HS256", namespace: str = "") -> str:
    """The denylist's key of a token without a jti: by its MAC, decoded."""
    signed = part(HEADER.replace("HS256", alg)) + "." + part(claims)
    return denied_key("mac", hashlib.sha256(mac(signed, alg)).digest(), namespace=namespace)


def revokes(
    group: Group,
    verb: str,
    id_: str,
    rounds: list[Round] | str,
    *,
    claims: str = CLAIMS,
    token: str | None = None,
    namespace: str | None = None,
    store_keys: list[str] | None = None,
    now: int = NOW,
) -> None:
    space: Args = {} if namespace is None else {"namespace": namespace}
    text = minted(claims) if token is None else token
    args = {**space, **raw("token", text), **raw("claims", claims)}
    used = KEYS if store_keys is None else store_keys
    if isinstance(rounds, str):
        refused(group, f"{verb}-{id_}", f"revocation.{verb}", args, rounds, now)
    else:
        cut = used[:1] if verb == "deny" else used
        adds(group, f"{verb}-{id_}", f"revocation.{verb}", args, cut, rounds, None, now)
