"""Flask with log-in by a session: pip install 'tokenseal[flask]'.

    TOKENSEAL_SECRET=$(tokenseal keygen) flask --app flask_app run

POST /auth/logout and /auth/logout-all log out, here and everywhere.
"""

from __future__ import annotations

import hmac
import os
from typing import Any

from flask import Flask, abort, request
from tokenseal import Key, Sessions, SqliteStore
from tokenseal.flask import Tokenseal, auth
from tokenseal.web import Guard

USERS = {"ada": "lovelace", "bob": "builder"}

key = Key.from_base64url("HS256", os.environ["TOKENSEAL_SECRET"])
store = SqliteStore(os.environ.get("TOKENSEAL_STORE", "sessions.db"))

app = Flask(__name__)
Tokenseal(app, Guard(key, sessions=Sessions(key, store)))


@app.post("/login")
def login() -> dict[str, str]:
    """Log in."""
    name, password = request.form["name"], request.form["password"]
    # A site of your own keeps hashes, and not passwords.
    if not hmac.compare_digest(USERS.get(name, "").encode(), password.encode()) or not password:
        abort(403)
    auth.start_session(name)
    return {"user": name}


@app.get("/me")
def me() -> dict[str, str]:
    """Say who it is."""
    return {"user": auth.require()}


@app.post("/cart")
def add() -> dict[str, Any]:
    """Put something into the cart, also without a log-in."""
    auth.session.setdefault("cart", []).append(request.form["item"])
    return {"cart": auth.session["cart"]}
