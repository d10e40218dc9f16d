"""What `bench web` asks for, and what each may cost: 100 ms at 10,000 jobs and 200 ms at 100,000
for panel, list, search and palette, for the rest what a page of the workspace may take.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote_plus

Ids = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Budget:
    """Milliseconds of the 95th percentile by the number of jobs; queries; KB before compression."""

    ms: Mapping[int, float]
    queries: int | None = None
    kilobytes: int | None = None


@dataclass(frozen=True)
class Ask:
    """`paths` are asked in turn. `verb`: what is posted to each, and taken back afterwards."""

    name: str
    kind: str
    paths: tuple[str, ...]
    verb: str = ""
    more: int = 0

    @property
    def headers(self) -> dict[str, str]:
        fragment = self.kind in ("panel", "list", "verb", "counts", "palette")
        return {"HX-Request": "true"} if fragment else {}

    @property
    def place(self) -> str:
        """The list that a verb's form stands in."""
        return "ready?" if self.verb == "apply" else "discovered?"

    @property
    def queries(self) -> int | None:
        found = BUDGETS[self.kind].queries
        return None if found is None else found + self.more


WAITED_FOR = {10_000: 100.0, 100_000: 200.0}
BUDGETS: Mapping[str, Budget] = {
    "panel": Budget(WAITED_FOR, 15, 30),
    "list": Budget(WAITED_FOR, 10, 60),
    "page": Budget({10_000: 180}, 22, 110),
    "verb": Budget({10_000: 150}, 25, 35),
    "counts": Budget({10_000: 20}, 3, 1),
    "search": Budget(WAITED_FOR, 12, 80),
    "palette": Budget(WAITED_FOR, 4, 20),
    "job page": Budget({10_000: 150}, 20, 80),
    "settings": Budget({10_000: 150}, 20, 80),
    "other page": Budget({}),
}
STATES = ("discovered", "ready", "applied", "in_progress", "skipped", "expired")
HOME = {"in_progress": "applied", "skipped": "all", "expired": "all"}
LISTS: Mapping[str, str] = {
    "as it opens": "",
    "source": "source=indeed", "status": "status=ready,applied", "sponsor": "sponsor=confirmed",
    "pay": "salaryMode=at_least&salaryMin=90000", "posted": "postedWithin=7",
    "employment": "employment=fulltime", "workplace": "workplace=remote", "place": "location=leeds",
    "score": "score=70-100", "not scored": "score=unscored", "no PDF": "pdf=missing",
    "PDF up to date": "pdf=current", "dates": "date=discovered&appliedRange=30",
    "tag": "tag=dream", "put aside": "snoozed=1", "skipped by score": "skipped=auto",
    "four filters": "source=indeed&workplace=hybrid&score=60-90&postedWithin=30",
    "hardly any": "source=indeed&workplace=hybrid&score=98-99&location=z%C3%BCrich",
    "words": "q=platform+engineer", "word of every title": "q=engineer",
    "part of a word": "q=kendeng", "no hit": "q=plattform",
}  # fmt: skip
SORTS = ("score", "datePosted", "discoveredAt", "deadline", "salary", "title", "employer",
         "appliedAt")  # fmt: skip
WORDS: Mapping[str, str] = {
    "word of every title": "engineer", "word of a seventh": "platform",
    "two words": "data engineer",
    "one job": "engineer 77", "beginning": "eng", "part of a word": "latform", "letter": "e",
    "word of postings": "settings", "employer": "cedar bank", "nothing": "zzqx",
}  # fmt: skip
TABS = ("", "/tailoring", "/pdf", "/notes", "/documents", "/timeline", "/emails", "/ghostwriter",
        "/edit")  # fmt: skip
PAGES: Mapping[str, str] = {
    "today": "/today", "board": "/applications/in-progress", "inbox": "/tracking-inbox",
    "inbox, linked": "/tracking-inbox/linked", "overview": "/overview",
    "overview, all time": "/overview?duration=all", "runs": "/runs", "notices": "/notices",
    "sponsors": "/visa-sponsors", "watchlist": "/watchlist", "résumé": "/design-resume",
    "links": "/tracer-links", "import": "/import", "the filters": "/jobs/all/filters",
}  # fmt: skip
SETTINGS = ("models", "scoring", "display", "sources")


def asks(ids: Ids) -> Iterator[Ask]:
    """In the order of the table. What a page without rows would measure is left out."""
    for status in STATES:
        tab = HOME.get(status, status)
        paths = tuple(f"/jobs/{tab}/{one}" for one in ids[status])
        yield Ask(f"panel, {status.replace('_', ' ')}", "panel", paths)
    yield from lists()
    for tab in ("ready", "discovered", "applied", "all"):
        yield Ask(f"whole page, {tab}", "page", (f"/jobs/{tab}",))
    yield Ask("whole page of one job", "page", tuple(f"/jobs/all/{one}" for one in ids["ready"]))
    yield Ask("skip, and the next panel", "verb", tuple(ids["discovered"]), verb="skip")
    yield Ask("mark applied, and the next", "verb", tuple(ids["ready"]), verb="apply", more=4)
    yield Ask("counts", "counts", ("/jobs/all/counts",))
    yield Ask("search, nothing asked", "search", ("/search",))
    for name, words in WORDS.items():
        yield Ask(f"search, {name}", "search", (f"/search?q={quote_plus(words)}",))
    yield Ask("palette, nothing asked", "palette", ("/palette?q=",))
    for name, words in {**WORDS, "lock": "@ready engineer", "commands": ">set"}.items():
        yield Ask(f"palette, {name}", "palette", (f"/palette?q={quote_plus(words)}",))
    for tab in TABS:
        paths = tuple(f"/job/{one}{tab}" for one in ids["applied"])
        yield Ask(f"job page{tab.replace('/', ', ')}", "job page", paths)
    for section in SETTINGS:
        yield Ask(f"settings, {section}", "settings", (f"/settings/{section}",))
    for name, path in PAGES.items():
        yield Ask(name, "other page", (path,))


def lists() -> Iterator[Ask]:
    for name, query in LISTS.items():
        # Looks into the word index come before the rows.
        more = 3 if "q=" in query else 0
        yield Ask(f"list, {name}", "list", (f"/jobs/all?{query}",), more=more)
    for name in SORTS:
        for way in ("desc", "asc"):
            path = f"/jobs/all?sort={name}-{way}"
            yield Ask(f"list by {name}, {way}", "list", (path,))
    yield Ask("list, page 40", "list", ("/jobs/all?page=40",))
    yield Ask("list, the best of Discovered", "list", ("/jobs/discovered",))
    path = "/jobs/discovered?sort=salary-desc&workplace=remote"
    yield Ask("list by pay, remote", "list", (path,))
