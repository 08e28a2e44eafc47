"""FastAPI with log-in by tokens: pip install 'tokenseal[fastapi]' uvicorn python-multipart.

    TOKENSEAL_SECRET=$(tokenseal keygen) uvicorn fastapi_app:app

Browsers get both tokens in cookies that no script reads; apps send Authorization: Bearer. POST /auth/refresh
gets the next pair, POST /auth/logout and /auth/logout-all log out.
"""

from __future__ import annotations

import hmac
import os
from typing import Annotated

from fastapi import Depends, FastAPI, Form, HTTPException, Security
from tokenseal import AsyncRefreshTokens, AsyncRevocations, AsyncSqliteStore, Key
from tokenseal.asgi import GuardMiddleware
from tokenseal.fastapi import authenticated, visitor
from tokenseal.web import AsyncAuth, AsyncGuard

USERS = {"ada": ("lovelace", "read admin"), "bob": ("builder", "read")}

key = Key.from_base64url("HS256", os.environ["TOKENSEAL_SECRET"])
store = AsyncSqliteStore(os.environ.get("TOKENSEAL_STORE", "tokens.db"))
guard = AsyncGuard(key, tokens=AsyncRefreshTokens(key, store), revocations=AsyncRevocations(store))

app = FastAPI()
app.add_middleware(GuardMiddleware, guard=guard)
user = authenticated(guard)


@app.post("/login")
async def login(
    name: Annotated[str, Form()],
    password: Annotated[str, Form()],
    auth: Annotated[AsyncAuth, Depends(visitor)],
) -> dict[str, str]:
    """Log in."""
    # A site of your own keeps hashes, and not passwords.
    right, scope = USERS.get(name, ("", ""))
    if not right or not hmac.compare_digest(right.encode(), password.encode()):
        raise HTTPException(403, "no such user, or not the password")
    await auth.issue_tokens(name, {"scope": scope})
    return {"user": name}


@app.get("/me")
async def me(auth: Annotated[AsyncAuth, Depends(user)]) -> dict[str, str | None]:
    """Say who it is."""
    return {"user": auth.subject}


@app.get("/users", dependencies=[Security(user, scopes=["admin"])])
async def users() -> list[str]:
    """List the users, for an admin."""
    return list(USERS)
