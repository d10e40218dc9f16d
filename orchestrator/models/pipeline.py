"""A run of the automatic flow, and each unit of its work."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from jobops.lib.ids import time_ordered
from orchestrator.models.job import Job


class SearchPreset(models.Model):
    """A saved search: `options` as of a run; `cadence` says when it runs by itself, null never."""

    id = models.UUIDField(primary_key=True, default=time_ordered, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="presets")
    name = models.CharField(max_length=80)
    options = models.JSONField(default=dict)
    cadence = models.JSONField(null=True)
    enabled = models.BooleanField(default=True)
    next_run_at = models.DateTimeField(null=True)
    # Due, and another run was in the way: it starts when that ends, if that is soon.
    waiting_since = models.DateTimeField(null=True)
    last_run = models.ForeignKey(
        "orchestrator.PipelineRun", models.SET_NULL, null=True, related_name="+"
    )
    last_result = models.CharField(max_length=40, blank=True)
    last_used_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "saved search"
        verbose_name_plural = "saved searches"
        constraints = [models.UniqueConstraint("owner", Lower("name"), name="one_preset_per_name")]
        indexes = [models.Index(fields=["enabled", "next_run_at"], name="preset_due")]

    def __str__(self) -> str:
        return self.name


class PipelineRun(models.Model):
    id = models.UUIDField(primary_key=True, default=time_ordered, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="runs")
    preset = models.ForeignKey(SearchPreset, models.SET_NULL, null=True, related_name="runs")
    trigger = models.CharField(max_length=12, default="manual")
    status = models.CharField(max_length=12, default="running")
    step = models.CharField(max_length=16, default="scoring")
    requested = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    lease_token = models.UUIDField(null=True)
    lease_worker = models.CharField(max_length=120, null=True)
    lease_expires_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(default=timezone.now)
    completed_at = models.DateTimeField(null=True)
    moved_at = models.DateTimeField(default=timezone.now)
    cancel_requested_at = models.DateTimeField(null=True)
    interruptions = models.PositiveSmallIntegerField(default=0)
    counts = models.JSONField(default=dict)
    error_counts = models.JSONField(default=dict)
    error_message = models.CharField(max_length=300, null=True)
    seq = models.PositiveIntegerField(default=0)
    request_id = models.CharField(max_length=128, blank=True)

    class Meta:
        verbose_name = "run"
        constraints = [
            models.UniqueConstraint(
                fields=["owner"], condition=Q(status="running"), name="one_running_run"
            )
        ]
        indexes = [models.Index(fields=["owner", "-started_at"], name="run_of_owner")]

    def __str__(self) -> str:
        return f"{self.status} {self.started_at:%Y-%m-%d %H:%M}"


class RunItem(models.Model):
    id = models.UUIDField(primary_key=True, default=time_ordered, editable=False)
    run = models.ForeignKey(PipelineRun, models.CASCADE, related_name="items")
    kind = models.CharField(max_length=8, default="job")
    reference = models.CharField(max_length=120)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    step = models.CharField(max_length=16)
    state = models.CharField(max_length=10, default="pending")
    attempt = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=120, null=True)
    lease_expires_at = models.DateTimeField(null=True)
    operation_id = models.UUIDField(null=True)
    error = models.JSONField(null=True)
    reason = models.CharField(max_length=40, null=True)
    counts = models.JSONField(default=dict)
    # What a source or board item has to do, and how much of it is done.
    plan = models.JSONField(default=dict)
    usage = models.JSONField(default=dict)
    rank = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "item of a run"
        verbose_name_plural = "items of runs"
        constraints = [
            models.UniqueConstraint(
                fields=["run", "step", "kind", "reference"], name="one_item_per_unit"
            )
        ]
        indexes = [
            models.Index(fields=["run", "step", "state", "rank"], name="item_next"),
            models.Index(fields=["state", "-id"], name="item_state_newest"),
            models.Index(fields=["operation_id"], name="item_of_operation",
                         condition=Q(operation_id__isnull=False)),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.step} {self.reference} {self.state}"


class Find(models.Model):
    """A job that a run met at a source, once: what that brought the first time in this run.

    A source that is read again after a kill finds its rows here, so nothing is counted twice.
    """

    run = models.ForeignKey(PipelineRun, models.CASCADE, related_name="finds")
    item = models.ForeignKey(RunItem, models.CASCADE, related_name="finds")
    job = models.ForeignKey(Job, models.CASCADE, related_name="+")
    unit = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(max_length=10)
    is_linked = models.BooleanField(default=False)
    # Its place could not be made out, so no filter could use it.
    place_unknown = models.BooleanField(default=False)

    class Meta:
        verbose_name = "find of a run"
        verbose_name_plural = "finds of runs"
        constraints = [models.UniqueConstraint(fields=["run", "job"], name="one_find_per_job")]

    def __str__(self) -> str:
        return self.outcome
