"""Pipeline runs: watch one, cancel it, try again what failed, and all that were."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from jobops.lib.errors import Problem
from jobops.lib.words import later, say
from jobops.web.fragments import STOP_POLLING, see_other, wants_fragment
from orchestrator import access
from orchestrator.bulk import actions
from orchestrator.lifecycle import Status
from orchestrator.models import PipelineRun
from orchestrator.pipeline import runs
from orchestrator.workspace import run_again, searches
from orchestrator.workspace.run_view import view
from orchestrator.workspace.run_words import WITH_ERRORS, lasted, state, trigger

SHOWN = 50
NOTHING_LEFT = later("Nothing of this run is left to try again.")


@dataclass(frozen=True)
class Past:
    """A line of the history."""

    run: PipelineRun
    word: str
    kind: str
    by: str
    took: str
    errors: int

    @property
    def short(self) -> str:
        return say("With errors") if self.word == WITH_ERRORS[0] else self.word


@require_safe
def history(request: HttpRequest) -> HttpResponse:
    owner = access.owner(request)
    rows = [past(run) for run in runs.history(owner, limit=SHOWN)]
    return render(request, "runs/list.html", {"runs": rows, "searches": searches.lines(owner)})


def past(run: PipelineRun) -> Past:
    return Past(
        run,
        *state(run),
        by=trigger(run),
        took=lasted((run.completed_at or timezone.now()) - run.started_at),
        errors=sum(run.error_counts.values()),
    )


@require_safe
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    owner = access.owner(request)
    run = access.run(owner, pk)
    run.owner = owner  # known already, so that nobody asks again
    failed = 0 if run.status == "running" else len(failed_jobs(run))
    found = view(run, retry=failed)
    if not wants_fragment(request):
        return render(request, "runs/one.html", {"found": found})
    status = 200 if found.live else STOP_POLLING
    return render(request, "runs/_run.html", {"found": found}, status=status)


@require_POST
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    run = access.run(access.owner(request), pk)
    if run.status == "running":
        runs.cancel(run.owner, actor="user")
    return see_other(f"/runs/{pk}")


@require_POST
def retry(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Prepare again what failed and still waits in Discovered, as a bulk action."""
    owner = access.owner(request)
    again = failed_jobs(access.run(owner, pk))
    if not again:
        messages.info(request, NOTHING_LEFT)
        return see_other(f"/runs/{pk}")
    found = actions.request(owner, "move_to_ready", again, actor="user")
    return see_other(f"/bulk/{found.pk}")


@require_POST
def ask_again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A new run that asks the sources of this one that failed, or the one that is named."""
    run = access.run(access.owner(request), pk)
    try:
        begun = run_again.begin(run, only=request.POST.get("source", ""))
    except Problem as refused:
        messages.info(request, refused.sentence)
        return see_other(f"/runs/{refused.details.get('runId') or pk}")
    if begun is None:
        messages.info(request, NOTHING_LEFT)
    return see_other(f"/runs/{begun or pk}")


def failed_jobs(run: PipelineRun) -> list[str]:
    items = run.items.filter(step="processing", state="failed", job__status=Status.DISCOVERED)
    return [str(pk) for pk in items.order_by("rank").values_list("job_id", flat=True)]
