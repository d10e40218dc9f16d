"""What a run asks which source, and how many postings it may take from each question."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from jobops.lib.text import fold
from orchestrator.sources.registry import Source

MOST_TERMS = 10
FEWEST_TITLES, MOST_TITLES = 5, 8
PER_TERM, PER_FEED = 50, 200
# Enough for any company; a board that never ends is stopped by its deadline before.
WHOLE_BOARD = 20_000
REMOTE_SCOPES = ("selected_plus_remote_worldwide", "remote_worldwide_prioritize_selected")
_BETWEEN = re.compile(r"\s*(?:[|•·;/]|,|\s[–—-]\s|\s(?:at|bei|chez)\s|@)\s*", re.I)
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_LEVEL = re.compile(
    r"^(?:(?:senior|sr\.?|junior|jr\.?|lead|staff|principal|head of|interim|freelance)\s+)+", re.I
)
LONGEST_TITLE = 60


@dataclass(frozen=True)
class Where:
    """A place to ask for; all empty is anywhere. `remote`: only jobs that can be done anywhere."""

    country: str | None = None
    place: str | None = None
    remote: bool = False


@dataclass(frozen=True)
class Unit:
    """One question. `limit` is how many postings it may bring; 0 when the budget leaves none."""

    term: str | None
    country: str | None
    place: str | None
    remote: bool
    limit: int

    def stored(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Part:
    """What one source or one board is asked; `reference` names it among the run's items."""

    source: Source
    reference: str
    units: tuple[Unit, ...]
    board: str | None = None
    label: str = ""


@dataclass(frozen=True)
class Followed:
    """A company's board that the run reads."""

    reference: str
    source: Source
    token: str
    label: str


def titles(headline: str, positions: Iterable[str]) -> list[str]:
    """Five to eight job titles a résumé asks to be searched with, the most telling first."""
    said = [
        part for text in (headline, *positions) for part in _BETWEEN.split(_ASIDE.sub("", text))
    ]
    found = _distinct(said)
    if len(found) < FEWEST_TITLES:
        found = _distinct([*found, *(_LEVEL.sub("", one) for one in found)])
    return found[:MOST_TITLES]


def used_terms(terms: Sequence[str]) -> tuple[list[str], list[str]]:
    """The terms a run searches with, each once, and those it leaves out."""
    distinct: dict[str, str] = {}
    for term in terms:
        if tidy := " ".join(term.split()):
            distinct.setdefault(fold(tidy), tidy)
    kept = list(distinct.values())
    return kept[:MOST_TERMS], kept[MOST_TERMS:]


def parts(
    *,
    sources: Sequence[Source],
    boards: Sequence[Followed],
    terms: Sequence[str],
    country: str | None,
    places: Sequence[str],
    scope: str,
    budget: int | None,
) -> list[Part]:
    """In the order of the table. With a budget the limits of all units add up to it at most."""
    drafts = [
        (one.source, one, [_unit(None, Where(country), limit=WHOLE_BOARD)]) for one in boards
    ] + [
        (source, None, _questions(source, terms, _wheres(source, country, places, scope)))
        for source in sources
    ]
    shares = iter(shared(budget, sum(len(units) for _, _, units in drafts)))
    return [
        Part(
            source=source,
            reference=board.reference if board else source.id,
            units=tuple(_limited(unit, next(shares, None)) for unit in units),
            board=board.token if board else None,
            label=board.label if board else source.label,
        )
        for source, board, units in drafts
    ]


def shared(budget: int | None, units: int) -> list[int]:
    """The budget in equal parts, remainders to the first; empty without a budget."""
    if budget is None or not units:
        return []
    each, rest = divmod(budget, units)
    return [each + (number < rest) for number in range(units)]


def _limited(unit: Unit, share: int | None) -> Unit:
    if share is None:
        return unit
    return Unit(unit.term, unit.country, unit.place, unit.remote, min(share, WHOLE_BOARD))


def _questions(source: Source, terms: Sequence[str], wheres: Sequence[Where]) -> list[Unit]:
    if source.kind == "feed":
        return [_unit(None, wheres[0], limit=PER_FEED)]
    return [_unit(term, where, limit=PER_TERM) for term in (terms or (None,)) for where in wheres]


def _wheres(source: Source, country: str | None, places: Sequence[str], scope: str) -> list[Where]:
    """The places this source can be asked for; one that knows no places is asked once."""
    known = country if "country" in source.can else None
    found = [Where(known, place) for place in places] if "place" in source.can else []
    if not found:
        found = [Where(known)]
    if scope in REMOTE_SCOPES and known and "remote" in source.can and not source.countries:
        found.append(Where(remote=True))
    return found


def _unit(term: str | None, where: Where, *, limit: int) -> Unit:
    return Unit(term, where.country, where.place, where.remote, limit)


def _distinct(texts: Iterable[str]) -> list[str]:
    kept: dict[str, str] = {}
    for text in texts:
        tidy = " ".join(text.split()).strip(" .,-–")
        if 3 <= len(tidy) <= LONGEST_TITLE and any(map(str.isalpha, tidy)):
            kept.setdefault(fold(tidy), tidy)
    return list(kept.values())
