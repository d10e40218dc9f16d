"""The turns of a chat as they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from jobops.lib import words
from orchestrator.workspace import chat_text
from tailoring.ghostwriter.drafts.kinds import BADGE, spoken
from tailoring.ghostwriter.threads import Branch, Page
from tailoring.models import ChatMessage, ChatRun
from tailoring.models.chat import ACTIVE

# What code found, by kind: one of them, several.
DOUBTS: Mapping[str, tuple[str, str]] = {
    "claim": (
        words.later("statement your résumé does not show"),
        words.later("statements your résumé does not show"),
    ),
    "avoid": (words.later("wording you want to avoid"), words.later("wordings you want to avoid")),
    "filler": (words.later("stock phrase"), words.later("stock phrases")),
}
BLOCKS: Mapping[str, str] = words.later_each({
    "job": "The job's entry", "posting": "The posting", "tailoring": "Texts for this job",
    "profile": "Your profile", "note": "Note", "mail": "Mail", "document": "Document",
    "history": "Earlier messages",
})  # fmt: skip
SETTINGS = (words.later("Model settings"), "/settings/models")
# Reasons that are mended in the settings.
MENDED_THERE = frozenset({"auth", "unreachable"})


@dataclass(frozen=True)
class Doubts:
    """`found`: each place with why."""

    kind: str
    heading: str
    found: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Versions:
    """`before` and `after` are addresses that show the neighbours."""

    number: int
    count: int
    before: str
    after: str


@dataclass(frozen=True)
class Trouble:
    said: str
    way_out: tuple[str, str] | None


@dataclass(frozen=True)
class SeenBlock:
    """A part of what a model was sent, in numbers."""

    name: str
    label: str
    sent: int
    available: int
    trimmed: bool
    note: str = ""

    @property
    def told(self) -> str:
        if self.note:
            return self.note
        whole = (
            words.say(" of {available}", available=words.number(self.available))
            if self.trimmed
            else ""
        )
        return words.say("{sent}{whole} characters", sent=words.number(self.sent), whole=whole)


@dataclass(frozen=True)
class Live:
    """A reply that is being written. `cursor`: characters that are on the page already."""

    id: str
    cursor: int
    seconds: int
    computed: bool


@dataclass(frozen=True)
class Turn:
    """`html` is safe; a turn that is being written or was typed has plain `text` instead."""

    id: str
    url: str
    is_reply: bool
    at: datetime
    text: str = ""
    html: str = ""
    badge: str = ""
    stopped: bool = False
    truncated: bool = False
    live: Live | None = None
    versions: Versions | None = None
    doubts: tuple[Doubts, ...] = ()
    trouble: Trouble | None = None
    seen: tuple[SeenBlock, ...] = ()
    model: str = ""
    pictures: tuple[str, ...] = ()

    @property
    def has_text(self) -> bool:
        return bool(self.html or self.text)

    @property
    def cut(self) -> int:
        return sum(block.trimmed for block in self.seen)


def turns(page: Page, *, base: str) -> Iterator[Turn]:
    """`base`: the address of the chat."""
    latest = _runs(page.messages)
    branches = {branch.message: branch for branch in page.branches}
    for row in page.messages:
        versions = _versions(branches.get(row.pk), base=base)
        if row.role == "assistant":
            yield _reply(row, latest.get(row.pk), base, versions=versions)
        else:
            pictures = tuple(one.name for one in row.attachments.all())
            yield Turn(
                str(row.pk), f"{base}/{row.pk}", is_reply=False, at=row.created_at,
                text=row.content, versions=versions, pictures=pictures,
            )  # fmt: skip


def live(run: ChatRun, *, cursor: int) -> Live:
    waited = timezone.now() - run.created_at
    computed = run.options.get("engine") == "computed"
    return Live(str(run.pk), cursor, max(0, int(waited.total_seconds())), computed)


def seen(manifest: Iterable[Mapping[str, object]]) -> tuple[SeenBlock, ...]:
    """What the numbers stored with a run say."""
    return tuple(
        SeenBlock(
            BLOCKS.get(str(one["kind"]), str(one["kind"])), str(one.get("label") or ""),
            int(str(one["sent"])), int(str(one["available"])), bool(one["trimmed"]),
            str(one.get("note") or ""),
        )
        for one in manifest
    )  # fmt: skip


def _runs(rows: Sequence[ChatMessage]) -> Mapping[UUID, ChatRun]:
    """The latest attempt at each reply."""
    ids = [row.pk for row in rows if row.role == "assistant"]
    found = ChatRun.objects.filter(message__in=ids).order_by("created_at") if ids else ()
    return {run.message_id: run for run in found}


def _reply(row: ChatMessage, run: ChatRun | None, base: str, *, versions: Versions | None) -> Turn:
    written = row.status == "partial" and run is not None and run.status in ACTIVE
    return Turn(
        str(row.pk),
        f"{base}/{row.pk}",
        is_reply=True,
        at=row.created_at,
        text=row.content if written else "",
        html="" if written else chat_text.shown(row.content, row.marks),
        badge=BADGE[spoken(row.language)] if row.origin == "computed" else "",
        stopped=row.status == "cancelled",
        truncated=row.truncated,
        live=live(run, cursor=len(row.content)) if run and written else None,
        versions=versions,
        doubts=_doubts(row.marks),
        trouble=_trouble(row, run),
        seen=seen(run.manifest) if run else (),
        model=run.model if run else "",
    )


def _versions(branch: Branch | None, *, base: str) -> Versions | None:
    if branch is None:
        return None
    around = ("", *(f"{base}/{one}/show" for one in branch.siblings), "")
    at = branch.active + 1
    return Versions(at, len(branch.siblings), around[at - 1], around[at + 1])


def _doubts(marks: Sequence[Mapping[str, object]]) -> tuple[Doubts, ...]:
    found = []
    for kind, (one, several) in DOUBTS.items():
        of_kind = [
            (str(m.get("text")), str(m.get("why") or "")) for m in marks if m["kind"] == kind
        ]
        if of_kind:
            heading = f"{len(of_kind)} {one if len(of_kind) == 1 else several}"
            found.append(Doubts(kind, heading, tuple(dict.fromkeys(of_kind))))
    return tuple(found)


def _trouble(row: ChatMessage, run: ChatRun | None) -> Trouble | None:
    if row.status != "failed":
        return None
    said = run.error_message if run else ""
    cause = str(run.error_details.get("cause", "")) if run else ""
    return Trouble(
        said or words.say("This reply was not finished. Your message is kept; try again."),
        SETTINGS if cause in MENDED_THERE else None,
    )
