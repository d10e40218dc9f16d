"""One search over everything: a page that works without a script, and the palette's rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jobops.lib.words import later_each, say, several
from orchestrator import access
from orchestrator.jobs import finding, fulltext, mentions, saved_views
from orchestrator.jobs.mentions import Mention
from orchestrator.jobs.nearest import nearest
from orchestrator.models import User
from orchestrator.workspace import marking, palette_locks
from orchestrator.workspace.marking import Piece
from orchestrator.workspace.palette_locks import Asked, Lock
from orchestrator.workspace.places import HOME, TABS, WORDS, Place

LONGEST = 200
MANY = 100
TITLES: Mapping[str, str] = later_each({
    "ready": "Ready", "discovered": "Discovered", "applied": "Applied",
    "other": "Skipped and expired", "found": "Newest finds", "recent": "Changed last",
    "employers": "Employers", "views": "Saved views", "notes": "Notes", "mails": "Mail",
})  # fmt: skip


@dataclass(frozen=True)
class Row:
    """`picture`: of the sprite; that of a job is the glyph of its status."""

    url: str
    title: tuple[Piece, ...]
    about: tuple[Piece, ...]
    excerpt: tuple[Piece, ...] = ()
    status: str = ""
    status_word: str = ""
    picture: str = ""


@dataclass(frozen=True)
class Group:
    """`mixed`: its jobs are in several states, so each says its own. `tier` is that of its best
    hit, 0 the best.
    """

    key: str
    title: str
    rows: tuple[Row, ...]
    total: int
    all_url: str = ""
    mixed: bool = False
    tier: int = finding.ELSEWHERE

    @property
    def has_more(self) -> bool:
        return bool(self.all_url) and self.total > len(self.rows)

    @property
    def opens_list(self) -> bool:
        """All of its jobs are shown, and there is a list of just them."""
        return self.all_url.startswith("/jobs/")


@dataclass(frozen=True)
class Found:
    """`error`: why nothing was looked for. `near`: searches that would find something. `given`:
    what was typed; `words`: that without its lock.
    """

    given: str
    words: str = ""
    groups: tuple[Group, ...] = ()
    near: tuple[tuple[str, str], ...] = ()
    error: str = ""
    lock: Lock | None = None
    said: str = ""
    offered: tuple[Lock, ...] = ()


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    owner = access.owner(request)
    found = search(owner, request.GET.get("q", ""), only=request.GET.get("in", ""))
    status = 400 if found.error else 200
    return render(request, "search/page.html", {"found": found}, status=status)


def search(owner: User, given: str, *, only: str = "") -> Found:
    """`only`: the notes or the mails, many of them."""
    if error := refused(given):
        return Found(given[:LONGEST].replace("\0", ""), error=error)
    asked = palette_locks.read(given)
    found = groups(owner, asked, most=finding.MOST, only=only)
    text = " ".join(given.split())
    near = nearest(owner, asked.words) if asked.words and not found else ()
    return Found(
        text, asked.words, found, tuple((one, address(one)) for one in near), lock=asked.lock,
        said=asked.said, offered=asked.offered,
    )  # fmt: skip


def refused(given: str) -> str:
    """Why this cannot be looked for, or nothing."""
    if len(" ".join(given.split())) <= LONGEST and "\0" not in given:
        return ""
    return say("Search for at most {count} characters, without control characters.", count=LONGEST)


def groups(owner: User, asked: Asked, *, most: int, only: str = "") -> tuple[Group, ...]:
    """Jobs first; what else has the words when no lock keeps the search to jobs."""
    statuses = asked.lock.statuses if asked.lock else ()
    if not asked.words:
        new = finding.newest(owner, statuses=statuses, most=most)
        kept = () if statuses else saved_views.listed(owner)
        views = [view(one.name, one.tab, one.query, []) for one in kept]
        return (*(jobs(group, "") for group in new), *group_of("views", views))
    ranks = fulltext.ranks(owner.pk, asked.words)
    if ranks is None:
        return ()
    if only in ("notes", "mails"):
        many = others(mentions.find(owner, asked.words, ranks, most=MANY), asked.words)
        return tuple(group for group in many if group.key == only)
    found = finding.ranked(owner, asked.words, ranks, statuses=statuses, most=most)
    shown = tuple(jobs(group, asked.words, lock=asked.lock) for group in found)
    if asked.lock:
        return shown
    held = mentions.find(owner, asked.words, ranks)
    return shown + others(held, asked.words)


def jobs(group: finding.Group, text: str, *, lock: Lock | None = None) -> Group:
    words = fulltext.words_of(text)
    rows = tuple(row(hit, words) for hit in group.hits)
    mixed = len({hit.job.status for hit in group.hits}) > 1
    best = min(hit.tier for hit in group.hits)
    url = all_url(group, text, lock=lock)
    return Group(group.key, TITLES[group.key], rows, group.total, url, mixed, best)


def row(hit: finding.Hit, words: list[str]) -> Row:
    job = hit.job
    place = marking.marked(job.location or "", words)
    employer = marking.marked(job.employer, words, inside=True)
    return Row(
        url=f"/jobs/{HOME[job.status]}/{job.pk}",
        title=marking.marked(job.title, words, inside=True),
        about=(*employer, Piece(", "), *place) if place else employer,
        excerpt=marking.excerpt(hit.text, words) if hit.text else (),
        status=job.status,
        status_word=WORDS[job.status],
    )


def others(held: mentions.Mentions, text: str) -> tuple[Group, ...]:
    """Employers, saved views, notes and mails, those that have any."""
    words = fulltext.words_of(text)
    views = [view(one.title, one.about, one.text, words) for one in held.views]
    notes = [note(one, words) for one in held.notes]
    mails = [mail(one, words) for one in held.mails]
    return (
        *group_of("employers", [employer(one, words) for one in held.employers]),
        *group_of("views", views),
        *group_of("notes", notes, text=text, total=_total(held.notes)),
        *group_of("mails", mails, text=text, total=_total(held.mails)),
    )


def group_of(key: str, rows: list[Row], *, text: str = "", total: int = 0) -> Iterator[Group]:
    """None when it has no row. All of a group are on a page of their own when `total` is known."""
    if rows:
        url = f"/search?{urlencode({'q': text, 'in': key})}" if total else ""
        yield Group(key, TITLES[key], tuple(rows), total, url)


def view(name: str, tab: str, query: str, words: list[str]) -> Row:
    url = f"/jobs/{tab}?{query}" if query else f"/jobs/{tab}"
    return Row(url, marking.marked(name, words), (Piece(str(TABS[tab].label)),), picture="filter")


def employer(one: Mention, words: list[str]) -> Row:
    name = marking.marked(one.title, words, inside=True)
    url = Place("all", filters=(("q", one.title[:LONGEST]),)).url()
    said = several("{count} job", "{count} jobs", one.total)
    return Row(url, name, (Piece(said),), picture="jobs")


def note(one: Mention, words: list[str]) -> Row:
    title = marking.marked(one.title, words)
    text = marking.excerpt(one.text, words)
    return Row(f"/job/{one.job_id}/notes", title, (Piece(one.about),), text, picture="note")


def mail(one: Mention, words: list[str]) -> Row:
    title = marking.marked(one.title or say("No subject"), words)
    text = marking.excerpt(one.text, words)
    about = marking.marked(one.about, words)
    return Row(f"/tracking-inbox/{one.id}", title, about, text, picture="mail")


def all_url(group: finding.Group, text: str, *, lock: Lock | None = None) -> str:
    """The whole group as a list; closed applications are among its hits."""
    if not group.total:
        return ""
    words = ("q", text)
    states = lock.statuses if lock else finding.GROUPS[group.key]
    if group.key != "other" and set(finding.GROUPS[group.key]) <= set(states):
        return Place(group.key, filters=(words,), closed=group.key == "applied").url()
    own = [state for state in finding.GROUPS[group.key] if state in states]
    return Place("all", filters=(words, ("status", ",".join(own)))).url()


def address(text: str) -> str:
    return f"/search?{urlencode({'q': text})}"


def _total(found: tuple[Mention, ...]) -> int:
    return found[0].total if found else 0
