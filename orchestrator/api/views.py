"""Saved views: lists kept under a name."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from orchestrator import access
from orchestrator.api import door
from orchestrator.api.schemas.tags import ViewBody, ViewOut, ViewPatch
from orchestrator.api.wire import iso
from orchestrator.jobs import saved_views
from orchestrator.models import SavedView

router = Router(tags=["Jobs"])
ONE = "/views/{uuid:view_id}"


@door.route(router, "GET", "/views", data=list[ViewOut])
def list_views(request: HttpRequest) -> HttpResponse:
    """Your saved views, in their order."""
    found = saved_views.listed(access.owner(request))
    return door.answer(request, [shown(one) for one in found])


@door.route(router, "POST", "/views", data=ViewOut, body=ViewBody, status=201)
def save_view(request: HttpRequest, body: ViewBody) -> HttpResponse:
    """Keep a list under a name of its own; it comes last."""
    owner = access.owner(request)
    made = saved_views.save(owner, body.name, tab=body.tab, query=body.query)
    return door.answer(request, shown(made), status=201, **door.ignored(body))


@door.route(router, "PATCH", ONE, data=ViewOut, body=ViewPatch, errors=(404,))
def rename_view(request: HttpRequest, view_id: UUID, body: ViewPatch) -> HttpResponse:
    """Give a saved view another name."""
    renamed = saved_views.rename(access.view(access.owner(request), view_id), body.name)
    return door.answer(request, shown(renamed), **door.ignored(body))


@door.route(router, "DELETE", ONE, data=None, errors=(404,))
def remove_view(request: HttpRequest, view_id: UUID) -> HttpResponse:
    """Delete a saved view; `restore` brings it back."""
    saved_views.remove(access.view(access.owner(request), view_id))
    return door.answer(request, None)


@door.route(router, "POST", f"{ONE}/restore", data=ViewOut, errors=(404,))
def restore_view(request: HttpRequest, view_id: UUID) -> HttpResponse:
    """Bring a deleted view back, unless its name is taken by now."""
    view = access.view(access.owner(request), view_id)
    saved_views.restore(view)
    return door.answer(request, shown(view))


def shown(view: SavedView) -> dict[str, Any]:
    return {
        "id": str(view.pk),
        "name": view.name,
        "tab": view.tab,
        "query": view.query,
        "position": view.position,
        "createdAt": iso(view.created_at),
    }
