"""What the rows of followed replies hold, asked for as cheaply as can be."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models.functions import Length

from tailoring.models import ChatRun
from tailoring.models.chat import ACTIVE

# Status of the run and length of its reply.
Mark = tuple[str, int]


@dataclass(frozen=True)
class Snapshot:
    """A reply at one moment. `run`, with its message, once it is over; `gone` when its row is."""

    text: str
    run: ChatRun | None = None
    gone: bool = False

    @property
    def is_over(self) -> bool:
        return self.gone or self.run is not None


GONE = Snapshot("", gone=True)


def at(run_id: UUID) -> Snapshot:
    """How a reply stands now, run and text from one moment."""
    run = ChatRun.objects.select_related("message").filter(pk=run_id).first()
    if run is None:
        return GONE
    return Snapshot(run.message.content, None if run.status in ACTIVE else run)


def marks(run_ids: Collection[UUID]) -> Mapping[UUID, Mark]:
    """Without the texts, which are long and mostly as they were."""
    rows = ChatRun.objects.filter(pk__in=run_ids)
    found = rows.values_list("pk", "status", Length("message__content"))
    return {pk: (status, length) for pk, status, length in found}


def news(known: Mapping[UUID, Mark | None]) -> Iterator[tuple[UUID, Mark, Snapshot]]:
    """What moved since the given marks, each with its own."""
    found = marks(known)
    yield from ((pk, ("gone", 0), GONE) for pk in known.keys() - found.keys())
    moved = {pk: mark for pk, mark in found.items() if mark != known[pk]}
    grown = [pk for pk, (status, _) in moved.items() if status in ACTIVE]
    texts = dict(_texts(grown))
    for pk, mark in moved.items():
        # What ended between two looks is looked at whole: its last text is not the streamed one.
        yield pk, mark, Snapshot(texts[pk]) if pk in texts else at(pk)


def _texts(run_ids: Collection[UUID]) -> Iterator[tuple[UUID, str]]:
    if run_ids:
        rows = ChatRun.objects.filter(pk__in=run_ids, status__in=ACTIVE)
        yield from rows.values_list("pk", "message__content")
