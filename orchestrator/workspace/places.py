"""Where a person is: the tab, the filters, the order and the page, all of it in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict

from jobops.lib.words import later, later_each
from orchestrator.lifecycle import Status
from orchestrator.models import Job
from orchestrator.workspace import parameters

MOST_PAGES = 10_000
WORDS: Mapping[str, str] = later_each(
    {
        Status.DISCOVERED: "Discovered",
        Status.PROCESSING: "Processing",
        Status.READY: "Ready",
        Status.APPLIED: "Applied",
        Status.IN_PROGRESS: "In progress",
        Status.SKIPPED: "Skipped",
        Status.EXPIRED: "Expired",
    }
)


@dataclass(frozen=True)
class TabKind:
    """`own`: the status that needs no glyph here. `order`: how it is sorted unless asked."""

    key: str
    label: str
    statuses: tuple[str, ...]
    own: str
    order: str
    age: str

    @property
    def hides_snoozed(self) -> bool:
        """What is put aside until later is left out of the lists of what is open."""
        return self.key in ("ready", "discovered")


TABS: Mapping[str, TabKind] = {
    kind.key: kind
    for kind in (
        TabKind("ready", later("Ready"), (Status.READY,), Status.READY, "score-desc", "ready_at"),
        TabKind(
            "discovered",
            later("Discovered"),
            (Status.DISCOVERED, Status.PROCESSING),
            Status.DISCOVERED,
            "score-desc",
            "discovered_at",
        ),
        TabKind(
            "applied",
            later("Applied"),
            (Status.APPLIED, Status.IN_PROGRESS),
            Status.APPLIED,
            "appliedAt-desc",
            "applied_at",
        ),
        TabKind("all", later("All"), tuple(Status.values), "", "score-desc", "discovered_at"),
    )
}
HOME: Mapping[str, str] = {
    status: kind.key for kind in reversed([*TABS.values()]) for status in kind.statuses
}


@dataclass(frozen=True)
class Place:
    """`filters` are names and values as the address spells them, tidied and in a fixed order;
    `sort` is empty unless the address names one; `ignored` says what it asks for in vain. A page
    begins after the row that `after` names, or is the one numbered `page`.
    """

    tab: str
    after: str = ""
    closed: bool = False
    filters: tuple[tuple[str, str], ...] = ()
    sort: str = ""
    page: int = 1
    ignored: tuple[str, ...] = ()

    @property
    def kind(self) -> TabKind:
        return TABS[self.tab]

    @property
    def query(self) -> str:
        given = [
            *self.filters, ("sort", self.sort), ("closed", "1" if self.closed else ""),
            ("page", str(self.page) if self.page > 1 else ""), ("after", self.after),
        ]  # fmt: skip
        return urlencode([(name, value) for name, value in given if value], safe=",")

    @property
    def token(self) -> str:
        return f"{self.tab}?{self.query}"

    @property
    def more_url(self) -> str:
        return f"/jobs/{self.tab}/rows?{self.query}"

    @property
    def csv_url(self) -> str:
        return f"/jobs/{self.tab}.csv?{self.top.query}"

    @property
    def fields_url(self) -> str:
        return f"/jobs/{self.tab}/filters?{self.top.query}"

    @property
    def views_url(self) -> str:
        return f"/jobs/{self.tab}/views?{self.top.query}"

    @property
    def top(self) -> Place:
        """The first page of the same list."""
        return replace(self, after="", page=1)

    @property
    def unfiltered(self) -> Place:
        return replace(self.top, filters=())

    @property
    def words(self) -> str:
        return self.value("q")

    def value(self, name: str) -> str:
        return next((value for key, value in self.filters if key == name), "")

    def values(self, name: str) -> tuple[str, ...]:
        return parameters.parts(self.value(name))

    def url(self, job_id: UUID | None = None) -> str:
        path = f"/jobs/{self.tab}/{job_id}" if job_id else f"/jobs/{self.tab}"
        return f"{path}?{self.query}" if self.query else path

    def without(self, name: str, value: str = "") -> Place:
        """The first page without one filter, or without one of its values."""
        return replace(self.top, filters=parameters.without(self.filters, name, value))

    def on(self, tab: str) -> Place:
        """Another tab with the filters that mean something there."""
        return Place(tab, filters=parameters.applying(self.filters, tab=tab))


def place(tab: str, query: QueryDict) -> Place:
    """The place an address names. What it asks for in vain is left out, and said."""
    found = parameters.read(query, tab=tab, usual=TABS[tab].order)
    number = query.get("page", "")
    whole = number.isascii() and number.isdigit() and len(number) < 8
    return Place(
        tab,
        after=query.get("after", "")[:400],
        closed=tab == "applied" and query.get("closed") == "1",
        filters=found.filters,
        sort=found.sort,
        page=min(max(int(number), 1), MOST_PAGES) if whole else 1,
        ignored=found.ignored,
    )


def read_place(token: str, *, job: Job) -> Place:
    """The place a form was sent from; a missing or odd one is the job's own tab."""
    tab, _, query = token.partition("?")
    if tab not in TABS:
        return Place(HOME[job.status])
    return place(tab, QueryDict(query[:4000]))
