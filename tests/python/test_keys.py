"""Keys and rings as Python objects."""

from __future__ import annotations

import base64
import copy
import gc
import json
import pickle
import threading
from collections import UserDict
from typing import Any

import pytest
import tokenseal
from tokenseal import (
    AlgorithmMismatch,
    BadArgument,
    BadSignature,
    InvalidToken,
    Key,
    KeyRing,
    KeyUse,
    Limit,
    Malformed,
    Policy,
    UnknownKey,
    WeakKey,
)

SECRET = b"0123456789abcdef0123456789abcdef"
KEY = Key("HS256", SECRET)
ENCODED = base64.urlsafe_b64encode(SECRET).rstrip(b"=").decode()


def jwk(**members: Any) -> dict[str, Any]:
    return {"kty": "oct", "k": ENCODED, "alg": "HS256", **members}


@pytest.mark.parametrize(
    "key",
    [
        Key("HS256", SECRET.decode()),
        Key("HS256", bytearray(SECRET)),
        Key(alg="HS256", secret=SECRET, kid=None),
        Key.with_short_secret("HS256", SECRET),
        Key.from_base64url("HS256", ENCODED),
        Key.from_base64url("HS256", ENCODED.encode()),
        Key.from_hex("HS256", SECRET.hex().upper()),
        Key.from_jwk(jwk()),
        Key.from_jwk(UserDict(jwk()), "HS256"),
        Key.from_jwk(json.dumps(jwk())),
        Key.from_jwk(json.dumps(jwk()).encode()),
        KeyRing.from_jwks({"keys": [jwk()]}).keys[0],
    ],
)
def test_all_forms_of_one_secret(key: Key) -> None:
    assert key.verify(KEY.sign({"sub": "a"}))["sub"] == "a"
    assert key.mac(b"data") == KEY.mac("data")
    assert (key.alg, key.kid) == ("HS256", None)


def test_kid() -> None:
    key = Key("HS256", SECRET, "é")
    assert key.kid == "é"
    assert repr(key) == "<tokenseal.Key HS256 kid='é'>"
    assert KEY.verify(key.sign())
    for make in (Key, Key.with_short_secret):
        assert make("HS256", SECRET, kid="a").kid == "a"
    assert (
        Key.from_base64url("HS256", ENCODED, "a").kid
        == Key.from_hex("HS256", SECRET.hex(), kid="a").kid
        == "a"
    )
    with pytest.raises(BadArgument, match="kid is empty"):
        Key("HS256", SECRET, "")
    with pytest.raises(Limit):
        Key("HS256", SECRET, "k" * 65)
    with pytest.raises(BadArgument, match="lone surrogate"):
        Key("HS256", SECRET, "\ud800")


def test_nothing_shows_the_secret() -> None:
    ring = KeyRing([Key("HS512", SECRET * 2, "a"), KEY])
    for shown in (repr(KEY), str(KEY), f"{KEY}", repr(ring), repr(ring.keys)):
        assert SECRET.decode() not in shown
        assert ENCODED not in shown
    assert repr(ring) == "<tokenseal.KeyRing [HS512 kid='a', HS256]>"
    assert not hasattr(KEY, "__dict__")
    assert not any("secret" in name and name != "with_short_secret" for name in dir(KEY))


@pytest.mark.parametrize(
    "clone", [copy.copy, copy.deepcopy, *(lambda k, p=p: pickle.dumps(k, p) for p in range(6))]
)
@pytest.mark.parametrize("holder", [KEY, KeyRing([KEY])])
def test_keys_are_neither_copied_nor_pickled(clone: Any, holder: Any) -> None:
    with pytest.raises(TypeError):
        clone(holder)


@pytest.mark.parametrize("name", ["kid", "alg", "new"])
def test_keys_do_not_change(name: str) -> None:
    with pytest.raises(AttributeError):
        setattr(Key("HS256", SECRET), name, "x")


@pytest.mark.parametrize("base", [Key, KeyRing, Policy])
def test_classes_are_final(base: type) -> None:
    with pytest.raises(TypeError):
        type("Sub", (base,), {})


def test_the_common_base_is_not_for_use() -> None:
    with pytest.raises(TypeError):
        tokenseal._tokenseal.Signer()


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (lambda: Key("HS256", SECRET[:31]), WeakKey),
        (lambda: Key("HS384", SECRET), WeakKey),
        (lambda: Key("HS256", b""), WeakKey),
        (lambda: Key.with_short_secret("HS256", ""), WeakKey),
        (lambda: Key("HS256", b"-----BEGIN PUBLIC KEY-----\nabcdefghijklmnop"), WeakKey),
        (lambda: Key("HS256", bytes(1025)), Limit),
        (lambda: Key("none", SECRET), BadArgument),
        (lambda: Key("hs256", SECRET), BadArgument),
        (lambda: Key("RS256", SECRET), BadArgument),
        (lambda: Key("HS256", "\ud800" * 32), BadArgument),
        (lambda: Key.from_base64url("HS256", ENCODED + "="), Malformed),
        (lambda: Key.from_base64url("HS256", "\ud800"), Malformed),
        (lambda: Key.from_hex("HS256", "0x" + SECRET.hex()), Malformed),
        (lambda: Key.from_jwk({}), Malformed),
        (lambda: Key.from_jwk("nonsense"), Malformed),
        (lambda: Key.from_jwk(jwk(k=1)), Malformed),
        (lambda: Key.from_jwk(jwk(kty="RSA")), AlgorithmMismatch),
        (lambda: Key.from_jwk(jwk(), "HS512"), AlgorithmMismatch),
        (lambda: Key.from_jwk({"kty": "oct", "k": ENCODED}), BadArgument),
        (lambda: Key.from_jwk(jwk(use="enc")), KeyUse),
        (lambda: Key.from_jwk(jwk(x=b"")), BadArgument),
        (lambda: Key.from_jwk(jwk(key_ops=["verify"])).sign(), KeyUse),
        (lambda: KeyRing([]), BadArgument),
        (lambda: KeyRing.from_jwks({"keys": []}), UnknownKey),
        (lambda: KeyRing.from_jwks({"keys": [jwk(kty="RSA")]}), UnknownKey),
        (lambda: KeyRing.from_jwks(jwk()), Malformed),
    ],
)
def test_keys_that_are_refused(make: Any, error: type[Exception]) -> None:
    with pytest.raises(error) as caught:
        make()
    assert type(caught.value) is error
    assert ENCODED not in str(caught.value)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Key(),
        lambda: Key("HS256"),
        lambda: Key(256, SECRET),
        lambda: Key("HS256", 1),
        lambda: Key("HS256", None),
        lambda: Key("HS256", memoryview(SECRET)),
        lambda: Key("HS256", SECRET, 1),
        lambda: Key("HS256", SECRET, kid=b"a"),
        lambda: Key.from_jwk(1),
        lambda: Key.from_jwk([]),
        lambda: KeyRing(KEY),
        lambda: KeyRing([KEY, SECRET]),
        lambda: KeyRing(1),
        lambda: KEY.mac(1),
        lambda: KEY.verify_mac(b"", None),
        lambda: KEY.verify(),
        lambda: KEY.verify(1),
        lambda: KEY.verify("", "issuer"),
        lambda: KEY.verify("", isuer="typo"),
        lambda: KEY.verify("", issuer=1),
        lambda: KEY.verify("", audience=1),
        lambda: KEY.verify("", audience=["a", 1]),
        lambda: KEY.verify("", audience=b"a"),
        lambda: KEY.verify("", required="sub"),
        lambda: KEY.verify("", required=[1]),
        lambda: KEY.verify("", any_audience=1),
        lambda: KEY.verify("", max_token="1"),
        lambda: KEY.verify("", max_token=1.0),
        lambda: KEY.verify("", policy={}),
        lambda: KEY.verify("", leeway=None),
        lambda: KEY.verify("", any_audience=None),
        lambda: KEY.verify_raw("", require_exp=None),
        lambda: KEY.sign({}, max_token=None),
        lambda: Policy(required=None),
        lambda: KEY.sign(None),
        lambda: KEY.sign({}, 900),
        lambda: KEY.sign({}, typ=1),
        lambda: Policy("issuer"),
    ],
)
def test_arguments_of_a_wrong_type(make: Any) -> None:
    with pytest.raises(TypeError):
        make()


def test_mac() -> None:
    # RFC 4231 section 4.3 for a short key.
    key = Key.with_short_secret("HS256", "Jefe")
    tag = key.mac("what do ya want for nothing?")
    assert tag.hex() == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    key.verify_mac(b"what do ya want for nothing?", tag)
    for wrong in (b"", tag[:-1], tag + b"\0", bytes(32)):
        with pytest.raises(BadSignature):
            key.verify_mac(b"what do ya want for nothing?", wrong)


def test_a_ring_keeps_its_keys() -> None:
    old, new = Key("HS256", SECRET, "old"), Key("HS384", SECRET * 2, "new")
    ring = KeyRing(key for key in (new, old))
    assert ring.keys == (new, old)
    assert ring.keys[0] is new
    assert len(ring) == 2
    tokens = [ring.sign({"sub": "a"}), old.sign({"sub": "a"})]
    del old, new
    gc.collect()
    assert [ring.verify(token)["sub"] for token in tokens] == ["a", "a"]
    with pytest.raises(UnknownKey):
        ring.verify(Key("HS256", SECRET, "other").sign())


def test_the_keys_of_a_set_outlive_it() -> None:
    ring = KeyRing.from_jwks({"keys": [jwk(kid="a"), jwk(kid="b", k="A" * 43), {"kty": "EC"}]})
    a, b = ring.keys
    del ring
    gc.collect()
    assert (a.kid, b.kid) == ("a", "b")
    assert KeyRing([b, a]).verify(a.sign({"sub": "x"}))["sub"] == "x"
    with pytest.raises(BadSignature):
        Key("HS256", bytes(31) + b"\1").verify(b.sign())


def test_a_ring_among_threads() -> None:
    ring = KeyRing([Key("HS512", SECRET * 2, "a"), Key("HS256", SECRET, "b")])
    policy = Policy(issuer="i", audience=["x", "y"], required=["n"])
    failures: list[BaseException] = []

    def work(n: int) -> None:
        try:
            for i in range(300):
                key = ring.keys[i % 2]
                token = key.sign({"n": [n, i]}, issuer="i", audience="y")
                assert ring.verify(token, policy=policy)["n"] == [n, i]
                try:
                    ring.verify(f"{token.rpartition('.')[0]}.{'A' * 43}", policy=policy)
                except InvalidToken:
                    continue
                raise AssertionError(token)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures


def test_nothing_leaks() -> None:
    def work() -> None:
        key = Key("HS256", SECRET, "k")
        ring = KeyRing([key, KEY])
        token = ring.sign({"a": [1, {"b": None}]}, audience=["x"])
        ring.verify(token, policy=Policy(audience="x"))
        for call in (lambda: key.verify(token), lambda: key.sign({"a": {1}}), lambda: Key("HS256", b"")):
            with pytest.raises(tokenseal.TokenError):
                call()

    tracemalloc = pytest.importorskip("tracemalloc")
    work()
    tracemalloc.start()
    try:
        for _ in range(50):
            work()
        gc.collect()
        before = tracemalloc.get_traced_memory()[0]
        for _ in range(300):
            work()
        gc.collect()
        assert tracemalloc.get_traced_memory()[0] - before < 50_000
    finally:
        tracemalloc.stop()
