"""Every source there is, as one literal table. A new one is a module, a row here, a recorded answer
and a test (docs/sources.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Literal

from jobops.lib.words import later
from orchestrator.sources.base import Query, Record, SourceHttp
from orchestrator.sources.posting import Posting

Kind = Literal["search", "feed", "board"]
Can = Literal["terms", "country", "place", "remote", "since", "company", "radius", "detail"]
Fetch = Callable[[Query, SourceHttp], Iterator[Record]]
# Takes a board's token and the posting's part of an address (sources/addresses.py).
One = Callable[[str, str, SourceHttp], Posting]

MINUTE, HOUR, DAY, WEEK, MONTH = 60, 3600, 86_400, 604_800, 2_592_000
ADZUNA = (
    "AT", "AU", "BE", "BR", "CA", "CH", "DE", "ES", "FR", "GB", "IN", "IT", "MX", "NL", "NZ", "PL",
    "SG", "US", "ZA",
)  # fmt: skip


@dataclass(frozen=True)
class Limit:
    """At most `calls` in one window of `seconds`, which the first call opens."""

    calls: int
    seconds: int


@dataclass(frozen=True)
class Attribution:
    """What the source's terms want to be shown beside a job of it; the link is the job's own."""

    text: str
    url: str


@dataclass(frozen=True)
class Source:
    """`path` names the module of `fetch`; a host ".example.org" stands for all hosts below it.
    `child`: it asks through a program of its own instead of over http, so it has no hosts.
    `options` are handed to the adapter with every query.

    `needs` are settings without which nothing can be asked. `poll` is how many seconds the stored
    answer of a whole feed is used again. `window`: it shows a part of its jobs only, so a missing
    one proves nothing. `watch_only`: asked for followed employers alone, never by a search.
    """

    id: str
    label: str
    path: str
    kind: Kind
    hosts: tuple[str, ...]
    needs: tuple[str, ...] = ()
    can: frozenset[Can] = frozenset()
    countries: tuple[str, ...] = ()
    page_size: int = 0
    max_pages: int = 1
    poll: int = 0
    gap: float = 0.5
    limits: tuple[Limit, ...] = ()
    attribution: Attribution | None = None
    default_on: bool = False
    watch_only: bool = False
    window: bool = True
    home: str = ""
    note: str = ""
    optional_needs: tuple[str, ...] = ()
    child: bool = False
    options: Mapping[str, str] = field(default_factory=dict)

    def fetch(self) -> Fetch:
        """The adapter; importing it is all that happens here."""
        found: Fetch = import_module(self.path).fetch
        return found

    def one(self) -> One:
        """How a board is asked for a single posting; boards alone can be."""
        found: One = import_module(self.path).one
        return found


_BOARDS = "orchestrator.sources.boards"
_FEEDS = "orchestrator.sources.feeds"
_WHOLE: frozenset[Can] = frozenset({"company"})
_JOBSPY_NOTE = later(
    "Asks the site itself with the optional python-jobspy. The site's own terms apply, and its "
    "network access is outside JobOps' rules."
)


def _jobspy(site: str, label: str, *, countries: tuple[str, ...] = ()) -> Source:
    return Source(
        f"jobspy_{site}", f"{label} (python-jobspy)", "orchestrator.sources.jobspy", "search", (),
        can=frozenset({"terms", "place", "country", "remote", "since", "radius"}),
        countries=countries, note=_JOBSPY_NOTE, child=True, options={"site": site},
    )  # fmt: skip


_ROWS = (
    Source(
        "greenhouse", "Greenhouse", f"{_BOARDS}.greenhouse", "board",
        ("boards-api.greenhouse.io",), can=_WHOLE, window=False, home="https://www.greenhouse.com",
    ),
    Source(
        "lever", "Lever", f"{_BOARDS}.lever", "board", ("api.lever.co", "api.eu.lever.co"),
        can=_WHOLE, page_size=100, max_pages=100, window=False, home="https://www.lever.co",
    ),
    Source(
        "ashby", "Ashby", f"{_BOARDS}.ashby", "board", ("api.ashbyhq.com",), can=_WHOLE,
        window=False, home="https://www.ashbyhq.com",
    ),
    Source(
        "workable", "Workable", f"{_BOARDS}.workable", "board", ("apply.workable.com",), can=_WHOLE,
        limits=(Limit(1, MINUTE),), window=False, home="https://www.workable.com",
    ),
    Source(
        "smartrecruiters", "SmartRecruiters", f"{_BOARDS}.smartrecruiters", "board",
        ("api.smartrecruiters.com",), can=frozenset({"company", "detail"}), page_size=100,
        max_pages=100, window=False, home="https://www.smartrecruiters.com",
    ),
    Source(
        "recruitee", "Recruitee", f"{_BOARDS}.recruitee", "board", (".recruitee.com",), can=_WHOLE,
        window=False, home="https://recruitee.com",
    ),
    Source(
        "workday", "Workday", f"{_BOARDS}.workday", "board",
        (".myworkdayjobs.com", ".myworkdaysite.com"), can=frozenset({"company", "detail"}),
        page_size=20, max_pages=25, gap=1.0, watch_only=True, window=False,
        home="https://www.workday.com",
    ),
    Source(
        "bamboohr", "BambooHR", f"{_BOARDS}.bamboohr", "board", (".bamboohr.com",),
        can=frozenset({"company", "detail"}), watch_only=True, window=False,
        home="https://www.bamboohr.com",
    ),
    Source(
        "remoteok", "Remote OK", f"{_FEEDS}.remoteok", "feed", ("remoteok.com",),
        can=frozenset({"remote"}), poll=HOUR, attribution=Attribution("via Remote OK",
        "https://remoteok.com"), default_on=True, home="https://remoteok.com",
    ),
    Source(
        "remotive", "Remotive", f"{_FEEDS}.remotive", "feed", ("remotive.com",),
        can=frozenset({"remote"}), poll=6 * HOUR, limits=(Limit(4, DAY),),
        attribution=Attribution("via Remotive", "https://remotive.com"), default_on=True,
        home="https://remotive.com",
    ),
    Source(
        "arbeitnow", "Arbeitnow", f"{_FEEDS}.arbeitnow", "feed", ("www.arbeitnow.com",),
        page_size=100, max_pages=20, default_on=True, home="https://www.arbeitnow.com",
    ),
    Source(
        "workingnomads", "Working Nomads", f"{_FEEDS}.workingnomads", "feed",
        ("www.workingnomads.com",), can=frozenset({"remote"}), poll=HOUR, default_on=True,
        home="https://www.workingnomads.com",
    ),
    Source(
        "himalayas", "Himalayas", f"{_FEEDS}.himalayas", "search", ("himalayas.app",),
        can=frozenset({"terms", "country", "remote"}), page_size=20, max_pages=10, gap=1.0,
        attribution=Attribution("via Himalayas", "https://himalayas.app"), default_on=True,
        home="https://himalayas.app",
    ),
    Source(
        "jobicy", "Jobicy", f"{_FEEDS}.jobicy", "feed", ("jobicy.com",), can=frozenset({"remote"}),
        page_size=100, poll=HOUR, attribution=Attribution("via Jobicy", "https://jobicy.com"),
        default_on=True, home="https://jobicy.com",
    ),
    Source(
        "hn_hiring", "Hacker News “Who is hiring”", f"{_FEEDS}.hn_hiring", "feed",
        ("hn.algolia.com",), page_size=200, max_pages=10, default_on=True,
        home="https://news.ycombinator.com",
    ),
    Source(
        "adzuna", "Adzuna", f"{_FEEDS}.adzuna", "search", ("api.adzuna.com",),
        needs=("adzunaAppId", "adzunaAppKey"),
        can=frozenset({"terms", "country", "place", "since", "radius"}), countries=ADZUNA,
        page_size=50, max_pages=20,
        limits=(Limit(25, MINUTE), Limit(250, DAY), Limit(1_000, WEEK), Limit(2_500, MONTH)),
        attribution=Attribution("Jobs by Adzuna", "https://www.adzuna.com"),
        home="https://developer.adzuna.com",
    ),
    Source(
        "themuse", "The Muse", f"{_FEEDS}.themuse", "feed", ("www.themuse.com",),
        optional_needs=("themuseApiKey",), page_size=20, max_pages=10, limits=(Limit(500, HOUR),),
        default_on=True, home="https://www.themuse.com",
    ),
    _jobspy("linkedin", "LinkedIn"),
    _jobspy("indeed", "Indeed"),
    _jobspy("glassdoor", "Glassdoor"),
    _jobspy("google", "Google Jobs"),
    _jobspy("zip_recruiter", "ZipRecruiter", countries=("CA", "US")),
)  # fmt: skip
SOURCES: Mapping[str, Source] = {row.id: row for row in _ROWS}
BOARDS: Mapping[str, Source] = {row.id: row for row in _ROWS if row.kind == "board"}
SEARCHED: Mapping[str, Source] = {row.id: row for row in _ROWS if row.kind != "board"}
