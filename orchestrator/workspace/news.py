"""What a page that is already on the screen has missed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from jobops.lib.words import later, say
from jobops.web.fragments import see_other, wants_fragment
from orchestrator import access
from orchestrator.jobs import snoozing
from orchestrator.jobs.snoozing import Counts
from orchestrator.models import ActionItem, Job, JobEvent, Operation, User
from orchestrator.pipeline import notices
from orchestrator.templatetags.ui import plural
from orchestrator.workspace import bulk_story, chat_news, inbox_news
from orchestrator.workspace.beside import Beside
from orchestrator.workspace.listing import Empty, Tab, empty, in_tab, tabs
from orchestrator.workspace.places import TABS, Place, place
from orchestrator.workspace.pulse import Cursor, Pulse, pulse, read_cursor
from orchestrator.workspace.rows import COLUMNS, Row, above, belongs, row
from orchestrator.workspace.said import Said

MOST = 200
# More rows than these are not brought one by one; the page offers to show the list anew.
ROWS = 25
ARRIVALS = 10
# What brings a job into a list of its own status.
ENTERING = ("job.created", *snoozing.KINDS)
SCORED = notices.Sort("Scored: {name}", later("{n} jobs were scored"))


@dataclass(frozen=True)
class Change:
    """One row of the list: replaced by `row`, or gone. `above`: put it back behind this one."""

    id: UUID
    row: Row | None
    returns: bool = False
    above: UUID | None = None


@dataclass(frozen=True)
class News:
    """`changed`: the ids of all jobs that moved; `more`: the list moved too much for rows."""

    pulse: Pulse
    at: Place | None
    changed: tuple[str, ...]
    changes: tuple[Change, ...]
    more: bool
    tabs: tuple[Tab, ...]
    empty: Empty | None
    said: tuple[Said, ...]


@require_safe
@vary_on_headers("HX-Request")
def show(request: HttpRequest) -> HttpResponse:
    """The pieces of an open page that changed since it last asked."""
    owner = access.owner(request)
    at = listed(request.GET.get("place", "")[:4000])
    if not wants_fragment(request):
        return see_other(at.url() if at else "/")
    found = since(owner, at, cursor=read_cursor(request.GET.get("since", "")))
    return render(request, "jobs/_news.html", {"news": found})


def listed(token: str) -> Place | None:
    """The list on the page, as its token names it; a page without one has none."""
    tab, _, query = token.partition("?")
    return place(tab, QueryDict(query)) if tab in TABS else None


def since(owner: User, at: Place | None, *, cursor: Cursor | None) -> News:
    now = pulse(owner)
    events = missed(owner, cursor) if cursor else []
    jobs = {event.job_id: event.job for event in events if event.job and event.job_id}
    woken = back(owner, cursor, now)
    jobs |= {job.pk: job for job in woken}
    moved = bool(events or woken)
    gone = {str(event.data.get("id")) for event in events if event.kind == "job.deleted"}
    counts = snoozing.counted(owner) if at and moved else None
    crowd = len(events) == MOST or len(jobs) > ROWS
    shown = at if at and moved and not crowd else None
    return News(
        pulse=now,
        at=at,
        changed=tuple(str(pk) for pk in jobs) + tuple(gone),
        changes=brought(owner, shown, jobs, gone, events, woken) if shown else (),
        more=crowd and at is not None,
        tabs=tabs(counts, at) if at and counts else (),
        empty=reason(owner, at, counts=counts) if at and counts else None,
        said=(*told(owner, events, cursor=cursor), *mailed(owner, now, cursor=cursor)),
    )


def missed(owner: User, cursor: Cursor) -> list[JobEvent]:
    """Newest first, each with what a row shows of its job."""
    found = JobEvent.objects.filter(owner=owner, seq__gt=cursor.seq).select_related("job")
    columns = (f"job__{name}" for name in COLUMNS)
    own = ("seq", "kind", "at", "actor", "from_status", "data", "pipeline_run_id", "operation_id")
    return list(found.only(*own, *columns).order_by("-seq")[:MOST])


def back(owner: User, cursor: Cursor | None, now: Pulse) -> list[Job]:
    """Snoozed jobs whose day has come since: nobody moved them, so there is no event."""
    if cursor is None or now.woken_at is None or now.woken_at <= cursor.at:
        return []
    found = owner.jobs.filter(snoozed_until__gt=cursor.at, snoozed_until__lte=now.woken_at)
    return list(found.only(*COLUMNS)[:MOST])


def brought(
    owner: User,
    at: Place,
    jobs: Mapping[UUID, Job],
    gone: Iterable[str],
    events: Sequence[JobEvent],
    woken: Sequence[Job] = (),
) -> tuple[Change, ...]:
    """Each changed row. One that may be new to the list also says which row it follows."""
    entered = {job.pk for job in woken} | {
        event.job_id
        for event in events
        if event.kind in ENTERING or at.filters or event.from_status not in at.kind.statuses
    }
    known = Beside(owner, [*jobs.values()])
    found = [
        Change(pk, row(job, at, known)) if belongs(owner, at, job) else Change(pk, None)
        for pk, job in jobs.items()
    ]
    new = [one.id for one in found if one.row and one.id in entered][:ARRIVALS]
    placed = tuple(
        Change(one.id, one.row, returns=True, above=above(owner, jobs[one.id], at))
        if one.id in new
        else one
        for one in found
    )
    return (*placed, *(Change(UUID(pk), None) for pk in gone if len(pk) == 36))


def change(owner: User, job: Job, at: Place) -> Change:
    """How `job` looks in the list of `at` now."""
    stays = belongs(owner, at, job)
    return Change(job.pk, row(job, at, Beside(owner, [job])) if stays else None)


def reason(owner: User, at: Place, *, counts: Counts) -> Empty | None:
    """Why there is nothing to show, when there is nothing."""
    if at.filters or in_tab(counts, at.kind):
        return None
    return empty(owner, at, counts=counts)


def told(owner: User, events: Iterable[JobEvent], *, cursor: Cursor | None) -> tuple[Said, ...]:
    """One sentence per result; several of one kind are one. A run and a bulk action speak for all
    they did.
    """
    if cursor is None:
        return ()
    own = [event for event in events if is_result(event)]
    work = {event.operation_id for event in own if event.operation_id}
    bulk = set(ActionItem.objects.filter(work_id__in=work).values_list("work_id", flat=True))
    files = Operation.objects.filter(pk__in=work, kind="import").values_list("pk", flat=True)
    single = [event for event in own if event.operation_id not in bulk.union(files)]
    jobs = notices.of_events(single, seen=cursor.at - timedelta(days=1), sorts=TOLD)
    # What ended between two looks, with a little of both, is kept apart by its key.
    since = cursor.at - timedelta(seconds=5)
    ends = notices.ended(owner, since=since)
    results = tuple(
        Said(
            f"{notice.text}. {notice.detail}".strip() if notice.detail else notice.text,
            " ".join(map(str, notice.seqs)) or f"{notice.kind}:{notice.subject_id}",
            undo=bulk_story.undo_url(owner, notice.subject_id)
            if notice.subject == "actions"
            else "",
        )
        for notice in (*jobs, *ends)
    )
    return (*results, *imported(owner, since=since), *chat_news.ended(owner, since=since))


def mailed(owner: User, now: Pulse, *, cursor: Cursor | None) -> Iterator[Said]:
    """What comes by mail is unread first, so that without a notice nobody looks for it."""
    if cursor and now.unread:
        yield from inbox_news.ended(owner, since=cursor.at - timedelta(seconds=5))


def imported(owner: User, *, since: datetime) -> Iterator[Said]:
    """Files that have been read. Their jobs are scored in parts; only the end is told."""
    ended = owner.operations.filter(kind="import", status="succeeded", finished_at__gt=since)
    for operation in ended:
        new, scored = (operation.result.get(name, 0) for name in ("created", "scored"))
        said = (
            say("Imported {new_jobs}", new_jobs=plural(new, "new job"))
            if new
            else say("Imported, nothing was new")
        )
        yield Said(
            say("{said}, {scored} scored", said=said, scored=scored) if scored else said,
            f"import:{operation.pk}",
        )


TOLD: Mapping[str, notices.Sort] = {
    **{kind: sort for kind, sort in notices.SORTS.items() if kind.startswith(("proc", "pdf"))},
    "job.scored": SCORED,
}


def is_result(event: JobEvent) -> bool:
    """Asked for by a person and done by a worker, outside a run."""
    if event.kind not in TOLD or event.actor == "user" or event.pipeline_run_id:
        return False
    return event.kind != "job.scored" or event.operation_id is not None
