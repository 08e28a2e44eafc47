"""A Django site: its settings, its paths, and a database in memory with one user."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import django
from actions import ACTIONS, Action
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

if not settings.configured:
    settings.configure(
        ALLOWED_HOSTS=["app.example"],
        SECRET_KEY="of these tests alone, and of no use to anybody",
        ROOT_URLCONF="django_site",
        LOGIN_URL="/please-log-in",
        INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes"],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        MIDDLEWARE=["tokenseal.django.TokensealMiddleware"],
        AUTHENTICATION_BACKENDS=[
            "django.contrib.auth.backends.ModelBackend",
            "tokenseal.django.TokensealBackend",
        ],
        TOKENSEAL_GUARD="django_site.guard",
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
        LOGGING_CONFIG=None,
    )
    django.setup()

    from django.core.management import call_command

    call_command("migrate", verbosity=0)

from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.core.wsgi import WSGIHandler
from tokenseal._driver import at_once
from tokenseal.django import log_in, log_out

guard: Any = None


def application(its: Any) -> WSGIHandler:
    """Build the site anew, with a guard."""
    global guard
    guard = its
    User.objects.all().delete()
    User.objects.create_user("seven", password="seven's password", pk=7)
    return WSGIHandler()


def view(action: Action) -> Callable[[HttpRequest], JsonResponse]:
    """Make a view of an action."""

    def handle(request: Any) -> JsonResponse:
        return JsonResponse(at_once(action(request.auth, request.GET.dict())))

    return handle


def password(request: HttpRequest) -> HttpResponse:
    """Log in as Django sites do."""
    user = authenticate(request, username=request.POST["name"], password=request.POST["password"])
    if user is None:
        return HttpResponse("no", status=403)
    log_in(request, user, {"cart": []})
    return JsonResponse({"name": request.user.get_username()})


def bye(request: HttpRequest) -> JsonResponse:
    """Log out as Django sites do."""
    log_out(request)
    return JsonResponse({"name": request.user.get_username()})


@login_required
def mine(request: HttpRequest) -> JsonResponse:
    """Show the user."""
    return JsonResponse({"name": request.user.get_username()})


urlpatterns = [
    *(path(name, view(action)) for name, action in ACTIONS.items()),
    path("password", password),
    path("bye", bye),
    path("mine", mine),
]
