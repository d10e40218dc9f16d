"""What the employer did after we applied."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from jobops.lib.ids import time_ordered
from orchestrator.models.job import Job
from orchestrator.models.mail import InboundMessage


class StageEvent(models.Model):
    """One step of an application. Removed and undone ones stay as rows and no longer count."""

    id = models.UUIDField(primary_key=True, default=time_ordered, editable=False)
    job = models.ForeignKey(Job, models.CASCADE, related_name="stages")
    round = models.PositiveIntegerField()
    to_stage = models.CharField(max_length=24)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=timezone.now)
    source = models.CharField(max_length=10, default="user")
    group_id = models.CharField(max_length=120, null=True)
    outcome = models.CharField(max_length=20, null=True)
    metadata = models.JSONField(null=True)
    is_note = models.BooleanField(default=False)
    by_apply = models.BooleanField(default=False)
    message = models.ForeignKey(InboundMessage, models.SET_NULL, null=True, related_name="steps")
    removed_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "step of an application"
        verbose_name_plural = "steps of applications"
        constraints = [
            models.UniqueConstraint(
                fields=["job", "round"],
                condition=Q(by_apply=True, removed_at=None, undone_at=None),
                name="applied_once_per_round",
            ),
            models.UniqueConstraint(
                fields=["message", "to_stage"],
                condition=Q(message__isnull=False, removed_at=None, undone_at=None),
                name="one_step_per_mail_and_stage",
            ),
        ]
        indexes = [models.Index(fields=["job", "occurred_at", "id"], name="stage_order")]

    def __str__(self) -> str:
        return f"{self.to_stage} {self.occurred_at:%Y-%m-%d}"


class ToDo(models.Model):
    """A reminder of the owner's. A removed one stays a while, so that removing can be undone."""

    KINDS = ("prep", "todo", "follow_up", "check_status")

    id = models.UUIDField(primary_key=True, default=time_ordered, editable=False)
    job = models.ForeignKey(Job, models.CASCADE, related_name="todos")
    kind = models.CharField(max_length=12)
    title = models.CharField(max_length=200)
    due_at = models.DateTimeField(null=True)
    is_completed = models.BooleanField(default=False)
    notes = models.TextField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "to-do"
        indexes = [
            models.Index(
                fields=["job", "due_at", "id"],
                name="todo_of_job",
                condition=Q(removed_at=None),
            )
        ]

    def __str__(self) -> str:
        return self.title


class FollowUp(models.Model):
    """What the owner said to the suggestion to write again. It holds for the silence that began at
    `silent_since`; anything new begins another one.
    """

    job = models.OneToOneField(Job, models.CASCADE, related_name="follow_up")
    silent_since = models.DateTimeField()
    snoozed_until = models.DateTimeField(null=True)
    dismissed_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.job_id)


class Contact(models.Model):
    """A person at the employer, or between. `source` is who named them: user, mail, posting."""

    id = models.UUIDField(primary_key=True, default=time_ordered, editable=False)
    job = models.ForeignKey(Job, models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=320, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    link = models.CharField(max_length=2000, blank=True)
    notes = models.TextField(blank=True)
    source = models.CharField(max_length=8, default="user")
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["job", "id"], name="contact_of_job", condition=Q(removed_at=None))
        ]

    def __str__(self) -> str:
        return str(self.pk)
