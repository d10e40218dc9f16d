"""Requested work as rows: the row is the truth, a queued task is only a nudge."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from jobops.lib.ids import time_ordered
from orchestrator.models.job import Job

HEARTBEAT_LIFE = timedelta(seconds=60)


class OperationQuerySet(models.QuerySet["Operation"]):
    def open(self) -> OperationQuerySet:
        return self.filter(status__in=("queued", "running"))

    def finished_before(self, at: datetime) -> OperationQuerySet:
        return self.filter(finished_at__lt=at)


class Operation(models.Model):
    """One piece of requested work. `options` are its arguments, `result` what the answer's meta
    says.
    """

    KINDS = (
        "process", "summarize", "generate_pdf", "rescore", "actions", "import", "schedule",
        "watchlist", "board_paused", "prompt_lab", "letter", "export", "take_in", "model_limit",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=time_ordered, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="operations")
    job = models.ForeignKey(Job, models.CASCADE, null=True, related_name="operations")
    kind = models.CharField(max_length=16)
    status = models.CharField(max_length=12, default="queued")
    token = models.UUIDField(null=True, editable=False)
    options = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    error = models.JSONField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    request_id = models.CharField(max_length=128, blank=True)
    pipeline_run_id = models.UUIDField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    step = models.CharField(max_length=20, blank=True)

    objects = OperationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["job", "-created_at"], name="operation_of_job"),
            models.Index(fields=["status", "created_at"], name="operation_open"),
            models.Index(fields=["owner", "kind", "-finished_at"], name="operation_of_owner"),
            models.Index(fields=["status", "-id"], name="operation_status_newest"),
            models.Index(fields=["kind", "-id"], name="operation_kind_newest"),
            models.Index(fields=["request_id"], name="operation_of_request"),
            models.Index(fields=["pipeline_run_id"], name="operation_of_run",
                         condition=Q(pipeline_run_id__isnull=False)),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind} {self.status}"


class ActionItem(models.Model):
    """One job of a bulk action. `reference` is the id as it was sent, whatever it names."""

    id = models.UUIDField(primary_key=True, default=time_ordered, editable=False)
    operation = models.ForeignKey(Operation, models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    reference = models.TextField()
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=10, default="pending")
    # Order in which items ended, for who follows the progress; 0 while open.
    finished = models.PositiveIntegerField(default=0)
    error = models.JSONField(null=True)
    # The operation that does this item's work, where it takes one.
    work_id = models.UUIDField(null=True)
    # The event an undo of the whole action would take back.
    event_id = models.UUIDField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = "item of a bulk action"
        verbose_name_plural = "items of bulk actions"
        constraints = [
            models.UniqueConstraint(fields=["operation", "position"], name="one_item_per_position")
        ]
        indexes = [
            models.Index(fields=["operation", "state", "position"], name="action_item_next"),
            models.Index(fields=["work_id"], name="action_item_work",
                         condition=Q(work_id__isnull=False)),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.position} {self.state}"


class RegenerationRequest(models.Model):
    """A PDF that should be rebuilt by itself; at most one pending row per job."""

    id = models.UUIDField(primary_key=True, default=time_ordered, editable=False)
    job = models.ForeignKey(Job, models.CASCADE, related_name="regenerations")
    state = models.CharField(max_length=10, default="pending")
    first_asked_at = models.DateTimeField(default=timezone.now)
    not_before = models.DateTimeField()
    token = models.UUIDField(null=True)
    # What was to be rendered when the last attempt failed: the same is not tried for ever.
    wanted = models.CharField(max_length=130, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    request_id = models.CharField(max_length=128, blank=True)
    last_error = models.CharField(max_length=40, null=True)

    class Meta:
        verbose_name = "PDF rebuild"
        constraints = [
            models.UniqueConstraint(
                fields=["job"], condition=Q(state="pending"), name="one_pending_regeneration"
            )
        ]
        indexes = [models.Index(fields=["state", "not_before"], name="regeneration_due")]

    def __str__(self) -> str:
        return f"{self.state} {self.not_before:%H:%M:%S}"


class RenderContext(models.Model):
    """Digest of what shapes every PDF of one base résumé; jobs compare theirs with it."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    resume_id = models.UUIDField(unique=True)
    is_default = models.BooleanField(default=False)
    content = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.digest[:12]


class HeartbeatQuerySet(models.QuerySet["Heartbeat"]):
    def alive(self, *, at: datetime) -> HeartbeatQuerySet:
        return self.filter(at__gt=at - HEARTBEAT_LIFE)


class Heartbeat(models.Model):
    """What a worker group last said of itself, and of the browser it found."""

    group = models.CharField(max_length=40, primary_key=True)
    host = models.CharField(max_length=60)
    pid = models.PositiveIntegerField()
    at = models.DateTimeField()
    started_at = models.DateTimeField(default=timezone.now)
    chromium = models.CharField(max_length=120, blank=True)
    chromium_error = models.CharField(max_length=40, blank=True)

    objects = HeartbeatQuerySet.as_manager()

    class Meta:
        verbose_name = "worker heartbeat"

    def __str__(self) -> str:
        return f"{self.host}:{self.pid}"
