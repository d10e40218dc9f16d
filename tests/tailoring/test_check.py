"""Whose word a claim is, and what of a job's texts may be printed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from jobops.lib.errors import Refused
from orchestrator.models import Job, User
from orchestrator.pipeline import edits as door
from pdfs import build
from tailoring import edits, library, versions
from tailoring.check import checked
from tailoring.models import Edit
from tailoring.printable import GONE, UNDECIDED
from tests import make
from tests.tailoring import proposals
from tests.tailoring.proposals import after

pytestmark = pytest.mark.django_db

LIE = "Managed 4711 people at Globex."
TRUE = "Builds gameplay systems in Unity."


@pytest.fixture
def job(ada: User) -> Job:
    return proposals.job(ada)


def written(job: Job, **values: Any) -> Job:
    """Texts as an engine left them."""
    origins = dict.fromkeys(values, "model")
    Job.objects.filter(pk=job.pk).update(**values, origins=origins)
    row = after(job)
    row.renew_inputs(at=row.inputs_at)
    row.save(update_fields=["inputs"])
    return row


def states(job: Job, name: str) -> dict[str, str]:
    return {one.claim.text: one.state for one in checked(job).texts[name].findings}


def test_an_engines_words_need_support(job: Job) -> None:
    found = states(written(job, tailored_summary=f"{TRUE} {LIE}"), "summary")
    assert (found["Unity"], found["Globex"]) == ("supported", "unsupported")


def test_claims_are_found_where_they_stand_in_the_whole_text(job: Job) -> None:
    row = written(job, tailored_summary=f"{TRUE}\n {LIE}")
    for one in checked(row).texts["summary"].findings:
        assert row.tailored_summary is not None
        assert row.tailored_summary[one.claim.start : one.claim.end] == one.claim.text


def test_the_owners_own_words_are_asserted(job: Job) -> None:
    row = door.save(job, {"tailored_summary": LIE}, actor="user")
    assert set(states(row, "summary").values()) <= {"asserted", "supported"}
    assert states(row, "summary")["Globex"] == "asserted"


def test_other_words_around_an_engines_claim_do_not_confirm_it(job: Job) -> None:
    row = written(job, tailored_summary=f"{TRUE} {LIE}")
    versions.snapshot(row, actor="worker", what="Written by a model")
    row = door.save(row, {"tailored_summary": "Happily managed 4711 people at Globex in Rust."},
                    actor="user")  # fmt: skip
    found = states(row, "summary")
    assert (found["Globex"], found["Rust"]) == ("unsupported", "asserted")


def test_a_waiting_proposal_typed_into_the_field_stays_the_engines(job: Job) -> None:
    proposals.sentence(job, LIE)
    row = door.save(job, {"tailored_summary": LIE}, actor="user")
    assert states(row, "summary")["Globex"] == "unsupported"


def test_one_that_was_left_out_and_typed_again_is_the_owners(job: Job) -> None:
    edits.leave_out(proposals.sentence(job, LIE), actor="user")
    row = door.save(job, {"tailored_summary": LIE}, actor="user")
    assert states(row, "summary")["Globex"] == "asserted"


def test_hints_never_block(job: Job) -> None:
    row = door.save(job, {"tailored_summary": "A results-driven team player."}, actor="user")
    found = checked(row)
    assert found.hints["summary"]
    assert not found.texts["summary"].blocked


def test_without_a_base_there_is_nothing_to_check(ada: User) -> None:
    assert checked(make.job(ada)).texts == {}


PARTS: dict[str, tuple[dict[str, Any], str, str]] = {
    "a headline": ({"tailored_headline": "Chief Executive of Globex"}, "Globex", "Game Developer"),
    "a sentence": ({"tailored_summary": f"{TRUE} {LIE}"}, "4711", "gameplay systems in Unity"),
    "a keyword": (
        {"tailored_skills": json.dumps([{"name": "Engines", "keywords": ["Unity", "Kubernetes"]}])},
        "Kubernetes",
        "Unity",
    ),
    "a whole summary": ({"tailored_summary": LIE}, "4711", "Passionate game developer"),
    "all keywords": (
        {"tailored_skills": json.dumps([{"name": "Engines", "keywords": ["Kubernetes"]}])},
        "Kubernetes",
        "Behavior Trees",
    ),
}


@pytest.mark.parametrize(("values", "lie", "stays"), PARTS.values(), ids=PARTS.keys())
def test_what_an_engine_made_up_is_not_printed(
    job: Job, values: dict[str, Any], lie: str, stays: str
) -> None:
    frozen = build.freeze(written(job, **values))
    said = json.dumps(frozen.document)
    assert lie not in said
    assert stays in said
    assert any(lie in one.text for one in frozen.left_out)
    assert all(one.why for one in frozen.left_out)


def test_line_breaks_of_the_owner_are_printed_as_typed(job: Job) -> None:
    row = door.save(job, {"tailored_summary": "One line.\n\nAnother line."}, actor="user")
    assert build.freeze(row).document["summary"]["content"].count("<p>") == 2


def test_what_nobody_decided_about_is_counted(job: Job) -> None:
    edit = proposals.sentence(job, LIE)
    assert [(one.text, one.why) for one in build.freeze(job).left_out] == [(edit.after, UNDECIDED)]


def test_texts_of_another_base_lose_what_that_one_alone_says(job: Job) -> None:
    row = written(job, tailored_summary="Created editor tools in C++.")
    basics = {"name": "David Kowalski", "headline": "Baker"}
    other = make.resume(job.owner, basics=basics, summary={"content": "<p>Baker.</p>"}, sections={})
    row = door.save(row, {"resume_id": other.pk}, actor="user")
    assert build.freeze(row).document["summary"]["content"] == "<p>Baker.</p>"
    assert after(job).tailored_summary == "Created editor tools in C++."


def test_the_owners_texts_survive_another_base(job: Job) -> None:
    row = door.save(job, {"tailored_summary": "I keep lighthouses."}, actor="user")
    other = make.resume(job.owner, summary={"content": "<p>Baker.</p>"}, sections={})
    row = door.save(row, {"resume_id": other.pk}, actor="user")
    assert "I keep lighthouses." in json.dumps(build.freeze(row).document)


def test_changes_of_bullets_another_base_lacks_are_listed_and_come_back(job: Job) -> None:
    about = proposals.bullet(job)
    edit = edits.own(job, about.address, "My own words", actor="user")
    other = make.resume(job.owner, sections={})
    row = door.save(after(job), {"resume_id": other.pk}, actor="user")
    assert checked(row).outdated == {str(edit.pk)}
    assert [(one.text, one.why) for one in build.freeze(row).left_out] == [("My own words", GONE)]
    row = door.save(after(job), {"resume_id": None}, actor="user")
    assert "My own words" in json.dumps(build.freeze(row).document)


def test_a_deleted_base_leaves_its_jobs_with_the_default(job: Job) -> None:
    other = make.resume(job.owner, sections={})
    row = door.save(job, {"resume_id": other.pk, "tailored_headline": "Mine"}, actor="user")
    library.remove(other)
    assert build.freeze(after(row)).document["basics"]["headline"] == "Mine"


def test_hidden_bullets_are_not_printed_and_all_others_are(job: Job) -> None:
    about, kept = proposals.bullet(job), proposals.bullet(job, 3)
    edits.hide(job, about.address, actor="user")
    said = json.dumps(build.freeze(after(job)).document)
    assert about.text[:40] not in said
    assert kept.text[:40] in said


def test_what_was_taken_over_into_the_base_is_not_reported(job: Job) -> None:
    edit = edits.own(job, proposals.bullet(job).address, "My own words", actor="user")
    edits.keep(job, proposals.base(job), [edit])
    frozen = build.freeze(after(job))
    assert frozen.left_out == ()
    assert "My own words" in json.dumps(frozen.document)


def test_doubted_words_that_already_stand_there_are_put_to_the_owner(job: Job) -> None:
    row = written(job, tailored_summary=f"{TRUE}\n\n{LIE}")
    with pytest.raises(Refused) as refused:
        door.require_decided(row)
    assert refused.value.kind == "undecided_claims"
    edit = Edit.objects.get()
    assert (edit.kind, edit.address, edit.after) == ("summary", "summary/1", LIE)
    with pytest.raises(Refused):
        door.require_decided(row)
    assert Edit.objects.count() == 1


def test_leaving_them_out_takes_them_from_the_text(job: Job) -> None:
    row = written(job, tailored_summary=f"{TRUE}\n\n{LIE}")
    with pytest.raises(Refused):
        door.require_decided(row)
    edits.leave_out(Edit.objects.get(), actor="user")
    assert after(job).tailored_summary == TRUE
    door.require_decided(after(job))


def test_confirming_them_keeps_the_text(job: Job) -> None:
    row = written(job, tailored_skills='[{"name":"Engines","keywords":["Kubernetes"]}]')
    with pytest.raises(Refused):
        door.require_decided(row)
    edits.confirm(Edit.objects.get(), 0, actor="user")
    assert after(job).tailored_skills == row.tailored_skills
    door.require_decided(after(job))
    assert "Kubernetes" in json.dumps(build.freeze(after(job)).document)


def test_other_words_stand_in_the_same_place(job: Job) -> None:
    row = written(job, tailored_summary=f"{LIE} {TRUE}")
    with pytest.raises(Refused):
        door.require_decided(row)
    edits.rewrite(Edit.objects.get(), "Managed people.", actor="user")
    assert after(job).tailored_summary == f"Managed people. {TRUE}"
