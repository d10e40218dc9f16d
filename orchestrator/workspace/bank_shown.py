"""Saved and given answers as their pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from jobops.lib.once import reading
from jobops.lib.words import say
from orchestrator.models import Job
from orchestrator.templatetags.ui import plural
from orchestrator.workspace.bank_form import LANGUAGES, GivenForm, SavedForm
from tailoring import answered, answers
from tailoring.answers import Match
from tailoring.answers_doubted import Doubts
from tailoring.models import JobAnswer, SavedAnswer
from tailoring.questions import slots, topics

NAMES = dict(LANGUAGES)
# A prompt fills the composer of the chat; nothing is sent.
PROMPT = "Answer this question of the application, in my words and from my facts: {}"
PROMPT_LIMIT = 600


@dataclass(frozen=True)
class Saved:
    """One answer of the bank. `origin` says who wrote it and where; `source` is the address of the
    reply it was saved from. `form` stands in its place while it is edited.
    """

    id: str
    question: str
    answer: str
    about: str
    language: str
    origin: str
    source: str
    updated_at: datetime
    used: str
    private: str
    url: str
    form: SavedForm | None = None
    doubts: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True)
class Offer:
    """A saved answer that fits a question, in the words it would have here."""

    question: str
    text: str
    percent: int
    why: str
    caution: str
    origin: str
    use_url: str


@dataclass(frozen=True)
class Given:
    """A question of an application. `offers` only while it has no answer."""

    id: str
    question: str
    answer: str
    url: str
    ask_url: str
    in_bank: bool
    updated_at: datetime
    doubts: tuple[dict[str, Any], ...]
    offers: tuple[Offer, ...]
    form: GivenForm | None = None


def saved(row: SavedAnswer, *, form: SavedForm | None = None) -> Saved:
    editing = form is not None
    doubts = Doubts(row.owner).about(row.question, row.answer) if editing else ()
    return Saved(
        id=str(row.pk),
        question=row.question,
        answer=row.answer,
        about=topics.label(row.topic),
        language=NAMES.get(row.language, row.language) if row.language else "",
        origin=origin(row),
        source=source(row),
        updated_at=row.updated_at,
        used=plural(used, "application") if (used := getattr(row, "used", 0)) else "",
        private=private(row),
        url=f"/answers/{row.pk}",
        form=form,
        doubts=tuple(doubts),
    )


def origin(row: SavedAnswer) -> str:
    """Who wrote it, and for which job it was first given."""
    if row.origin == "model":
        said = say("From a reply of the Ghostwriter")
    elif row.origin == "computed":
        said = say("From a computed draft")
    else:
        said = (
            say("From a reply, changed by you") if row.source_message_id else say("Written by you")
        )
    return (
        say(
            "{said} for {title} at {employer}",
            said=said,
            title=row.job.title,
            employer=row.job.employer,
        )
        if row.job
        else said
    )


def source(row: SavedAnswer) -> str:
    if row.source_message_id is None or row.job_id is None:
        return ""
    return f"/job/{row.job_id}/ghostwriter#message-{row.source_message_id}"


def private(row: SavedAnswer) -> str:
    """What is said about an answer to a private question."""
    if not topics.is_private(row.topic):
        return ""
    if row.origin == "user":
        return say("Private: no model writes or sees it here.")
    return say("Private: offered only once you have put it in your own words.")


def given(row: JobAnswer, job: Job, *, doubts: Doubts, form: GivenForm | None = None) -> Given:
    url = f"/job/{job.pk}/answers/{row.pk}"
    return Given(
        id=str(row.pk),
        question=row.question,
        answer=row.answer,
        url=url,
        ask_url=asking(job, row.question),
        in_bank=row.saved is not None and row.saved.removed_at is None,
        updated_at=row.updated_at,
        doubts=tuple(doubts.about(row.question, row.answer)) if row.answer else (),
        offers=() if row.answer else offers(job, row),
        form=form if row.answer else form or GivenForm(row=row),
    )


def offers(job: Job, row: JobAnswer) -> tuple[Offer, ...]:
    found = answers.similar(job.owner, row.question, job=job)
    return tuple(offer(one, job, row) for one in found)


def offer(match: Match, job: Job, row: JobAnswer) -> Offer:
    return Offer(
        question=match.saved.question,
        text=slots.fill(match.saved.answer, answered.names(job)),
        percent=round(match.score * 100),
        why=match.why,
        caution=match.caution,
        origin=origin(match.saved),
        use_url=f"/job/{job.pk}/answers/{row.pk}/use/{match.saved.pk}",
    )


def asking(job: Job, question: str) -> str:
    """The chat with a prompt in its box."""
    return f"/job/{job.pk}/ghostwriter?prompt={quote(PROMPT.format(question)[:PROMPT_LIMIT])}"


def prompted(text: str) -> str:
    """The question in a prompt of ours, else the first one that somebody typed."""
    before = PROMPT.partition("{}")[0]
    if text.startswith(before):
        return text.removeprefix(before).strip()
    return next(iter(answers.questions_in(text)), "") if "?" in text else ""


def all_given(job: Job, *, form: GivenForm | None = None) -> tuple[Given, ...]:
    editing = form.row.pk if form else None
    with reading():
        doubts = Doubts(job.owner, job)
        return tuple(
            given(row, job, doubts=doubts, form=form if row.pk == editing else None)
            for row in answered.of(job)
        )
