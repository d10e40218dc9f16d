"""Is it up, and can it work? No envelope: these are read by supervisors and probes."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from orchestrator.api.wire import iso
from orchestrator.ops import health

MOMENT = {"type": "string", "format": "date-time"}
CHECK = {"type": "string", "enum": ["ok", "failed"]}
CHECKS: dict[str, dict[str, Any]] = {
    "database": {"status": CHECK},
    "worker": {"status": CHECK, "lastHeartbeatAt": {"type": ["string", "null"]}},
    "chromium": {"status": CHECK},
}


def _exactly(properties: dict[str, Any]) -> dict[str, Any]:
    """A schema with these keys, all of them and no other."""
    return {
        "type": "object", "properties": properties, "required": [*properties],
        "additionalProperties": False,
    }  # fmt: skip


def _answer(description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


ALIVE = _exactly({"status": {"const": "ok"}, "timestamp": MOMENT})
READY = _exactly(
    {
        "status": {"enum": ["ok", "unavailable"]},
        "timestamp": MOMENT,
        "checks": _exactly({name: _exactly(check) for name, check in CHECKS.items()}),
    }
)
PATHS: dict[str, Any] = {
    "/health": {
        "get": {
            "operationId": "read_health",
            "summary": "Whether the server answers.",
            "tags": ["Health"],
            "responses": {"200": _answer("OK", ALIVE)},
        }
    },
    "/health/ready": {
        "get": {
            "operationId": "read_readiness",
            "summary": "Whether database, worker and Chromium are there.",
            "tags": ["Health"],
            "responses": {
                "200": _answer("OK", READY), "503": _answer("Something is not there", READY),
            },
        }
    },
}  # fmt: skip


# Nothing to forge: other methods are refused for what they are.
@csrf_exempt
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    return _raw({"status": "ok", "timestamp": iso(timezone.now())}, status=200)


# Nothing to forge: other methods are refused for what they are.
@csrf_exempt
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    found = health.ready_soon()
    beat = iso(found.last_beat) if found.last_beat else None
    checks = {
        "database": {"status": _word(found.database)},
        "worker": {"status": _word(found.worker), "lastHeartbeatAt": beat},
        "chromium": {"status": _word(found.chromium)},
    }
    status = "ok" if found.is_ready else "unavailable"
    body = {"status": status, "timestamp": iso(timezone.now()), "checks": checks}
    return _raw(body, status=200 if found.is_ready else 503)


def _word(good: bool) -> str:
    return "ok" if good else "failed"


def _raw(body: dict[str, Any], *, status: int) -> HttpResponse:
    response = JsonResponse(body, status=status)
    response["Content-Type"] = "application/json; charset=utf-8"
    response["Cache-Control"] = "no-store"
    return response


urlpatterns = [path("health", alive, name="health"), path("health/ready", ready, name="ready")]
