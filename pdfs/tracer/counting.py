"""Counts openings honestly: people and programs apart, one visit once, scanners recognised."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from pdfs.models import TracerClick, TracerLink
from pdfs.tracer.agents import Caller

ONCE = timedelta(minutes=10)
BURST = timedelta(seconds=3)
# Nobody reads three links of one résumé within three seconds.
BURST_LINKS = 3
COLUMNS = {"person": "people", "automatic": "automatic"}


def count(link: TracerLink, who: Caller, *, visitor: str, at: datetime | None = None) -> None:
    """Write one opening, unless the same visitor opened this link a moment ago."""
    now = at or timezone.now()
    with transaction.atomic():
        TracerLink.objects.select_for_update().get(pk=link.pk)
        mine = TracerClick.objects.filter(visitor=visitor, link__job_id=link.job_id)
        if mine.filter(link=link, kind=who.kind, at__gt=now - ONCE).exists():
            return
        kind = who.kind
        burst = list(mine.filter(at__gt=now - BURST).select_related("link"))
        if len({click.link_id for click in burst} | {link.pk}) >= BURST_LINKS:
            kind = "automatic"
            _were_a_scanner(burst)
        TracerClick.objects.create(
            link=link, at=now, kind=kind, device=who.device, browser=who.browser,
            referrer=who.referrer, visitor=visitor,
        )  # fmt: skip
        _add(link, kind, 1)


def _were_a_scanner(burst: list[TracerClick]) -> None:
    """What looked like a person until the third link came."""
    for click in burst:
        if click.kind == "person":
            TracerClick.objects.filter(pk=click.pk).update(kind="automatic")
            _add(click.link, "person", -1)
            _add(click.link, "automatic", 1)


def _add(link: TracerLink, kind: str, number: int) -> None:
    column = COLUMNS[kind]
    TracerLink.objects.filter(pk=link.pk).update(**{column: F(column) + number})
