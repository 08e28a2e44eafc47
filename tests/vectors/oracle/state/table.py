"""Which operation is which transition."""

from __future__ import annotations

from typing import Any

from .. import sealed
from ..keys import Key
from . import refresh, revocation, rounds, session, session_rotate
from .rounds import Machine

Args = dict[str, Any]


def perform(op: str, args: Args, keys: list[Key], token: bytes, claims: bytes, now: int) -> Args:
    noun, _, verb = op.partition(".")
    if noun == "session":
        machine = start_session(args, now) if verb == "start" else of_session(verb, args, keys, now)
    elif noun == "refresh":
        machine = of_refresh(verb, args, keys, token, now)
    else:
        machine = of_revocation(verb, args, token, claims, now)
    told = rounds.run(machine, args["rounds"])
    result = told.get("result")
    if result and "presented" in result:
        # The order of the members is that of the format.
        value, name = result.pop("presented").value(), args["name"].encode()
        told["result"] = {"cookie": sealed.seal(keys[0], name, value, now, b"session"), **result}
    return told


def start_session(args: Args, now: int) -> Machine:
    return session.start(
        args.get("namespace", ""),
        bytes.fromhex(args["entropy"]),
        args.get("subject"),
        args["idle_ms"],
        args["lifetime_ms"],
        bytes.fromhex(args["data"]),
        now,
    )


def of_session(verb: str, args: Args, keys: list[Key], now: int) -> Machine:
    namespace, name, cookie = args.get("namespace", ""), args["name"], args["cookie"]
    presented = session.present(keys, namespace, name.encode(), cookie.encode(), now)
    if verb == "load":
        return session.load(presented, now)
    if verb == "save":
        return session.save(presented, loaded(presented, args, now), saved(args), now)
    if verb == "rotate":
        entropy = bytes.fromhex(args["entropy"])
        times = (args["idle_ms"], args["lifetime_ms"])
        return session_rotate.rotate(presented, entropy, args.get("subject"), *times, now)
    return {"end": session.end, "end_all": session.end_all}[verb](presented, now)


def saved(args: Args) -> bytes:
    return bytes.fromhex(args["data"])


def loaded(presented: session.Presented, args: Args, now: int) -> bytes | None:
    if "loaded" not in args:
        return None
    machine = session.load(presented, now)
    next(machine)
    try:
        machine.send(rounds.found_in({"found": args["loaded"]}))
        machine.send(True)
    except StopIteration as done:
        return bytes.fromhex(done.value["data"])
    raise AssertionError("a load that does not end")


def of_refresh(verb: str, args: Args, keys: list[Key], token: bytes, now: int) -> Machine:
    namespace = args.get("namespace", "")
    if verb == "start":
        id_, data = bytes.fromhex(args["entropy"]), bytes.fromhex(args["data"])
        return refresh.start(keys, namespace, id_, args, data, now)
    presented = refresh.present(keys, namespace, token)
    if verb == "rotate":
        return refresh.rotate(keys, presented, args.get("client"), args["grace_ms"], now)
    return {"end": refresh.end, "end_all": refresh.end_all}[verb](presented, now)


def of_revocation(verb: str, args: Args, token: bytes, claims: bytes, now: int) -> Machine:
    namespace = args.get("namespace", "")
    if verb == "end_all":
        return revocation.end_all(namespace, args["subject"], now)
    handle = revocation.handle(namespace, token, claims, now)
    return revocation.deny(handle, now) if verb == "deny" else revocation.check(handle)
