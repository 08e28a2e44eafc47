"""HMAC with SHA-256, SHA-384 and SHA-512: RFC 4231."""

from __future__ import annotations

from typing import NamedTuple

from sources.token import mac
from sources.vector import Args, Group, err, ok

HASH_BYTES = {"HS256": 32, "HS384": 48, "HS512": 64}


class Case(NamedTuple):
    number: int
    key: bytes
    data: bytes
    tags: dict[str, str]


# Case 5 is about truncated tags, which do not exist here.
CASES = [
    Case(
        1,
        b"\x0b" * 20,
        b"Hi There",
        {
            "HS256": "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
            "HS384": "afd03944d84895626b0825f4ab46907f15f9dadbe4101ec682aa034c7cebc59c"
            "faea9ea9076ede7f4af152e8b2fa9cb6",
            "HS512": "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cde"
            "daa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854",
        },
    ),
    Case(
        2,
        b"Jefe",
        b"what do ya want for nothing?",
        {
            "HS256": "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
            "HS384": "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e"
            "8e2240ca5e69e2c78b3239ecfab21649",
            "HS512": "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
            "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737",
        },
    ),
    Case(
        3,
        b"\xaa" * 20,
        b"\xdd" * 50,
        {
            "HS256": "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
            "HS384": "88062608d3e6ad8a0aa2ace014c8a86f0aa635d947ac9febe83ef4e55966144b"
            "2a5ab39dc13814b94e3ab6e101a34f27",
            "HS512": "fa73b0089d56a284efb0f0756c890be9b1b5dbdd8ee81a3655f83e33b2279d39"
            "bf3e848279a722c806b485a47e67c807b946a337bee8942674278859e13292fb",
        },
    ),
    Case(
        4,
        bytes(range(1, 26)),
        b"\xcd" * 50,
        {
            "HS256": "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
            "HS384": "3e8a69b7783c25851933ab6290af6ca77a9981480850009cc5577c6e1f573b4e"
            "6801dd23c4a7d679ccf8a386c674cffb",
            "HS512": "b0ba465637458c6990e5a8c5f61d4af7e576d97ff94b872de76f8050361ee3db"
            "a91ca5c11aa25eb4d679275cc5788063a5f19741120c4f2de2adebeb10a298dd",
        },
    ),
    Case(
        6,
        b"\xaa" * 131,
        b"Test Using Larger Than Block-Size Key - Hash Key First",
        {
            "HS256": "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
            "HS384": "4ece084485813e9088d2c63a041bc5b44f9ef1012a2b588f3cd11f05033ac4c6"
            "0c2ef6ab4030fe8296248df163f44952",
            "HS512": "80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f352"
            "6b56d037e05f2598bd0fd2215d6a1e5295e64f73f63f0aec8b915a985d786598",
        },
    ),
    Case(
        7,
        b"\xaa" * 131,
        b"This is a test using a larger than block-size key and a larger than block-size data. "
        b"The key needs to be hashed before being used by the HMAC algorithm.",
        {
            "HS256": "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
            "HS384": "6617178e941f020d351e2f254e8fd32c602420feb0b8fb9adccebb82461e99c5"
            "a678cc31e799176d3860e6110c46523e",
            "HS512": "e37b6a775dc87dbaa4dfa9f96e5e3ffddebd71f8867289865df5a32d20cdc944"
            "b6022cac3c4982b10d5eeb55c3e4de15134676fb6de0446065c97440fa8c6a58",
        },
    ),
]


def group() -> Group:
    found = Group("hmac", "HMAC tags: RFC 4231, and lengths around the blocks of the hashes.")
    for case in CASES:
        for alg, tag in case.tags.items():
            add_case(found, case, alg, tag)
    add_refusals(found)
    add_lengths(found)
    return found


def add_case(found: Group, case: Case, alg: str, tag: str) -> None:
    key: Args = {"alg": alg, "secret_hex": case.key.hex()}
    if len(case.key) < HASH_BYTES[alg]:
        key["short"] = True
    name = f"rfc4231-case-{case.number}-{alg.lower()}"
    source = f"RFC 4231 section 4.{case.number + 1}"
    args = {"key": key, "data_hex": case.data.hex()}
    found.add(name, "mac", args, ok(tag), source=source)
    found.add(f"{name}-verify", "mac.verify", {**args, "tag_hex": tag}, ok(True), source=source)


def add_refusals(found: Group) -> None:
    case = CASES[4]
    for alg, tag in case.tags.items():
        args = {
            "key": {"alg": alg, "secret_hex": case.key.hex()},
            "data_hex": case.data.hex(),
        }
        right = bytes.fromhex(tag)
        wrong = {
            "first-bit": bytes([right[0] ^ 0x80]) + right[1:],
            "last-bit": right[:-1] + bytes([right[-1] ^ 1]),
            "one-short": right[:-1],
            "half": right[: len(right) // 2],
            "empty": b"",
            "one-long": right + b"\0",
            "zeros": bytes(len(right)),
        }
        for fault, value in wrong.items():
            given = {**args, "tag_hex": value.hex()}
            found.add(f"{fault}-{alg.lower()}", "mac.verify", given, err("bad-signature"))


def add_lengths(found: Group) -> None:
    """No publication prints these: the standard library's `hmac` alone made them."""
    source = "Python's hmac and hashlib (standard library)"
    for alg, block in (("HS256", 64), ("HS384", 128), ("HS512", 128)):
        for length in (0, 1, block - 9, block - 8, block, block + 1, 1000):
            secret, data = bytes(range(1, 65)), b"\x5c" * length
            args = {"key": {"alg": alg, "secret_hex": secret.hex()}, "data_hex": data.hex()}
            tag = mac(data, alg, secret).hex()
            found.add(f"data-of-{length}-{alg.lower()}", "mac", args, ok(tag), source=source)
        for length in (block - 1, block, block + 1, 1024):
            secret, data = b"\x36" * length, b"a"
            args = {"key": {"alg": alg, "secret_hex": secret.hex()}, "data_hex": data.hex()}
            tag = mac(data, alg, secret).hex()
            found.add(f"secret-of-{length}-{alg.lower()}", "mac", args, ok(tag), source=source)
