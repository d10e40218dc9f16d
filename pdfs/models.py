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
    # The version of the job's texts that was printed.
    tailoring = models.ForeignKey(
        "tailoring.Tailoring", models.SET_NULL, null=True, related_name="+"
    )
    # What the guard left out of the page, and how much of what is asked for stands on it.
    left_out = models.JSONField(default=list)
    coverage = models.JSONField(null=True)
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


class TracerLink(models.Model):
    """A redirecting address printed in a job's PDF, once per job and target; it outlives its job's
    PDFs. `ended_at`: the owner deleted it.
    """

    id = models.UUIDField(primary_key=True, default=time_ordered, editable=False)
    job = models.ForeignKey("orchestrator.Job", models.CASCADE, related_name="tracer_links_made")
    token = models.CharField(max_length=16, unique=True)
    target = models.CharField(max_length=2000)
    target_digest = models.CharField(max_length=64)
    people = models.PositiveIntegerField(default=0)
    automatic = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["job", "target_digest"],
                condition=models.Q(ended_at__isnull=True),
                name="one_link_per_target",
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class TracerClick(models.Model):
    """One opening. Neither address nor agent is kept; `visitor` is a mark that lasts a day."""

    link = models.ForeignKey(TracerLink, models.CASCADE, related_name="clicks")
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=10)
    device = models.CharField(max_length=12, blank=True)
    browser = models.CharField(max_length=20, blank=True)
    referrer = models.CharField(max_length=253, blank=True)
    visitor = models.CharField(max_length=32, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["link", "-at"], name="click_of_link"),
            models.Index(fields=["at"], name="click_time"),
        ]

    def __str__(self) -> str:
        return self.kind


class TracerKey(models.Model):
    """The key of one day's visitor marks; deleted a day later, so that marks mean nothing then."""

    day = models.DateField(unique=True)
    key = models.BinaryField()

    def __str__(self) -> str:
        return self.day.isoformat()


class PublicAddress(models.Model):
    """Whether the installation was reached under its public address, and when last."""

    base = models.CharField(max_length=500, unique=True)
    checked_at = models.DateTimeField()
    reached_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return self.base
