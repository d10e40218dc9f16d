"""The answer bank, and the answers of one application."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from orchestrator import access
from orchestrator.api import door, wire_answers
from orchestrator.api.schemas.answers import (
    AnswersQuery,
    CheckedAnswerOut,
    JobAnswerBody,
    JobAnswerOut,
    JobAnswerPatch,
    JobAnswersOut,
    MatchesOut,
    SavedAnswerBody,
    SavedAnswerOut,
    SavedAnswerPatch,
    SavedAnswersOut,
    SimilarQuery,
)
from tailoring import answered, answers
from tailoring.answers_doubted import Doubts

router = Router(tags=["Answers"])
ONE = "/answers/{uuid:saved_id}"
OF_JOB = "/jobs/{uuid:job_id}/answers"
ONE_OF_JOB = f"{OF_JOB}/{{uuid:answer_id}}"


@door.route(router, "GET", "/answers", data=SavedAnswersOut, query=AnswersQuery)
def list_answers(request: HttpRequest, query: AnswersQuery) -> HttpResponse:
    """Your saved answers, the newest change first; with `q`, those that hold every word of it."""
    found = answers.of(access.owner(request), query.q)
    rows = found[query.offset : query.offset + query.limit]
    data = {"answers": [wire_answers.saved(one) for one in rows], "total": found.count()}
    return door.answer(request, data)


@door.route(
    router, "POST", "/answers", data=SavedAnswerOut, body=SavedAnswerBody, status=201,
    errors=(404,),
)  # fmt: skip
def add_answer(request: HttpRequest, body: SavedAnswerBody) -> HttpResponse:
    """Keep an answer; the same words to the same question again are the same answer."""
    owner = access.owner(request)
    job = access.job(owner, body.job_id) if body.job_id else None
    made = answers.add(owner, body.question, body.answer, language=body.language, job=job)
    return door.answer(request, wire_answers.saved(made), status=201, **door.ignored(body))


@door.route(router, "GET", "/answers/similar", data=MatchesOut, query=SimilarQuery)
def similar_answers(request: HttpRequest, query: SimilarQuery) -> HttpResponse:
    """Saved answers that fit a question, the best first; what nobody can tell is left out."""
    found = answers.similar(
        access.owner(request), query.question, language=query.language, limit=query.limit
    )
    return door.answer(request, {"matches": [wire_answers.match(one) for one in found]})


@door.route(router, "GET", ONE, data=CheckedAnswerOut, errors=(404,))
def read_answer(request: HttpRequest, saved_id: UUID) -> HttpResponse:
    """One answer with the claims in it that your résumé and facts do not support."""
    owner = access.owner(request)
    return door.answer(request, wire_answers.checked(answers.one(owner, saved_id), owner=owner))


@door.route(
    router, "PATCH", ONE, data=SavedAnswerOut, body=SavedAnswerPatch, errors=(404, 409)
)  # fmt: skip
def change_answer(request: HttpRequest, saved_id: UUID, body: SavedAnswerPatch) -> HttpResponse:
    """Change an answer. Applications it went into keep their words."""
    row = access.saved_answer(access.owner(request), saved_id)
    made = answers.change(
        row,
        question=body.question,
        answer=body.answer,
        language=body.language,
        expected=body.updated_at,
    )
    return door.answer(request, wire_answers.saved(made), **door.ignored(body))


@door.route(router, "DELETE", ONE, data=None, errors=(404,))
def remove_answer(request: HttpRequest, saved_id: UUID) -> HttpResponse:
    """Delete an answer; `restore` brings it back."""
    answers.remove(answers.one(access.owner(request), saved_id))
    return door.answer(request, None)


@door.route(router, "POST", f"{ONE}/restore", data=SavedAnswerOut, errors=(404,))
def restore_answer(request: HttpRequest, saved_id: UUID) -> HttpResponse:
    """Bring a deleted answer back; one that is there stays as it is."""
    owner = access.owner(request)
    answers.restore(access.saved_answer(owner, saved_id))
    return door.answer(request, wire_answers.saved(answers.one(owner, saved_id)))


@door.route(router, "GET", OF_JOB, data=JobAnswersOut, errors=(404,))
def list_job_answers(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """The questions of an application with the words given there."""
    job = access.job(access.owner(request), job_id)
    return door.answer(request, wire_answers.of_job(job))


@door.route(
    router, "POST", OF_JOB, data=JobAnswerOut, body=JobAnswerBody, status=201, errors=(404,)
)  # fmt: skip
def add_job_answer(request: HttpRequest, job_id: UUID, body: JobAnswerBody) -> HttpResponse:
    """Answer a question of an application; the same question again replaces what was said."""
    owner = access.owner(request)
    job = access.job(owner, job_id)
    source = answers.one(owner, body.saved_id) if body.saved_id else None
    words = body.answer or (source.answer if source else "")
    row = answered.use(job, words, body.question or "", saved=source, keep_too=body.keep)
    data = wire_answers.given(row, doubts=Doubts(owner, job))
    return door.answer(request, data, status=201, **door.ignored(body))


@door.route(
    router, "PATCH", ONE_OF_JOB, data=JobAnswerOut, body=JobAnswerPatch, errors=(404, 409)
)  # fmt: skip
def change_job_answer(
    request: HttpRequest, job_id: UUID, answer_id: UUID, body: JobAnswerPatch
) -> HttpResponse:
    """Change the words of one application; the bank keeps its own, unless `keep` is given."""
    job = access.job(access.owner(request), job_id)
    row = answered.change(
        access.answer(job, answer_id),
        question=body.question,
        answer=body.answer,
        expected=body.updated_at,
        keep_too=body.keep,
    )
    data = wire_answers.given(row, doubts=Doubts(job.owner, job))
    return door.answer(request, data, **door.ignored(body))


@door.route(router, "DELETE", ONE_OF_JOB, data=None, errors=(404,))
def remove_job_answer(request: HttpRequest, job_id: UUID, answer_id: UUID) -> HttpResponse:
    """Delete an answer of an application, for good; the bank keeps what it has."""
    job = access.job(access.owner(request), job_id)
    answered.remove(access.answer(job, answer_id))
    return door.answer(request, None)
