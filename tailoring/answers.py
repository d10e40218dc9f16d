"""The answer bank: answers to questions that come up again, each with where it came from."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from jobops.lib.errors import Refused
from orchestrator.models import Job, Tally, User
from tailoring import language as written
from tailoring.answers_alike import Match as Match
from tailoring.answers_alike import similar as similar
from tailoring.models import ChatMessage, SavedAnswer
from tailoring.questions import reading
from tailoring.questions.asked import questions_in as questions_in

QUESTION_LIMIT, ANSWER_LIMIT = 1000, 10_000
MILLISECOND = timedelta(milliseconds=1)


def of(owner: User, q: str = "") -> QuerySet[SavedAnswer]:
    """The living ones, the newest change first; with `q`, those that hold every word of it.
    `used` counts the applications an answer went into.
    """
    found = SavedAnswer.objects.filter(owner=owner, removed_at=None)
    for word in q.split()[:10]:
        found = found.filter(Q(question__icontains=word) | Q(answer__icontains=word))
    counted = found.annotate(used=Count("uses__job", distinct=True))
    return counted.select_related("job").order_by("-updated_at", "-id")


def removed(owner: User) -> QuerySet[SavedAnswer]:
    """What `restore` can bring back, the last removed first."""
    return SavedAnswer.objects.filter(owner=owner, removed_at__isnull=False).order_by(
        "-removed_at", "-id"
    )


def one(owner: User, pk: UUID) -> SavedAnswer:
    """A living one with its count. Raises Http404."""
    found: SavedAnswer | None = of(owner).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def add(
    owner: User,
    question: str,
    answer: str,
    *,
    language: str = "",
    origin: str = "user",
    job: Job | None = None,
    source: ChatMessage | None = None,
) -> SavedAnswer:
    """The same answer to the same question again is the one that is there."""
    said = reading.plain(question)[:QUESTION_LIMIT] or question
    with transaction.atomic():
        if same := of(owner).filter(question=said, answer=answer).first():
            return same
        at = now()
        row = SavedAnswer.objects.create(
            owner=owner, question=said, answer=answer, language=language or spoken(said, answer),
            topic=reading.topic(said), origin=origin, job=job, source_message=source,
            created_at=at, updated_at=at,
        )  # fmt: skip
        Tally.objects.raised(owner.pk)
    return one(owner, row.pk)


def change(
    saved: SavedAnswer,
    *,
    question: str | None = None,
    answer: str | None = None,
    language: str | None = None,
    expected: datetime | None = None,
) -> SavedAnswer:
    """Equal values write nothing; new words are the owner's. `expected` is the `updated_at` the
    caller saw. Raises Refused(revision_mismatch), and Http404 when it was removed meanwhile.
    """
    with transaction.atomic():
        row = one(saved.owner, saved.pk)
        if expected is not None and expected != row.updated_at:
            raise Refused("revision_mismatch", updatedAt=row.updated_at)
        before = (row.question, row.answer, row.language)
        seen = row.updated_at
        row.question = row.question if question is None else reading.plain(question) or question
        row.answer = row.answer if answer is None else answer
        row.language = row.language if language is None else language
        row.language = row.language or spoken(row.question, row.answer)
        if (row.question, row.answer, row.language) != before:
            _store(row, seen=seen, typed=row.answer != before[1])
    return row


def remove(saved: SavedAnswer) -> None:
    """Mark it as removed; applications keep their words, and `restore` takes that back."""
    _living(saved, removed=True)


def restore(saved: SavedAnswer) -> None:
    _living(saved, removed=False)


def spoken(question: str, answer: str) -> str:
    return written.detect(f"{question}\n{answer}") or reading.read(question).language


def _store(row: SavedAnswer, *, seen: datetime, typed: bool) -> None:
    row.topic = reading.topic(row.question)
    row.origin = "user" if typed else row.origin
    row.updated_at = max(now(), seen + MILLISECOND)
    moved = SavedAnswer.objects.filter(pk=row.pk, updated_at=seen, removed_at=None).update(
        question=row.question, answer=row.answer, language=row.language, topic=row.topic,
        origin=row.origin, updated_at=row.updated_at,
    )  # fmt: skip
    if not moved:
        raise Refused("revision_mismatch")
    Tally.objects.raised(row.owner_id)


def _living(saved: SavedAnswer, *, removed: bool) -> None:
    with transaction.atomic():
        moved = SavedAnswer.objects.filter(pk=saved.pk, removed_at__isnull=removed).update(
            removed_at=now() if removed else None
        )
        if moved:
            Tally.objects.raised(saved.owner_id)


def now() -> datetime:
    """As exact as the wire tells it, so that who was told can name it."""
    now = timezone.now()
    return now.replace(microsecond=now.microsecond // 1000 * 1000)
