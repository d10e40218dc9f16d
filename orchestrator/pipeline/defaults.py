"""What a run really does: what was asked for, else the owner's settings, else the table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jobops.lib.errors import Invalid
from orchestrator import preferences
from orchestrator.jobs.countries import country_code
from orchestrator.models import FollowedBoard, User
from orchestrator.pipeline import offers, plan, run_options
from orchestrator.pipeline.offers import Offer
from orchestrator.preferences import Preferences
from orchestrator.sources.registry import SEARCHED
from tailoring import library
from tailoring.documents import schema

ALL_WORKPLACES = ["remote", "hybrid", "onsite"]
STRANGE_COUNTRY = "There is no country of this name. Give its name or its two letters."


def effective(owner: User, requested: Mapping[str, Any], *, strict: bool = True) -> dict[str, Any]:
    """Every option with its value. Raises Invalid.

    Strict, for somebody who waits for the answer: a source that cannot be used now is refused with
    its reason. Otherwise the run begins without it and says so among its items.
    """
    given = run_options.checked(requested)
    mine = preferences.of(owner)
    found = {**run_options.DEFAULTS, **_settings(mine), **given}
    if strict:
        _refuse(owner, given, country=found["country"])
    found["searchTerms"] = found["searchTerms"] or titles(owner)
    found["sources"] = [] if found["boardsOnly"] else list(dict.fromkeys(found["sources"]))
    return found


def reasons(owner: User, *, country: str | None) -> dict[str, Offer]:
    """Sources that cannot be used now, by their ids. `country` as a person names it."""
    code = country_code(country) if country else None
    return {one.source.id: one for one in offers.available(owner, country=code) if one.reason}


def titles(owner: User) -> list[str]:
    """Job titles to search for, from the default résumé; empty without one."""
    base = library.default(owner)
    if base is None:
        return []
    resume = schema.read(library.newest(base).data)
    worked = next((one for one in resume.sections if one.type == "experience"), None)
    entries = [one for one in worked.entries if not one.hidden] if worked else []
    positions = [
        position
        for one in entries
        for position in (one.title, *(role.position for role in one.roles))
    ]
    return plan.titles(resume.basics.headline, positions)


def _settings(mine: Preferences) -> dict[str, Any]:
    switched_on = [one.id for one in SEARCHED.values() if one.default_on]
    return {
        "sources": mine["searchSources"] or switched_on,
        "searchTerms": mine["searchTerms"],
        "country": mine["searchCountry"],
        "cityLocations": mine["searchCities"],
        "workplaceTypes": mine["searchWorkplaces"] or ALL_WORKPLACES,
        "searchScope": mine["searchScope"],
        "matchStrictness": mine["matchStrictness"],
        "scoringInstructions": mine["scoringInstructions"],
    }


def _refuse(owner: User, given: Mapping[str, Any], *, country: str) -> None:
    errors: dict[str, list[str]] = {}
    if given.get("sources"):
        why = reasons(owner, country=country)
        if wrong := [str(why[one].reason) for one in given["sources"] if one in why]:
            errors["sources"] = wrong
    if given.get("country") and country_code(given["country"]) is None:
        errors["country"] = [STRANGE_COUNTRY]
    if wanted := set(given.get("watchlistSelectedSourceIds") or ()):
        own = set(map(str, FollowedBoard.objects.filter(owner=owner).values_list("pk", flat=True)))
        if wanted - own:
            errors["watchlistSelectedSourceIds"] = ["You do not follow one of these companies."]
    if errors:
        raise Invalid(errors)
