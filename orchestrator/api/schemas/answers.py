"""Saved answers, and the answers of one application, on the wire."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, WithJsonSchema, model_validator

from orchestrator.api.schemas.shared import Body, Clean, Moment, Parameters, Shape, Whole
from orchestrator.api.schemas.texts import trimmed
from orchestrator.api.schemas.watchlist import Id
from tailoring.answers import ANSWER_LIMIT, QUESTION_LIMIT

Count = Annotated[int, Field(ge=0)]
Origin = Literal["user", "model", "computed"]


def _language(text: str) -> str:
    if text not in ("", "en", "de", "fr", "es"):
        raise ValueError("Give en, de, fr, es, or nothing.")
    return text


def _needed(limit: int) -> WithJsonSchema:
    pattern = r"[^\s\x00-\x1f\x7f]"
    return WithJsonSchema(
        {"type": "string", "minLength": 1, "maxLength": limit, "pattern": pattern}
    )


Language = Annotated[
    str,
    AfterValidator(_language),
    WithJsonSchema({"type": "string", "enum": ["", "en", "de", "fr", "es"]}),
]
Question = Annotated[str, trimmed(QUESTION_LIMIT), _needed(QUESTION_LIMIT)]
Words = Annotated[str, trimmed(ANSWER_LIMIT), _needed(ANSWER_LIMIT)]


class SavedAnswerOut(Shape):
    """`topic` is empty when nobody could tell one; `jobId` is where it was first given,
    `messageId` the reply it was saved from, `used` the number of applications it went into.
    """

    id: str
    question: str
    answer: str
    language: str
    topic: str
    private: bool
    origin: Origin
    job_id: str | None
    message_id: str | None
    used: Count
    created_at: str
    updated_at: str


class DoubtOut(Shape):
    """A claim that nothing supports; `start` and `end` are places in the answer."""

    kind: str
    text: str
    start: Count
    end: Count
    why: str


class SavedAnswersOut(Shape):
    answers: list[SavedAnswerOut]
    total: Count


class CheckedAnswerOut(SavedAnswerOut):
    doubts: list[DoubtOut]


class MatchOut(Shape):
    answer: SavedAnswerOut
    score: Annotated[float, Field(ge=0, le=1)]
    why: str
    caution: str


class MatchesOut(Shape):
    matches: list[MatchOut]


class JobAnswerOut(Shape):
    id: str
    job_id: str
    question: str
    answer: str
    saved_id: str | None
    doubts: list[DoubtOut]
    created_at: str
    updated_at: str


class JobAnswersOut(Shape):
    """`asked`: questions the posting asks for the application, not answered yet."""

    answers: list[JobAnswerOut]
    asked: list[str]


class AnswersQuery(Parameters):
    q: Annotated[Clean, Field(max_length=200)] = ""
    limit: Annotated[Whole, Field(ge=1, le=200)] = 50
    offset: Annotated[Whole, Field(ge=0, le=10_000)] = 0


class SimilarQuery(Parameters):
    question: Annotated[Clean, Field(max_length=QUESTION_LIMIT)] = ""
    language: Language = ""
    limit: Annotated[Whole, Field(ge=1, le=20)] = 3


class SavedAnswerBody(Body):
    question: Question
    answer: Words
    language: Language = ""
    job_id: Id | None = None


class SavedAnswerPatch(Body):
    """`updatedAt` is that of the state the caller saw."""

    question: Question | None = None
    answer: Words | None = None
    language: Language | None = None
    updated_at: Moment | None = None


class JobAnswerBody(Body):
    """A question alone waits for its answer. `savedId` alone uses that answer; with `answer` it
    says where the words are from. `keep`: also keep them in the bank.
    """

    question: Question | None = None
    answer: Words | None = None
    saved_id: Id | None = None
    keep: bool = False

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.saved_id is None and not self.question:
            raise ValueError("Give a question, or savedId.")
        return self


class JobAnswerPatch(Body):
    question: Question | None = None
    answer: Words | None = None
    keep: bool = False
    updated_at: Moment | None = None
