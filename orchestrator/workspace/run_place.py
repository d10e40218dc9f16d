"""A circle around a city: what a person types, and the coordinates a run is given."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from jobops.lib.text import fold
from orchestrator.jobs import cities
from orchestrator.jobs.cities import City
from orchestrator.jobs.countries import country_code

POINT = re.compile(r"\s*(-?\d{1,2}(?:\.\d+)?)\s*[,;]\s*(-?\d{1,3}(?:\.\d+)?)\s*")


class UnknownCity(ValueError):
    """No city of the shipped table has this name in this country."""


def circle(text: str, miles: int, *, country: str) -> dict[str, float | int]:
    """The proximity of a run. `text` is a city, or a latitude and a longitude."""
    if point := POINT.fullmatch(text):
        lat, lon = map(float, point.groups())
    else:
        city = _city(text, country=country)
        lat, lon = city.lat, city.lon
    return {"lat": lat, "lon": lon, "radiusMiles": miles}


def named(near: Mapping[str, Any]) -> str:
    """What to type for this circle: the city in its middle, else the numbers."""
    found = cities.at(near["lat"], near["lon"])
    return cities.names(found)[0].title() if found else f"{near['lat']}, {near['lon']}"


def _city(text: str, *, country: str) -> City:
    """The largest of this name, in `country` where one is named here or beside it."""
    name, _, where = text.partition(",")
    found = cities.called(" ".join(fold(name).split()))
    code = country_code(where) or country_code(country)
    if code and (there := [city for city in found if city.country == code]):
        return there[0]
    if not found or code:
        raise UnknownCity(text)
    return found[0]
