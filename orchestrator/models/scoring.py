"""Stored scoring results: never changed, only followed by a newer one."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from jobops.lib.ids import time_ordered
from orchestrator.models.job import Job


class ScoreCard(models.Model):
    id = models.UUIDField(primary_key=True, default=time_ordered, editable=False)
    job = models.ForeignKey(Job, models.CASCADE, related_name="cards")
    resume_id = models.UUIDField(null=True)
    resume_revision = models.PositiveIntegerField(null=True)
    engine = models.CharField(max_length=12)
    value = models.FloatField(null=True)
    reason = models.TextField(blank=True)
    band = models.CharField(max_length=12, blank=True)
    confidence = models.CharField(max_length=12, blank=True)
    sub_scores = models.JSONField(default=dict)
    base = models.FloatField(null=True)
    caps = models.JSONField(default=list)
    penalties = models.JSONField(default=list)
    wishes = models.JSONField(default=list)
    what_if = models.JSONField(default=list)
    inputs = models.CharField(max_length=64, blank=True)
    rubric_version = models.CharField(max_length=20, blank=True)
    lexicon_version = models.CharField(max_length=20, blank=True)
    prompt_version = models.CharField(max_length=20, blank=True)
    model = models.CharField(max_length=120, blank=True)
    fallback_reason = models.CharField(max_length=40, null=True)
    # With the ledger, all that the number is made from: it can be computed again at any time.
    standing = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    warnings = models.JSONField(default=list)
    unused_instructions = models.JSONField(default=list)
    facts = models.JSONField(default=list)
    posting_hash = models.CharField(max_length=64, blank=True)
    # What it is of had changed before it was stored.
    outdated = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["job", "-created_at"], name="card_of_job")]

    def __str__(self) -> str:
        return f"{self.value} ({self.engine})"


class Requirement(models.Model):
    """One row of a card's ledger."""

    card = models.ForeignKey(ScoreCard, models.CASCADE, related_name="requirements")
    ordinal = models.PositiveSmallIntegerField()
    scope = models.CharField(max_length=12)
    importance = models.CharField(max_length=8)
    weight = models.PositiveSmallIntegerField(default=1)
    text = models.CharField(max_length=200)
    quote = models.CharField(max_length=300)
    terms = models.JSONField(default=list)
    threshold = models.JSONField(null=True)
    label = models.CharField(max_length=10)
    evidence = models.JSONField(default=list)
    origin = models.CharField(max_length=8, default="rules")
    unverified = models.BooleanField(default=False)
    listed = models.BooleanField(default=False)

    class Meta:
        ordering = ["ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["card", "ordinal"], name="one_row_per_ordinal")
        ]

    def __str__(self) -> str:
        return self.text


class OwnRequirement(models.Model):
    """A row of a job's ledger as the owner wants it; it wins over every other with its terms.

    `removed`: the posting's row of this scope and these terms is to be left out.
    """

    id = models.UUIDField(primary_key=True, default=time_ordered, editable=False)
    job = models.ForeignKey(Job, models.CASCADE, related_name="own_requirements")
    scope = models.CharField(max_length=12)
    importance = models.CharField(max_length=8)
    text = models.CharField(max_length=200)
    quote = models.CharField(max_length=300)
    terms = models.JSONField(default=list)
    threshold = models.CharField(max_length=80, null=True)
    label = models.CharField(max_length=10)
    evidence = models.JSONField(default=list)
    removed = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["created_at", "id"]
        verbose_name = "requirement set by its owner"
        verbose_name_plural = "requirements set by their owner"

    def __str__(self) -> str:
        return self.text


class FactPatch(models.Model):
    """A fact read from a job's description by an engine: taken over, or taken back by the owner.

    `field` is its wire name; `previous` what stood there before, for the way back.
    """

    id = models.UUIDField(primary_key=True, default=time_ordered, editable=False)
    job = models.ForeignKey(Job, models.CASCADE, related_name="patches")
    field = models.CharField(max_length=40)
    value = models.JSONField(null=True)
    previous = models.JSONField(null=True)
    confidence = models.CharField(max_length=8)
    quote = models.CharField(max_length=500, blank=True)
    engine = models.CharField(max_length=12)
    state = models.CharField(max_length=10)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "fact read by an engine"
        verbose_name_plural = "facts read by engines"
        indexes = [models.Index(fields=["job", "-at"], name="patch_of_job")]

    def __str__(self) -> str:
        return f"{self.field} ({self.state})"


class ModelAnswer(models.Model):
    """What a model said of one posting and one profile, so that it is not paid for twice."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    answer = models.JSONField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "kept answer of a model"
        verbose_name_plural = "kept answers of models"
        constraints = [
            models.UniqueConstraint(fields=["owner", "key"], name="one_answer_per_question")
        ]
        indexes = [models.Index(fields=["owner", "-at"], name="answer_of_owner")]

    def __str__(self) -> str:
        return self.key
