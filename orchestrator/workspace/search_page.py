"""One search over everything: a page that works without a script, and the palette's rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from orchestrator import access
from orchestrator.jobs import finding, fulltext
from orchestrator.jobs.nearest import nearest
from orchestrator.models import User
from orchestrator.workspace import marking
from orchestrator.workspace.marking import Piece
from orchestrator.workspace.places import HOME, WORDS, Place

LONGEST = 200
TITLES: Mapping[str, str] = {
    "ready": "Ready", "discovered": "Discovered", "applied": "Applied",
    "other": "Skipped and expired", "found": "Newest finds", "recent": "Changed last",
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    url: str
    title: tuple[Piece, ...]
    employer: tuple[Piece, ...]
    place: tuple[Piece, ...]
    excerpt: tuple[Piece, ...]
    status_word: str


@dataclass(frozen=True)
class Group:
    """`mixed`: its jobs are in several states, so each says its own."""

    key: str
    title: str
    rows: tuple[Row, ...]
    total: int
    all_url: str
    mixed: bool


@dataclass(frozen=True)
class Found:
    """`error`: why nothing was looked for. `near`: searches that would find something."""

    words: str
    groups: tuple[Group, ...]
    near: tuple[tuple[str, str], ...] = ()
    error: str = ""

    @property
    def total(self) -> int:
        return sum(group.total for group in self.groups)


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    owner = access.owner(request)
    found = search(owner, request.GET.get("q", ""))
    status = 400 if found.error else 200
    return render(request, "search/page.html", {"found": found}, status=status)


def search(owner: User, given: str) -> Found:
    text = " ".join(given.split())
    if len(text) > LONGEST or "\0" in text:
        sentence = f"Search for at most {LONGEST} characters, without control characters."
        return Found(text[:LONGEST].replace("\0", ""), (), error=sentence)
    if not text:
        return Found("", tuple(shown(group, "") for group in finding.newest(owner)))
    groups = tuple(shown(group, text) for group in finding.find(owner, text))
    near = () if groups else nearest(owner, text)
    return Found(text, groups, near=tuple((one, address(one)) for one in near))


def shown(group: finding.Group, text: str) -> Group:
    words = fulltext.words_of(text)
    rows = tuple(row(hit, words) for hit in group.hits)
    mixed = len({hit.job.status for hit in group.hits}) > 1
    return Group(group.key, TITLES[group.key], rows, group.total, all_url(group, text), mixed)


def row(hit: finding.Hit, words: list[str]) -> Row:
    job = hit.job
    return Row(
        url=f"/jobs/{HOME[job.status]}/{job.pk}",
        title=marking.marked(job.title, words, inside=True),
        employer=marking.marked(job.employer, words, inside=True),
        place=marking.marked(job.location or "", words),
        excerpt=marking.excerpt(hit.text, words) if hit.text else (),
        status_word=WORDS[job.status],
    )


def all_url(group: finding.Group, text: str) -> str:
    """The whole group as a list; closed applications are among its hits."""
    if not group.total:
        return ""
    words = ("q", text)
    if group.key != "other":
        return Place(group.key, filters=(words,), closed=group.key == "applied").url()
    states = ",".join(finding.GROUPS["other"])
    return Place("all", filters=(words, ("status", states))).url()


def address(text: str) -> str:
    return Place("all", filters=(("q", text),)).url().replace("/jobs/all", "/search")
