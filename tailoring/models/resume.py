"""Base résumés and their immutable versions."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from jobops.lib.ids import time_ordered


class ResumeDocument(models.Model):
    """One résumé of an owner. `revision` is the number of its newest version."""

    id = models.UUIDField(primary_key=True, default=time_ordered, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="resumes")
    name = models.CharField(max_length=200)
    language = models.CharField(max_length=12, blank=True)
    is_default = models.BooleanField(default=False)
    enabled = models.BooleanField(default=True)
    source = models.CharField(max_length=20, default="file")
    upstream_base = models.CharField(max_length=500, blank=True)
    upstream_id = models.CharField(max_length=200, blank=True)
    upstream_updated_at = models.CharField(max_length=40, blank=True)
    upstream_revision = models.PositiveIntegerField(null=True)
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner"], condition=Q(is_default=True), name="one_default_resume"
            )
        ]

    def __str__(self) -> str:
        return self.name


class ResumeVersion(models.Model):
    """What a document said at one revision; never changed. `data` is Reactive Resume v5 JSON as
    it came.
    """

    id = models.UUIDField(primary_key=True, default=time_ordered, editable=False)
    document = models.ForeignKey(ResumeDocument, models.CASCADE, related_name="versions")
    revision = models.PositiveIntegerField()
    data = models.JSONField()
    digest = models.CharField(max_length=64)
    original = models.BinaryField(null=True)
    original_digest = models.CharField(max_length=64, blank=True)
    report = models.JSONField(default=dict)
    actor = models.CharField(max_length=12, default="user")
    what = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "revision"], name="one_version_per_revision"
            )
        ]

    def __str__(self) -> str:
        return f"{self.document_id} r{self.revision}"


class UpstreamCopy(models.Model):
    """An answer of the résumé service, kept for five minutes for every process (X4)."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    body = models.JSONField()
    fetched_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="one_copy_per_key")]

    def __str__(self) -> str:
        return self.key[:12]
