"""Where a place is, as far as country and city names go, and whether the owner can work there."""

from __future__ import annotations

import re
from functools import lru_cache

from orchestrator.scoring import shipped
from orchestrator.scoring.card import Label, Options
from orchestrator.scoring.posting import fold

_PART = re.compile(r"[,;/|()·–—]| - |\bor\b|\band\b")
_REGION_WORDS = re.compile(
    r"(?<!\w)(?:(?P<EU>eu|european union)|(?P<EUROPE>europe(?:an timezones?)?|europa)"
    r"|(?P<EMEA>emea)"
    r"|(?P<LATAM>latam|latin america|latinoamerica)|(?P<APAC>apac|asia|asia.pacific)"
    r"|(?P<NORTH_AMERICA>north(?:ern)? america)|(?P<AMERICAS>americas))(?!\w)"
)
_ANYWHERE = re.compile(r"anywhere|worldwide|global(?:ly)?|weltweit|any ?time ?zone|distributed")
_NO_PLACE = re.compile(
    r"remote|hybrid|on.?site|anywhere|worldwide|homeoffice|home office|office|multiple"
)


@lru_cache(maxsize=1)
def _table() -> dict[str, dict[str, str]]:
    """Of places.tsv: country, city and language, each from folded name or code to its meaning."""
    found: dict[str, dict[str, str]] = {"country": {}, "city": {}, "language": {}, "region": {}}
    for kind, code, listed in shipped.rows("places"):
        if kind in ("language", "region"):
            found[kind][code] = listed
        else:
            for name in listed.split("|"):
                found[kind].setdefault(fold(name), code)
    return found


def language_word(code: str) -> str:
    return _table()["language"].get(code[:2].casefold(), "")


def country(place: str) -> str:
    """The two-letter code of the only country a place names, empty when none or several."""
    found = countries(place)
    return next(iter(found)) if len(found) == 1 else ""


@lru_cache(maxsize=2048)
def countries(place: str) -> frozenset[str]:
    """Every country a text of places stands for; regions such as EMEA count as all of theirs."""
    names, towns = _table()["country"], _table()["city"]
    parts = _parts(place)
    found = {names[part] for part in parts if part in names}
    region = _REGION_WORDS.search(fold(place))
    if region and region.lastgroup:
        found.update(_table()["region"][region.lastgroup.replace("_", " ")].split("|"))
    found = found or {towns[part] for part in parts if part in towns}
    words = re.findall(r"[\w.'-]+", fold(place))
    return frozenset(found or {names[w] for w in words if w in names and len(w) > 2})


def cities(place: str) -> frozenset[str]:
    """The parts of a place that are no country, region or way of working."""
    names = _table()["country"]
    return frozenset(
        part
        for part in _parts(place)
        if len(part) > 2
        and part not in names
        and not _NO_PLACE.search(part)
        and not _REGION_WORDS.fullmatch(part)
    )


def _parts(place: str) -> list[str]:
    return [part.strip(" .") for part in _PART.split(fold(place))]


def decide(threshold: str, *, location: str, home: str, options: Options) -> tuple[Label, str]:
    """The label of a location row, and the place of the owner it was decided by.

    `threshold` is "workplace:remote", "workplace:onsite", "workplace:hybrid" or "workplace:open".
    """
    workplace = threshold.partition(":")[2]
    own = tuple(filter(None, (*options.places, home)))
    there = countries(location)
    here = frozenset(c for place in own for c in countries(place)) | set(options.permits)
    if workplace == "remote" and (not there or _ANYWHERE.search(fold(location))):
        return "met", next(iter(own), "remote")
    if not own or not there or not here:
        return "unknown", ""
    if not there & here:
        return ("partial", own[0]) if options.relocates else ("missing", own[0])
    town = cities(location)
    near = next((place for place in own if cities(place) & town), "")
    if workplace == "remote" or near or not town:
        return "met", near or own[0]
    if options.relocates or workplace != "onsite":
        return "partial", own[0]
    return "missing", own[0]
