"""Looking a name up in the registers, and what the page says about each register."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from django.db.models import Case, IntegerField, Q, Value, When
from django.utils import timezone

from jobops.lib.errors import Problem
from orchestrator.models import Job, Sponsor, SponsorRegister, SponsorWord
from orchestrator.sponsors import likeness, matching, names
from orchestrator.sponsors.registers import SOURCES, Source

SHORTEST, LONGEST, MOST = 2, 200, 50
STALE = timedelta(days=60)


class SearchProblem(Problem):
    SENTENCES: ClassVar = {
        "too_short": f"Search for at least {SHORTEST} letters or digits of a name.",
        "too_long": f"Search for at most {LONGEST} characters, without control characters.",
    }


@dataclass(frozen=True)
class Hits:
    """`more`: there are others than these."""

    sponsors: Sequence[Sponsor]
    more: bool


@dataclass(frozen=True)
class Standing:
    """One country's register as it is now; `row` is None before it was ever asked for."""

    source: Source
    row: SponsorRegister | None
    state: str
    stale: bool

    @property
    def is_loaded(self) -> bool:
        return self.row is not None and self.row.load is not None

    @property
    def is_live(self) -> bool:
        """Whether something about it changes by itself in a moment."""
        return self.state in ("waiting", "loading", "comparing")


def find(text: str) -> Hits:
    """Names that hold every word, those that begin so first. Raises SearchProblem."""
    given = " ".join(text.split())
    if len(given) > LONGEST or not given.isprintable():
        raise SearchProblem("too_long")
    plain = names.key(given)
    if len(names.compact(plain)) < SHORTEST:
        raise SearchProblem("too_short")
    current = matching.loads()
    held = Q(load__in=current.ids if current else ())
    for word in plain.split():
        held &= Q(keys__contains=word)
    first = Case(
        When(keys=plain, then=Value(0)), When(keys__startswith=plain, then=Value(1)),
        default=Value(2), output_field=IntegerField(),
    )  # fmt: skip
    found = Sponsor.objects.filter(held).select_related("register")
    rows = list(found.order_by(first, "keys", "town", "pk")[: MOST + 1])
    return Hits(rows[:MOST], more=len(rows) > MOST)


def meant(job: Job) -> Sequence[Sponsor]:
    """The sponsors whose names a job keeps, where the registers still have them; by index."""
    kept = _kept(job)
    current = matching.loads() if kept else None
    if current is None:
        return ()
    words = {word for name in kept for key in names.keys(name) for word in names.lookups(key)}
    held = SponsorWord.objects.filter(word__in=words, whole=True, load__in=current.ids)
    rows = Sponsor.objects.filter(pk__in=held.values("sponsor"), name__in=kept)
    found = {row.name: row for row in rows.select_related("register").order_by("-pk")}
    return [found[name] for name in kept if name in found]


def standings() -> tuple[Standing, ...]:
    now = timezone.now()
    rows = {row.country: row for row in SponsorRegister.objects.all()}
    return tuple(_standing(source, rows.get(country), now) for country, source in SOURCES.items())


def is_sure(score: float | None) -> bool:
    return score is not None and score >= likeness.CONFIRMED


def is_stale(register: SponsorRegister, *, at: datetime) -> bool:
    """Older than employers come and go; by the day it was published, where that is known."""
    if register.published is not None:
        return at.date() - register.published > STALE
    return register.fetched_at is not None and at - register.fetched_at > STALE


def _standing(source: Source, row: SponsorRegister | None, now: datetime) -> Standing:
    stale = row is not None and row.load is not None and is_stale(row, at=now)
    return Standing(source, row, _state(row, now), stale)


def _state(row: SponsorRegister | None, now: datetime) -> str:
    if row is None:
        return "empty"
    if row.is_loading(at=now):
        return "loading"
    if row.asked_at is not None:
        return "waiting"
    if row.load is None:
        return "empty"
    return "loaded" if row.matched_at is not None else "comparing"


def _kept(job: Job) -> list[str]:
    """What the owner or another program wrote there may be no list of names."""
    try:
        found = json.loads(job.sponsor_names or "[]")
    except (ValueError, RecursionError):
        return []
    return [one for one in found if isinstance(one, str)][:20] if isinstance(found, list) else []
