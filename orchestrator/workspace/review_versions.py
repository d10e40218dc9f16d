"""An earlier state of a job's texts: compared with now, and brought back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from jobops.lib.words import say
from orchestrator import access
from orchestrator.models import Job
from orchestrator.pipeline import edits
from orchestrator.workspace import jobpage, review_doors
from orchestrator.workspace.review_listed import listed
from orchestrator.workspace.review_words import Compared, compared
from tailoring import skill_lines, versions
from tailoring.models import Tailoring


@dataclass(frozen=True)
class Part:
    """One text then and now."""

    label: str
    compared: Compared
    is_same: bool


@require_safe
def page(request: HttpRequest, pk: UUID, tailoring: UUID) -> HttpResponse:
    """A version beside the texts as they are now."""
    job = access.job(access.owner(request), pk)
    row = of(job, tailoring)
    at = jobpage.came_from(request, job)
    content = {
        "form": True,  # the buttons beside it step back
        "version": listed([row])[0],
        "parts": tuple(parts(job, row)),
        "back_url": jobpage.address(job.pk, "tailoring", at=at),
    }
    return jobpage.shown(
        request, job, "tailoring", at=at, content=content, template="job/version.html"
    )


@require_POST
def restore(request: HttpRequest, pk: UUID, tailoring: UUID) -> HttpResponse:
    def act(job: Job) -> review_doors.Told:
        row = of(job, tailoring)
        edits.restore(job, row, actor="user")
        return say(
            "Version {number} is back; what stood here is a version of its own.", number=row.number
        ), "all"

    return review_doors.done(request, pk, act)


def of(job: Job, tailoring: UUID) -> Tailoring:
    row: Tailoring | None = Tailoring.objects.filter(job=job, pk=tailoring).first()
    if row is None:
        raise Http404
    return row


def parts(job: Job, then: Tailoring) -> Iterator[Part]:
    """What the version said as "before", what is printed now as "after"."""
    now = versions.state_of(job)
    yield _part(say("Headline"), then.headline or "", now["headline"] or "")
    yield _part(say("Summary"), then.summary or "", now["summary"] or "")
    skills = (skill_lines.to_lines(then.skills or []), skill_lines.to_lines(now["skills"] or []))
    yield _part(say("Skills"), *skills, lines=True)
    yield _part(say("Changes of bullets"), _said(then.edits), _said(now["edits"]), lines=True)


def _part(label: str, then: str, now: str, *, lines: bool = False) -> Part:
    return Part(label, compared(then, now, lines=lines), is_same=then == now)


def _said(changes: Sequence[Mapping[str, Any]]) -> str:
    return "\n".join(
        sorted(
            str(one["after"]) or say("Not printed: {before}", before=one["before"])
            for one in changes
        )
    )
