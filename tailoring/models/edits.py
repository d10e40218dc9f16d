"""Changes proposed for one job, what was decided about them, and the states they led to."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from jobops.lib.ids import time_ordered

# "hide" is only ever the owner's.
KINDS = ("headline", "summary", "skill", "rewrite", "order", "keyword", "hide")
STATUSES = ("proposed", "accepted", "rejected", "blocked")


class Edit(models.Model):
    """One change: `before` becomes `after` at `address`.

    Addresses: "headline", "summary", "skills", "experience/<itemId>/description/<n>" for a bullet,
    "experience/<itemId>/description" for the order of all bullets of an item (`before` and `after`
    are then its bullets, one a line). `mark` is the digest of the bullet's text, by which it is
    found again when others moved. `claims` and `evidence` are what the guard found, as JSON.
    """

    id = models.UUIDField(primary_key=True, default=time_ordered, editable=False)
    job = models.ForeignKey("orchestrator.Job", models.CASCADE, related_name="edits")
    resume_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=10)
    address = models.CharField(max_length=300)
    item_id = models.CharField(max_length=200, blank=True)
    mark = models.CharField(max_length=64, blank=True)
    before = models.TextField(blank=True)
    after = models.TextField()
    # What the engine wrote, where the owner has edited it since.
    proposed = models.TextField(blank=True)
    reason = models.CharField(max_length=300, blank=True)
    claims = models.JSONField(default=list)
    evidence = models.JSONField(default=list)
    hints = models.JSONField(default=list)
    status = models.CharField(max_length=10, default="proposed")
    origin = models.CharField(max_length=10)
    # Digest of the posting's text, so that what was rejected for it is not proposed again.
    posting = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=10, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "proposed change"
        indexes = [models.Index(fields=["job", "status", "created_at"], name="edit_of_job")]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=KINDS), name="edit_kind_is_known"),
            models.CheckConstraint(
                condition=models.Q(status__in=STATUSES), name="edit_status_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.status}"


class Tailoring(models.Model):
    """One state of a job's texts, never changed; restoring one makes a new one.

    `edits`: the accepted changes as they were then. `guard`: facts used, claims, decisions.
    """

    id = models.UUIDField(primary_key=True, default=time_ordered, editable=False)
    job = models.ForeignKey("orchestrator.Job", models.CASCADE, related_name="tailorings")
    number = models.PositiveIntegerField()
    resume_id = models.UUIDField(null=True)
    resume_revision = models.PositiveIntegerField(null=True)
    headline = models.CharField(max_length=500, null=True)
    summary = models.TextField(null=True)
    skills = models.JSONField(null=True)
    project_ids = models.JSONField(null=True)
    origins = models.JSONField(default=dict)
    edits = models.JSONField(default=list)
    guard = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    actor = models.CharField(max_length=12)
    what = models.CharField(max_length=200)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "version of a tailoring"
        verbose_name_plural = "versions of tailorings"
        constraints = [
            models.UniqueConstraint(fields=["job", "number"], name="one_tailoring_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.job_id} t{self.number}"
