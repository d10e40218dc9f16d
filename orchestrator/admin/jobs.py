"""Jobs and their events: status is read-only, and every transition is an action."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from jobops.web.console import Console, as_uuid, one_of, veiled, yes
from orchestrator import leases, lifecycle
from orchestrator.jobs import removal, titles
from orchestrator.models import Job, JobEvent
from orchestrator.models.job import LEASED, JobQuerySet
from orchestrator.ops import reaper, tracing
from orchestrator.pipeline import process

MOVES = {
    "skip": "Skip",
    "reopen": "Reopen",
    "expire": "Expire",
    "mark_ready": "Mark ready",
    "return_to_discovered": "Return to discovered",
    "cancel_processing": "Cancel processing",
}
UNSHOWN = ("description", "description_html", "brief", "score_reason", "tailored_summary")


Held = yes("lease", "held", label="Being worked on", only=LEASED)
Failed = yes("error", "failed", label="With an error", only=Q(last_error__isnull=False))
# Beside the moves; a test compares them with what the code writes.
OTHERS = (
    removal.DELETED, "job.contact_changed", "job.created", "job.document_added",
    "job.document_removed", "job.edited", "job.follow_up_changed", "job.interview_changed",
    "job.letter_claim_confirmed", "job.letter_confirmed", "job.letter_removed",
    "job.letter_reopened", "job.letter_saved", "job.linked", "job.listing_closed",
    "job.listing_open", "job.mail_linked", "job.mail_unlinked", "job.note_added",
    "job.note_changed", "job.note_removed", "job.note_restored", "job.outcome_set", "job.scored",
    "job.snoozed", "job.tags_changed", "job.tailored", "job.timeline_changed", "job.todo_changed",
    "job.unlinked", "job.woken",
    "pdf.missing", "pdf.regeneration_abandoned", "pdf.regeneration_failed",
    "pdf.regeneration_finished", "pdf.regeneration_started",
)  # fmt: skip
KINDS = sorted({*lifecycle.EVENTS.values(), *OTHERS})


@admin.register(Job)
class JobConsole(Console):
    list_display = (
        "what",
        "source",
        "status",
        "score",
        "owner",
        "held",
        "problem",
        "updated_at",
    )
    list_filter = ("status", Held, Failed)
    list_select_related = ("owner",)
    search_fields = ("id",)
    search_help_text = "Words of the title or employer of your own jobs, or the whole id"
    ordering = ("-updated_at", "-id")
    actions = (*MOVES, "recover", "release_lease", "process_again")
    private = ("title", "employer", "source_job_id", "job_url", "outcome")
    fields = (
        "id", "owner", "status", "title", "employer", "source", "source_job_id", "job_url",
        "round", "outcome", "deadline_at", "expired_by", "score", "score_engine", "failed_attempts",
        "problem", "tailor_kind", "tailor_worker", "tailor_expires_at", "render_kind",
        "render_worker", "render_expires_at", "score_kind", "score_worker", "score_expires_at",
        "pdf_source", "pdf_digest", "applied_pdf_digest", "pdf_generated_at", "discovered_at",
        "processed_at", "ready_at", "applied_at", "closed_at", "updated_at",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Job]:
        return veiled(super().get_queryset(request), request).defer(*UNSHOWN)

    def matching(self, rows: QuerySet[Any], term: str) -> QuerySet[Any]:
        if pk := as_uuid(term):
            return rows.filter(pk=pk)
        assert isinstance(rows, JobQuerySet)
        return titles.naming(rows.filter(Q(("is_veiled", False))), term)

    @admin.display(description="job")
    def what(self, job: Job) -> str:
        return str(job)

    @admin.display(description="held by")
    def held(self, job: Job) -> str:
        kinds = (getattr(job, f"{slot}_kind") for slot in leases.SLOTS)
        return ", ".join(dict.fromkeys(kind for kind in kinds if kind))

    @admin.display(description="last error")
    def problem(self, job: Job) -> str:
        return str((job.last_error or {}).get("reason") or (job.last_error or {}).get("code") or "")

    @admin.action(description="Recover: free dead leases")
    def recover(self, request: HttpRequest, rows: QuerySet[Job]) -> None:
        self.each(request, rows, reaper.recover_job, done="Recovered")

    @admin.action(description="Release leases, dead or not")
    def release_lease(self, request: HttpRequest, rows: QuerySet[Job]) -> None:
        self.each(request, rows, reaper.release, done="Leases released")

    @admin.action(description="Process")
    def process_again(self, request: HttpRequest, rows: QuerySet[Job]) -> None:
        self.each(request, rows, lambda job: process.request(job, actor="admin"), done="Queued")


@admin.register(JobEvent)
class EventConsole(Console):
    list_display = ("at", "kind", "job_id", "from_status", "to_status", "actor", "reason", "owner")
    list_filter = (one_of("kind", "kind", **{kind: kind for kind in KINDS}),)
    list_select_related = ("owner",)
    ids = tracing.EVENT_IDS
    by_request = True
    search_fields = ("id",)
    search_help_text = "The whole id of a job, request, operation or run"
    fields = (
        "id", "seq", "at", "kind", "job_id", "owner", "from_status", "to_status", "actor",
        "user_id", "request_id", "pipeline_run_id", "operation_id", "reason", "data",
    )  # fmt: skip
    readonly_fields = fields
    private = ("data",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[JobEvent]:
        return veiled(super().get_queryset(request), request)


def _mover(name: str, *, done: str) -> Callable[[JobConsole, HttpRequest, QuerySet[Job]], None]:
    def act(console: JobConsole, request: HttpRequest, rows: QuerySet[Job]) -> None:
        context = {"data": {"by": str(request.user.pk)}}
        console.each(
            request,
            rows,
            lambda job: lifecycle.move(job, name, actor="admin", context=context),
            done=done,
        )

    return act


for _name, _label in MOVES.items():
    setattr(JobConsole, _name, admin.action(_mover(_name, done=_label), description=_label))
