"""One posting brought by hand: read it, look whether it is here, keep it, have it tailored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from jobops.lib.errors import Problem, Refused
from jobops.lib.llm import LLMError
from orchestrator import gateway, preferences
from orchestrator.jobs import alike, capture, capture_model, fetching, postings
from orchestrator.jobs.capture import Captured
from orchestrator.jobs.capture_draft import CaptureProblem, Draft
from orchestrator.jobs.fetching import FetchProblem
from orchestrator.lifecycle import Status
from orchestrator.models import Job, Operation, User
from orchestrator.pipeline import board_page, judge, process, slots
from orchestrator.sources.posting import Posting

# Marks a job a person brought, whatever source it names: no score may set it aside.
BROUGHT = {"broughtBy": "user"}


@dataclass(frozen=True)
class Brought:
    """`already`: it was here before. `work` is the tailoring under way, if any was wanted."""

    job: Job
    already: bool
    work: Operation | None = None


def from_url(url: str, *, today: date) -> Captured:
    """What its board says of the posting at `url`, else what the page says. Raises FetchProblem."""
    if posting := board_page.posting_at(url):
        return capture.from_board(posting, today=today)
    page = fetching.fetch(url)
    try:
        found = capture.from_bytes(page.content, charset=page.charset, url=page.url, today=today)
    except CaptureProblem as problem:
        kind = "no_text" if problem.kind == "empty" else "not_a_page"
        raise FetchProblem(kind, None if kind == "no_text" else problem.sentence) from problem
    if found.says_nothing:
        raise FetchProblem("login_wall" if found.asks_password else "no_text")
    return found


def completed(owner: User, draft: Draft) -> Draft:
    """With what the owner's model reads for empty fields; its failure is a notice, not an end."""
    model = gateway.for_owner(owner)
    if model is None or not capture_model.worth_asking(draft):
        return draft
    try:
        return capture_model.fill(draft, text=draft.description, gateway=model)
    except LLMError as failure:
        notice = f"The model read nothing: {failure.sentence}"
        return replace(draft, notices=(*draft.notices, notice))


def bring(
    owner: User, posting: Posting, *, actor: str, wants_tailoring: Callable[[], bool]
) -> Brought:
    """Store `posting`, or show the job it already is. Raises Refused(duplicate_source_id).

    What goes wrong in tailoring is raised with `jobId`; the import itself stays.
    """
    known = [one.job for one in alike.known(owner, posting) if one.is_same]
    taken = next((job for job in known if _same_number(job, posting)), None)
    if taken is not None:
        raise Refused("duplicate_source_id", jobId=str(taken.pk))
    brought = keep(owner, posting, actor=actor)
    if brought.already or not wants_tailoring():
        return brought
    return replace(brought, work=tailored(brought.job, actor=actor))


def keep(owner: User, posting: Posting, *, actor: str) -> Brought:
    """For a page: a job that is here already, by whatever key, is refreshed and shown."""
    is_known = any(one.is_same for one in alike.known(owner, posting))
    marked = posting.model_copy(update={"extras": {**posting.extras, **BROUGHT}})
    added = postings.add(owner, posting if is_known else marked, actor=actor)
    if added.outcome == "created":
        return Brought(judge.score_now(added.job), already=False)
    return Brought(added.job, already=True)


def tailored(job: Job, *, actor: str) -> Operation:
    """Have a new job scored by the model and made ready. Raises Problem with `jobId`."""
    try:
        slots.require(job, allowed=(Status.DISCOVERED,), conflict=False, replace_uploaded=False)
        if gateway.for_owner(job.owner) is not None:
            judge.request(job, actor=actor)
        return process.request(job, actor=actor)
    except Problem as problem:
        problem.details["jobId"] = str(job.pk)
        raise


def tailors_by_itself(owner: User) -> bool:
    return bool(preferences.of(owner)["autoTailorOnManualImport"])


def _same_number(job: Job, posting: Posting) -> bool:
    number = posting.source_job_id
    return number is not None and (job.source, job.source_job_id) == (posting.source, number)
