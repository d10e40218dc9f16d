"""Whether a posting is one the owner asked for: term, age, place, workplace, employer. Pure."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property, lru_cache
from typing import Literal

from jobops.lib.dates import parse_posted
from jobops.lib.text import fold
from orchestrator.jobs import cities
from orchestrator.jobs.cities import City
from orchestrator.jobs.countries import country_code as country_code
from orchestrator.jobs.places import Place, place_of
from orchestrator.jobs.workplace import Workplace, workplace_of
from orchestrator.sources.posting import Posting

Reason = Literal["term", "age", "place", "workplace", "blocked"]
Stance = Literal["named", "region", "worldwide", "other", "unknown"]
SELECTED_ONLY = "selected_only"
WORD = re.compile(r"[^\W_]+[+#]*")
TAG = re.compile(r"<[^<>]*>")
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?=$|[T ])")
# Of a description that is longer, the rest is not searched.
SEARCHED = 200_000
SHORTEST_ALIAS = 4
# A job open in more countries than this is not in a place of its own.
FEW = 5


@dataclass(frozen=True)
class Near:
    lat: float
    lon: float
    miles: float


@dataclass(frozen=True)
class Wanted:
    """A search. Empty means no limit; `country` is a code or name, `on` the day of the search."""

    terms: tuple[str, ...] = ()
    flexible: bool = False
    since: date | None = None
    country: str | None = None
    cities: tuple[str, ...] = ()
    near: Near | None = None
    workplaces: frozenset[str] = frozenset()
    scope: str = SELECTED_ONLY
    blocked: tuple[str, ...] = ()
    on: date = field(default_factory=lambda: datetime.now(UTC).date())

    @cached_property
    def term_words(self) -> tuple[frozenset[str], ...]:
        words = (frozenset(WORD.findall(fold(term))) for term in self.terms)
        return tuple(filter(None, words))

    @cached_property
    def blocked_words(self) -> tuple[frozenset[str], int]:
        """Every phrase as its words with single spaces, and the most words one has."""
        phrases = [WORD.findall(fold(phrase)) for phrase in self.blocked]
        return (
            frozenset(" ".join(words) for words in phrases if words),
            max(map(len, phrases), default=0),
        )

    @cached_property
    def countries(self) -> frozenset[str]:
        """The chosen country, else those of the chosen cities."""
        code = country_code(self.country) if self.country else None
        if code:
            return frozenset({code})
        return frozenset(city.country for city in self.towns)

    @cached_property
    def towns(self) -> frozenset[City]:
        code = country_code(self.country) if self.country else None
        found: set[City] = set()
        for name in self.cities:
            known = cities.called(fold(name.partition(",")[0]).strip())
            here = tuple(city for city in known if city.country == code) if code else ()
            asked = place_of(name).cities
            found.update(asked if "," in name and asked else cities.likely(here or known))
        return frozenset(found)

    @cached_property
    def city_words(self) -> re.Pattern[str] | None:
        said = {fold(name.partition(",")[0]).strip() for name in self.cities}
        said |= {name for city in self.towns for name in cities.names(city)}
        said = {
            name for name in said if len(name) >= SHORTEST_ALIAS or name in map(fold, self.cities)
        }
        listed = "|".join(map(re.escape, sorted(said, key=len, reverse=True)))
        return re.compile(rf"(?<!\w)(?:{listed})(?!\w)") if listed else None

    @property
    def has_place(self) -> bool:
        return bool(self.country or self.cities or self.near)


@dataclass(frozen=True)
class Verdict:
    """`reason` is the first filter that removes the posting, None when it stays."""

    reason: Reason | None = None
    flags: tuple[str, ...] = ()
    matches_place: bool = False


OUT: dict[Reason, Verdict] = {
    reason: Verdict(reason) for reason in ("term", "age", "place", "workplace", "blocked")
}
UNKNOWN_PLACE = Verdict(None, ("locationUnknown",))


def verdict(posting: Posting, wanted: Wanted, *, searched: bool) -> Verdict:
    """`searched`: the source itself has looked for the terms."""
    text = _once(posting)
    if not searched and wanted.term_words and not _has_term(posting, wanted, text):
        return OUT["term"]
    if wanted.since and posting.date_posted:
        posted = _posted(posting.date_posted, wanted.on)
        if posted and posted < wanted.since:
            return OUT["age"]
    way = _way(posting, text)
    here = _place(posting, wanted, way) if wanted.has_place else Verdict(matches_place=True)
    if here.reason:
        return here
    if wanted.workplaces and len(wanted.workplaces) < 3:
        found = way()
        if found and found.kind not in wanted.workplaces:
            return OUT["workplace"]
    return OUT["blocked"] if wanted.blocked and is_blocked(posting.employer, wanted) else here


def _once(posting: Posting) -> Callable[[], str]:
    """The description's words, folded and without markup, made when first asked for."""
    made: list[str] = []

    def text() -> str:
        if not made:
            raw = posting.description[:SEARCHED]
            raw = html.unescape(raw) if "&" in raw else raw
            made.append(TAG.sub(" ", raw) if "<" in raw else raw)
        return made[0]

    return text


def _way(posting: Posting, text: Callable[[], str]) -> Callable[[], Workplace | None]:
    made: list[Workplace | None] = []

    def way() -> Workplace | None:
        if not made:
            made.append(workplace_of(posting, description=text))
        return made[0]

    return way


def _has_term(posting: Posting, wanted: Wanted, text: Callable[[], str]) -> bool:
    extras = posting.extras.get("skills")
    head = fold(f"{posting.title} {posting.job_function or ''} {_listed(extras)}")
    words = set(WORD.findall(head))
    if any(term <= words for term in wanted.term_words):
        return True
    if not wanted.flexible:
        return False
    folded = fold(text())
    likely = [
        term for term in wanted.term_words if all(word in words or word in folded for word in term)
    ]
    if not likely:
        return False
    words.update(WORD.findall(folded))
    return any(term <= words for term in likely)


def _listed(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, list | tuple) else str(value or "")


@lru_cache(maxsize=4096)
def _posted(words: str, on: date) -> date | None:
    day = ISO_DAY.match(words)
    if day:
        try:
            return date.fromisoformat(day[0])
        except ValueError:
            return None
    return parse_posted(words, today=on)


def _place(posting: Posting, wanted: Wanted, way: Callable[[], Workplace | None]) -> Verdict:
    place = place_of(posting.location or "")
    stance = _stance(posting, wanted, place)
    if stance == "other":
        return OUT["place"]
    found = None if stance == "named" and not (wanted.cities or wanted.near) else way()
    is_remote = found is not None and found.kind == "remote"
    if stance == "worldwide" and not (found and not is_remote):
        return OUT["place"] if wanted.scope == SELECTED_ONLY else Verdict()
    if is_remote and stance == "unknown" and not (wanted.cities and _in_city(place, wanted)):
        return UNKNOWN_PLACE if wanted.scope == SELECTED_ONLY else Verdict()
    if is_remote and stance in ("named", "region"):
        return Verdict(matches_place=stance == "named")
    return _on_the_spot(place, wanted, stance=stance)


def _stance(posting: Posting, wanted: Wanted, place: Place) -> Stance:
    """How the posting's words about countries stand to the chosen one."""
    listed = posting.extras.get("countries")
    limits = frozenset(map(str, listed)) if isinstance(listed, list | tuple) else frozenset()
    chosen = wanted.countries
    if not chosen:
        return "worldwide" if place.worldwide else "unknown"
    if limits or place.countries:
        if chosen & (limits or place.countries):
            return "named" if len(limits) <= FEW else "region"
        if limits or not chosen & place.regions:
            return "other"
    if place.regions:
        return "region" if chosen & place.regions else "other"
    if place.excluded:
        return "other" if chosen <= place.excluded else "worldwide"
    return "worldwide" if place.worldwide else "unknown"


def _on_the_spot(place: Place, wanted: Wanted, *, stance: Stance) -> Verdict:
    """A job whose place one has to go to, as far as known."""
    if not (wanted.cities or wanted.near):
        return Verdict(matches_place=True) if stance == "named" else UNKNOWN_PLACE
    if wanted.cities and _in_city(place, wanted):
        return Verdict(matches_place=True)
    near = wanted.near
    if near:
        if any(cities.miles(near.lat, near.lon, city=city) <= near.miles for city in place.cities):
            return Verdict(matches_place=True)
        return OUT["place"] if place.cities else UNKNOWN_PLACE
    if stance != "named" and not place.is_known:
        return UNKNOWN_PLACE
    return Verdict() if wanted.flexible else OUT["place"]


def _in_city(place: Place, wanted: Wanted) -> bool:
    if not wanted.towns.isdisjoint(place.cities):
        return True
    pattern = wanted.city_words
    return bool(pattern and pattern.search(place.text))


def is_blocked(employer: str, wanted: Wanted) -> bool:
    """Whether a blocked phrase is in the name as whole words."""
    phrases, longest = wanted.blocked_words
    words = WORD.findall(fold(employer))
    return any(
        " ".join(words[at : at + length]) in phrases
        for at in range(len(words))
        for length in range(1, min(longest, len(words) - at) + 1)
    )
