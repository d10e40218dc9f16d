"""What becomes of an engine's proposals: fields, changes that wait, and what is kept."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from jobops.lib.errors import Refused
from orchestrator import preferences
from orchestrator.models import Job, JobEvent, Operation, User
from orchestrator.pipeline import edits as door
from orchestrator.pipeline import process, refresh, texts
from pdfs.models import RenderedPdf
from tailoring import edits, facts, tailor
from tailoring.models import Edit
from tests.outside.model import Call, ModelStub, status
from tests.tailoring import proposals
from tests.tailoring.proposals import after
from tests.work import drain

pytestmark = pytest.mark.django_db

TRUE = "Builds gameplay systems in Unity."
LIE = "Managed 4711 people at Globex."
WORSE = "Developed custom editor tools in Rust that reduced iteration time by 97%"


def alias(text: str, prompt: str) -> str:
    """What the prompt calls this fact."""
    found = re.search(rf"(f\d+)\W+{re.escape(text[:40])}", prompt)
    return found.group(1) if found else ""


def answered(bullet: str, reworded: str, **changes: Any) -> Any:
    def answer(call: Call) -> object:
        said = {
            "headline": {"text": "Game Developer", "facts": []},
            "summary": [{"text": TRUE, "facts": []}, {"text": LIE, "facts": []}],
            "skills": [{"name": "Engines", "keywords": ["Unity", "Kubernetes"], "facts": []}],
            "edits": [
                {"bullet": alias(bullet, call.user), "text": reworded, "facts": [],
                 "requirement": "r1"}
            ],
            "orders": [],
        }  # fmt: skip
        return {**said, **changes}

    return answer


@pytest.fixture
def job(ada: User, model_stub: ModelStub) -> Job:
    row = proposals.job(ada)
    preferences.save(ada, {"llmBaseUrl": model_stub.base_url, "llmModel": "stub"})
    model_stub.answer(answered(proposals.bullet(row).text, WORSE))
    return row


def tailored(job: Job, **options: Any) -> Operation:
    operation = texts.request(after(job), actor="user", **options)
    drain()
    return Operation.objects.get(pk=operation.pk)


def kinds(job: Job, status: str) -> list[str]:
    return sorted(Edit.objects.filter(job=job, status=status).values_list("kind", flat=True))


def test_what_is_supported_goes_in_and_the_rest_waits(job: Job) -> None:
    operation = tailored(job)
    assert after(job).tailored_summary == TRUE
    assert "Kubernetes" not in str(after(job).tailored_skills)
    assert kinds(job, "blocked") == ["rewrite", "skill", "summary"]
    assert operation.result["proposals"]["blocked"] == 3
    assert operation.result["leftOut"] == 3


def test_each_waiting_claim_is_marked_in_place(job: Job) -> None:
    tailored(job)
    edit = Edit.objects.get(kind="summary")
    claims = [one["claim"] for one in edit.claims if one["state"] == "unsupported"]
    assert edit.address == "summary/1"
    assert "Globex" in [edit.after[one["start"] : one["end"]] for one in claims]


def test_finalizing_in_the_browser_waits_for_decisions(job: Job) -> None:
    tailored(job)
    with pytest.raises(Refused) as refused:
        door.require_decided(job)
    assert refused.value.kind == "undecided_claims"
    assert len(refused.value.details["edits"]) == 3  # type: ignore[arg-type]
    door.decide_all(job, "leave_out", actor="user")
    door.require_decided(job)


def test_without_anybody_to_decide_they_are_left_out_and_counted(job: Job) -> None:
    operation = process.request(job, actor="user")
    drain()
    pdf = RenderedPdf.objects.get(job=job)
    event = JobEvent.objects.get(job=job, kind="processing.finished")
    assert after(job).status == "ready"
    assert (len(pdf.left_out), event.data["leftOut"]) == (3, 3)
    assert Operation.objects.get(pk=operation.pk).result["leftOut"] == 3
    assert pdf.tailoring is not None
    assert [one["address"] for one in pdf.tailoring.guard["leftOut"]] == [
        one["address"] for one in pdf.left_out
    ]


def test_a_pdf_made_again_counts_them_too(job: Job) -> None:
    process.request(job, actor="user")
    drain()
    operation = refresh.request(after(job), actor="user")
    drain()
    assert Operation.objects.get(pk=operation.pk).result == {"leftOut": 3}


def test_the_owners_decisions_survive_force(job: Job) -> None:
    tailored(job)
    for edit in Edit.objects.filter(kind__in=("summary", "rewrite")):
        edits.leave_out(edit, actor="user")
    operation = tailored(job, force=True)
    assert kinds(job, "blocked") == ["skill"]
    assert kinds(job, "rejected") == ["rewrite", "summary"]
    assert operation.result["proposals"] == {"proposed": 0, "blocked": 1, "accepted": 0}


def test_another_posting_is_another_question(job: Job) -> None:
    tailored(job)
    edits.leave_out_all(job, actor="user")
    door.save(after(job), {"description": "We need Rust. Write tools."}, actor="user")
    tailored(job, force=True)
    assert kinds(job, "blocked") == ["rewrite", "skill", "summary"]


def test_a_bullet_with_an_accepted_change_gets_no_other(job: Job) -> None:
    edits.own(job, proposals.bullet(job).address, "My own words", actor="user")
    tailored(job, force=True)
    assert [one.after for one in edits.of(job) if one.kind == "rewrite"] == ["My own words"]


def test_pinned_texts_survive_force(job: Job) -> None:
    door.save(job, {"tailored_summary": "Mine.", "pinned": ["tailored_summary"]}, actor="user")
    operation = tailored(job, force=True)
    assert after(job).tailored_summary == "Mine."
    assert operation.result["keptFields"] == ["summary"]


@pytest.mark.parametrize(("mode", "expected"), [("off", None), ("apply", "accepted")])
def test_the_owner_says_what_becomes_of_bullets(
    job: Job, model_stub: ModelStub, mode: str, expected: str | None
) -> None:
    preferences.save(job.owner, {"bulletMode": mode})
    good = "Built custom editor tools in C++ that reduced level designer iteration time by 40%"
    model_stub.answer(answered(proposals.bullet(job).text, good))
    before = job.inputs
    tailored(job)
    found = Edit.objects.filter(job=job, kind="rewrite").values_list("status", flat=True).first()
    assert found == expected
    assert bool(after(job).edits_digest) is (expected == "accepted")
    assert after(job).inputs == after(job).inputs_now() != before


def test_the_same_question_is_paid_for_once(job: Job, model_stub: ModelStub) -> None:
    tailored(job)
    asked = len(model_stub.calls)
    door.save(after(job), {"tailored_summary": None, "tailored_headline": None,
                           "tailored_skills": None}, actor="user")  # fmt: skip
    tailored(job)
    assert (len(model_stub.calls), after(job).tailored_summary) == (asked, TRUE)
    tailored(job, force=True)
    assert len(model_stub.calls) > asked


def test_another_fact_is_another_question(job: Job, model_stub: ModelStub) -> None:
    tailored(job)
    asked = len(model_stub.calls)
    facts.add(job.owner, "Kubernetes")
    door.save(after(job), {"tailored_summary": None, "tailored_headline": None,
                           "tailored_skills": None}, actor="user")  # fmt: skip
    tailored(job)
    assert len(model_stub.calls) > asked
    assert "Kubernetes" in str(after(job).tailored_skills)


def test_a_failing_model_leaves_texts_and_proposals_as_they_were(
    job: Job, model_stub: ModelStub
) -> None:
    tailored(job)
    before = (after(job).updated_at, list(Edit.objects.order_by("pk").values()))
    model_stub.next(status(401))
    assert tailored(job, force=True).status == "failed"
    assert (after(job).updated_at, list(Edit.objects.order_by("pk").values())) == before


def test_what_is_stored_with_it_is_stored_with_it_or_not_at_all(
    job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object, **__: object) -> None:
        raise SystemExit

    monkeypatch.setattr("tailoring.deciding.renewed", killed)
    with pytest.raises(SystemExit):
        tailor.tailor(job, gateway=None, force=False, fields=None, actor="user")
    row = after(job)
    assert (row.tailored_summary, Edit.objects.count(), row.tailorings.count()) == (None, 0, 0)


FIELDS = {
    "summary": "tailored_summary", "headline": "tailored_headline", "skills": "tailored_skills",
    "projects": "selected_project_ids",
}  # fmt: skip
TYPED = {"skills": '[{"name":"Mine","keywords":["C++"]}]', "projects": "nothing"}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", FIELDS)
def test_what_the_owner_saves_during_the_call_stays(
    job: Job, model_stub: ModelStub, name: str
) -> None:
    said = answered(proposals.bullet(job).text, WORSE)
    typed = TYPED.get(name, "Typed meanwhile")

    def meanwhile(call: Call) -> object:
        door.save(after(job), {FIELDS[name]: typed}, actor="user")
        connection.close()
        return said(call)

    model_stub.answer(meanwhile)
    operation = tailored(job, force=True, fields=["summary", "headline", "skills", "projects"])
    assert getattr(after(job), FIELDS[name]) == typed
    assert name in operation.result["keptFields"]
    others = {column for other, column in FIELDS.items() if other not in (name, "projects")}
    assert all(getattr(after(job), column) for column in others)


@pytest.mark.django_db(transaction=True)
def test_of_many_deciders_at_once_one_wins(ada: User) -> None:
    job = proposals.job(ada)
    edit = proposals.rewrite(job, "Built editor tools in C++")
    start = Barrier(8)

    def decide(at: int) -> str:
        seen = Edit.objects.select_related("job").get(pk=edit.pk)
        start.wait(timeout=120)
        try:
            door.decide(seen, "accept" if at % 2 else "reject", actor="user")
        except Refused as refused:
            return refused.kind
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(decide, range(8)))
    edit.refresh_from_db()
    row = after(job)
    assert (results.count("done"), results.count("edit_moved")) == (4, 4)
    assert edit.revision == 1
    assert bool(row.edits_digest) is (edit.status == "accepted")
    assert row.inputs == row.inputs_now()


@pytest.mark.django_db(transaction=True)
def test_two_tailorings_at_once_number_their_versions_apart(ada: User) -> None:
    job = proposals.job(ada)
    start = Barrier(4)

    def make(_: int) -> None:
        start.wait(timeout=120)
        try:
            tailor.tailor(after(job), gateway=None, force=True, fields=None, actor="user")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(make, range(4)))
    numbers = sorted(job.tailorings.values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert json.loads(after(job).tailored_skills or "[]")
