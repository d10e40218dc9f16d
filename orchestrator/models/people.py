"""Who owns rows, and how they prove it."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import AbstractUser
from django.db import connection, models
from django.utils import timezone

from jobops.lib.ids import time_ordered
from orchestrator import bells


class User(AbstractUser):
    """An owner of jobs. In local mode there is exactly one, made on first use, without a
    password.
    """

    id = models.UUIDField(primary_key=True, default=time_ordered, editable=False)
    display_name = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return self.display_name or self.username


# Each event needs its number, and asking for it apart would be a second query for every one.
RAISE = """
    UPDATE orchestrator_tally SET changes = changes + 1, events = events + %s
    WHERE owner_id = %s RETURNING events
"""


class TallyQuerySet(models.QuerySet["Tally"]):
    def raised(self, owner_id: UUID, *, events: int = 0) -> int:
        """One more change a client can see, and `events` events; open pages hear of it. Returns
        the number of the last event.
        """
        bells.tell(owner_id)
        key = User._meta.pk.get_db_prep_value(owner_id, connection)
        with connection.cursor() as cursor:
            cursor.execute(RAISE, [events, key])
            found = cursor.fetchone()
            if found is None:
                self.get_or_create(owner_id=owner_id)
                cursor.execute(RAISE, [events, key])
                found = cursor.fetchone()
        return int(found[0])


class Tally(models.Model):
    """Two counters per owner: changes a client can see, and events. Raised in the same
    transaction.
    """

    owner = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="tally")
    changes = models.BigIntegerField(default=0)
    events = models.BigIntegerField(default=0)
    # Results up to this moment have been seen; null: none ever.
    notices_seen_at = models.DateTimeField(null=True)

    objects = TallyQuerySet.as_manager()

    class Meta:
        verbose_name = "tally"
        verbose_name_plural = "tallies"

    def __str__(self) -> str:
        return f"{self.changes}/{self.events}"


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def live(self, *, at: datetime) -> ApiTokenQuerySet:
        return self.filter(models.Q(expires_at=None) | models.Q(expires_at__gt=at))

    def issue(
        self,
        owner: User,
        *,
        name: str,
        expires_at: datetime | None,
        session: bool = False,
        scope: str = "full",
    ) -> tuple[ApiToken, str]:
        """A new token and its text, which is not stored and cannot be shown again."""
        text = f"jobops_{secrets.token_urlsafe(32)}"
        row = self.create(
            owner=owner, name=name, expires_at=expires_at, digest=digest(text),
            is_session=session, scope=scope,
        )  # fmt: skip
        return row, text

    def matching(self, text: str, *, at: datetime) -> ApiToken | None:
        return (
            self.live(at=at)
            .filter(digest=digest(text), owner__is_active=True)
            .select_related("owner")
            .first()
        )


class ApiToken(models.Model):
    """What a program shows instead of a name and a password, or one signed-in browser
    (`is_session`). `scope` says what it opens: orchestrator.accounts.scopes.
    """

    id = models.UUIDField(primary_key=True, default=time_ordered, editable=False)
    owner = models.ForeignKey(User, models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=120)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    scope = models.CharField(max_length=12, default="full", editable=False)
    is_session = models.BooleanField(default=False, editable=False)
    # Of a signed-in browser: so that ending one from another ends its session, too.
    session_key = models.CharField(max_length=40, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, editable=False)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = "API token"

    def __str__(self) -> str:
        return self.name


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class LoginAttempt(models.Model):
    """A failed sign-in; the throttle counts them by name and by address."""

    name = models.CharField(max_length=150, db_index=True)
    address = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = "sign-in attempt"

    def __str__(self) -> str:
        return self.name


class Preference(models.Model):
    """One owner-edited value; secrets are sealed with the installation's key."""

    owner = models.ForeignKey(User, models.CASCADE, related_name="preferences")
    key = models.CharField(max_length=60)
    value = models.TextField()
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="one_value_per_key")]

    def __str__(self) -> str:
        return self.key
