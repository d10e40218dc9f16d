"""Which language a page speaks: what its reader chose, else what the browser asks for.

The API, the administration, what programs fetch and everything a worker writes stay English.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from jobops.lib import words
from orchestrator import preferences
from orchestrator.accounts import door
from orchestrator.setting_table import SPOKEN

# What is no page, or a page for who runs the installation.
ENGLISH_FOLDERS = ("/api/", "/admin", "/static/", "/metrics", "/health", "/calendar/")


class Speaking:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path in door.PROBES or request.path.startswith(ENGLISH_FOLDERS):
            return self.get_response(request)
        chosen = _chosen(request)
        with within(chosen or _asked_for(request)):
            response = self.get_response(request)
        if not chosen:
            patch_vary_headers(response, ["Accept-Language"])
        return response


@contextmanager
def within(language: str) -> Iterator[None]:
    """Python and templates speak it."""
    with words.speaking(language), translation.override(words.TAGS[language].lower()):
        yield


def _chosen(request: HttpRequest) -> str:
    user = request.user
    if not user.is_authenticated:
        return ""
    # The local owner was fetched with it.
    known = hasattr(user, "language")
    chosen = (
        preferences.read("language", getattr(user, "language", None))
        if known
        else preferences.one(user.pk, "language")
    )
    return chosen if chosen in SPOKEN else ""


def _asked_for(request: HttpRequest) -> str:
    asked = translation.get_language_from_request(request)[:2]
    return asked if asked in SPOKEN else words.ENGLISH
