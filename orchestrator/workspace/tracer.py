"""Links in PDFs: whether they can be traced, how often they were opened, ending them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from jobops.lib.errors import Problem
from jobops.lib.words import say
from jobops.web.fragments import see_other
from orchestrator import access
from orchestrator.models import Job
from orchestrator.pipeline import edits
from pdfs.tracer import links, readiness, report, switching
from pdfs.tracer.report import Line

PAGE = "/tracer-links"
DAYS = (7, 30, 90)


@dataclass(frozen=True)
class Traced:
    """The links of one job, and how often any of them was opened."""

    job: Job
    lines: Sequence[Line]

    @property
    def people(self) -> int:
        return sum(line.people for line in self.lines)

    @property
    def automatic(self) -> int:
        return sum(line.automatic for line in self.lines)


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    days = asked_days(request)
    context = {
        "readiness": readiness.stored(),
        "days": days,
        "choices": DAYS,
        "jobs": by_job(found(request, days)),
    }
    return render(request, "tracer/page.html", context)


@require_safe
def download(request: HttpRequest) -> StreamingHttpResponse:
    lines = report.sheet(found(request, asked_days(request)))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    name = f"links-{timezone.localdate():%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_POST
def check(request: HttpRequest) -> HttpResponse:
    messages.info(request, readiness.check().sentence)
    return see_other(PAGE)


@require_POST
def end(request: HttpRequest, link: UUID) -> HttpResponse:
    """For good, so the page asks first and this needs its answer."""
    owner = access.owner(request)
    row = links.of(owner).filter(pk=link).first()
    if row is None:
        raise Http404
    if request.POST.get("sure") != "yes":
        return render(request, "tracer/end.html", {"link": row})
    links.end(owner, [row.pk])
    messages.success(request, say("The link was ended. Whoever opens it is told so."))
    return see_other(PAGE)


@require_POST
def switch(request: HttpRequest, pk: UUID) -> HttpResponse:
    """On or off for one job; the next PDF follows."""
    job, wanted = access.job(access.owner(request), pk), request.POST.get("on") == "yes"
    try:
        if wanted and not job.tracer_links:
            switching.require_ready()
        edits.save(job, {"tracer_links": wanted}, actor="user")
    except Problem as problem:
        messages.error(request, problem.sentence)
    return see_other(f"/job/{job.pk}/pdf#tracer")


def found(request: HttpRequest, days: int | None) -> Sequence[Line]:
    since = timezone.now() - timedelta(days=days) if days else None
    return report.lines(access.owner(request), since=since)


def by_job(lines: Sequence[Line]) -> list[Traced]:
    return [Traced(job, list(its)) for job, its in groupby(lines, key=lambda line: line.link.job)]


def asked_days(request: HttpRequest) -> int | None:
    given = request.GET.get("days", "")
    return int(given) if given in map(str, DAYS) else None
