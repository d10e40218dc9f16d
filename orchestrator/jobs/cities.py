"""Cities of the world with at least 15,000 people: their country and where they lie. Pure."""

from __future__ import annotations

import gzip
import math
from dataclasses import dataclass
from functools import lru_cache

from orchestrator.jobs.countries import FOLDER

EARTH_MILES = 3958.8
# Of several places with one name, those much smaller than the largest are rarely meant.
COMPARABLE = 0.1


@dataclass(frozen=True)
class City:
    """`part` is the code of a US state or a Canadian province; `thousands` counts people."""

    number: int
    country: str
    part: str
    lat: float
    lon: float
    thousands: int


def miles(lat: float, lon: float, *, city: City) -> float:
    """The great-circle distance."""
    here, there = math.radians(lat), math.radians(city.lat)
    half = (
        math.sin((there - here) / 2) ** 2
        + math.cos(here) * math.cos(there) * math.sin(math.radians(city.lon - lon) / 2) ** 2
    )
    return 2 * EARTH_MILES * math.asin(math.sqrt(min(1.0, half)))


@lru_cache(maxsize=4096)
def called(name: str) -> tuple[City, ...]:
    """Every city with this folded name in any language, the largest first."""
    found = _index().get(name)
    if found is None:
        return ()
    return tuple(_city(number) for number in ((found,) if isinstance(found, int) else found))


def likely(cities: tuple[City, ...]) -> tuple[City, ...]:
    """Of cities with one name those that are usually meant."""
    least = COMPARABLE * cities[0].thousands if cities else 0
    return tuple(city for city in cities if city.thousands >= least)


def names(city: City) -> tuple[str, ...]:
    """What the city is called, folded."""
    name, *_, others = _lines()[city.number].split("\t")
    return (name, *filter(None, others.split("|")))


def at(lat: float, lon: float) -> City | None:
    """The largest city that the table puts exactly here."""
    place = f"\t{lat:.2f}\t{lon:.2f}\t"
    return next((_city(n) for n, line in enumerate(_lines()) if place in line), None)


def _city(number: int) -> City:
    _, country, part, lat, lon, thousands, _ = _lines()[number].split("\t")
    return City(number, country, part, float(lat), float(lon), int(thousands))


@lru_cache(maxsize=1)
def _lines() -> list[str]:
    packed = (FOLDER / "cities.tsv.gz").read_bytes()
    return gzip.decompress(packed).decode("utf-8").splitlines()


@lru_cache(maxsize=1)
def _index() -> dict[str, int | tuple[int, ...]]:
    # Most names belong to one city: a bare number takes a tenth of a tuple's memory.
    index: dict[str, int | tuple[int, ...]] = {}
    for number, line in enumerate(_lines()):
        name, *_, others = line.split("\t")
        for each in (name, *others.split("|")) if others else (name,):
            known = index.get(each)
            if known is None:
                index[each] = number
            else:
                index[each] = (*((known,) if isinstance(known, int) else known), number)
    return index
