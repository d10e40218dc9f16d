"""Which sources can be used now, told without a request."""

from __future__ import annotations

from dataclasses import dataclass

from jobops.lib.words import later, say
from orchestrator import preferences
from orchestrator.jobs.countries import country_code
from orchestrator.models import User
from orchestrator.pipeline import child
from orchestrator.preferences import Preferences
from orchestrator.sources import jobspy
from orchestrator.sources.base import Query, SourceError
from orchestrator.sources.registry import SEARCHED, Source

NEEDS_KEY = later("{label} needs credentials of yours. Enter them in the settings, under Sources.")
NEEDS_COUNTRY = later("{label} searches one country at a time. Choose one.")
NOT_THERE = later("{label} has no jobs in this country.")
NEEDS_BOARD = later("{label} is asked for the board of a company only.")


@dataclass(frozen=True)
class Offer:
    """`reason`: why it cannot be used now; None when it can. `kind` as of SourceError."""

    source: Source
    reason: str | None = None
    kind: str | None = None


def available(owner: User, *, country: str | None = None) -> list[Offer]:
    """All that can be searched, in the order of the table. `country` is a code, else the owner's
    setting.
    """
    mine = preferences.of(owner)
    code = country or country_code(mine["searchCountry"])
    offers = []
    for source in SEARCHED.values():
        refused = refusal(source, Query(country=code, keys=keys(source, mine)))
        offers.append(Offer(source, refused.sentence, refused.kind) if refused else Offer(source))
    return offers


def refusal(source: Source, query: Query) -> SourceError | None:
    """Why this source cannot be asked this, found without a request."""
    if source.child and not child.is_installed():
        return SourceError("needs_key", jobspy.MISSING)
    if not all(query.keys.get(name) for name in source.needs):
        return _refused("needs_key", NEEDS_KEY, source)
    if source.kind == "board" and not query.board:
        return _refused("unsupported", NEEDS_BOARD, source)
    if source.countries and not query.country:
        return _refused("unsupported", NEEDS_COUNTRY, source)
    if source.countries and query.country not in source.countries:
        return _refused("unsupported", NOT_THERE, source)
    return None


def keys(source: Source, mine: Preferences) -> dict[str, str]:
    """The credentials the owner has for this source, by the names of the settings."""
    named = {name: mine[name] for name in (*source.needs, *source.optional_needs)}
    return {name: value for name, value in named.items() if value}


def _refused(kind: str, sentence: str, source: Source) -> SourceError:
    return SourceError(kind, say(sentence, label=source.label))
