"""Files that were printed or brought, one row each; the bytes lie in the store under their
digest.
"""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from jobops.lib.ids import time_ordered


class RenderedPdf(models.Model):
    id = models.UUIDField(primary_key=True, default=time_ordered, editable=False)
    job = models.ForeignKey("orchestrator.Job", models.CASCADE, related_name="pdfs")
    digest = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField()
    pages = models.PositiveSmallIntegerField(default=0)
    source = models.CharField(max_length=12)
    inputs = models.CharField(max_length=64, blank=True)
    context = models.CharField(max_length=64, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    resume_version = models.ForeignKey(
        "tailoring.ResumeVersion", models.SET_NULL, null=True, related_name="+"
    )
    theme = models.CharField(max_length=20, blank=True)
    chromium = models.CharField(max_length=40, blank=True)
    # What the file must say, until it has been read back.
    expected = models.JSONField(null=True, editable=False)
    inspections = models.PositiveSmallIntegerField(default=0, editable=False)
    verdict = models.JSONField(null=True)
    verdict_status = models.CharField(max_length=8, blank=True)
    notices = models.JSONField(default=list)
    file_name = models.CharField(max_length=255, blank=True)
    duration_ms = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "PDF"
        indexes = [
            models.Index(fields=["job", "-created_at"], name="pdf_of_job"),
            models.Index(fields=["verdict_status", "-id"], name="pdf_verdict_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.digest[:12]}"
