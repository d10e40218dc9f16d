"""Where a place is, as far as a country and a city name go, and whether the owner can work there."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from orchestrator.scoring.card import Label, Options
from orchestrator.scoring.posting import fold

_FILE = Path(__file__).with_name("places.tsv")
_PART = re.compile(r"[,;/|()·–—]| - |\bor\b|\band\b")
_LANGUAGE_WORDS = {
    "en": "english", "de": "german", "fr": "french", "es": "spanish", "pt": "portuguese", "it": "italian", "nl": "dutch", "pl": "polish", "sv": "swedish", "da": "danish", "cs": "czech", "tr": "turkish", "ja": "japanese", "zh": "chinese", "ru": "russian", "uk": "ukrainian", "ar": "arabic", "ko": "korean", "no": "norwegian",
}  # fmt: skip
REGIONS = {
    "EU": frozenset(["AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE", "IT", "LV", "LT", "LU", "MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE"]),
    "EUROPE": frozenset(["AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE", "IT", "LV", "LT", "LU", "MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE", "GB", "CH", "NO", "IS", "UA", "RS", "AL", "BA", "MK", "ME", "MD", "TR", "GE"]),
    "EMEA": frozenset(["AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE", "IT", "LV", "LT", "LU", "MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE", "GB", "CH", "NO", "IS", "UA", "RS", "TR", "AE", "SA", "IL", "EG", "ZA", "NG", "KE", "MA", "TN", "JO", "QA"]),
    "LATAM": frozenset(["AR", "BO", "BR", "CL", "CO", "CR", "DO", "EC", "GT", "HN", "MX", "NI", "PA", "PE", "PR", "PY", "SV", "UY", "VE"]),
    "APAC": frozenset(["AU", "NZ", "JP", "CN", "IN", "SG", "HK", "TW", "KR", "MY", "TH", "VN", "PH", "ID"]),
    "NORTH AMERICA": frozenset(["US", "CA", "MX"]),
    "AMERICAS": frozenset(["US", "CA", "MX", "AR", "BO", "BR", "CL", "CO", "CR", "DO", "EC", "GT", "HN", "NI", "PA", "PE", "PR", "PY", "SV", "UY", "VE"]),
}  # fmt: skip
_REGION_WORDS = re.compile(
    r"(?<!\w)(?:(?P<EU>eu|european union)|(?P<EUROPE>europe|europa|european timezones|europe timezone)|(?P<EMEA>emea)|(?P<LATAM>latam|latin america|latinoamerica)"
    r"|(?P<APAC>apac|asia|asia.pacific)|(?P<NORTH_AMERICA>north(?:ern)? america)|(?P<AMERICAS>americas))(?!\w)"
)
_ANYWHERE = re.compile(r"anywhere|worldwide|global(?:ly)?|weltweit|any ?time ?zone|distributed")


def language_word(code: str) -> str:
    return _LANGUAGE_WORDS.get(code[:2].casefold(), "")


@lru_cache(maxsize=1)
def _table() -> tuple[dict[str, str], dict[str, str]]:
    names: dict[str, str] = {}
    cities: dict[str, str] = {}
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        kind, code, listed = line.split("\t")
        target = names if kind == "country" else cities
        for name in listed.split("|"):
            target.setdefault(fold(name), code)
    return names, cities


@lru_cache(maxsize=2048)
def country(place: str) -> str:
    """The two-letter code of the only country a place names, empty when none or several."""
    found = countries(place)
    return next(iter(found)) if len(found) == 1 else ""


@lru_cache(maxsize=2048)
def countries(place: str) -> frozenset[str]:
    """Every country a text of places stands for; regions such as EMEA count as all of theirs."""
    names, cities = _table()
    parts = [part.strip(" .") for part in _PART.split(fold(place))]
    found = {names[part] for part in parts if part in names}
    region = _REGION_WORDS.search(fold(place))
    if region and region.lastgroup:
        found |= REGIONS[region.lastgroup.replace("_", " ")]
    if not found:
        found = {cities[part] for part in parts if part in cities}
    if not found:
        words = re.findall(r"[\w.'-]+", fold(place))
        found = {names[word] for word in words if word in names and len(word) > 2}
    return frozenset(found)


def cities(place: str) -> frozenset[str]:
    """The parts of a place that are no country, region or way of working."""
    names, _ = _table()
    dull = re.compile(
        r"remote|hybrid|on.?site|anywhere|worldwide|homeoffice|home office|office|multiple"
    )
    parts = (part.strip(" .") for part in _PART.split(fold(place)))
    return frozenset(
        p for p in parts
        if len(p) > 2 and p not in names and not dull.search(p) and not _REGION_WORDS.fullmatch(p)
    )  # fmt: skip


def decide(threshold: str, *, location: str, home: str, options: Options) -> tuple[Label, str]:
    """The label of a location row and the place of the owner it was decided by.

    `threshold` is "workplace:remote", "workplace:onsite", "workplace:hybrid" or "workplace:open".
    """
    workplace = threshold.partition(":")[2]
    own = tuple(filter(None, (*options.places, home)))
    if workplace == "remote" and (not location or _ANYWHERE.search(fold(location))):
        return "met", next(iter(own), "remote")
    there = countries(location)
    here = frozenset(code for place in own for code in countries(place)) | set(options.permits)
    if not own or not there or not here:
        return "unknown", ""
    if not there & here:
        return ("partial", own[0]) if options.relocates else ("missing", own[0])
    if workplace == "remote":
        return "met", own[0]
    town = cities(location)
    near = next((place for place in own if cities(place) & town), "")
    if near or not town:
        return "met", near or own[0]
    if options.relocates or workplace != "onsite":
        return "partial", own[0]
    return "missing", own[0]
