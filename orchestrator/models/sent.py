"""What was sent with an application, frozen."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from jobops.lib.ids import time_ordered
from orchestrator.models.job import Job


class SentPacket(models.Model):
    """`manifest` is the canonical JSON text that `seal` (SHA-256) was taken of; files are named in
    it by digest. The database refuses to change a row; only the job's deletion removes it.
    """

    id = models.UUIDField(primary_key=True, default=time_ordered, editable=False)
    job = models.ForeignKey(Job, models.CASCADE, related_name="packets")
    round = models.PositiveIntegerField()
    event = models.UUIDField()
    manifest = models.TextField(editable=False)
    seal = models.CharField(max_length=64)
    pdf_digest = models.CharField(max_length=64, blank=True)
    letter_digest = models.CharField(max_length=64, blank=True)
    # As they stood then, for figures: 0–100 and who computed it.
    score = models.FloatField(null=True)
    engine = models.CharField(max_length=12, blank=True)
    has_letter = models.BooleanField(default=False)
    base = models.UUIDField(null=True)
    applied_at = models.DateTimeField()
    frozen_at = models.DateTimeField(default=timezone.now)
    schema_version = models.PositiveSmallIntegerField(default=1)

    class Meta:
        verbose_name = "packet as sent"
        verbose_name_plural = "packets as sent"
        indexes = [
            models.Index(fields=["job", "-id"], name="packet_of_job"),
            models.Index(fields=["pdf_digest"], name="packet_pdf"),
            models.Index(fields=["letter_digest"], name="packet_letter"),
        ]

    def __str__(self) -> str:
        return f"{self.job_id} {self.frozen_at:%Y-%m-%d}"


class PacketVoid(models.Model):
    """The application was taken back, so this packet was not sent after all."""

    packet = models.OneToOneField(SentPacket, models.CASCADE, related_name="void")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.packet_id)
