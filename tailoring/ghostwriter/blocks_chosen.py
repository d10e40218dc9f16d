"""The blocks of what the owner chose to send along: notes, mails, documents, in their order."""

from __future__ import annotations

from collections.abc import Iterator

from orchestrator.models import Document, InboundMessage, Job, Note
from tailoring.ghostwriter import documents_read, mails_read, selection
from tailoring.ghostwriter.blocks import Block, block, seen, within
from tailoring.models import ChatThread


def of(job: Job, thread: ChatThread) -> Iterator[Block]:
    chosen = selection.of(thread)
    notes = {str(note.pk): note for note in job.notes.filter(pk__in=chosen.notes, removed_at=None)}
    mails = {str(row.pk): row for row in job.mails.filter(pk__in=chosen.emails)}
    files = {str(row.pk): row for row in job.documents.filter(pk__in=chosen.documents)}
    yield from within([_note(notes[one]) for one in chosen.notes if one in notes])
    yield from within([_mail(mails[one]) for one in chosen.emails if one in mails])
    yield from within([_document(files[one], job) for one in chosen.documents if one in files])


def _note(note: Note) -> Block:
    said = seen(note.content)
    return block("note", said, id=str(note.pk), label=note.title)


def _mail(mail: InboundMessage) -> Block:
    return block("mail", seen(mails_read.told(mail)), id=str(mail.pk), label=mails_read.named(mail))


def _document(document: Document, job: Job) -> Block:
    document.job = job
    found = documents_read.read(document)
    return block(
        "document",
        found.text,
        id=str(document.pk),
        label=document.file_name,
        available=found.available,
        note=found.note,
    )
