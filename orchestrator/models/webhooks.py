"""What is told to the owner's other programs: one row per message, sent by the worker."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from jobops.lib.ids import time_ordered


class Webhook(models.Model):
    """One address of an owner, by `kind` job or pipeline, as long as it gives trouble."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12)
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    disabled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "kind"], name="one_webhook_per_kind")
        ]

    def __str__(self) -> str:
        return self.kind


class Delivery(models.Model):
    """One message; its id and body are the same in every attempt. `attempts_log` holds at, status,
    durationMs, reason and excerpt of each.
    """

    id = models.UUIDField(primary_key=True, default=time_ordered, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="deliveries")
    kind = models.CharField(max_length=12)
    event = models.CharField(max_length=40)
    body = models.TextField()
    state = models.CharField(max_length=10, default="pending")
    attempts = models.PositiveSmallIntegerField(default=0)
    attempts_log = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now)
    next_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    request_id = models.CharField(max_length=128, blank=True)
    pipeline_run_id = models.UUIDField(null=True)
    job_id = models.UUIDField(null=True)
    event_id = models.UUIDField(null=True)

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            # The same event or run end is told once, whoever writes it down.
            models.UniqueConstraint(fields=["kind", "event_id"],
                                    condition=Q(event_id__isnull=False),
                                    name="one_message_per_event"),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["state", "next_at"], name="delivery_due"),
            models.Index(fields=["owner", "-created_at"], name="delivery_of_owner"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.state}"
