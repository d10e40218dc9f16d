"""How politely sources were asked, shared by all processes, and how they answered of late."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class SourceTurn(models.Model):
    """One request at a time per host: `next_at` is when it may be asked again."""

    host = models.CharField(max_length=255, primary_key=True)
    next_at = models.DateTimeField()

    class Meta:
        verbose_name = "turn at a source"
        verbose_name_plural = "turns at sources"

    def __str__(self) -> str:
        return self.host


class SourceUse(models.Model):
    """Calls within the present window of one limit; `scope` is the source, or source and owner
    where the limit belongs to a key.
    """

    scope = models.CharField(max_length=120)
    seconds = models.PositiveIntegerField()
    since = models.DateTimeField()
    calls = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "use of a source"
        verbose_name_plural = "use of sources"
        constraints = [
            models.UniqueConstraint(fields=["scope", "seconds"], name="one_use_per_window")
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.calls}/{self.seconds} s"


class StoredFeed(models.Model):
    """The last answer of a whole feed, packed with zlib; `key` is the digest of the request."""

    key = models.CharField(max_length=64, primary_key=True)
    source = models.CharField(max_length=120)
    etag = models.CharField(max_length=300, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    body = models.BinaryField()
    fetched_at = models.DateTimeField()

    class Meta:
        verbose_name = "stored feed"

    def __str__(self) -> str:
        return self.source


class SourceOutcome(models.Model):
    """How one attempt at a source ended; the last twenty of each. `board` is blank for a search."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    source = models.CharField(max_length=120)
    board = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=20, blank=True)
    postings = models.PositiveIntegerField(default=0)
    seconds = models.FloatField(default=0)

    class Meta:
        verbose_name = "outcome at a source"
        verbose_name_plural = "outcomes at sources"
        indexes = [models.Index(fields=["owner", "source", "board", "-at"], name="outcome_newest")]

    def __str__(self) -> str:
        return f"{self.source} {self.kind or 'fine'}"
