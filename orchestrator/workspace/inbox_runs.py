"""Readings of mailboxes and of files that were brought: a list, and each by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from jobops.lib.words import later, later_each, say
from jobops.web.fragments import wants_fragment
from orchestrator import access
from orchestrator.inbox import runs
from orchestrator.inbox.runs import Decided
from orchestrator.models import SyncRun
from orchestrator.models.mail import UNDER_WAY
from orchestrator.workspace import inbox_standing, inbox_view
from orchestrator.workspace import inbox_words as words
from orchestrator.workspace.inbox_list import number
from orchestrator.workspace.inbox_nav import nav

PAGE = 30
MAILS = 50
STATES: Mapping[str, tuple[str, str]] = {
    "queued": (later("Waiting"), "busy"),
    "running": (later("Reading"), "busy"),
    "completed": (later("Done"), "good"),
    "failed": (later("Failed"), "danger"),
    "cancelled": (later("Cancelled"), ""),
}
# Counter → what it counts, in the order of the page.
COUNTED: Mapping[str, str] = later_each({
    "discovered": "seen", "relevant": "about applications", "matched": "matched with a job",
    "approved": "linked", "denied": "ignored", "errored": "could not be read",
    "skipped": "known already",
})  # fmt: skip


@dataclass(frozen=True)
class Run:
    """`doing` while it goes on; `trouble`: why it failed."""

    row: SyncRun
    what: str
    state: str
    kind: str
    live: bool
    figures: tuple[tuple[str, int], ...]
    trouble: str

    @property
    def url(self) -> str:
        return f"/tracking-inbox/runs/{self.row.pk}"


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    owner, at = access.owner(request), number(request.GET.get("page", ""))
    rows = owner.sync_runs.select_related("account").order_by("-id")
    found = list(rows[(at - 1) * PAGE : at * PAGE + 1])
    context = {
        "runs": shown(found[:PAGE]), "page": at, "is_more": len(found) > PAGE,
        "tabs": nav(owner, "runs"),
    }  # fmt: skip
    return answered(request, "runs", context)


@require_safe
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    owner = access.owner(request)
    run = access.sync_run(owner, pk)
    mine = run.mails.defer("references").select_related("account")
    rows = list(mine.order_by("-received_at")[: MAILS + 1])
    known = inbox_standing.read(owner, inbox_view.named(rows))
    mails = [inbox_view.mail(row, known=known) for row in rows[:MAILS]]
    context = {"run": shown([run])[0], "mails": mails, "is_more": len(rows) > MAILS,
               "tabs": nav(owner, "runs")}  # fmt: skip
    return answered(request, "run", context)


def answered(request: HttpRequest, name: str, context: Mapping[str, object]) -> HttpResponse:
    template = f"inbox/_{name}.html" if wants_fragment(request) else f"inbox/{name}.html"
    response = render(request, template, dict(context))
    patch_vary_headers(response, ["HX-Request"])
    return response


def shown(rows: list[SyncRun]) -> list[Run]:
    decided = runs.decided(rows)
    return [_shown(row, decided.get(row.pk, Decided())) for row in rows]


def _shown(row: SyncRun, decided: Decided) -> Run:
    """What became of its mails is counted as it is now."""
    state, kind = STATES.get(row.status, (row.status, ""))
    return Run(
        row=row,
        what=named(row),
        state=state,
        kind=kind,
        live=row.status in UNDER_WAY,
        figures=tuple(
            (label, getattr(decided if hasattr(decided, name) else row, name))
            for name, label in COUNTED.items()
        ),
        trouble=str((row.error or {}).get("message", "")),
    )


def named(row: SyncRun) -> str:
    if row.account is not None:
        return row.account.display_name or row.account.address or words.SOURCES[row.provider]
    files = [str(one.get("name", "")) for one in row.files if isinstance(one, dict)]
    if row.provider == "paste":
        return say("A pasted mail")
    return ", ".join(filter(None, files))[:120] or say("Uploaded files")
