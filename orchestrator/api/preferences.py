"""What the owner can set, and what the endpoint of a model offers."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from orchestrator import access, gateway, preferences, setting_table
from orchestrator.api import door, wire_resume
from orchestrator.api.schemas.preferences import (
    ModelsBody,
    ModelsOut,
    ProjectsOut,
    SettingsOut,
    SettingsPatch,
    UpstreamsOut,
)
from orchestrator.api.schemas.shared import Body
from orchestrator.models import User
from orchestrator.pipeline import edits
from tailoring import upstream

router = Router(tags=["Settings"])


@door.route(router, "GET", "/settings", needs="full", data=SettingsOut)
def read_settings(request: HttpRequest) -> HttpResponse:
    """Every setting; of a secret only whether it is set, and where."""
    return door.answer(request, shown(access.owner(request)))


@door.route(router, "PATCH", "/settings", needs="full", data=SettingsOut, body=SettingsPatch)
def change_settings(request: HttpRequest, body: Body) -> HttpResponse:
    """Save the given settings, all or none; null gives one back to environment or default."""
    owner = access.owner(request)
    changed = edits.save_preferences(owner, body.given())
    upstream.forget_if(owner, changed)
    return door.answer(request, shown(owner), **door.ignored(body))


@door.route(
    router, "POST", "/settings/llm-models", needs="full", data=ModelsOut, body=ModelsBody,
    optional=True,
    errors=(408, 422, 502),
)  # fmt: skip
def list_models(request: HttpRequest, body: ModelsBody) -> HttpResponse:
    """Ask an endpoint which models it offers: the configured one, or the one given."""
    names = gateway.offered(
        access.owner(request), base_url=body.llm_base_url, api_key=body.llm_api_key
    )
    return door.answer(request, {"models": names}, **door.ignored(body))


@door.route(router, "GET", "/settings/rx-resumes", data=UpstreamsOut, errors=(408, 422, 502))
def list_upstream(request: HttpRequest) -> HttpResponse:
    """The résumés on the Reactive Resume server; kept for five minutes."""
    rows = upstream.listed(access.owner(request))
    return door.answer(request, {"resumes": [wire_resume.upstream(one) for one in rows]})


@door.route(
    router, "GET", "/settings/rx-resumes/{str:upstream_id}/projects", data=ProjectsOut,
    errors=(408, 422, 502),
)  # fmt: skip
def list_upstream_projects(request: HttpRequest, upstream_id: str) -> HttpResponse:
    """The projects of one résumé there, without taking it."""
    found = upstream.projects_of(access.owner(request), upstream_id)
    return door.answer(request, {"projects": [wire_resume.project(one) for one in found]})


def shown(owner: User) -> dict[str, Any]:
    """Every key with its value; a secret never leaves, not even in part."""
    mine, found = preferences.of(owner), dict[str, Any]()
    for key, setting in setting_table.SETTINGS.items():
        one = mine.describe(key)
        if setting.secret:
            found[f"{key}Hint"] = "set" if one.value else None
            found[f"{key}Source"] = one.origin if one.value else None
        else:
            override = one.value if one.origin == "override" else None
            found[key] = {"value": one.value, "default": one.default, "override": override}
    return found
