"""What an owner puts beside the jobs to decide faster: words of their own, and kept views."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Aggregate, JSONField, OuterRef, Q, Subquery
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone

from jobops.lib.ids import time_ordered
from orchestrator.models.job import Job, JobQuerySet

TAG_NAMES = "tag_names"


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


class Names(Aggregate):
    """Texts of a group as one JSON list, in no order."""

    function = "json_group_array"
    output_field = JSONField()

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **options: Any
    ) -> tuple[str, Any]:
        return super().as_sql(compiler, connection, function="jsonb_agg", **options)


def with_tags(jobs: JobQuerySet) -> JobQuerySet:
    """Each row brings the names of its tags, so that nobody asks again."""
    own = JobTag.objects.filter(job=OuterRef("pk")).order_by().values("job")
    return jobs.annotate(**{TAG_NAMES: Subquery(own.annotate(n=Names("tag__name")).values("n"))})
