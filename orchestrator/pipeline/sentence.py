"""What a sentence like "remote data jobs in Germany, at least 70k, no consultancies" asks of a run.

Pure, by rules. What it cannot read it says, and nothing of it is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from jobops.lib.text import clean_control, fold
from orchestrator.jobs import cities
from orchestrator.jobs.countries import country_code
from orchestrator.jobs.places import KNOWN_CITY, Place, place_of

LONGEST = 1000
MOST_TERMS, LONGEST_TERM = 10, 100
LONGEST_NAME = 4
MILES_PER_KM, FARTHEST = 0.6214, 200
ONE_COUNTRY = "{name}: a run looks in one country, and {first} comes first. Save a second search."

_QUOTED = re.compile(r"[\"“„«]([^\"“”„«»]{2,100})[\"”“»]")
_ASIDE = re.compile(r"\(([^()]{2,120})\)")
_NOT = re.compile(
    r"\b(?:but\s+)?(no|not|without|except(?:\s+for)?|excluding|avoid(?:ing)?|never|keine?n?|ohne"
    r"|nicht|pas\s+de|sans)\s+(?:at\s+|for\s+|any\s+)?(in\s+|near\s+)?([^,;.!?\n]{2,120}?)"
    r"(?=[,;.!?\n]|\s(?:but|in|near|with|at\s+least|remote|please)\b|$)",
    re.I,
)
_AMOUNT = r"(?:EUR|USD|GBP|CHF|[€$£])?\s?\d[\d.,']*\s?(?:k\b|[€$£]|EUR|USD|GBP|CHF|euros?|pounds?)?"
_PER = r"(?:\s?(?:/|per|an?|pro)\s?(?:year|annum|month|day|hour|jahr|monat|tag|stunde))?"
_PAY = re.compile(
    r"\b(?:(?:pay(?:ing)?|salary|earn(?:ing)?)\s+(?:of\s+)?)?(?:at\s+least|min(?:imum)?\.?(?:\s+of)?"
    rf"|over|above|more\s+than|from|starting\s+at|mindestens|ab|au\s+moins)\s+({_AMOUNT}"
    rf"{_PER})"
    r"(?:\s+(?:salary|pay|gross|brutto))?",
    re.I,
)
_BARE_PAY = re.compile(
    r"(?<!\w)((?:[€$£]\s?\d[\d.,']*\s?k?|\d{2,3}\s?k)\s?\+?" + _PER + r")(?!\w)", re.I
)
_WORKPLACES = {
    "remote": re.compile(
        r"\b(?:(?:100\s?%|fully|full)\s?)?(?:remote(?:ly)?|work(?:ing)?\s+from\s+home|from\s+home"
        r"|home-?\s?office|wfh|t[eé]l[eé]travail|teletrabajo)\b",
        re.I,
    ),
    "hybrid": re.compile(r"\b(?:hybrid|hybride?s?)\b", re.I),
    "onsite": re.compile(
        r"\b(?:on-?\s?site|in-?\s?(?:the\s+)?office|vor\s+ort|in\s+person|sur\s+site)\b", re.I
    ),
}
_ANYWHERE = re.compile(
    r"\b(?:anywhere(?:\s+in\s+the\s+world)?|world-?\s?wide|globally|weltweit)\b", re.I
)
_BEFORE_PLACE = re.compile(
    r"\b(?:(?:based|located|anywhere)\s+)?(?:in|near|around|within|across|from|bei|à|en)\s+$", re.I
)
_JOINT = re.compile(r"\s*(?:,|/|&|\bor\b|\band\b|\boder\b|\bund\b|\bou\b|\bet\b|\bin\b)*\s*", re.I)
_BETWEEN = re.compile(r"\s*(?:,|/|&|\bor\b|\band\b|\boder\b|\bund\b|\bou\b|\bet\b)\s*", re.I)
_APART = re.compile(r"[;.!?\n]+(?=\s|$)|,|\s[–—-]\s|\s(?:but|and\s+also|preferably|ideally)\s")
_WITH = re.compile(r"\b(?:with|mit|avec)\s+([^,;.!?\n]{2,120})", re.I)
_SMALL = frozenset({"of", "the", "and", "am", "an", "de", "la", "le", "upon", "del", "do"})
_GERMAN = re.compile("kein|ohne|nicht", re.I)
_AROUND = re.compile(
    r"\b(?:within\s+)?(\d{1,3})\s?(miles?|mi|km|kilomet(?:er|re)s?)\s+(?:of|from|around|to|von|um)\s+",
    re.I,
)
_WORD = re.compile(r"[^\W_][\w.'’-]*")
# Short codes people write; others, such as IT and HR, are words of work first.
_CODES = frozenset({"US", "USA", "UK", "UAE", "GB", "DE", "NL", "CH", "AT", "FR", "NZ"})
_ROLE = (
    r"(?:engineers?|developers?|managers?|analysts?|scientists?|designers?|architects?|leads?"
    r"|consultants?|administrators?|specialists?|nurses?|teachers?|writers?|accountants?|cooks?)"
)
_EITHER = re.compile(r"\s+/\s+|(?<=\w{4})/(?=\w{4})|\s*\b(?:or|oder|ou)\b\s*", re.I)
_AND = re.compile(rf"(\b{_ROLE})\s+(?:and|und|et)\s+", re.I)
_NOISE = re.compile(
    r"\b(?:please|i['’]m|i['’]d|i|am|we|you|would|want|wants|like|need|look(?:ing)?|search(?:ing)?|find"
    r"|show|give|get|me|my|for|to|a|an|the|some|any|all|new|good|open|only|just|mostly|jobs?|roles?"
    r"|positions?|work|works|working|opening?s?|vacanc(?:y|ies)|opportunit(?:y|ies)|careers?|that"
    r"|which|is|are|be|as|of|in|at|or|and|also|preferred|preferably|possible|if|should|must|can|ok"
    r"|ich|suche|stellen?|jobangebote|als|eine?n?|bitte|und|oder|emplois?|je|cherche|de)\b",
    re.I,
)
_TERM_WORD = re.compile(rf"\b(?:jobs?|roles?|positions?|stellen?|emplois?|{_ROLE})\b", re.I)


@dataclass
class Reading:
    """`options` as of a run, under the names of the wire."""

    terms: list[str] = field(default_factory=list)
    countries: list[tuple[str, str]] = field(default_factory=list)
    cities: list[str] = field(default_factory=list)
    circle: dict[str, float] | None = None
    workplaces: list[str] = field(default_factory=list)
    anywhere: bool = False
    blocked: list[str] = field(default_factory=list)
    wishes: list[str] = field(default_factory=list)
    not_understood: list[str] = field(default_factory=list)

    def options(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if self.terms:
            found["searchTerms"] = self.terms[:MOST_TERMS]
        if self.countries or self.anywhere:
            found["country"] = self.countries[0][0] if self.countries else ""
        if self.cities:
            found["cityLocations"] = self.cities
        if self.circle:
            found["proximity"] = self.circle
        if self.workplaces:
            found["workplaceTypes"] = self.workplaces
        if self.anywhere and self.countries:
            found["searchScope"] = "selected_plus_remote_worldwide"
        if self.wishes:
            found["scoringInstructions"] = " ".join(self.wishes)
        return found


def read(text: str) -> Reading:
    """One pass for each kind of thing; what is read is taken out of the sentence."""
    reading = Reading()
    left = clean_control(text)[:LONGEST]
    for take in (
        _quoted,
        _aside,
        _without,
        _pay,
        _circle,
        _places,
        _workplaces,
        _anywhere,
        _wanted,
    ):
        left = take(left, reading)
    _terms(left, reading)
    _one_country(reading)
    return reading


def _quoted(text: str, reading: Reading) -> str:
    for found in _QUOTED.finditer(text):
        _add(reading.terms, found[1])
    return _QUOTED.sub(" , ", text)


def _aside(text: str, reading: Reading) -> str:
    for found in _ASIDE.finditer(text):
        _add(reading.wishes, f"Wanted: {found[1].strip()}.")
    return _ASIDE.sub(" ", text)


def _without(text: str, reading: Reading) -> str:
    """Names become blocked employers; kinds of work and places are left to the score."""

    def take(found: re.Match[str]) -> str:
        word, where, said = found.groups()
        for part in filter(None, map(str.strip, _BETWEEN.split(said))):
            kind = next((name for name, words in _WORKPLACES.items() if words.search(part)), None)
            # In German every noun is written like a name.
            is_name = part[:1].isupper() and not _GERMAN.match(word) and _place(part) is None
            if kind:
                reading.workplaces = [one for one in _WORKPLACES if one != kind]
            elif is_name and not where:
                _add(reading.blocked, part)
            else:
                _add(reading.wishes, f"Avoid: {where or ''}{part}.")
        return " , "

    return _NOT.sub(take, text)


def _circle(text: str, reading: Reading) -> str:
    """ "within 20 miles of Leeds"; of the largest place of this name."""
    for found in _AROUND.finditer(text):
        words = list(_WORD.finditer(text, found.end()))
        count, name = next(_named(text, words, [(0, found.end())]), (0, "")) if words else (0, "")
        towns = cities.likely(cities.called(fold(name))) if name else ()
        if towns:
            miles = float(found[1]) * (1 if found[2].lower().startswith("mi") else MILES_PER_KM)
            radius = min(max(round(miles), 1), FARTHEST)
            reading.circle = {"lat": towns[0].lat, "lon": towns[0].lon, "radiusMiles": radius}
            reading.countries = [(towns[0].country, name)]
            return f"{text[: found.start()]} , {text[words[count - 1].end() :]}"
    return text


def _pay(text: str, reading: Reading) -> str:
    """There is no filter for pay, because most postings name none: the score weighs it."""

    def take(found: re.Match[str]) -> str:
        amount = " ".join(found[1].split())
        if not _is_pay(amount):
            return found[0]
        _add(reading.wishes, f"The pay should be at least {amount}.")
        return " , "

    return _BARE_PAY.sub(take, _PAY.sub(take, text))


def _is_pay(amount: str) -> bool:
    digits = re.sub(r"\D", "", amount)
    return len(digits) >= 4 or bool(
        re.search(r"[k€$£]|[A-Z]{3}|euro|pound|/|per|an? ", amount, re.I)
    )


def _places(text: str, reading: Reading) -> str:
    words = list(_WORD.finditer(text))
    spans: list[tuple[int, int]] = []
    at = 0
    while at < len(words):
        count, name = next(_named(text, words[at:], spans), (1, ""))
        if name:
            _take_place(name, reading)
            start, end = (
                words[at].start(),
                words[at + count - 1].start() + len(words[at + count - 1][0]),
            )
            before = _BEFORE_PLACE.search(text, 0, start)
            spans.append((before.start() if before else start, end))
        at += count
    return _cut_out(text, spans)


def _named(
    text: str, words: list[re.Match[str]], spans: list[tuple[int, int]]
) -> Iterator[tuple[int, str]]:
    """Places that begin with the first of the words, the longest first."""
    start = words[0].start()
    for count in range(min(LONGEST_NAME, len(words)), 0, -1):
        end = words[count - 1].end()
        name = text[start:end]
        whole = not re.search(r"[^\w\s.'’-]", name) and _place(name.rstrip(".")) is not None
        if whole and _stands_as_place(text, start, end, spans):
            yield count, name.rstrip(".")


def _stands_as_place(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    """After a preposition, in a row with another place, alone between commas, or a country."""
    before, after = text[:start].rstrip(), text[end:].lstrip()
    in_a_row = bool(spans) and bool(_JOINT.fullmatch(text, spans[-1][1], start))
    alone = before[-1:] in ("", ",", ";") and after[:1] in ("", ",", ";", ".", "/")
    is_country = end - start > len("USA") and country_code(text[start:end]) is not None
    return bool(_BEFORE_PLACE.search(text, 0, start)) or in_a_row or alone or is_country


def _cut_out(text: str, spans: list[tuple[int, int]]) -> str:
    kept, end = [], 0
    for start, stop in spans:
        between = text[end:start]
        kept.append("" if end and _JOINT.fullmatch(between) else between)
        end = stop
    return " , ".join([*kept, text[end:]])


def _place(name: str) -> str | Place | None:
    """The code of a country, or where a city or a group of countries is."""
    if len(name) <= len("USA") and name not in _CODES:
        return place_of(name) if name == "EU" else None
    if code := country_code(name):
        return code
    if not all(one[:1].isupper() or one in _SMALL for one in name.split()):
        return None
    towns = cities.likely(cities.called(fold(name)))
    if towns and towns[0].thousands >= KNOWN_CITY:
        return Place(countries=frozenset({towns[0].country}), cities=towns[:1])
    found = place_of(name)
    return found if found.only_country or (found.regions and not found.countries) else None


def _take_place(name: str, reading: Reading) -> None:
    found = _place(name)
    code = found if isinstance(found, str) else found.only_country if found else None
    if isinstance(found, Place) and found.cities:
        _add(reading.cities, name)
    elif code:
        reading.countries += [] if code in dict(reading.countries) else [(code, name)]
        if isinstance(found, Place):
            _add(reading.wishes, f"It should be in {name}.")
    elif found:
        reading.anywhere = not reading.countries
        _add(reading.wishes, f"It must be open to people in {name}.")


def _workplaces(text: str, reading: Reading) -> str:
    said = [kind for kind, words in _WORKPLACES.items() if words.search(text)]
    if said:
        reading.workplaces = said
    for words in _WORKPLACES.values():
        text = words.sub(" ", text)
    return text


def _anywhere(text: str, reading: Reading) -> str:
    if _ANYWHERE.search(text):
        reading.anywhere = True
    return _ANYWHERE.sub(" ", text)


def _wanted(text: str, reading: Reading) -> str:
    for found in _WITH.finditer(text):
        _add(reading.wishes, f"Wanted: {found[1]}.")
    return _WITH.sub(" , ", text)


def _terms(text: str, reading: Reading) -> None:
    """Parts that speak of jobs or name a role; where none does, the first that says anything."""
    parts = [part for part in _APART.split(text) if _bare(part)]
    named = [part for part in parts if _TERM_WORD.search(part) and _bare(part)]
    chosen = named or ([] if reading.terms else parts[:1])
    for part in parts:
        if part not in chosen:
            _add(reading.not_understood, part.strip(" ,.;:!?-–")[:LONGEST_TERM])
            continue
        for one in _EITHER.split(_AND.sub(r"\1 / ", part)):
            bare = _bare(one)
            _add(reading.terms if len(bare) <= LONGEST_TERM else reading.not_understood, bare)


def _bare(text: str) -> str:
    found = " ".join(_NOISE.sub(" ", text).split()).strip(" ,.;:!?-–'&")
    return found if any(map(str.isalnum, found)) else ""


def _one_country(reading: Reading) -> None:
    """The first that was named, else that of the first city."""
    if reading.cities and not reading.countries:
        town = cities.likely(cities.called(fold(reading.cities[0])))[0]
        reading.countries.append((town.country, reading.cities[0]))
    if not reading.countries:
        return
    code, first = reading.countries[0]
    others = [name for _, name in reading.countries[1:]]
    there = {one: {town.country for town in cities.called(fold(one))} for one in reading.cities}
    reading.cities = [one for one in reading.cities if code in there[one]]
    for name in [*others, *(one for one in there if one not in reading.cities)]:
        _add(reading.not_understood, ONE_COUNTRY.format(name=name, first=first))


def _add(kept: list[str], text: str) -> None:
    tidy = " ".join(text.split())
    if tidy and fold(tidy) not in map(fold, kept):
        kept.append(tidy)
