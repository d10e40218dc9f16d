"""The ledger of model calls: one row per attempt, no prompt, no answer."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from jobops.lib.ids import time_ordered


class LlmCall(models.Model):
    id = models.UUIDField(primary_key=True, default=time_ordered, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="llm_calls")
    at = models.DateTimeField(default=timezone.now)
    purpose = models.CharField(max_length=40)
    host = models.CharField(max_length=255)
    model = models.CharField(max_length=200)
    attempt = models.PositiveSmallIntegerField(default=1)
    result = models.CharField(max_length=16, default="started")
    http_status = models.PositiveSmallIntegerField(null=True)
    duration_ms = models.PositiveIntegerField(null=True)
    prompt_tokens = models.PositiveIntegerField(null=True)
    completion_tokens = models.PositiveIntegerField(null=True)
    cost = models.DecimalField(max_digits=12, decimal_places=6, null=True)
    request_id = models.CharField(max_length=128, blank=True)
    pipeline_run_id = models.UUIDField(null=True)
    job_id = models.UUIDField(null=True)
    operation_id = models.UUIDField(null=True)

    class Meta:
        verbose_name = "model call"
        indexes = [
            models.Index(fields=["owner", "-at"], name="call_of_owner"),
            models.Index(fields=["job_id"], name="call_of_job"),
            models.Index(fields=["at"], name="call_at"),
            models.Index(fields=["result", "-id"], name="call_result_newest"),
            models.Index(fields=["request_id"], name="call_of_request"),
            models.Index(fields=["operation_id"], name="call_of_operation"),
            models.Index(fields=["pipeline_run_id"], name="call_of_run"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.result}"
