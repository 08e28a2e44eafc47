"""The guard's middleware and authentication backend for Django: ``pip install 'tokenseal[django]'``.

::

    # settings.py
    TOKENSEAL_GUARD = "mysite.auth.guard"  # where a tokenseal.web.Guard is
    MIDDLEWARE = [..., "tokenseal.django.TokensealMiddleware"]
    AUTHENTICATION_BACKENDS = [
        "django.contrib.auth.backends.ModelBackend",  # passwords and permissions
        "tokenseal.django.TokensealBackend",
    ]

    # mysite/views.py
    from django.contrib.auth import authenticate
    from tokenseal.django import log_in

    def login(request):
        user = authenticate(request, username=request.POST["name"], password=request.POST["password"])
        if user is not None:
            log_in(request, user)

Each request has ``request.auth``, its ``tokenseal.web.Auth``, and ``request.user``: the user whose primary
key is the subject, looked up when it is needed, or ``AnonymousUser``. So ``login_required`` and
``permission_required`` do what they always do. After a change of the password call
``request.auth.log_out_everywhere()``.

The middleware stands in the place of Django's ``SessionMiddleware`` and ``AuthenticationMiddleware``. What
needs them, as the admin site does, can't be logged into in this way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from asgiref.sync import sync_to_async
from django import conf  # type: ignore[import-untyped]
from django.contrib.auth import get_user_model, load_backend  # type: ignore[import-untyped]
from django.contrib.auth.signals import user_logged_in, user_logged_out  # type: ignore[import-untyped]
from django.core.exceptions import ImproperlyConfigured, ObjectDoesNotExist, ValidationError  # type: ignore[import-untyped]
from django.http import HttpRequest, HttpResponse  # type: ignore[import-untyped]
from django.utils.cache import patch_vary_headers  # type: ignore[import-untyped]
from django.utils.functional import SimpleLazyObject  # type: ignore[import-untyped]
from django.utils.module_loading import import_string  # type: ignore[import-untyped]

from tokenseal.web import Auth, Guard, Problem, Request, Response

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["TokensealBackend", "TokensealMiddleware", "log_in", "log_out"]


class TokensealBackend:
    """Finds the user of a request's ``Auth``: the subject is the primary key.

    Users who are not active are nobody. Where the subject is something else, override ``get_user``.
    """

    def authenticate(self, request: HttpRequest | None, auth: Auth | None = None) -> Any:  # noqa: ANN401, ARG002
        """Return the user of an ``Auth``, or ``None``."""
        return None if auth is None or auth.subject is None else self.get_user(auth.subject)

    def get_user(self, user_id: object) -> Any:  # noqa: ANN401 - a model of the site's choice
        """Return the user of a primary key, or ``None``."""
        try:
            user = get_user_model()._default_manager.get(pk=user_id)  # noqa: SLF001 - as Django's own do
        except (ObjectDoesNotExist, ValueError, ValidationError):
            return None
        return user if getattr(user, "is_active", True) else None


class TokensealMiddleware:
    """Gives each request an ``auth`` and a ``user``, or answers it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Take the guard of ``conf.settings.TOKENSEAL_GUARD``."""
        self.get_response = get_response
        guard = import_string(conf.settings.TOKENSEAL_GUARD)
        if not isinstance(guard, Guard):
            message = "TOKENSEAL_GUARD names no tokenseal.web.Guard"
            raise ImproperlyConfigured(message)
        self.guard = guard

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve a request."""
        entered = self.guard.enter(_request(request))
        if isinstance(entered, Response):
            return _response(entered)
        request.auth = entered
        _let_be(request, SimpleLazyObject(lambda: _user(request)))
        response = self.get_response(request)
        names = {name.lower() for name in response.headers}
        try:
            headers = self.guard.leave(entered, response.status_code, names)
        except Problem as problem:
            return _response(problem.response)
        return _with(response, headers)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:  # noqa: ARG002
        """Answer the ``Problem`` that a view has raised."""
        return _response(exception.response) if isinstance(exception, Problem) else None


def log_in(request: HttpRequest, user: Any, data: Mapping[str, Any] | None = None) -> None:  # noqa: ANN401
    """Log a user in by a session, with ``data`` in it, and tell so by Django's signal."""
    request.auth.start_session(str(user.pk), data)
    _let_be(request, user)
    user_logged_in.send(sender=user.__class__, request=request, user=user)


def log_out(request: HttpRequest) -> None:
    """Log out here, and tell so by Django's signal."""
    user = _user(request)
    request.auth.log_out()
    _let_be(request, SimpleLazyObject(lambda: _user(request)))
    user_logged_out.send(sender=user.__class__, request=request, user=user if user.is_authenticated else None)


def _user(request: HttpRequest) -> Any:  # noqa: ANN401
    # Wants the applications to be loaded.
    from django.contrib.auth.models import AnonymousUser  # type: ignore[import-untyped] # noqa: PLC0415

    for path in conf.settings.AUTHENTICATION_BACKENDS:
        backend = load_backend(path)
        if isinstance(backend, TokensealBackend):
            user = backend.authenticate(request, auth=request.auth)
            if user is None:
                return AnonymousUser()
            user.backend = path
            return user
    message = "AUTHENTICATION_BACKENDS has no TokensealBackend"
    raise ImproperlyConfigured(message)


def _let_be(request: HttpRequest, user: Any) -> None:  # noqa: ANN401
    async def auser() -> Any:  # noqa: ANN401
        # The look-up is the database's, which does not like to be asked from an event loop.
        await sync_to_async(lambda: user.is_authenticated)()
        return user

    request.user, request.auser = user, auser


def _request(request: HttpRequest) -> Request:
    async def field(name: str) -> str | None:
        found: str | None = request.POST.get(name)
        return found

    return Request(
        method=request.method,
        path=request.path,
        scheme=request.scheme,
        header=request.headers.get,
        field=field,
    )


def _response(response: Response) -> HttpResponse:
    made = HttpResponse(response.body, status=response.status)
    del made.headers["Content-Type"]
    return _with(made, response.headers)


def _with(response: HttpResponse, headers: list[tuple[str, str]]) -> HttpResponse:
    """Add headers to a response of Django, which has each but once and keeps cookies apart."""
    for name, value in headers:
        if name == "Set-Cookie":
            # It reads the attributes, too, and keeps the value as it is written.
            response.cookies.load(value)
        elif name == "Vary":
            patch_vary_headers(response, [value])
        else:
            response.headers[name] = value
    return response
