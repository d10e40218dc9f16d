"""What Prometheus reads. There is nothing at this address until a token for it is set."""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from orchestrator.accounts import door
from orchestrator.ops import figures


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    if not settings.METRICS_TOKEN:
        raise Http404
    if not _is_right(door.bearer(request) or ""):
        refused = HttpResponse("Send the token as a bearer token.\n", "text/plain", 401)
        refused["WWW-Authenticate"] = "Bearer"
        return refused
    response = HttpResponse(figures.text(), CONTENT_TYPE_LATEST)
    response["Cache-Control"] = "no-store"
    return response


def _is_right(token: str) -> bool:
    return hmac.compare_digest(_digest(token), _digest(settings.METRICS_TOKEN))


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


urlpatterns = [path("metrics", metrics, name="metrics")]
