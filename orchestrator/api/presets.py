"""Saved searches: kept, changed, chosen; and the start from outside."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from orchestrator import access
from orchestrator.accounts import door as gate
from orchestrator.accounts import trigger
from orchestrator.api import door
from orchestrator.api.schemas.presets import (
    PlanBody,
    PlanOut,
    PresetBody,
    PresetOut,
    PresetPatch,
    TriggerOut,
)
from orchestrator.api.wire import iso
from orchestrator.models import SearchPreset
from orchestrator.pipeline import presets, runs, search_plan

router = Router(tags=["Pipeline"])
PATH = "/pipeline/search-presets"
ONE = PATH + "/{uuid:preset_id}"


@door.route(router, "GET", PATH, data=list[PresetOut])
def list_presets(request: HttpRequest) -> HttpResponse:
    """Your saved searches, the last used first."""
    found = presets.listed(access.owner(request))
    return door.answer(request, [preset_out(one) for one in found])


@door.route(router, "POST", PATH, data=PresetOut, status=201, body=PresetBody, errors=(409,))
def save_preset(request: HttpRequest, body: PresetBody) -> HttpResponse:
    """Save a search; with a cadence it runs by itself."""
    preset = presets.save(
        access.owner(request),
        name=body.name,
        options=body.options(),
        cadence=body.cadence,
        enabled=body.enabled is not False,
    )
    return door.answer(request, preset_out(preset), status=201, **door.ignored(body))


@door.route(router, "PATCH", ONE, data=PresetOut, body=PresetPatch, errors=(404, 409))
def change_preset(request: HttpRequest, preset_id: UUID, body: PresetPatch) -> HttpResponse:
    """Change its name, its options or when it runs."""
    preset = access.preset(access.owner(request), preset_id)
    changed = presets.change(preset, _changes(preset, body))
    return door.answer(request, preset_out(changed), **door.ignored(body))


@door.route(router, "DELETE", ONE, errors=(404,))
def delete_preset(request: HttpRequest, preset_id: UUID) -> HttpResponse:
    """Delete a saved search; its runs stay."""
    presets.delete(access.preset(access.owner(request), preset_id))
    return door.answer(request, None)


@door.route(router, "POST", ONE + "/used", data=PresetOut, errors=(404,))
def use_preset(request: HttpRequest, preset_id: UUID) -> HttpResponse:
    """Note that it was chosen, so that it comes first."""
    preset = presets.used(access.preset(access.owner(request), preset_id))
    return door.answer(request, preset_out(preset))


@door.route(router, "POST", "/pipeline/plan", data=PlanOut, body=PlanBody)
def plan_search(request: HttpRequest, body: PlanBody) -> HttpResponse:
    """Options of a run from a sentence, to look at and change. Nothing is started or stored."""
    found = search_plan.propose(access.owner(request), body.sentence)
    proposed = {
        "options": found.options,
        "blockedEmployers": list(found.blocked_employers),
        "notUnderstood": list(found.not_understood),
        "engine": found.engine,
    }
    return door.answer(request, proposed, **door.ignored(body))


@door.route(
    router, "POST", "/webhook/trigger", data=TriggerOut, errors=(401, 409, 429, 503), public=True
)
def trigger_run(request: HttpRequest) -> HttpResponse:
    """Start a run with the stored settings; the bearer token is the webhook secret."""
    owner = trigger.owner_of(request)
    if owner is None:
        return gate.refuse(request)
    run = runs.start(owner, options={}, trigger="webhook", actor="webhook")
    started = {"triggeredAt": iso(run.started_at), "runId": str(run.pk)}
    return door.answer(request, {"message": "The run has started.", **started})


def preset_out(preset: SearchPreset) -> dict[str, Any]:
    return {
        "id": str(preset.pk),
        "name": preset.name,
        "options": preset.options,
        "cadence": preset.cadence,
        "enabled": preset.enabled,
        "nextRunAt": _when(preset.next_run_at),
        "waitingSince": _when(preset.waiting_since),
        "lastRunId": str(preset.last_run_id) if preset.last_run_id else None,
        "lastResult": preset.last_result or None,
        "lastUsedAt": _when(preset.last_used_at),
        "createdAt": iso(preset.created_at),
    }


def _changes(preset: SearchPreset, body: PresetPatch) -> dict[str, Any]:
    sent = body.model_fields_set
    changes: dict[str, Any] = {}
    if options := body.options():
        changes["options"] = {**preset.options, **options}
    if "cadence" in sent:
        changes["cadence"] = body.cadence
    if body.name is not None:
        changes["name"] = body.name
    if body.enabled is not None:
        changes["enabled"] = body.enabled
    return changes


def _when(at: datetime | None) -> str | None:
    return iso(at) if at else None
