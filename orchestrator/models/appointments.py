"""Dates of an application, and the calendar they are read in."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from jobops.lib.ids import time_ordered
from orchestrator.models.job import Job
from orchestrator.models.mail import InboundMessage


class Interview(models.Model):
    """`uid` and `sequence` are those of the invitation it came with. `touched_at`: the owner
    changed it, so that undoing the mail leaves it. A removed one stays a while.
    """

    KINDS = ("recruiter_screen", "technical", "onsite", "panel", "behavioral", "final")
    OUTCOMES = ("pending", "pass", "fail", "cancelled")

    id = models.UUIDField(primary_key=True, default=time_ordered, editable=False)
    job = models.ForeignKey(Job, models.CASCADE, related_name="interviews")
    scheduled_at = models.DateTimeField()
    is_all_day = models.BooleanField(default=False)
    zone = models.CharField(max_length=64, default="UTC")
    minutes = models.PositiveSmallIntegerField(default=60)
    kind = models.CharField(max_length=18)
    location = models.CharField(max_length=500, blank=True)
    link = models.CharField(max_length=2000, blank=True)
    people = models.CharField(max_length=1000, blank=True)
    notes = models.TextField(blank=True)
    # What the reader of an invitation had to assume, as a sentence.
    remark = models.CharField(max_length=300, blank=True)
    outcome = models.CharField(max_length=10, default="pending")
    uid = models.CharField(max_length=255, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    message = models.ForeignKey(
        InboundMessage, models.SET_NULL, null=True, related_name="interviews"
    )
    touched_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["job", "uid"],
                condition=~Q(uid="") & Q(removed_at=None),
                name="one_interview_per_invitation",
            )
        ]
        indexes = [
            models.Index(fields=["job", "scheduled_at", "id"], name="interview_of_job"),
            models.Index(fields=["scheduled_at"], name="interview_time"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.scheduled_at:%Y-%m-%d}"


class CalendarFeed(models.Model):
    """The address under which a calendar program reads the owner's dates. Looked up by digest; the
    sealed token is there to be shown again.
    """

    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feed"
    )
    digest = models.CharField(max_length=64, unique=True)
    token = models.TextField(editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"feed of {self.owner_id}"


class FeedEntry(models.Model):
    """What a feed last said of one date: calendars take a change only under a higher number."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    uid = models.CharField(max_length=120)
    content = models.CharField(max_length=64)
    # The lines of the event, so that one that is gone can still be called off; sealed.
    said = models.TextField(editable=False)
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=timezone.now)
    gone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "uid"], name="each_date_once")]

    def __str__(self) -> str:
        return self.uid
