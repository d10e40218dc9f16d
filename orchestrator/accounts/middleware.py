"""Who is calling: the one local owner, a session, or a bearer token."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.utils import timezone

from jobops import logs
from orchestrator import access, preferences
from orchestrator.accounts import door


class Access:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == "/health":
            return self.get_response(request)
        if door.is_stranger(request):
            return self._for_strangers(request)
        if settings.AUTH == "local":
            request.user = door.local_owner()
        elif token := door.bearer(request):
            request.user = door.token_owner(token) or AnonymousUser()
        if not request.user.is_authenticated:
            return self.get_response(request)
        zone = preferences.OwnersZone(access.owner(request))
        with logs.bind(userId=str(request.user.pk)), timezone.override(zone):
            return self.get_response(request)

    def _for_strangers(self, request: HttpRequest) -> HttpResponse:
        request.user = AnonymousUser()
        if not request.path.startswith(door.STRANGERS_FOLDERS):
            return HttpResponseNotFound("There is nothing here.", content_type="text/plain")
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        if door.is_public(request.path) or request.user.is_authenticated:
            return None
        return door.refuse(request)
