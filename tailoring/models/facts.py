"""What an owner states beside the résumé: confirmed by hand, and used for every job."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from jobops.lib.ids import time_ordered
from tailoring.models.resume import ResumeDocument


class Fact(models.Model):
    """One confirmed statement. `item_id` binds it to an entry of `document`; empty, it is of the
    person. `removed_at` is kept, so that taking a fact back can be undone.
    """

    id = models.UUIDField(primary_key=True, default=time_ordered, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="facts")
    document = models.ForeignKey(ResumeDocument, models.CASCADE, null=True, related_name="facts")
    item_id = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=20, blank=True)
    text = models.CharField(max_length=1000)
    job = models.ForeignKey("orchestrator.Job", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "confirmed fact"
        indexes = [models.Index(fields=["owner", "-created_at"], name="fact_of_owner")]

    def __str__(self) -> str:
        return str(self.pk)
