"""One example of each operation in full: no helper has a part in these bytes.

The hashes are those of `sha256sum`, the MACs those of `openssl dgst -mac HMAC`.
"""

from __future__ import annotations

from sources.vector import Args, Group, ok

SOURCE = "written out by hand with sha256sum and openssl; the oracle agrees"
KEYS = [
    {
        "alg": "HS256",
        "secret_hex": "404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f",
    }
]
SESSION = "tokenseal:session:r_Dx_kmfyfTpr5TmYrVc6rX5GTdA4V90RfcvGx9dvAQ"
NEXT = "tokenseal:session:d41iAQK9IRxbK2Ic9OWBBnsSs29nFe5ni6Lus6iYegs"
SUBJECT = "tokenseal:subject:N-w5aE5Ds-z0LZvWc6FOmdf6QvSvUsv3o3PrvBcMqBA"
FAMILY = "tokenseal:family:Qnw1Mj2OfEhez1NtGianvAidv0GjYF-pXsp0hG2W2iM"
DENIED = "tokenseal:denied:ECnP6pkCHSz-9kmjEEHZ1IIMImx8aNKRVfE6f2Yl0oc"
BY_MAC = "tokenseal:denied:vYxsAbiUB_BVKiVA0G55WO7w6-sUZPJC9nj9GPv1E0I"

# 32 bytes of id, 16 of the subject's tag; issued; MAC.
COOKIE = (
    "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh-_3q66ytnQ_9vq-GEuRE7x"
    ".1700000000.kUIC3PRuFyGuNLdEdN_eaknAQQdlK0K-e1-LEg697XU"
)
A_MINUTE_LATER = (
    "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh-_3q66ytnQ_9vq-GEuRE7x"
    ".1700000060.L5FtKYjnJoUhkRPOTQKbHemA8n43ttMaIAe0NJtz8gg"
)
NEXT_COOKIE = (
    "gIGCg4SFhoeIiYqLjI2Oj5CRkpOUlZaXmJmam5ydnp-_3q66ytnQ_9vq-GEuRE7x"
    ".1700000060.Ug7xRU2AxSpD6et67gn9O5irC3OYT9sSR7K32WPRwTU"
)
FIRST_TOKEN = (
    "ASAhIiMkJSYnKCkqKywtLi8AAAAAAAAAAb_errrK2dD_2-r4YS5ETvE"
    ".XzKSyucucGgt0tYvTy41UhC5a0Pt8Lfcahjytq0-cts"
)
SECOND_TOKEN = (
    "ASAhIiMkJSYnKCkqKywtLi8AAAAAAAAAAr_errrK2dD_2-r4YS5ETvE"
    ".IoyIhowCqCC2lK6a9D3YG1qON15M47sVBohLiMmMy48"
)

# Version and state; created, last seen, expires, idle, epoch; subject's tag; "hi".
LIVE = (
    "0111"
    "0000018bcfe56800"
    "0000018bcfe56800"
    "0000018bd50bc400"
    "000000000036ee80"
    "0000000000000000"
    "bfdeaebacad9d0ffdbeaf8612e444ef1"
    "6869"
)
SEEN = (
    "0111"
    "0000018bcfe56800"
    "0000018bcfe65260"
    "0000018bd50bc400"
    "000000000036ee80"
    "0000000000000000"
    "bfdeaebacad9d0ffdbeaf8612e444ef1"
    "6869"
)
SAVED = SEEN[:-4] + "796f75"
ENDED = "01120000018bd50bc400"
ROTATED = "01130000018bd50bc400778d620102bd211c5b2b621cf4e581067b12b36f6715ee678ba2eeb3a8987a0b"
# Generation, rotated at, key's id; created, last used, idle, expires, epoch; tags of subject and
# client; "hi".
FIRST = (
    "0121"
    "0000000000000001"
    "0000018bcfe56800"
    "9cd779e0b2850ccd"
    "0000018bcfe56800"
    "0000018bcfe56800"
    "000000000036ee80"
    "0000018bd50bc400"
    "0000000000000000"
    "bfdeaebacad9d0ffdbeaf8612e444ef1"
    "a9d45ab5083649acd018f2803521c6f0"
    "6869"
)
SECOND = (
    "0121"
    "0000000000000002"
    "0000018bcfe65260"
    "9cd779e0b2850ccd"
    "0000018bcfe56800"
    "0000018bcfe65260"
    "000000000036ee80"
    "0000018bd50bc400"
    "0000000000000000"
    "bfdeaebacad9d0ffdbeaf8612e444ef1"
    "a9d45ab5083649acd018f2803521c6f0"
    "6869"
)
FAMILY_ENDED = "01220000018bd50bc400"
REUSED = "01230000018bd50bc400"
WATERMARK = "01310000018bcfe65260"
EXP = "01410000018bcff323a0"

BEGIN = 1_700_000_000_000
LATER = 1_700_000_060_000
TIMES = {"created": BEGIN, "expires_at": 1_700_086_400_000}


def step(found: list[str | None], key: int, record: str | None, ttl: int) -> tuple[Args, Args]:
    """A round in which one writes and the swap takes."""
    write = {"key": key, "record": record, "ttl": ttl}
    return {"found": found, "took": True}, {"write": write, "next": "done"}


def look(found: list[str | None], then: str = "done") -> tuple[Args, Args]:
    return {"found": found}, {"write": None, "next": then}


def add(
    group: Group,
    op: str,
    args: Args,
    keys: list[str],
    rounds: list[tuple[Args, Args]],
    result: Args | None,
    now: int = LATER,
    name: str = "",
) -> None:
    told = [{"keys": keys, **shown} for _, shown in rounds]
    for shown in told[:-1]:
        shown["next"] = "again"
    expect: Args = {"rounds": told} if result is None else {"rounds": told, "result": result}
    id_ = "by-hand-" + op.split(".")[1].replace("_", "-") + name
    given = {"namespace": "shop", **args, "rounds": [round_ for round_, _ in rounds]}
    group.add(id_, op, given, ok(expect), now, SOURCE)


def add_sessions(group: Group) -> None:
    both = [SESSION, SUBJECT]
    mine: Args = {"keys": KEYS, "name": "sid"}
    presented: Args = {**mine, "cookie": COOKIE}
    lives: Args = {"idle_ms": 3_600_000, "lifetime_ms": 86_400_000}
    id_ = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
    next_id = "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f"
    args = {**mine, "entropy": id_, "subject": "user-42", **lives, "data": "6869"}
    session = {**TIMES, "data": "6869", "idle": 3_600_000, "reseal": False}
    began = {**session, "cookie": COOKIE, "last_seen": BEGIN}
    rounds = [step([None, None], 0, LIVE, 4_260_000)]
    add(group, "session.start", args, both, rounds, began, BEGIN)
    seen = {**session, "cookie": A_MINUTE_LATER, "last_seen": LATER}
    rounds = [step([LIVE, None], 0, SEEN, 4_260_000)]
    add(group, "session.load", presented, both, rounds, seen)
    args = {**presented, "loaded": [LIVE, None], "data": "796f75"}
    rounds = [step([SEEN, None], 0, SAVED, 4_260_000)]
    add(group, "session.save", args, both, rounds, {**seen, "data": "796f75"})
    args = {**presented, "entropy": next_id, **lives}
    keys = [SESSION, NEXT, SUBJECT]
    rounds = [
        step([LIVE, None, None], 1, SEEN, 4_260_000),
        step([LIVE, SEEN, None], 0, ROTATED, 87_000_000),
    ]
    add(group, "session.rotate", args, keys, rounds, {**seen, "cookie": NEXT_COOKIE})
    rounds = [step([LIVE], 0, ENDED, 87_000_000)]
    add(group, "session.end", presented, [SESSION], rounds, {})
    rounds = [step([None], 0, WATERMARK, 34_560_660_000)]
    add(group, "session.end_all", presented, [SUBJECT], rounds, {"epoch": LATER})
    rounds = [look([LIVE, WATERMARK], "revoked")]
    add(group, "session.load", presented, both, rounds, None, name="-revoked")


def add_refresh(group: Group) -> None:
    both = [FAMILY, SUBJECT]
    args: Args = {
        "keys": KEYS,
        "entropy": "202122232425262728292a2b2c2d2e2f",
        "subject": "user-42",
        "client": "web",
        "idle_ms": 3_600_000,
        "lifetime_ms": 86_400_000,
        "data": "6869",
    }
    result = {**TIMES, "data": "6869", "repeated": False, "recovered": False}
    began = {**result, "token": FIRST_TOKEN, "issued_at": BEGIN}
    rounds = [step([None, None], 0, FIRST, 4_260_000)]
    add(group, "refresh.start", args, both, rounds, began, BEGIN)
    presented: Args = {"keys": KEYS, "token": FIRST_TOKEN}
    args = {**presented, "client": "web", "grace_ms": 10_000}
    after = {**result, "token": SECOND_TOKEN, "issued_at": LATER}
    rounds = [step([FIRST, None], 0, SECOND, 4_260_000)]
    add(group, "refresh.rotate", args, both, rounds, after)
    again = {**after, "repeated": True}
    add(group, "refresh.rotate", args, both, [look([SECOND, None])], again, name="-again")
    given, shown = step([SECOND, None], 0, REUSED, 86_990_000)
    rounds = [(given, {**shown, "next": "refresh-reused"})]
    add(group, "refresh.rotate", args, both, rounds, None, LATER + 10_000, "-too-late")
    rounds = [step([FIRST], 0, FAMILY_ENDED, 87_000_000)]
    add(group, "refresh.end", presented, [FAMILY], rounds, {})
    rounds = [step([None], 0, WATERMARK, 34_560_660_000)]
    add(group, "refresh.end_all", presented, [SUBJECT], rounds, {"epoch": LATER})


def add_revocation(group: Group) -> None:
    claims = '{"iss":"id","sub":"user-42","jti":"t-1","iat":1700000000,"exp":1700000900}'
    args: Args = {"token": "h.p." + "A" * 43, "claims": claims}
    rounds = [step([None], 0, EXP, 1_500_000)]
    add(group, "revocation.deny", args, [DENIED], rounds, {})
    zeros: Args = {"token": "h.p." + "A" * 43, "claims": '{"iss":"id","exp":1700000900}'}
    add(group, "revocation.deny", zeros, [BY_MAC], rounds, {}, name="-without-jti")
    both = [DENIED, SUBJECT]
    add(group, "revocation.check", args, both, [look([None, None])], {})
    add(group, "revocation.check", args, both, [look([EXP, None], "revoked")], None, name="-denied")
    rounds = [look([None, WATERMARK], "revoked")]
    add(group, "revocation.check", args, both, rounds, None, name="-ended")
    rounds = [step([None], 0, WATERMARK, 34_560_660_000)]
    args = {"subject": "user-42"}
    add(group, "revocation.end_all", args, [SUBJECT], rounds, {"epoch": LATER})


def add_csrf(group: Group) -> None:
    token = (
        "WlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpa"
        "-vv4-f7__P3y8_Dx9vf09TesBVjv-r5FaMVjZEmo0bmvpVOvGTcvzXf1NN-7beff"
    )
    args: Args = {
        "key": KEYS[0],
        "binding": "session-1",
        "entropy": "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf" + "5a" * 48,
    }
    group.add("by-hand-token", "csrf.token", args, ok(token), source=SOURCE)
    args = {"keys": KEYS, "binding": "session-1", "token": token}
    group.add("by-hand-verify", "csrf.verify", args, ok(True), source=SOURCE)
