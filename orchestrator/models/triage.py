"""What an owner puts beside the jobs to decide faster: words of their own, and kept views."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from jobops.lib.ids import time_ordered
from orchestrator.models.job import Job


class Tag(models.Model):
    """A word of the owner's. `folded` is how it compares: two spellings of it are one tag."""

    id = models.UUIDField(primary_key=True, default=time_ordered, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="tags")
    name = models.CharField(max_length=40)
    folded = models.CharField(max_length=160, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "folded"], name="one_tag_per_word"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(folded=""), name="tag_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class JobTag(models.Model):
    """One tag on one job; both are of the same owner."""

    id = models.UUIDField(primary_key=True, default=time_ordered, editable=False)
    job = models.ForeignKey(Job, models.CASCADE, related_name="tagged")
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="tagged")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = "tag of a job"
        verbose_name_plural = "tags of jobs"
        constraints = [models.UniqueConstraint(fields=["job", "tag"], name="one_tag_once_per_job")]

    def __str__(self) -> str:
        return str(self.pk)


class SavedView(models.Model):
    """A list as it was asked for: its tab, and `query`, the parameters of its address. A removed
    one stays a while, so that removing can be undone.
    """

    TABS = ("ready", "discovered", "applied", "all")

    id = models.UUIDField(primary_key=True, default=time_ordered, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="views")
    name = models.CharField(max_length=60)
    folded = models.CharField(max_length=240, editable=False)
    tab = models.CharField(max_length=12)
    query = models.TextField(blank=True)
    position = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "saved view"
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "folded"],
                condition=Q(removed_at=None),
                name="one_view_per_name",
            ),
            models.CheckConstraint(
                condition=Q(tab__in=("ready", "discovered", "applied", "all")),
                name="view_of_a_tab",
            ),
            models.CheckConstraint(condition=~Q(name="") & ~Q(folded=""), name="view_has_a_name"),
        ]
        indexes = [
            models.Index(fields=["owner", "position", "id"], name="view_order",
                         condition=Q(removed_at=None))
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name
