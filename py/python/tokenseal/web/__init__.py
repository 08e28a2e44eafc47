"""What every web framework needs: who makes a request, his session, and no forged requests.

A ``Guard`` has the rules, and is made once. The frameworks have their own modules, which hand each
request to it: ``tokenseal.asgi`` (Starlette, Litestar, Quart and others), ``tokenseal.fastapi``,
``tokenseal.flask`` and ``tokenseal.django``. With asyncio it is an ``AsyncGuard``.

>>> from tokenseal import Key, MemoryStore, RefreshTokens, Revocations, Sessions
>>> from tokenseal.web import Guard
>>> key, store = Key("HS256", b"0123456789abcdef0123456789abcdef"), MemoryStore()
>>> guard = Guard(key, sessions=Sessions(key, store), tokens=RefreshTokens(key, store))

Each request then has an ``Auth``: ``auth.subject``, ``auth.session``, ``auth.require("admin")``, and methods
to log in and out. These are the rules:

1. ``Authorization: Bearer`` counts alone: if the token is not good the answer is 401, also where nobody need
   be logged in, and cookies are not looked at.
2. Otherwise the cookies are: first the access token's, then the session's. One that is not good is none;
   ``require`` says why then.
3. An unsafe request (not GET, HEAD, OPTIONS or TRACE) that comes with no bearer token must not be another
   site's: 403.
4. The session is saved before the response's header goes out, if it has been changed.
5. Three endpoints are the guard's own, all POST: ``/auth/refresh`` replaces the tokens, ``/auth/logout`` logs
   out here, ``/auth/logout-all`` everywhere. They answer 204, or 200 with the access token
   (``access_in="json"``).

What is refused is answered with problem JSON (RFC 9457), whose ``code`` is the reason, and 401 and 403 with
``WWW-Authenticate`` (RFC 6750). A ``Problem`` can be raised anywhere in a handler. Neither it nor a log has
anything of a token or a user.

The same cookies and tokens, names and defaults are those of the JavaScript package: applications in both
languages behind one domain, with the same keys and store, share their users.
"""

from tokenseal.web.auth import AsyncAuth, Auth, Identity
from tokenseal.web.guard import AsyncGuard, Guard
from tokenseal.web.problem import Problem, Response
from tokenseal.web.request import MAX_FORM, Request

__all__ = [
    "MAX_FORM",
    "AsyncAuth",
    "AsyncGuard",
    "Auth",
    "Guard",
    "Identity",
    "Problem",
    "Request",
    "Response",
]
