"""The left pane: tabs with their counts, a page of rows, what to undo, why it may be empty."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from jobops.lib.once import reading
from orchestrator.jobs import facets, search, snoozing
from orchestrator.jobs.fulltext import Hits
from orchestrator.jobs.snoozing import Counts
from orchestrator.models import User
from orchestrator.workspace import asking, bulk_story, filters, rows, story
from orchestrator.workspace.emptiness import Empty as Empty
from orchestrator.workspace.emptiness import empty as empty
from orchestrator.workspace.places import TABS, Place, TabKind
from orchestrator.workspace.rows import Page


@dataclass(frozen=True)
class Tab:
    key: str
    label: str
    url: str
    count: int
    current: bool
    keys: str


@dataclass(frozen=True)
class Listing:
    """`total`: how many fit the filters, of the `whole` that the tab shows without them."""

    at: Place
    tabs: tuple[Tab, ...]
    page: Page
    empty: Empty | None
    undo: story.UndoOffer | None
    unscored: bool
    closed: int
    snoozed: int
    bar: filters.Bar
    chips: tuple[filters.Chip, ...]
    notes: tuple[str, ...]
    total: int
    whole: int
    bulk: bulk_story.Standing | None
    has_shown: bool

    @property
    def showing_snoozed(self) -> bool:
        return bool(self.at.value("snoozed")) or not self.at.kind.hides_snoozed

    @property
    def snoozed_url(self) -> str:
        return Place(self.at.tab, filters=(("snoozed", "1"),)).url()


@reading()
def listing(
    owner: User, at: Place, *, selected: UUID | None = None, shown: UUID | None = None
) -> Listing:
    """`selected` is marked if it is on this page; `shown` too, and the list says if it has it."""
    counts = snoozing.counted(owner)
    hidden = closed(counts, at)
    whole = in_tab(counts, at.kind) - (hidden if asking.open_only(at) else 0)
    asked = asking.asked(owner, at)
    hits = search.words(owner, asked.query)
    found = rows.page(owner, at, selected=selected or shown, question=asked, hits=hits)
    note = filters.pay_note(asked, asked.pay) if asked.pay else ""
    return Listing(
        at=at,
        tabs=tabs(counts, at),
        page=found,
        empty=None if found.rows else empty(owner, at, counts=counts),
        undo=story.last_offer(owner),
        unscored=bool(found.rows) and all(row.band == "none" for row in found.rows),
        closed=hidden,
        snoozed=counts.asleep(at.kind.statuses),
        bar=filters.bar(asked),
        chips=filters.chips(at),
        notes=(*at.ignored, note) if note else at.ignored,
        total=fitting(owner, asked, found, whole=whole, hits=hits),
        whole=whole,
        bulk=bulk_story.current(owner),
        has_shown=any(row.id == shown for row in found.rows)
        or (shown is not None and search.holds(owner, asked.query, shown, hits=hits)),
    )


def fitting(owner: User, asked: asking.Asked, found: Page, *, whole: int, hits: Hits | None) -> int:
    """How many jobs fit the filters, on all pages."""
    if not asked.at.filters:
        return whole
    if found.next is None and not asked.at.after and asked.at.page == 1:
        return len(found.rows)
    return search.count(owner, asked.query, hits=hits)


def offered(owner: User, at: Place) -> filters.Form:
    """All filters, with what the whole list has of each."""
    scope, paid = asking.scope(at), asking.paid_in(owner, at)
    # Hardly any job has a PDF before it is Ready, and looking at all of them takes time.
    pdf = facets.pdf_states(owner, scope, total=paid.total) if at.tab != "discovered" else {}
    found = facets.present(owner, scope)
    return filters.form(at, found, pay=paid, pdf=pdf)


def in_tab(counts: Counts, kind: TabKind) -> int:
    return counts.of(kind.statuses, awake=kind.hides_snoozed)


def tabs(counts: Counts, at: Place) -> tuple[Tab, ...]:
    order = list(TABS)
    here = order.index(at.tab)
    arrows = {here - 1: " ArrowLeft", here + 1: " ArrowRight"}
    return tuple(
        Tab(
            key=key,
            label=kind.label,
            url=at.on(key).url(),
            count=in_tab(counts, kind),
            current=n == here,
            keys=f"{n + 1}{arrows.get(n, '')}",
        )
        for n, (key, kind) in enumerate(TABS.items())
    )


def closed(counts: Counts, at: Place) -> int:
    """How many closed applications the Applied tab leaves out."""
    return sum(counts.closed[one] for one in at.kind.statuses) if at.tab == "applied" else 0
