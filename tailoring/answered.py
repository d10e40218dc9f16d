"""The questions of one application with the words given there, which are nobody's but its own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from jobops.lib.errors import Refused
from jobops.lib.text import fold
from orchestrator.models import Job, Tally
from tailoring import answers
from tailoring.answers import ANSWER_LIMIT, MILLISECOND, QUESTION_LIMIT
from tailoring.models import ChatMessage, JobAnswer, SavedAnswer
from tailoring.questions import reading, slots
from tailoring.questions.asked import questions_in


def of(job: Job) -> QuerySet[JobAnswer]:
    """In the order they were asked."""
    mine = JobAnswer.objects.filter(job=job).select_related("saved", "job__owner")
    return mine.order_by("created_at", "id")


def ask(job: Job, questions: Iterable[str]) -> list[JobAnswer]:
    """Questions that wait for an answer; those that are here already are left as they are."""
    with transaction.atomic():
        known = {fold(one.question) for one in of(job)}
        new = [one for one in questions if fold(one) not in known]
        return [_added(job, one[:QUESTION_LIMIT], "", saved=None) for one in new]


def use(
    job: Job,
    text: str | SavedAnswer,
    question: str = "",
    *,
    saved: SavedAnswer | None = None,
    keep_too: bool = False,
    source: ChatMessage | None = None,
) -> JobAnswer:
    """A copy for this application, its placeholders filled. Of a saved answer, or of `text` that
    came from `saved` or from a reply, the `source`. The same question again replaces what was
    said. `keep_too`: in the bank as well.
    """
    first = text if isinstance(text, SavedAnswer) else saved
    words = text.answer if isinstance(text, SavedAnswer) else text
    said = question or (first.question if first else "")
    asked = (reading.plain(said) or said)[:QUESTION_LIMIT]
    filled = slots.fill(words, names(job))[:ANSWER_LIMIT]
    with transaction.atomic():
        known = of(job).filter(question=asked).first()
        if known is None:
            row = _added(job, asked, filled, saved=first)
        else:
            row = _store(known, answer=filled or known.answer, saved=first or known.saved)
        if keep_too and filled:
            _keep(row, like=words, source=source)
    return row


def change(
    row: JobAnswer,
    *,
    question: str | None = None,
    answer: str | None = None,
    expected: datetime | None = None,
    keep_too: bool = False,
) -> JobAnswer:
    """The bank keeps its words, unless `keep_too`. Raises Refused(revision_mismatch)."""
    with transaction.atomic():
        stored: JobAnswer = of(row.job).get(pk=row.pk)
        if expected is not None and expected != stored.updated_at:
            raise Refused("revision_mismatch", updatedAt=stored.updated_at)
        asked = stored.question if question is None else reading.plain(question) or question
        words = stored.answer if answer is None else answer
        row = _store(stored, answer=words, question=asked, saved=stored.saved)
        if keep_too and row.answer:
            _keep(row, like=row.saved.answer if row.saved else "")
    return row


def remove(row: JobAnswer) -> None:
    """For good; the bank keeps what it has."""
    with transaction.atomic():
        JobAnswer.objects.filter(pk=row.pk).delete()
        Tally.objects.raised(row.job.owner_id)


def asked_by(job: Job) -> list[str]:
    """What the posting asks for the application and nobody answered here yet."""
    known = {fold(one.question) for one in of(job)}
    found = questions_in(job.description or "", posting=True)
    return [one for one in found if fold(one) not in known]


def names(job: Job) -> dict[str, str]:
    """What stands for the placeholders."""
    return {"employer": job.employer, "jobTitle": job.title}


def _added(job: Job, asked: str, words: str, *, saved: SavedAnswer | None) -> JobAnswer:
    at = answers.now()
    row = JobAnswer.objects.create(
        job=job, question=asked, answer=words, saved=saved, created_at=at, updated_at=at
    )
    Tally.objects.raised(job.owner_id)
    return row


def _keep(row: JobAnswer, *, like: str, source: ChatMessage | None = None) -> None:
    """In the answer the words came from, else as a new one. Where `like` had a placeholder, the
    name that filled it becomes one again.
    """
    saved, words = row.saved, slots.emptied(row.answer, names(row.job), like=like)
    if saved is not None and saved.removed_at is None:
        answers.change(saved, answer=words)
        return
    origin = source.origin if source else "user"
    kept = answers.add(
        row.job.owner, row.question, words, origin=origin, job=row.job, source=source
    )
    JobAnswer.objects.filter(pk=row.pk).update(saved=kept)
    row.saved = kept


def _store(
    row: JobAnswer, *, answer: str, question: str | None = None, saved: SavedAnswer | None
) -> JobAnswer:
    asked = row.question if question is None else question
    if (row.question, row.answer, row.saved_id) == (asked, answer, saved.pk if saved else None):
        return row
    row.question, row.answer, row.saved = asked, answer, saved
    row.updated_at = max(answers.now(), row.updated_at + MILLISECOND)
    row.save(update_fields=["question", "answer", "saved", "updated_at"])
    Tally.objects.raised(row.job.owner_id)
    return row
