"""What an owner confirmed beside the résumé."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from orchestrator import access
from orchestrator.api import door, wire_tailoring
from orchestrator.api.schemas.tailoring import ConfirmedFactOut, ConfirmedFactsOut, FactBody
from orchestrator.pipeline import edits
from tailoring import facts

router = Router(tags=["Facts"])
ONE = "/facts/{uuid:statement_id}"


@door.route(router, "GET", "/facts", data=ConfirmedFactsOut)
def list_facts(request: HttpRequest) -> HttpResponse:
    """What you confirmed, newest first; every text may rest on it."""
    rows = facts.listed(access.owner(request))
    return door.answer(request, {"facts": [wire_tailoring.fact(one) for one in rows]})


@door.route(
    router, "POST", "/facts", data=ConfirmedFactOut, body=FactBody, status=201, errors=(404,)
)  # fmt: skip
def add_fact(request: HttpRequest, body: FactBody) -> HttpResponse:
    """State something your résumé does not say; the same words again are the same fact."""
    owner = access.owner(request)
    document = access.resume(owner, body.resume_id) if body.resume_id else None
    made = facts.add(owner, body.text, document=document, item_id=body.item_id)
    return door.answer(request, wire_tailoring.fact(made), status=201, **door.ignored(body))


@door.route(router, "DELETE", ONE, data=ConfirmedFactOut, errors=(404,))
def remove_fact(request: HttpRequest, statement_id: UUID) -> HttpResponse:
    """Take it back; texts of engines that rest on it are left out of the next PDFs."""
    row = access.statement(access.owner(request), statement_id)
    edits.remove_fact(row)
    return door.answer(request, wire_tailoring.fact(row))


@door.route(router, "POST", f"{ONE}/restore", data=ConfirmedFactOut, errors=(404,))
def restore_fact(request: HttpRequest, statement_id: UUID) -> HttpResponse:
    """Give a fact again that was taken back; one that is there stays as it is."""
    row = access.statement(access.owner(request), statement_id)
    edits.restore_fact(row)
    return door.answer(request, wire_tailoring.fact(row))
