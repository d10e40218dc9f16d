"""The sources of the run form: which can be chosen, why not, and how they fared of late."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from jobops.lib.words import later_each, say
from orchestrator.jobs.countries import country_code
from orchestrator.models import User
from orchestrator.pipeline import probe
from orchestrator.pipeline.offers import Offer, available

HEADINGS = later_each({False: "Searches and feeds", True: "Through python-jobspy"})


@dataclass(frozen=True)
class SourceBox:
    """`reason`: why it cannot be chosen now; `way`, `way_label`: where that is changed. `trouble`:
    how it failed of late.
    """

    id: str
    label: str
    checked: bool
    reason: str = ""
    way: str = ""
    way_label: str = ""
    trouble: str = ""


@dataclass(frozen=True)
class SourceGroup:
    """`apart`: asked through a program of its own, whose note says more. `missing`: why none of
    them can be asked, where the reason is one.
    """

    label: str
    apart: bool
    note: str
    boxes: tuple[SourceBox, ...]
    missing: str = ""

    @property
    def chosen(self) -> int:
        return sum(box.checked for box in self.boxes)


def groups(owner: User, *, chosen: Collection[str], country: str) -> tuple[SourceGroup, ...]:
    """All that can be searched, in the order of the table. `country` as a person names it."""
    offers = available(owner, country=country_code(country) if country else None)
    troubles = probe.troubles(owner)
    found = []
    for apart, label in HEADINGS.items():
        mine = [one for one in offers if one.source.child == apart]
        boxes = tuple(
            _box(one, chosen=chosen, trouble=troubles.get(one.source.id, "")) for one in mine
        )
        note = mine[0].source.note if apart and mine else ""
        reasons = {box.reason for box in boxes}
        missing = reasons.pop() if len(reasons) == 1 else ""
        found.append(SourceGroup(label, apart, note, boxes, missing))
    return tuple(found)


def _box(offer: Offer, *, chosen: Collection[str], trouble: str) -> SourceBox:
    source = offer.source
    if offer.reason is None:
        return SourceBox(source.id, source.label, source.id in chosen, trouble=trouble)
    way, label = "", ""
    if offer.kind == "unsupported":
        way, label = "#id_country", say("Country")
    elif source.needs:
        way, label = f"/settings/sources#set_{source.needs[0]}", say("Settings")
    return SourceBox(source.id, source.label, False, offer.reason, way, label)
