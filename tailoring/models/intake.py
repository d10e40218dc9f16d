"""Files that are not résumé documents yet: read, and waiting for the owner's look."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from jobops.lib.ids import time_ordered
from tailoring.models.resume import ResumeDocument


class ResumeIntake(models.Model):
    """What was read from a PDF, DOCX or text. `found` are its fields with the lines they came from.

    Deleted when it is used or thrown away, and after a day.
    """

    id = models.UUIDField(primary_key=True, default=time_ordered, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=255)
    format = models.CharField(max_length=10)
    original = models.BinaryField()
    original_digest = models.CharField(max_length=64)
    lines = models.JSONField(default=list)
    found = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "résumé being read"
        verbose_name_plural = "résumés being read"
        indexes = [models.Index(fields=["owner", "-created_at"], name="intake_of_owner")]

    def __str__(self) -> str:
        return str(self.pk)


class ResumePhoto(models.Model):
    """The photo of one document: re-encoded, small, without metadata."""

    document = models.OneToOneField(ResumeDocument, models.CASCADE, related_name="photo")
    content = models.BinaryField()
    media_type = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "photo"

    def __str__(self) -> str:
        return self.digest[:12]
