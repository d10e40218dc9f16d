"""Which countries and cities a posting's words about its place mean. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from jobops.lib.text import fold
from orchestrator.jobs import cities
from orchestrator.jobs.cities import City
from orchestrator.jobs.countries import Part, tables

LIMIT = 300
WORLDWIDE = re.compile(
    r"\b(?:anywhere|world-?\s?wide|global(?:ly)?|weltweit|whole world|all countries|ortsunabhangig"
    r"|monde entier|partout|todo el mundo|cualquier lugar|mundial|qualquer lugar|ovunque"
    r"|wereldwijd|caly swiat|international remote|any ?time ?zone|distributed)\b"
)
EXCEPT = re.compile(
    r"\b(?:except|exclud(?:ing|es)|excl\b|outside|not (?:in|from|available in|open to)|but not"
    r"|außer|ausser|hors|excepto|salvo|escluso|behalve)\b",
    re.I,
)
APART = re.compile(r"[;|/•·\n]")
AND = re.compile(r"\s*&\s*|\s(?:or|and|oder|und|ou|et|lub)\s", re.I)
PARTS = re.compile(r"[,()\[\]:–—]|\s-+\s?|\s?-+\s")
NOISE = re.compile(
    r"\b(?:fully|full|100|remote(?:ly)?|hybrid|on-?\s?site|in-?office|home-?\s?office|telework"
    r"|t[eé]l[eé]travail|teletrabajo|work from home|wfh|office|hq|headquarters|based|only|within"
    r"|in|from|near|greater|metro(?:politan)?|area|region|anywhere|worldwide|candidates?|residents?"
    r"|locations?|multiple|various|city of|raum|großraum|bei|umgebung|timezones?|time zones?"
    r"|working hours|hours|utc|gmt|the|of|job|jobs|m/w/d)\b|\b\d[\d-]*\b",
    re.I,
)
CODE = re.compile(r"[A-Z]{2,3}")
TOKEN = re.compile(r"[\w.'’-]+")
LONGEST_NAME = 5
# Inside a longer text only a city that many know is meant as one, in thousands.
KNOWN_CITY, SHORTEST = 50, 4
SHORT_NAMES = frozenset({"usa", "uae", "eu", "uk"})


@dataclass(frozen=True)
class Place:
    """`regions` are the countries of named groups of countries, `excluded` those ruled out."""

    countries: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    worldwide: bool = False
    excluded: frozenset[str] = frozenset()
    cities: tuple[City, ...] = ()
    text: str = ""

    @property
    def only_country(self) -> str | None:
        return next(iter(self.countries)) if len(self.countries) == 1 else None

    @property
    def is_known(self) -> bool:
        return bool(self.countries or self.regions or self.worldwide or self.excluded)


@dataclass
class _Reading:
    """What the parts of one place have said so far; `firm` once a country or state was named."""

    countries: frozenset[str] = frozenset()
    wide: frozenset[str] = frozenset()
    firm: bool = False
    regions: frozenset[str] = frozenset()
    states: set[str] = field(default_factory=set)
    towns: list[tuple[City, ...]] = field(default_factory=list)
    # Cities that are called like the country or state which the part more likely means.
    namesakes: list[tuple[City, ...]] = field(default_factory=list)
    parts: int = 0

    def add(
        self, meant: frozenset[str], *, wide: frozenset[str], firm: bool, state: bool = False
    ) -> None:
        """ "Paris, TX" is in Texas, "Hamburg, Berlin" are two cities."""
        pairs = [(self.countries, meant)]
        if self.firm or firm:
            pairs += [(self.wide, meant), (self.countries, wide)]
        both = next((a & b for a, b in pairs if a & b), frozenset[str]())
        # "Berlin, CT" is a small town of that state, whatever city shares its name.
        apart = meant if state and not self.firm else self.countries | meant
        self.countries = both or apart
        self.wide = (self.wide & wide if both else frozenset()) or self.wide | wide
        self.firm = self.firm or firm

    def cities(self) -> tuple[City, ...]:
        kept: list[City] = []
        for towns in self.towns or self.namesakes:
            here = [town for town in towns if town.country in self.countries]
            exact = [town for town in here if town.part in self.states]
            kept += exact or [town for town in here if not (self.states and town.part)]
        return tuple(kept)


@lru_cache(maxsize=8192)
def place_of(text: str) -> Place:
    """Read a location as sources write it: "Berlin, Germany", "Remote (US only)", "EMEA"."""
    head, *rest = EXCEPT.split(text[:LIMIT], maxsplit=1)
    readings = [_read(one) for one in _apart(head)]
    folded = fold(head)
    countries = frozenset[str]().union(*(one.countries for one in readings))
    regions = frozenset[str]().union(*(one.regions for one in readings))
    excluded = place_of(rest[0]) if rest else Place()
    limited = any(one.countries or one.regions for one in readings)
    return Place(
        countries=countries,
        regions=regions,
        worldwide=bool(WORLDWIDE.search(folded)) and not limited,
        excluded=excluded.countries | excluded.regions,
        cities=tuple(dict.fromkeys(city for one in readings for city in one.cities())),
        text=folded,
    )


def _apart(text: str) -> list[str]:
    """Places that stand beside each other, not inside each other."""
    found: list[str] = []
    for piece in APART.split(text):
        joined = any(name in fold(piece) for name in _joined_names())
        found += [piece] if joined else AND.split(piece)
    return found


@lru_cache(maxsize=1)
def _joined_names() -> tuple[str, ...]:
    known = tables()
    return tuple(name for name in (*known.names, *known.parts, *known.regions) if AND.search(name))


def _read(text: str) -> _Reading:
    reading = _Reading()
    loud = text.isupper()
    for part in PARTS.split(text):
        bare = " ".join(NOISE.sub(" ", part).split()).strip(" .,'-")
        if bare and not _whole(bare, reading):
            _inside(bare, reading, loud=loud)
        reading.parts += bool(bare)
    # A region around a known city is where the city lies, not where the job may be done.
    if reading.cities() and reading.countries <= reading.regions:
        reading.regions = frozenset()
    return reading


def _whole(bare: str, reading: _Reading) -> bool:
    """Whether all of a part is one name or code; the reading takes it."""
    if CODE.fullmatch(bare) and _take_code(bare, reading):
        return True
    return _take_name(fold(bare), reading, least=0)


def _inside(bare: str, reading: _Reading, *, loud: bool) -> None:
    """Names inside a longer part, the longest first; codes only at its ends."""
    tokens = TOKEN.findall(bare)
    at = 0
    while at < len(tokens):
        step = 1
        for length in range(min(LONGEST_NAME, len(tokens) - at), 0, -1):
            name = fold(" ".join(tokens[at : at + length])).strip(".")
            long_enough = len(name) >= SHORTEST or name in SHORT_NAMES
            if long_enough and _take_name(name, reading, least=KNOWN_CITY):
                step = length
                break
        else:
            outer = at in (0, len(tokens) - 1)
            if outer and not loud and CODE.fullmatch(tokens[at].strip(".")):
                _take_code(tokens[at].strip("."), reading)
        at += step


def _take_code(code: str, reading: _Reading) -> bool:
    known = tables()
    parts = known.part_codes.get(code, ())
    country = known.codes.get(code)
    own: frozenset[str] = frozenset({country} if country else set())
    meant = own | frozenset(part.country for part in parts)
    if not meant:
        return False
    if country and not reading.parts:
        # In front, "CA" is a country; behind a city it may be a state.
        reading.add(own, wide=meant, firm=True)
    else:
        here = own | _with_towns(parts, reading) or meant
        reading.add(here, wide=meant, firm=True, state=not own)
    reading.states.update(part.code for part in parts)
    return True


def _with_towns(parts: tuple[Part, ...], reading: _Reading) -> frozenset[str]:
    """The countries of those states in which the cities named before lie, if any is known."""
    codes = {(part.country, part.code) for part in parts}
    towns = [town for several in reading.towns for town in several]
    found = {town.country for town in towns if (town.country, town.part) in codes}
    # The table knows no codes of Australian states.
    return frozenset(found or {"AU"} & {country for country, _ in codes})


def _take_name(name: str, reading: _Reading, *, least: int) -> bool:
    known = tables()
    if name in known.regions:
        reading.regions |= known.regions[name]
        return True
    towns = cities.called(name)
    towns = towns if towns and towns[0].thousands >= least else ()
    wide = frozenset(town.country for town in towns)
    country = known.names.get(name) or ("US" if name in ("us", "u.s") else None)
    part = known.parts.get(name)
    if country or part:
        named = frozenset(code for code in (country, part.country if part else None) if code)
        if part and part.code:
            reading.states.add(part.code)
        reading.add(named, wide=named | wide, firm=True)
        reading.namesakes += [towns] if towns else []
    elif towns:
        usual = frozenset(town.country for town in cities.likely(towns))
        reading.add(usual, wide=wide, firm=False)
        reading.towns.append(towns)
    return bool(country or part or towns)
