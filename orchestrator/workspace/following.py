"""What followed an application, as pages show it: where it stands, what is to do, one line of
time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils import timezone

from jobops.lib.words import later_each, say
from orchestrator.models import Interview, Job, JobEvent, StageEvent, ToDo
from orchestrator.templatetags.ui import clock, day, plural
from orchestrator.tracking import events, stages, todos
from orchestrator.tracking.derive import OUTCOMES, STAGES, Step
from orchestrator.tracking.events import Placed
from orchestrator.tracking.interview_rows import KINDS as KIND_WORDS
from orchestrator.workspace import followup_offer, interview_dates, story
from orchestrator.workspace.followup_offer import Offer
from orchestrator.workspace.interview_dates import Dated
from orchestrator.workspace.rows import WORDS
from orchestrator.workspace.tracking_forms import KINDS

IN_A_PANEL = 8
NEXT = 5
SOURCES: Mapping[str, str] = later_each({
    "user": "you", "api": "you, through the API", "board": "you, on the board",
    "mail": "from a mail", "calendar": "from a calendar", "import": "from an import",
})  # fmt: skip
ICONS: Mapping[str, str] = {
    "applied": "send", "recruiter_screen": "phone", "assessment": "edit",
    "hiring_manager_screen": "account", "technical_interview": "keyboard", "onsite": "flag",
    "offer": "resume", "closed": "lock",
}  # fmt: skip
EVENT_ICONS: Mapping[str, str] = {
    "pdf": "file", "processing": "run", "job.todo_changed": "check", "job.edited": "edit",
    "job.undone": "undo", "job.scored": "chart", "job.tailored": "edit", "job.skipped": "skip",
    "job.created": "plus", "job.note_added": "note", "job.note_changed": "note",
    "job.note_removed": "trash", "job.note_restored": "undo", "job.document_added": "file",
    "job.document_removed": "trash", "job.reopened": "undo", "job.letter_saved": "mail",
    "job.letter_confirmed": "mail", "job.letter_removed": "trash", "job.letter_reopened": "undo",
    "job.letter_claim_confirmed": "check", "job.interview_changed": "calendar",
    "job.mail_linked": "mail", "job.mail_unlinked": "undo",
}  # fmt: skip

LINE_KINDS: Mapping[str, str] = {
    "job.todo_changed": "todo", "job.interview_changed": "todo",
    "processing.failed": "failed", "pdf.regeneration_failed": "failed",
}  # fmt: skip


@dataclass(frozen=True)
class Choice:
    """An address to post to, and what it will do beside the obvious."""

    url: str
    leads: str = ""


@dataclass(frozen=True)
class Moment:
    """One line of time. `id`: a step, which can be edited, undone and deleted. `page`: where the
    rest of it is. `mail`: the one that says so.
    """

    at: datetime
    when: str
    title: str
    by: str
    icon: str
    kind: str = ""
    detail: str = ""
    chips: tuple[str, ...] = ()
    link: str = ""
    page: str = ""
    mail: str = ""
    id: str = ""
    undo: Choice | None = None
    delete: Choice | None = None


@dataclass(frozen=True)
class Task:
    id: str
    title: str
    kind: str
    notes: str
    due: str
    is_due: bool
    is_done: bool

    @property
    def tick(self) -> str:
        """What pressing its box does."""
        return "open" if self.is_done else "done"


@dataclass(frozen=True)
class Following:
    """`closed`: the application has ended; the question is then how. `more`: lines left out."""

    closed: bool
    outcome: str
    ended: str
    stage: str
    since: str
    moves: tuple[tuple[str, str], ...]
    lines: tuple[Moment, ...]
    more: int
    tasks: tuple[Task, ...]
    dates: tuple[Dated, ...]
    follow_up: Offer | None


@dataclass(frozen=True)
class Told:
    """All that the lines are made of, read once. `gone`: removed notes that can be brought back.
    `mails`: those that are linked.
    """

    job: Job
    placed: tuple[Placed, ...]
    counting: tuple[Step, ...]
    removed: Mapping[str, StageEvent]
    todos: Mapping[str, ToDo]
    interviews: Mapping[str, Interview]
    gone: frozenset[str]
    mails: frozenset[str]
    newest: JobEvent | None
    began_as: str

    @property
    def live(self) -> frozenset[str]:
        return frozenset(str(one.event.pk) for one in self.placed)

    @property
    def heard_at(self) -> datetime | None:
        """The newest step of the present application."""
        own = (one.event for one in self.placed if one.event.round == self.job.round)
        return max((event.occurred_at for event in own), default=None)


def following(
    job: Job, *, recent: Sequence[JobEvent], whole: bool = False, dated: bool = True
) -> Following:
    """`recent`: the job's events, newest first. `whole`: every line, and done to-dos too. `dated`:
    there are interviews to read.
    """
    told = read(job, recent, whole=whole, dated=dated)
    latest = told.counting[-1] if told.counting else None
    found = lines(told, recent)
    listed = [task(one) for one in todos.in_order(told.todos.values())]
    return Following(
        closed=job.closed_at is not None,
        outcome=OUTCOMES.get(job.outcome or "", "Not known yet"),
        ended=clock(job.closed_at),
        stage=STAGES[latest.stage] if latest else "",
        since=since(latest.occurred_at) if latest else "",
        moves=moves(latest.stage if latest else ""),
        lines=tuple(found if whole else steps_first(found)),
        more=0 if whole else len(found) - len(steps_first(found)),
        tasks=tuple(one for one in listed if whole or not one.is_done),
        dates=interview_dates.of(job, rows=told.interviews.values())
        if whole
        else interview_dates.ahead(job, rows=told.interviews.values()),
        follow_up=None if whole else followup_offer.of(job, heard_at=told.heard_at),
    )


def moves(stage: str) -> tuple[tuple[str, str], ...]:
    """Where the application may go from `stage`: onwards first."""
    names = list(STAGES)
    after = names.index(stage) + 1 if stage else 0
    return tuple((name, STAGES[name]) for name in names[after:] + names[: max(after - 1, 0)])


def steps_first(found: Sequence[Moment]) -> list[Moment]:
    """What fits a panel: to-dos are shown above it, so their lines are left to the whole page."""
    return [one for one in found if one.kind != "todo"][:IN_A_PANEL]


def read(job: Job, recent: Sequence[JobEvent], *, whole: bool, dated: bool) -> Told:
    every = list(job.stages.all())
    placed = events.in_line(every)
    counting = tuple(events.step(one.event) for one in placed if events.counts(one.event, job))
    return Told(
        job=job,
        placed=placed,
        counting=counting,
        removed={str(one.pk): one for one in every if one.removed_at},
        todos={str(one.pk): one for one in job.todos.all()},
        interviews={str(one.pk): one for one in job.interviews.all()} if dated else {},
        gone=removed_notes(job) if whole else frozenset(),
        mails=linked_mails(job, recent),
        newest=next((event for event in recent if story.is_move(event)), None),
        began_as=stages.began_as(job, recent=recent) if len(counting) == 1 else "",
    )


def removed_notes(job: Job) -> frozenset[str]:
    return frozenset(map(str, job.notes.exclude(removed_at=None).values_list("pk", flat=True)))


def linked_mails(job: Job, recent: Sequence[JobEvent]) -> frozenset[str]:
    if not any(event.kind == "job.mail_linked" for event in recent):
        return frozenset()
    return frozenset(map(str, job.mails.values_list("pk", flat=True)))


def lines(told: Told, recent: Sequence[JobEvent]) -> list[Moment]:
    """Steps and events in one line of time, newest first."""
    steps = [step(one, told) for one in told.placed]
    steps += [met(one) for one in told.interviews.values() if one.removed_at is None]
    others = [moment for event in recent if (moment := happened(event, told))]
    # Of one second the later written comes first, as in the order of steps.
    return sorted([*reversed(steps), *others], key=lambda one: one.at, reverse=True)


def step(one: Placed, told: Told) -> Moment:
    event = one.event
    metadata: Mapping[str, Any] = event.metadata or {}
    chips = (
        STAGES[event.to_stage] if one.title != STAGES[event.to_stage] else "",
        OUTCOMES.get(event.outcome or "", ""),
        say("Noted, nothing moved") if event.is_note else "",
        say("Earlier application") if event.round != told.job.round else "",
    )
    address = f"/job/{told.job.pk}"
    undo, delete = leads(event, told)
    return Moment(
        at=event.occurred_at,
        when=clock(event.occurred_at),
        title=one.title,
        by=SOURCES.get(event.source, event.source),
        icon="note" if event.is_note else ICONS[event.to_stage],
        kind="" if event.is_note else "stage",
        detail=str(metadata.get("note", "")),
        chips=tuple(chip for chip in chips if chip),
        link=str(metadata.get("externalUrl", "")),
        mail=f"/tracking-inbox/{event.message_id}" if event.message_id else "",
        id=str(event.pk),
        undo=Choice(f"{address}/undo/step/{event.pk}", undo),
        delete=Choice(f"{address}/events/{event.pk}/remove", delete),
    )


def leads(event: StageEvent, told: Told) -> tuple[str, str]:
    """What undoing and what deleting a step does to the job; nothing is said of what moves
    nothing.
    """
    if not told.counting or told.counting[-1].id != event.pk:
        return "", ""
    if told.began_as:
        back = say("The job is {words} again.", words=WORDS[told.began_as])
        return back, say("The job goes to Discovered, as if it had just been found.")
    before = say("The stage is {stages} again.", stages=STAGES[told.counting[-2].stage])
    return before, ""


def happened(event: JobEvent, told: Told) -> Moment | None:
    """A line for what no live step says already."""
    about, change = str(event.data.get("event", "")), str(event.data.get("change", ""))
    if change == "logged" and about in told.live:
        return None
    if event.kind == "job.stage_synced" and not change:
        return None
    if event.kind == "job.todo_changed":
        return about_todo(event, told)
    if event.kind == "job.interview_changed":
        return about_interview(event, told)
    if event.kind == "job.mail_linked":
        return about_mail(event, told)
    title = story.told(event)
    if change == "removed" and about in told.removed:
        return moment(event, title, undo=story.way_back(event))
    note = str(event.data.get("note", ""))
    if event.kind == "job.note_removed" and note in told.gone:
        return moment(event, title, undo=f"/job/{told.job.pk}/notes/{note}/restore")
    undoable = event is told.newest and story.is_undoable(event)
    return moment(event, title, undo=story.undo_url(event) if undoable else "")


def about_mail(event: JobEvent, told: Told) -> Moment | None:
    """Nothing where its step says it; a way back while it is linked."""
    mail = str(event.data.get("message", ""))
    if any(str(one.event.message_id) == mail for one in told.placed):
        return None
    address = f"/tracking-inbox/{mail}"
    line = moment(event, story.told(event), undo=f"{address}/undo" if mail in told.mails else "")
    return replace(line, mail=address)


def about_todo(event: JobEvent, told: Told) -> Moment:
    todo, words = told.todos.get(str(event.data["todo"])), story.told(event)
    if todo is None:
        return moment(event, words, undo="")
    back = event.data["change"] == "removed" and todo.removed_at is not None
    return moment(event, f"{words}: {todo.title}", undo=story.way_back(event) if back else "")


def about_interview(event: JobEvent, told: Told) -> Moment:
    found, words = told.interviews.get(str(event.data["interview"])), story.told(event)
    if found is None:
        return moment(event, words, undo="")
    back = event.data["change"] == "removed" and found.removed_at is not None
    title = f"{words}: {KIND_WORDS[found.kind]}, {interview_dates.when(found)}"
    return moment(event, title, undo=story.way_back(event) if back else "")


def met(row: Interview) -> Moment:
    """An interview stands in time where it takes place."""
    shown = interview_dates.dated(row, clashing=(), now=timezone.now())
    return Moment(
        at=row.scheduled_at,
        when=shown.when,
        title=shown.title,
        by=shown.where or shown.until or say("whole day"),
        icon="calendar",
        kind="stage",
        chips=(shown.state,) if shown.state else (),
        page=shown.url,
    )


def moment(event: JobEvent, title: str, *, undo: str) -> Moment:
    general = event.kind.partition(".")[0]
    return Moment(
        at=event.at,
        when=clock(event.at),
        title=title,
        by=story.ACTORS.get(event.actor, event.actor),
        icon=EVENT_ICONS.get(event.kind) or EVENT_ICONS.get(general, "dash"),
        kind=LINE_KINDS.get(event.kind, ""),
        undo=Choice(undo) if undo else None,
    )


def next_tasks(job: Job) -> tuple[Task, ...]:
    """What to do first, for beside a page."""
    return tuple(task(one) for one in todos.open_ones(job)[:NEXT])


def task(todo: ToDo) -> Task:
    now = timezone.now()
    return Task(
        id=str(todo.pk),
        title=todo.title,
        kind="" if todo.kind == "todo" else KINDS[todo.kind],
        notes=todo.notes or "",
        due=due(todo.due_at) if todo.due_at else "",
        is_due=bool(todo.due_at and todo.due_at <= now and not todo.is_completed),
        is_done=todo.is_completed,
    )


def due(moment: datetime) -> str:
    """A day, with its hour where one was given."""
    local = timezone.localtime(moment)
    return clock(moment) if (local.hour, local.minute) != (0, 0) else day(local.date())


def since(moment: datetime) -> str:
    """How long it has stood there, in whole days of the owner's calendar."""
    passed = (timezone.localdate() - timezone.localtime(moment).date()).days
    return say("since today") if passed < 1 else say("for {days}", days=plural(passed, "day"))
