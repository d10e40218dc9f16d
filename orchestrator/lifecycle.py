"""The one writer of a job's status.

`move` takes an edge of the table in docs/lifecycle.md, `undo` takes one back, `record` writes what
changes without moving. Each is one conditional update and one event in one transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import models, transaction
from django.utils import timezone
from django_fsm import (
    RETURN_VALUE,
    ConcurrentTransitionMixin,
    FSMField,
    TransitionNotAllowed,
    get_available_FIELD_transitions,
    transition,
)

from jobops import logs
from orchestrator import leases, primaries
from orchestrator.leases import Busy, Superseded
from orchestrator.moves import EVENTS as EVENTS
from orchestrator.moves import IN_PLACE as IN_PLACE
from orchestrator.moves import UNDOABLE as UNDOABLE
from orchestrator.moves import WORKER_MOVES as WORKER_MOVES
from orchestrator.moves import IllegalTransition as IllegalTransition
from orchestrator.moves import NotUndoable as NotUndoable
from orchestrator.moves import PdfRequired as PdfRequired
from orchestrator.moves import moment, previous_of

if TYPE_CHECKING:
    from orchestrator.models import Job, JobEvent

UNDO_WINDOW = timedelta(minutes=10)
# What a row that nobody else wrote meanwhile still has.
EXPECTED = ("status", "tailor_token", "render_token", "updated_at")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Status(models.TextChoices):
    DISCOVERED = "discovered"
    PROCESSING = "processing"
    READY = "ready"
    APPLIED = "applied"
    IN_PROGRESS = "in_progress"
    SKIPPED = "skipped"
    EXPIRED = "expired"


D, P, R, A, I, S, E = Status  # noqa: E741  one letter per state keeps the table below readable


def slots_free(job: Any) -> bool:
    return job.tailor_token is None and (
        job.render_token is None or job.render_kind == leases.AUTOMATIC
    )


def has_pdf(job: Any) -> bool:
    return bool(job.pdf_digest)


class Lifecycle(ConcurrentTransitionMixin, leases.Slots):
    """What a transition reads and stamps. `Job` is the only heir."""

    status = FSMField(protected=True, choices=Status.choices, default=Status.DISCOVERED)
    round = models.PositiveIntegerField(default=1, editable=False)
    outcome = models.CharField(max_length=20, null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    manual_outcome = models.JSONField(null=True, editable=False)
    processed_at = models.DateTimeField(null=True, editable=False)
    ready_at = models.DateTimeField(null=True, editable=False)
    applied_at = models.DateTimeField(null=True, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    deadline_at = models.DateField(null=True, editable=False)
    exempt_deadline = models.DateField(null=True, editable=False)
    expired_by = models.CharField(max_length=12, null=True, editable=False)
    last_error = models.JSONField(null=True, editable=False)
    pdf_digest = models.CharField(max_length=64, null=True, editable=False)
    pdf_source = models.CharField(max_length=12, null=True, editable=False)
    pdf_fingerprint = models.CharField(max_length=64, null=True, editable=False)
    pdf_inputs = models.CharField(max_length=64, null=True, editable=False)
    pdf_context = models.CharField(max_length=64, null=True, editable=False)
    pdf_generated_at = models.DateTimeField(null=True, editable=False)
    applied_pdf_digest = models.CharField(max_length=64, null=True, editable=False)

    class Meta:
        abstract = True

    @transition(status, source=D, target=P, conditions=[slots_free])
    def start_processing(self, at: datetime, operation: UUID, **_: Any) -> None:
        self.processed_at = at
        self._set(leases.held(("tailor", "render"), kind=leases.FIRST, operation=operation, at=at))

    @transition(status, source=P, target=R)
    def finish_processing(self, at: datetime, pdf: Mapping[str, Any], **_: Any) -> None:
        self._become_ready(at, pdf)

    @transition(status, source=P, target=D)
    def fail_processing(self, at: datetime, error: Mapping[str, Any], **_: Any) -> None:
        self._stop_work()
        self.last_error = dict(error)

    @transition(status, source=P, target=D)
    def abandon_processing(self, at: datetime, error: Mapping[str, Any], **_: Any) -> None:
        self._stop_work()
        self.last_error = dict(error)

    @transition(status, source=P, target=D)
    def cancel_processing(self, at: datetime, **_: Any) -> None:
        self._stop_work()

    @transition(status, source=D, target=R, conditions=[has_pdf])
    def mark_ready(self, at: datetime, **_: Any) -> None:
        self.ready_at = self.ready_at or at

    @transition(status, source=[D, P], target=R)
    def attach_upload(self, at: datetime, pdf: Mapping[str, Any], **_: Any) -> None:
        self._become_ready(at, pdf)

    @transition(status, source=R, target=D)
    def return_to_discovered(self, at: datetime, *, file_lost: bool = False, **_: Any) -> None:
        self._drop_automatic()
        if file_lost:
            self._set(NO_PDF)

    @transition(status, source=[D, R], target=S)
    def skip(self, at: datetime, **_: Any) -> None:
        self._drop_automatic()

    @transition(status, source=D, target=S, conditions=[slots_free])
    def auto_skip(self, at: datetime, **_: Any) -> None:
        self._drop_automatic()

    @transition(status, source=[D, P, R, S, E], target=A)
    def apply(self, at: datetime, **_: Any) -> None:
        self.applied_at = at
        self.applied_pdf_digest = self.pdf_digest
        self._stop_work() if self.render_kind == leases.FIRST else self._drop_automatic()

    @transition(status, source=[D, P, R, A, I, S, E], target=RETURN_VALUE(A, I, D))
    def sync_timeline(self, at: datetime, derived: Mapping[str, Any], **_: Any) -> str:
        if self.status not in (A, I):
            self.applied_pdf_digest = self.pdf_digest
            self._stop_work() if self.status == P else self._drop_automatic()
        if derived["status"] == D:
            self.manual_outcome = None
        self._set({key: derived[key] for key in ("applied_at", "outcome", "closed_at")})
        return str(derived["status"])

    @transition(status, source=[A, S, E], target=D)
    def reopen(self, at: datetime, **_: Any) -> None:
        self.outcome = self.closed_at = self.manual_outcome = None
        self.round += 1
        self.exempt_deadline = self.deadline_at
        self.expired_by = None

    @transition(status, source=[D, R], target=E)
    def expire(self, at: datetime, *, actor: str, **_: Any) -> None:
        self.expired_by = actor
        self._drop_automatic()

    @transition(status, source=E, target=D)
    def relist(self, at: datetime, **_: Any) -> None:
        self.expired_by = None

    @transition(status, source="*", target=RETURN_VALUE(*Status))
    def take_back(self, at: datetime, previous: Mapping[str, Any], **_: Any) -> str:
        target = str(previous["status"])
        if self.status == E:
            self.exempt_deadline = self.deadline_at
        self._set({key: moment(previous[key]) for key in ("applied_at", "closed_at")})
        self._set({key: previous[key] for key in ("outcome", "manual_outcome", "round")})
        self.applied_pdf_digest = previous["applied_pdf_digest"]
        self.expired_by = previous["expired_by"]
        # Moves from before there was this column do not name it.
        self.snoozed_until = moment(previous.get("snoozed_until"))
        return D.value if target == P else target

    def _set(self, values: Mapping[str, Any]) -> None:
        for name, value in values.items():
            setattr(self, name, value)

    def _become_ready(self, at: datetime, pdf: Mapping[str, Any]) -> None:
        self.ready_at = self.ready_at or at
        self.last_error = None
        self._set(pdf)
        self._stop_work()

    def _stop_work(self) -> None:
        self._set(leases.freed("tailor", "render"))

    def _drop_automatic(self) -> None:
        if self.render_kind == leases.AUTOMATIC:
            self._set(leases.freed("render"))


NO_PDF: Mapping[str, Any] = {
    "pdf_digest": None, "pdf_source": None, "pdf_fingerprint": None,
    "pdf_inputs": None, "pdf_context": None, "pdf_generated_at": None,
}  # fmt: skip

# What an event keeps beside the move: `reason` (a code), `data` (counts, names), `user_id`.
NO_CONTEXT: Mapping[str, Any] = MappingProxyType({})


def move(
    job: Job,
    action: str,
    *,
    actor: str,
    context: Mapping[str, Any] = NO_CONTEXT,
    token: UUID | None = None,
    **details: Any,
) -> tuple[Job, JobEvent]:
    """Take one edge for `job` and return the row as stored with its event; the argument stays as
    it was.

    `token` is the lease of a worker's move. Raises IllegalTransition, Busy or Superseded; then
    nothing was written.
    """
    with transaction.atomic():
        row = fresh(job)
        return row, step(row, action, actor=actor, context=context, token=token, **details)


def step(
    row: Job,
    action: str,
    *,
    actor: str,
    context: Mapping[str, Any] = NO_CONTEXT,
    token: UUID | None = None,
    **details: Any,
) -> JobEvent:
    """The same for a row that was just read; the caller holds a transaction.

    Raises Superseded as well when the row moved since it was read. After any refusal the argument
    is no longer the row.
    """
    before = snapshot(row)
    if token is None and action in WORKER_MOVES:
        raise Superseded("superseded")
    if token is not None and row.render_token != token:
        raise Superseded("superseded")
    _take(row, action, actor=actor, **details)
    return record(row, EVENTS[action], before=before, actor=actor, context=context, undoable=True)


def step_all(
    rows: Sequence[Job], action: str, *, actor: str, context: Mapping[str, Any] = NO_CONTEXT
) -> None:
    """One edge for many rows that were just read and locked, perhaps not all of their columns;
    the caller holds a transaction.

    All or none: raises IllegalTransition, Busy or Superseded.
    """
    befores = {row.pk: {k: v for k, v in row.__dict__.items() if k != "_state"} for row in rows}
    risen = max((row.updated_at for row in rows), default=EPOCH) + timedelta(milliseconds=1)
    at, writes = max(timezone.now(), risen), dict[str, tuple[dict[str, Any], list[UUID]]]()
    for row in rows:
        _take(row, action, actor=actor)
        row.updated_at = at
        before = befores[row.pk]
        changed = {k: row.__dict__[k] for k, v in before.items() if row.__dict__[k] != v}
        one = f"{before['status']} {sorted(changed.items())}"
        writes.setdefault(one, (changed, []))[1].append(row.pk)
    for changed, ids in writes.values():
        held = type(rows[0])._base_manager.filter(pk__in=ids, status=befores[ids[0]]["status"])
        if held.update(**changed) != len(ids):
            raise Superseded("superseded")
    primaries.follow_all(rows, befores)
    said = {pk: {"from_status": before["status"], "previous": previous_of(before), **context}
            for pk, before in befores.items()}  # fmt: skip
    rows and rows[0].events.write_all(
        rows, EVENTS[action], actor=actor, at=at, ids=logs.current(), each=lambda row: said[row.pk]
    )


def undo(row: Job, last: JobEvent, *, actor: str) -> JobEvent:
    """Restore what the last move of a row replaced, both just read; the caller holds a transaction.

    Raises NotUndoable when the move is too old or of another kind.
    """
    too_old = last.at < timezone.now() - UNDO_WINDOW
    if too_old or last.kind not in UNDOABLE or last.previous is None:
        raise NotUndoable("not_undoable")
    if last.previous["status"] == R and not has_pdf(row):
        raise NotUndoable("not_undoable", "The PDF this job was Ready with is gone.")
    data = {"event": str(last.pk), "kind": last.kind}
    return _give_back(row, last.previous, actor=actor, context={"data": data})


def restore(
    event: JobEvent, *, actor: str, context: Mapping[str, Any] = NO_CONTEXT
) -> tuple[Job, JobEvent]:
    """Give back what `event` replaced, however old. Ready without its PDF becomes Discovered."""
    assert event.job is not None
    assert event.previous is not None
    with transaction.atomic():
        row, previous = fresh(event.job), event.previous
        if previous["status"] == R and not has_pdf(row):
            previous = {**previous, "status": D.value}
        return row, _give_back(row, previous, actor=actor, context=context)


def _give_back(
    row: Job, previous: Mapping[str, Any], *, actor: str, context: Mapping[str, Any]
) -> JobEvent:
    before = snapshot(row)
    _take(row, "take_back", actor=actor, previous=previous)
    return record(row, EVENTS["take_back"], before=before, actor=actor, context=context)


def record(
    row: Job,
    kind: str,
    *,
    before: Mapping[str, Any],
    actor: str,
    context: Mapping[str, Any] = NO_CONTEXT,
    undoable: bool = False,
) -> JobEvent:
    """Write what changed on `row` since its snapshot, and the event, or raise Superseded.

    The caller holds a transaction. `updated_at` strictly rises. The swap compares status and
    leases, so a row that moved meanwhile is never overwritten.
    """
    row.updated_at = max(timezone.now(), before["updated_at"] + timedelta(milliseconds=1))
    changed = {name: value for name, value in snapshot(row).items() if value != before[name]}
    expected = {name: before[name] for name in EXPECTED}
    rows = type(row)._base_manager.filter(pk=row.pk, owner_id=row.owner_id, **expected)
    if not rows.update(**changed):
        raise Superseded("superseded")
    primaries.follow(row, before)
    return row.events.write(
        row,
        kind,
        from_status=before["status"],
        actor=actor,
        at=row.updated_at,
        previous=previous_of(before) if undoable else None,
        ids=logs.current(),
        **context,
    )


def fresh(job: Job) -> Job:
    """The row as it is now, locked where the database can; a vanished one raises DoesNotExist."""
    return type(job)._base_manager.select_for_update().get(pk=job.pk, owner_id=job.owner_id)


def snapshot(row: models.Model) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def allowed(job: Job, *, actor: str = "user") -> list[str]:
    """The actions whose source and guard hold now."""
    held = get_available_FIELD_transitions(job, type(job)._meta.get_field("status"))
    names = {edge.name for edge in held}
    return [name for name in EVENTS if name in names]


def _take(row: Job, action: str, *, actor: str, **details: Any) -> None:
    method = getattr(row, action)
    # Whoever moves a job has looked at it again; taking the move back puts it aside again.
    row.snoozed_until = None
    if action in ("start_processing", "auto_skip") and row.status == D and not slots_free(row):
        raise Busy("busy", operation=leases.busy_operation(row))
    if action == "start_processing" and row.status == P:
        raise Busy("busy", operation=leases.busy_operation(row))
    if action == "mark_ready" and row.status == D and not has_pdf(row):
        raise PdfRequired("pdf_required", source=row.status, action=action)
    try:
        method(at=timezone.now(), actor=actor, **details)
    except TransitionNotAllowed as refused:
        raise IllegalTransition("illegal_transition", source=row.status, action=action) from refused
