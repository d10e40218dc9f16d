"""Who is calling: the one local owner, a session, or a bearer token."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.utils import timezone

from jobops import logs
from jobops.lib.once import reading
from jobops.web.problems import Answer, respond
from orchestrator import access, preferences
from orchestrator.accounts import door, scopes, sessions, tokens
from orchestrator.models import ApiToken


class Access:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == "/health":
            return self.get_response(request)
        if door.is_stranger(request):
            return self._for_strangers(request)
        _recognise(request)
        if not request.user.is_authenticated:
            return self.get_response(request)
        zone = preferences.OwnersZone(access.owner(request))
        with logs.bind(userId=str(request.user.pk)), timezone.override(zone), _looking(request):
            return self.get_response(request)

    def _for_strangers(self, request: HttpRequest) -> HttpResponse:
        request.user = AnonymousUser()
        if not request.path.startswith(door.STRANGERS_FOLDERS):
            return HttpResponseNotFound("There is nothing here.", content_type="text/plain")
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        if request.user.is_authenticated and door.is_closed_to(request):
            return respond(request, Answer(403, "This is for those who run this installation."))
        if door.is_public(request.path) or request.user.is_authenticated:
            return scopes.refusal(request, view)
        return door.refuse(request)


def _looking(request: HttpRequest) -> AbstractContextManager[None]:
    """A page that is looked at changes nothing while it is drawn, so it reads each thing once."""
    looks = request.method in ("GET", "HEAD") and not request.path.startswith("/api/")
    return reading() if looks else nullcontext()


def _recognise(request: HttpRequest) -> None:
    """Programs without an account ask also when the database does not answer."""
    if request.path in door.PROBES:
        request.user = AnonymousUser()
    elif settings.AUTH == "local":
        request.user = door.local_owner()
    elif token := door.bearer(request):
        _show(request, tokens.open_with(token))
    elif request.user.is_authenticated and not sessions.seen(request):
        auth.logout(request)


def _show(request: HttpRequest, token: ApiToken | None) -> None:
    """The token stands on the request, so that its scope can be asked for."""
    request.token = token  # type: ignore[attr-defined]
    request.user = token.owner if token else AnonymousUser()
