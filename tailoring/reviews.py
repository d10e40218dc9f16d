"""Files on their way to become a base: read, looked at by the owner, used or thrown away."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db import transaction

from orchestrator.models import User
from tailoring import library
from tailoring.documents.problems import DocumentError
from tailoring.intake import build, files, found, lines, parse, reading
from tailoring.intake.found import Found
from tailoring.library import Saved
from tailoring.models import ResumeIntake

# Each holds its file; an owner looks at one or two at a time.
MOST_OPEN = 10


def take(owner: User, content: bytes, *, file_name: str) -> Saved | ResumeIntake:
    """A JSON file becomes a base at once, any other a review. Raises DocumentError, and then
    nothing of the file is kept.
    """
    if len(content) > library.MAX_FILE_BYTES or not content.strip():
        return library.import_file(owner, content, file_name=file_name)
    kind = files.kind_of(content, file_name=file_name)
    if kind == files.JSON:
        return library.import_file(owner, content, file_name=file_name)
    if known := library.known(owner, content):
        return known
    return _begin(owner, content, kind=kind, file_name=file_name)


def _begin(owner: User, content: bytes, *, kind: str, file_name: str) -> ResumeIntake:
    mark = hashlib.sha256(content).hexdigest()
    mine = ResumeIntake.objects.filter(owner=owner)
    if begun := mine.filter(original_digest=mark).first():
        return begun
    done = reading.read(content, kind=kind)
    made = parse.read(done.lines)
    for old in mine.order_by("-created_at")[MOST_OPEN - 1 :]:
        old.delete()
    return ResumeIntake.objects.create(
        owner=owner,
        file_name=file_name[:255],
        format=done.format,
        original=content,
        original_digest=mark,
        lines=[line.to_json() for line in done.lines],
        found=made.to_json(),
    )


def own(owner: User, pk: UUID) -> ResumeIntake | None:
    return ResumeIntake.objects.defer("original").filter(owner=owner, pk=pk).first()


def waiting(owner: User) -> list[ResumeIntake]:
    rows = ResumeIntake.objects.filter(owner=owner)
    return list(rows.defer("original", "lines", "found").order_by("-created_at"))


def found_in(review: ResumeIntake) -> Found:
    return found.from_json(review.found)


def texts(review: ResumeIntake) -> dict[int, str]:
    """The lines of the file by number, counted from 1."""
    rows = lines.from_json(review.lines)
    return {number: line.shown() for number, line in enumerate(rows, 1)}


def change(review: ResumeIntake, by: Callable[[Found], Found]) -> Found:
    """Apply one change to what is stored now, so that two windows do not undo each other. Raises
    DocumentError("review_over").
    """
    with transaction.atomic():
        row = _held(review)
        made = by(found.from_json(row.found))
        row.found = made.to_json()
        row.save(update_fields=["found"])
    review.found = row.found
    return made


def use(review: ResumeIntake) -> Saved:
    """The review becomes a base and ends. Raises DocumentError when it says nothing."""
    with transaction.atomic():
        row = _held(review)
        made = found.from_json(row.found)
        document = build.document(made)
        if not made.basics.get("name") and not made.sections and not made.summary:
            raise DocumentError(
                "unreadable", "There is nothing in it yet. Fill in a name at least."
            )
        report: dict[str, Any] = asdict(build.report(made, lines.from_json(row.lines)))
        saved = library.add(
            row.owner, document, source=row.format, original=bytes(row.original), report=report
        )
        row.delete()
    return saved


def _held(review: ResumeIntake) -> ResumeIntake:
    """The row as it is now. Raises DocumentError when another window has ended it."""
    row = ResumeIntake.objects.select_for_update().filter(pk=review.pk).first()
    if row is None:
        raise DocumentError("review_over")
    return row


def discard(review: ResumeIntake) -> None:
    review.delete()
