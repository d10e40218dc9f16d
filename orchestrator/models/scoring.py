"""Stored scoring results: never changed, only followed by a newer one."""

from __future__ import annotations

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

    class Meta:
        ordering = ["ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["card", "ordinal"], name="one_row_per_ordinal")
        ]

    def __str__(self) -> str:
        return self.text
