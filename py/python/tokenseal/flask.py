"""The guard as a Flask extension: ``pip install 'tokenseal[flask]'``.

::

    from tokenseal import Key, Sessions, SqliteStore
    from tokenseal.flask import Tokenseal, auth
    from tokenseal.web import Guard

    app = Flask(__name__)
    Tokenseal(app, Guard(key, sessions=Sessions(key, SqliteStore("sessions.db"))))

    @app.post("/login")
    def login():
        ...  # check the password
        auth.start_session("user-42")
        return redirect("/")

    @app.get("/me")
    def me():
        return {"user": auth.require()}

``auth`` is the ``Auth`` of the request at hand. Flask's own ``session``, and so ``flash``, keeps what it has
in ``auth.session``, if the guard has sessions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import flask
from flask.sessions import SessionInterface, SessionMixin

from tokenseal.web import Auth, Problem, Request, Response

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokenseal.web import Guard
    from tokenseal.web.visit import Visit

__all__ = ["Tokenseal", "auth"]

# Not in flask.g, which all requests share that are made within one application context.
_KEY = "tokenseal.auth"


class Tokenseal:
    """The extension: with an application, or with ``init_app`` for one that is made later."""

    def __init__(self, app: flask.Flask | None, guard: Guard) -> None:
        """Guard an application."""
        self.guard = guard
        if app is not None:
            self.init_app(app)

    def init_app(self, app: flask.Flask) -> None:
        """Guard an application, before its own handlers are asked."""
        app.extensions["tokenseal"] = self
        app.before_request_funcs.setdefault(None, []).insert(0, self._enter)
        app.after_request(self._leave)
        app.register_error_handler(Problem, lambda problem: _response(problem.response))
        if self.guard.settings.sessions is not None:
            app.session_interface = _Sessions()

    def _enter(self) -> flask.Response | None:
        entered = self.guard.enter(_request())
        if isinstance(entered, Response):
            return _response(entered)
        flask.request.environ[_KEY] = entered
        return None

    def _leave(self, response: flask.Response) -> flask.Response:
        entered = flask.request.environ.pop(_KEY, None)
        if entered is None:
            return response
        names = {name.lower() for name, _ in response.headers}
        try:
            headers = self.guard.leave(entered, response.status_code, names)
        except Problem as problem:
            return _response(problem.response)
        for name, value in headers:
            response.headers.add(name, value)
        return response


class _Current(Auth):
    """The ``Auth`` of whatever request is at hand."""

    __slots__ = ()

    def __init__(self) -> None:
        pass

    @property
    def _visit(self) -> Visit:  # type: ignore[override]
        entered = flask.request.environ.get(_KEY)
        if not isinstance(entered, Auth):
            message = "this request has no guard: Tokenseal(app, guard)"
            raise TypeError(message)
        return entered._visit  # noqa: SLF001 - its own


auth: Auth = _Current()
"""The ``Auth`` of the request at hand."""


def _request() -> Request:
    request = flask.request

    async def field(name: str) -> str | None:
        return request.form.get(name)

    return Request(
        method=request.method,
        path=request.root_path + request.path,
        scheme=request.scheme,
        header=request.headers.get,
        field=field,
    )


def _response(response: Response) -> flask.Response:
    made = flask.Response(response.body, response.status)
    del made.headers["Content-Type"]
    for name, value in response.headers:
        made.headers.add(name, value)
    return made


class _Session(SessionMixin):
    """``flask.session``, which is ``auth.session``."""

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - whatever JSON can hold
        return auth.session[name]

    def __setitem__(self, name: str, value: Any) -> None:  # noqa: ANN401
        auth.session[name] = value

    def __delitem__(self, name: str) -> None:
        del auth.session[name]

    def __iter__(self) -> Iterator[str]:
        return iter(auth.session)

    def __len__(self) -> int:
        return len(auth.session)


class _Sessions(SessionInterface):
    """Leaves loading and saving to the guard."""

    def open_session(self, app: flask.Flask, request: flask.Request) -> SessionMixin:  # noqa: ARG002
        return _Session()

    def save_session(self, app: flask.Flask, session: SessionMixin, response: flask.Response) -> None:
        pass
