"""What the owner chose to send along: ids of notes, mails and documents of this job, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from jobops.lib.errors import Problem
from orchestrator.models import Document, InboundMessage, Job, Note
from tailoring.ghostwriter import documents_read
from tailoring.ghostwriter.blocks import CAPS
from tailoring.models import ChatThread

NOTES, MAILS, DOCUMENTS = (CAPS[kind].items for kind in ("note", "mail", "document"))
FIELDS = ("selected_note_ids", "selected_email_ids", "selected_document_ids")
Found = Callable[[Job, Sequence[UUID]], set[UUID]]


class SelectionRefused(Problem):
    """Details: `max`, `selected` (how many), `invalidIds`."""

    SENTENCES: ClassVar[Mapping[str, str]] = {
        "too_many": "More is chosen than can be sent along at once. Take some away.",
        "unknown": "Something chosen is not there any more, or cannot be read. Choose again.",
    }


@dataclass(frozen=True)
class Selected:
    """Ids in the order they were chosen."""

    notes: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()


@dataclass(frozen=True)
class Choice:
    """A wish to change the selection; None leaves a kind as it is."""

    notes: Sequence[object] | None = None
    emails: Sequence[object] | None = None
    documents: Sequence[object] | None = None


def of(thread: ChatThread) -> Selected:
    """Without what was deleted meanwhile."""
    stored = (
        thread.selected_note_ids, thread.selected_email_ids, thread.selected_document_ids,
    )  # fmt: skip
    if not any(stored):
        return Selected()
    living = _living(thread.job, _ids([one for kind in stored for one in kind]))
    return Selected(*(tuple(one for one in kind if one in living) for kind in stored))


def change(thread: ChatThread, choice: Choice) -> Selected:
    """Set what is given on the row; the caller saves it. Raises SelectionRefused."""
    job = thread.job
    if choice.notes is not None:
        thread.selected_note_ids = _checked(choice.notes, job=job, most=NOTES, found=_notes)
    if choice.emails is not None:
        thread.selected_email_ids = _checked(choice.emails, job=job, most=MAILS, found=_mails)
    if choice.documents is not None:
        thread.selected_document_ids = _checked(
            choice.documents, job=job, most=DOCUMENTS, found=_documents
        )
    return of(thread)


def _checked(given: Sequence[object], *, job: Job, most: int, found: Found) -> list[str]:
    wanted = list(dict.fromkeys(str(one).strip().lower() for one in given))
    if len(wanted) > most:
        raise SelectionRefused("too_many", max=most, selected=len(wanted), invalidIds=[])
    known = {str(one) for one in found(job, _ids(wanted))}
    if unknown := [one for one in wanted if one not in known]:
        raise SelectionRefused("unknown", max=most, selected=len(wanted), invalidIds=unknown)
    return wanted


def _notes(job: Job, ids: Sequence[UUID]) -> set[UUID]:
    return set(job.notes.filter(pk__in=ids, removed_at=None).values_list("pk", flat=True))


def _mails(job: Job, ids: Sequence[UUID]) -> set[UUID]:
    """Those that are linked to the job; what is only suggested may be about another."""
    return set(job.mails.filter(pk__in=ids).values_list("pk", flat=True))


def _documents(job: Job, ids: Sequence[UUID]) -> set[UUID]:
    rows = job.documents.filter(pk__in=ids).only("pk", "file_name", "media_type")
    return {row.pk for row in rows if not documents_read.unsupported(row)}


def _living(job: Job, ids: Sequence[UUID]) -> set[str]:
    notes = Note.objects.filter(job=job, pk__in=ids, removed_at=None).order_by()
    mails = InboundMessage.objects.filter(job=job, pk__in=ids).order_by()
    files = Document.objects.filter(job=job, pk__in=ids).order_by()
    found, *others = (rows.values_list("pk", flat=True) for rows in (notes, mails, files))
    return {str(pk) for pk in found.union(*others)}


def _ids(given: Iterable[str]) -> list[UUID]:
    return [found for one in given if (found := _id(one))]


def _id(given: str) -> UUID | None:
    try:
        return UUID(given) if len(given) == 36 else None
    except ValueError:
        return None
