"""A job's score with its ledger, the owner's rows in it, the facts that were read on the way."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from orchestrator import access
from orchestrator.api import door, wire, wire_score
from orchestrator.api.schemas.jobs import JobOut
from orchestrator.api.schemas.scores import RequirementBody, ScoreOut
from orchestrator.models import Job
from orchestrator.pipeline import ledger, patches
from orchestrator.scoring.card import Row

router = Router(tags=["Scores"])
JOB = "/jobs/{uuid:job_id}"
ROWS = f"{JOB}/score/requirements"


@door.route(router, "GET", f"{JOB}/score", data=ScoreOut, errors=(404,))
def read_score(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """The newest card with its ledger, the facts read from the description, earlier cards."""
    return _shown(request, access.job(access.owner(request), job_id))


@door.route(router, "PUT", ROWS, data=ScoreOut, body=RequirementBody, errors=(404,))
def put_requirement(request: HttpRequest, job_id: UUID, body: RequirementBody) -> HttpResponse:
    """Set a row of the ledger, or leave one out; the score follows."""
    job = access.job(access.owner(request), job_id)
    after = ledger.put(job, _row(body), removed=body.removed, actor="user")
    return _shown(request, after, body=body)


@door.route(router, "DELETE", f"{ROWS}/{{uuid:own_id}}", data=ScoreOut, errors=(404,))
def give_back_requirement(request: HttpRequest, job_id: UUID, own_id: UUID) -> HttpResponse:
    """Leave a row to the engine again."""
    job = access.job(access.owner(request), job_id)
    row = access.requirement(job, own_id)
    return _shown(request, ledger.give_back(job, row, actor="user"))


@door.route(router, "POST", f"{JOB}/facts/{{uuid:fact_id}}/undo", data=JobOut, errors=(404, 409))
def undo_fact(request: HttpRequest, job_id: UUID, fact_id: UUID) -> HttpResponse:
    """Give a field back what stood there before an engine filled it; a repeat changes nothing."""
    owner = access.owner(request)
    job = access.job(owner, job_id)
    back = patches.undo(job, access.fact(job, fact_id), actor="user")
    return door.answer(request, wire.whole(back, owner=owner))


def _shown(request: HttpRequest, job: Job, *, body: RequirementBody | None = None) -> HttpResponse:
    ignored = door.ignored(body) if body else {}
    return door.answer(request, wire_score.score(ledger.shown(job)), **ignored)


def _row(body: RequirementBody) -> Row:
    return Row(
        scope=body.scope,
        importance=body.importance,
        weight=1,
        text=body.text,
        quote=body.quote,
        terms=tuple(sorted(set(body.terms))),
        threshold=body.threshold,
        label=body.label,
        origin="user",
    )
