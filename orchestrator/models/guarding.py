"""How accounts come about and are kept: invitations, a second step of signing in, what happened."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone

from jobops.lib.ids import time_ordered


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, *, at: datetime) -> InvitationQuerySet:
        return self.filter(used_at=None, revoked_at=None, expires_at__gt=at)


class Invitation(models.Model):
    """A link with which one person makes their account. Only the digest of its text is stored."""

    id = models.UUIDField(primary_key=True, default=time_ordered, editable=False)
    inviter = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    # For the inviter's eyes: whom it is for.
    note = models.CharField(max_length=120, blank=True)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    is_admin = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    used_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    objects = InvitationQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.pk)


class TwoStep(models.Model):
    """The second step of one account: `secret` is sealed base32; without `confirmed_at` it is
    still being set up. `last_counter` is the time step of the last code taken: none counts twice.
    """

    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="two_step"
    )
    secret = models.TextField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField(null=True)
    last_counter = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = "two-step sign-in"
        verbose_name_plural = "two-step sign-ins"

    def __str__(self) -> str:
        return "on" if self.confirmed_at else "being set up"


class RecoveryCode(models.Model):
    """One way in without the second device, once. Only a digest is stored."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="recovery_codes"
    )
    digest = models.CharField(max_length=64, editable=False)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "digest"], name="one_code_per_digest")
        ]

    def __str__(self) -> str:
        return "used" if self.used_at else "unused"


class AccountEvent(models.Model):
    """What happened to an account, for its owner to see. `place` is the address cut to /24 or /64;
    `about` names what it was about: a browser, a token, a person.
    """

    id = models.UUIDField(primary_key=True, default=time_ordered, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="account_events"
    )
    kind = models.CharField(max_length=40)
    at = models.DateTimeField(default=timezone.now)
    place = models.CharField(max_length=64, blank=True)
    about = models.CharField(max_length=120, blank=True)
    request_id = models.CharField(max_length=128, blank=True)

    class Meta:
        indexes = [models.Index(fields=["owner", "-at"], name="account_events_newest")]

    def __str__(self) -> str:
        return self.kind
