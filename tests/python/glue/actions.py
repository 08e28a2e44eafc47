"""What the handlers of all applications under test do: each framework's own are one line around it."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

__all__ = ["ACTIONS", "Action", "wait"]

Action = Callable[[Any, Mapping[str, str]], Awaitable[dict[str, Any]]]


async def wait(given: Any) -> Any:
    """Wait for what ``AsyncAuth`` returns; ``Auth`` has it at once."""
    return await given if inspect.isawaitable(given) else given


async def login(auth: Any, query: Mapping[str, str]) -> dict[str, Any]:
    await wait(auth.start_session(query.get("user", "7"), {"scope": query.get("scope", "")}))
    return {"sub": auth.subject}


async def tokens(auth: Any, query: Mapping[str, str]) -> dict[str, Any]:
    pair = await wait(auth.issue_tokens(query.get("user", "7"), {"scope": query.get("scope", "")}))
    return {"access": pair.access}


async def public(auth: Any, _: Mapping[str, str]) -> dict[str, Any]:
    return {"sub": auth.subject, "refused": auth.refused and auth.refused.code}


async def still(_auth: Any, _: Mapping[str, str]) -> dict[str, Any]:
    """Look at nothing."""
    return {}


async def me(auth: Any, _: Mapping[str, str]) -> dict[str, Any]:
    return {"sub": auth.require(), "scopes": sorted(auth.scopes)}


async def admin(auth: Any, _: Mapping[str, str]) -> dict[str, Any]:
    return {"sub": auth.require("users:write", "admin")}


async def show(auth: Any, _: Mapping[str, str]) -> dict[str, Any]:
    return {"session": dict(auth.session)}


async def put(auth: Any, query: Mapping[str, str]) -> dict[str, Any]:
    auth.session.update(query)
    return {}


async def drop(auth: Any, query: Mapping[str, str]) -> dict[str, Any]:
    for name in query:
        auth.session.pop(name, None)
    return {}


async def count(auth: Any, _: Mapping[str, str]) -> dict[str, Any]:
    def one_more(data: dict[str, Any]) -> None:
        data["count"] = data.get("count", 0) + 1

    await wait(auth.update_session(one_more))
    return {"count": auth.session["count"]}


async def csrf(auth: Any, _: Mapping[str, str]) -> dict[str, Any]:
    return {"token": await wait(auth.csrf_token())}


async def leave(auth: Any, _: Mapping[str, str]) -> dict[str, Any]:
    await wait(auth.log_out())
    return {"sub": auth.subject}


async def leave_everywhere(auth: Any, _: Mapping[str, str]) -> dict[str, Any]:
    await wait(auth.log_out_everywhere())
    return {"sub": auth.subject}


async def fail(auth: Any, _: Mapping[str, str]) -> dict[str, Any]:
    """Log in, and come to grief."""
    await wait(auth.start_session("7"))
    raise ZeroDivisionError


ACTIONS: dict[str, Action] = {
    each.__name__: each
    for each in (
        login,
        tokens,
        public,
        still,
        me,
        admin,
        show,
        put,
        drop,
        count,
        csrf,
        leave,
        leave_everywhere,
        fail,
    )
}
