"""The registers there are: who keeps each, where it is published, how its file looks. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jobops.lib.words import later


@dataclass(frozen=True)
class Source:
    """`page`: for people. `start`: where loading begins; `hosts` bound every address it leads to.
    `columns`: field → headings it goes by, folded; the first field is the name.
    """

    country: str
    label: str
    place: str
    page: str
    start: str
    hosts: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]


SOURCES: Mapping[str, Source] = {
    one.country: one
    for one in (
        Source(
            country="gb",
            label="Register of licensed sponsors: workers",
            place="UK",
            page="https://www.gov.uk/government/publications/register-of-licensed-sponsors-workers",
            # The content API names the file of the day, which is published under a new address.
            start="https://www.gov.uk/api/content/government/publications/"
            "register-of-licensed-sponsors-workers",
            hosts=("www.gov.uk", "assets.publishing.service.gov.uk"),
            columns={
                "name": ("organisation name", "organization name"),
                "town": ("town/city", "town", "city"),
                "county": ("county",),
                "rating": ("type & rating", "type and rating"),
                "route": ("route",),
            },
        ),
        Source(
            country="nl",
            label="Public register of recognised sponsors: work",
            place=later("Netherlands"),
            page="https://ind.nl/en/public-register-recognised-sponsors/public-register-work",
            start="https://ind.nl/en/public-register-recognised-sponsors/public-register-work",
            hosts=("ind.nl", "www.ind.nl"),
            columns={
                "name": ("organisation", "organisatie", "company/organisation", "name"),
                "number": ("kvk number", "kvk-nummer", "kvk nummer", "comp.reg.nr.", "kvk"),
            },
        ),
    )
}
COUNTRIES = tuple(SOURCES)
