"""What the owner keeps beside a job: notes and files."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from jobops.lib.ids import time_ordered
from orchestrator.models.job import Job


class Note(models.Model):
    """Markdown text. A removed one stays for a while, so that removing can be undone."""

    id = models.UUIDField(primary_key=True, default=time_ordered, editable=False)
    job = models.ForeignKey(Job, models.CASCADE, related_name="notes")
    title = models.CharField(max_length=120)
    content = models.TextField()
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["job", "-updated_at", "-created_at", "-id"],
                name="note_of_job",
                condition=models.Q(removed_at=None),
            )
        ]

    def __str__(self) -> str:
        return self.title


class Document(models.Model):
    """A file of any kind; its bytes lie in the owner's documents folder under their digest."""

    id = models.UUIDField(primary_key=True, default=time_ordered, editable=False)
    job = models.ForeignKey(Job, models.CASCADE, related_name="documents")
    file_name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=200, null=True)
    byte_size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(fields=["job", "-created_at", "-id"], name="document_of_job"),
            models.Index(fields=["digest"], name="document_bytes"),
        ]

    def __str__(self) -> str:
        return self.file_name
