"""What a job's panel and page say about its employer as a visa sponsor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from jobops.lib.words import say
from orchestrator.models import Job, Sponsor
from orchestrator.sponsors import searching
from orchestrator.sponsors.registers import SOURCES

PAGE = "/visa-sponsors"


@dataclass(frozen=True)
class Named:
    """A name in a register, with its place and kind there."""

    name: str
    about: str


@dataclass(frozen=True)
class Badge:
    """`sure`: it is this employer. `on`: the day of the register; `check`: where to look again."""

    word: str
    sure: bool
    named: tuple[Named, ...]
    on: date | None
    url: str
    check: str


def badge(job: Job) -> Badge | None:
    """None as long as nothing is known: no register was loaded."""
    if job.sponsor_score is None:
        return None
    found = searching.meant(job)
    registers = [one.register for one in found]
    days = [one.published or (one.fetched_at and one.fetched_at.date()) for one in registers]
    return Badge(
        word=word(job, found),
        sure=searching.is_sure(job.sponsor_score),
        named=tuple(named(one) for one in found),
        on=min((day for day in days if day), default=None),
        url=f"{PAGE}?{urlencode({'q': job.employer[: searching.LONGEST]})}",
        check=f"/jobs/{job.pk}/check-sponsor",
    )


def sentence(job: Job) -> str:
    """What the last look found."""
    found = searching.meant(job)
    named = found[0].name if found else ""
    if not named:
        return say("{employer} is in no register that is loaded.", employer=job.employer[:80])
    if searching.is_sure(job.sponsor_score):
        return say("Licensed sponsor: {name}.", name=named)
    return say("Possible sponsor: {name}.", name=named)


def word(job: Job, found: Sequence[Sponsor]) -> str:
    places = dict.fromkeys(SOURCES[one.register.country].place for one in found)
    if searching.is_sure(job.sponsor_score):
        where = f" ({', '.join(places)})" if places else ""
        return say("Licensed sponsor{where}", where=where)
    if job.sponsor_score:
        return say("Possible sponsor")
    return say("Not in a register that is loaded")


def named(one: Sponsor) -> Named:
    about = (one.town, one.rating, one.route, one.number)
    return Named(one.name, ", ".join(part for part in about if part))
