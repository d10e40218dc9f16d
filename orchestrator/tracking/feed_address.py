"""The secret address of an owner's calendar: made, changed, switched off, and looked up."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from jobops.lib import redaction
from jobops.lib.secretbox import SecretBoxError
from orchestrator import preferences
from orchestrator.models import CalendarFeed, FeedEntry, Tally, User
from orchestrator.models.people import digest

TOKEN_BYTES = 24
LONGEST = 200
NOTED = timedelta(hours=1)


def make(owner: User) -> CalendarFeed:
    """A new address; the former one is dead from now on."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    redaction.remember([token])
    values = {
        "digest": digest(token), "token": preferences.box().seal(token),
        "created_at": timezone.now(), "read_at": None,
    }  # fmt: skip
    with transaction.atomic():
        made, _ = CalendarFeed.objects.update_or_create(owner=owner, defaults=values)
        Tally.objects.raised(owner.pk)
    return made


def switch_off(owner: User) -> None:
    """No address any more; a repeat changes nothing."""
    with transaction.atomic():
        gone, _ = CalendarFeed.objects.filter(owner=owner).delete()
        FeedEntry.objects.filter(owner=owner).delete()
        if gone:
            Tally.objects.raised(owner.pk)


def of(owner: User) -> CalendarFeed | None:
    return CalendarFeed.objects.filter(owner=owner).first()


def path_of(feed: CalendarFeed) -> str:
    """Empty when its seal was made with a key that is lost: then only a new address helps."""
    try:
        return path(preferences.opened(feed.token))
    except SecretBoxError:
        return ""


def path(token: str) -> str:
    return f"/calendar/{token}.ics"


def whole(path: str, *, here: str) -> str:
    """`here`: how the owner reaches this installation now, which is all that is known without a
    public address.
    """
    return f"{settings.PUBLIC_BASE_URL or here.rstrip('/')}{path}"


def found(token: str) -> CalendarFeed | None:
    """One query and one digest, whether there is such an address or not."""
    mine = CalendarFeed.objects.filter(digest=digest(token[:LONGEST]), owner__is_active=True)
    return mine.select_related("owner").first()


def note(feed: CalendarFeed, *, at: datetime) -> None:
    """That it was read, at most once an hour."""
    unread = Q(read_at=None) | Q(read_at__lt=at - NOTED)
    CalendarFeed.objects.filter(unread, pk=feed.pk).update(read_at=at)
