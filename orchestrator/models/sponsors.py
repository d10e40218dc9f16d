"""Public registers of employers who may sponsor a visa: the same for every owner."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from jobops.lib.ids import time_ordered


class RegisterQuerySet(models.QuerySet["SponsorRegister"]):
    def loaded(self) -> RegisterQuerySet:
        return self.filter(load__isnull=False)

    def unmatched(self) -> RegisterQuerySet:
        """Loaded, and not all jobs were compared with it yet."""
        return self.loaded().filter(matched_at=None)


class SponsorRegister(models.Model):
    """One country's register. `load` names the rows that hold now; those of another load are on
    their way in or out. `token` is the right to load, of `worker` until `token_until`.
    """

    id = models.UUIDField(primary_key=True, default=time_ordered, editable=False)
    country = models.CharField(max_length=2, unique=True)
    load = models.UUIDField(null=True, editable=False)
    address = models.CharField(max_length=2000, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    published = models.DateField(null=True)
    fetched_at = models.DateTimeField(null=True)
    names = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    # Words that so many names hold that they tell no two employers apart.
    common = models.JSONField(default=list)
    # Fetched anew by the worker's clock; off until an administrator says so.
    automatic = models.BooleanField(default=False)
    asked_at = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)
    # A much smaller file is taken too: somebody looked at it.
    forced = models.BooleanField(default=False)
    error = models.CharField(max_length=300, blank=True)
    token = models.UUIDField(null=True, editable=False)
    token_until = models.DateTimeField(null=True, editable=False)
    worker = models.CharField(max_length=120, null=True, editable=False)
    # A file somebody sent, until the worker has read it: whose, and its digest.
    file_owner = models.UUIDField(null=True, editable=False)
    file_digest = models.CharField(max_length=64, blank=True, editable=False)
    file_name = models.CharField(max_length=200, blank=True, editable=False)
    # How far the jobs were compared with this load.
    matched_after = models.UUIDField(null=True, editable=False)
    matching_at = models.DateTimeField(null=True, editable=False)
    matched_at = models.DateTimeField(null=True, editable=False)

    objects = RegisterQuerySet.as_manager()

    class Meta:
        verbose_name = "sponsor register"

    def __str__(self) -> str:
        return f"sponsor register {self.country}"

    def is_loading(self, *, at: datetime) -> bool:
        return self.token_until is not None and self.token_until > at


class Sponsor(models.Model):
    """An employer in a register, at one place. `keys`: its plain names, joined by |."""

    register = models.ForeignKey(
        SponsorRegister, models.CASCADE, related_name="sponsors", db_index=False
    )
    load = models.UUIDField()
    name = models.CharField(max_length=300)
    keys = models.CharField(max_length=620)
    town = models.CharField(max_length=200, blank=True)
    county = models.CharField(max_length=200, blank=True)
    route = models.CharField(max_length=1000, blank=True)
    rating = models.CharField(max_length=300, blank=True)
    number = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [models.Index(fields=["load", "id"], name="sponsor_of_load")]

    def __str__(self) -> str:
        return self.name


class SponsorWord(models.Model):
    """Under what a sponsor is found: a rare word of its name, or the whole name without blanks."""

    word = models.CharField(max_length=200)
    whole = models.BooleanField(default=False)
    load = models.UUIDField()
    # A load goes as a whole: a constraint would look for words of each sponsor that goes.
    sponsor = models.ForeignKey(
        Sponsor, models.CASCADE, related_name="words", db_index=False, db_constraint=False
    )

    class Meta:
        verbose_name = "word of a sponsor"
        verbose_name_plural = "words of sponsors"
        indexes = [
            models.Index(fields=["word", "whole", "load", "sponsor"], name="sponsor_by_word"),
            models.Index(fields=["load"], name="sponsor_word_of_load"),
        ]
        constraints = [models.CheckConstraint(condition=~Q(word=""), name="sponsor_word_is_one")]

    def __str__(self) -> str:
        return self.word
