"""The Emails tab of a job: what is linked to it, and what waits to be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from jobops.lib.words import later_each
from orchestrator import access
from orchestrator.models import Job
from orchestrator.workspace import inbox_standing, inbox_view, jobpage
from orchestrator.workspace.inbox_view import Mail
from orchestrator.workspace.mail_lines import rows

MOST = 200
FILTERS: Mapping[str, str] = later_each({
    "all": "All", "auto": "Auto-linked", "manual": "Manual", "review": "Needs review",
})  # fmt: skip
STATUSES: Mapping[str, tuple[str, ...]] = {
    "all": ("auto_linked", "manual_linked", "pending_user"),
    "auto": ("auto_linked",),
    "manual": ("manual_linked",),
    "review": ("pending_user",),
}


@dataclass(frozen=True)
class Choice:
    label: str
    url: str
    current: bool
    count: int


@dataclass(frozen=True)
class Emails:
    mails: tuple[Mail, ...]
    filters: tuple[Choice, ...]
    filtered: bool


@require_safe
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    job = access.job(access.owner(request), pk)
    asked = request.GET.get("show", "all")
    url = jobpage.address(job.pk, "emails", at=jobpage.came_from(request, job))
    emails = listed(job, asked if asked in FILTERS else "all", url=url)
    return jobpage.shown(request, job, "emails", content={"emails": emails})


def listed(job: Job, chosen: str, *, url: str) -> Emails:
    every = list(rows(job)[:MOST])
    kept = [row for row in every if row.status in STATUSES[chosen]]
    known, steps = inbox_standing.of([job]), inbox_view.steps(kept)
    joint = "&" if "?" in url else "?"
    return Emails(
        mails=tuple(inbox_view.mail(row, known=known, step=steps.get(row.pk, "")) for row in kept),
        filters=tuple(
            Choice(
                label=label,
                url=url if key == "all" else f"{url}{joint}show={key}",
                current=key == chosen,
                count=sum(row.status in STATUSES[key] for row in every),
            )
            for key, label in FILTERS.items()
        ),
        filtered=chosen != "all",
    )
