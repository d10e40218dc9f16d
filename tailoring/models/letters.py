"""Texts that go out with an application: cover letters as versions, and answers to questions."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from jobops.lib.ids import time_ordered
from tailoring.models.chat import ORIGINS, ChatMessage


class CoverLetter(models.Model):
    """One version of a job's letter; its text is never changed. `claims` is what the guard found,
    as JSON. `pdf_inputs` says from what the file `pdf_digest` was printed.
    """

    id = models.UUIDField(primary_key=True, default=time_ordered, editable=False)
    job = models.ForeignKey("orchestrator.Job", models.CASCADE, related_name="letters")
    version = models.PositiveIntegerField()
    language = models.CharField(max_length=12, blank=True)
    text = models.TextField()
    origin = models.CharField(max_length=10, default="user")
    source_message = models.ForeignKey(ChatMessage, models.SET_NULL, null=True, related_name="+")
    claims = models.JSONField(default=list)
    confirmed_at = models.DateTimeField(null=True)
    pdf_digest = models.CharField(max_length=64, blank=True)
    pdf_inputs = models.CharField(max_length=64, blank=True)
    pdf_pages = models.PositiveSmallIntegerField(null=True)
    printed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "cover letter"
        indexes = [models.Index(fields=["pdf_digest"], name="letter_bytes")]
        constraints = [
            models.UniqueConstraint(fields=["job", "version"], name="one_letter_per_version"),
            models.CheckConstraint(condition=Q(origin__in=ORIGINS), name="letter_origin_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.job_id} letter {self.version}"


class SavedAnswer(models.Model):
    """An answer to a question that comes up again. A removed one stays, so that removing can be
    undone. `source_message` is the reply it was saved from, `job` where it was first given.
    """

    id = models.UUIDField(primary_key=True, default=time_ordered, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="answers")
    question = models.CharField(max_length=1000)
    answer = models.TextField()
    language = models.CharField(max_length=12, blank=True)
    topic = models.CharField(max_length=24, blank=True)
    origin = models.CharField(max_length=10, default="user")
    job = models.ForeignKey("orchestrator.Job", models.SET_NULL, null=True, related_name="+")
    source_message = models.ForeignKey(ChatMessage, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "saved answer"
        indexes = [models.Index(fields=["owner", "-updated_at"], name="saved_answer_of_owner")]
        constraints = [
            models.CheckConstraint(condition=Q(origin__in=ORIGINS), name="answer_origin_is_known")
        ]

    def __str__(self) -> str:
        return str(self.pk)


class JobAnswer(models.Model):
    """A question of one application with the words given there; `saved` is where they came from."""

    id = models.UUIDField(primary_key=True, default=time_ordered, editable=False)
    job = models.ForeignKey("orchestrator.Job", models.CASCADE, related_name="answers")
    question = models.CharField(max_length=1000)
    answer = models.TextField(blank=True)
    saved = models.ForeignKey(SavedAnswer, models.SET_NULL, null=True, related_name="uses")
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "answer of an application"
        indexes = [models.Index(fields=["job", "created_at"], name="answer_of_application")]

    def __str__(self) -> str:
        return str(self.pk)
