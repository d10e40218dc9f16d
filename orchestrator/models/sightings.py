"""Where a job was seen, which other row it is alike, what its posting said before, whose board is
followed.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from jobops.lib.ids import time_ordered
from orchestrator.models.job import Job


class FollowedBoard(models.Model):
    """One company's public job list. `failures` counts failed checks in a row; five pause it."""

    id = models.UUIDField(primary_key=True, default=time_ordered, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="boards")
    ats = models.CharField(max_length=40)
    token = models.CharField(max_length=200)
    label = models.CharField(max_length=200)
    url = models.CharField(max_length=2000)
    enabled = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)
    # Rows seen at the first check are known, not new.
    first_checked_at = models.DateTimeField(null=True)
    last_checked_at = models.DateTimeField(null=True)
    last_ok_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    paused_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=40, null=True)

    class Meta:
        verbose_name = "followed board"
        constraints = [
            models.UniqueConstraint(fields=["owner", "ats", "token"], name="one_row_per_board")
        ]

    def __str__(self) -> str:
        if getattr(self, "is_veiled", False):
            return str(self.pk)
        return f"{self.ats} {self.token}"


class Sighting(models.Model):
    """A source showed a job. `key` is its id there, else the canonical address.

    `mark` is what a followed board's list says of it: new, known or ignored. `missed_at` is the
    first complete read of its board that did not show it any more. `digest` is of all it said.
    """

    id = models.UUIDField(primary_key=True, default=time_ordered, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    job = models.ForeignKey(Job, models.CASCADE, related_name="sightings")
    board = models.ForeignKey(FollowedBoard, models.SET_NULL, null=True, related_name="sightings")
    source = models.CharField(max_length=120)
    key = models.CharField(max_length=2000)
    url = models.CharField(max_length=2000)
    mark = models.CharField(max_length=8, blank=True)
    times = models.PositiveIntegerField(default=1)
    first_seen_at = models.DateTimeField(default=timezone.now)
    last_seen_at = models.DateTimeField(default=timezone.now)
    missed_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=32, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "source", "key"], name="one_sighting_per_key")
        ]
        indexes = [
            models.Index(fields=["job"], name="sighting_of_job"),
            models.Index(fields=["board", "mark", "-first_seen_at"], name="sighting_of_board",
                         condition=Q(board__isnull=False)),
        ]  # fmt: skip

    def __str__(self) -> str:
        if getattr(self, "is_veiled", False):
            return str(self.pk)
        return f"{self.source} {self.key}"


class EmployerWord(models.Model):
    """The beginning of a word of an employer's name, or its web address, by which the names that
    may be the same employer are found; `name` is Job.employer_key.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    word = models.CharField(max_length=255)
    name = models.CharField(max_length=200)

    class Meta:
        verbose_name = "word of an employer"
        verbose_name_plural = "words of employers"
        constraints = [
            models.UniqueConstraint(fields=["owner", "word", "name"], name="one_row_per_word")
        ]

    def __str__(self) -> str:
        return f"{self.word} {self.name}"


class JobLink(models.Model):
    """Two rows that look like one job; `first` has the smaller id. `unlinked` by the owner is for
    good.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    first = models.ForeignKey(Job, models.CASCADE, related_name="+")
    second = models.ForeignKey(Job, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, default="duplicate")
    title_likeness = models.FloatField()
    employer_likeness = models.FloatField()
    reason = models.CharField(max_length=200, blank=True)
    decided_by = models.CharField(max_length=8, default="auto")
    state = models.CharField(max_length=10, default="linked")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "link between jobs"
        verbose_name_plural = "links between jobs"
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="one_link_per_pair")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class PostingVersion(models.Model):
    """What a posting said before a source changed it: former values by field; the last five."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="postings")
    at = models.DateTimeField(default=timezone.now)
    source = models.CharField(max_length=120)
    # True: what a source says now of a job already applied to, whose own fields stay.
    is_newer = models.BooleanField(default=False)
    values = models.JSONField(default=dict)

    class Meta:
        verbose_name = "former posting"
        indexes = [models.Index(fields=["job", "-at"], name="posting_of_job")]

    def __str__(self) -> str:
        return f"{self.source} {self.at:%Y-%m-%d %H:%M}"
