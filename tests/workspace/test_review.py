"""Deciding about proposed changes as plain forms: each button has an address of its own."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from orchestrator import preferences
from orchestrator.models import Job, User
from tailoring.models import Edit, Fact
from tests import make
from tests.work import drain
from tests.workspace.changes import SENTENCE, bullet, rewrite, sentence
from tests.workspace.reading import page, texts
from tests.workspace.test_tailor import HTMX, address, after, typed

pytestmark = pytest.mark.django_db
WORDS = "Wrote the combat system of a game for consoles."


@pytest.fixture
def job(ada: User) -> Job:
    make.resume(ada)
    make.heartbeat()
    return make.job(ada)


def act(client: Client, job: Job, verb: str, data: dict[str, Any] | None = None) -> Any:
    return client.post(f"/jobs/{job.pk}/{verb}", data or {"place": ""}, **HTMX)


def now(edit: Edit) -> Edit:
    return Edit.objects.get(pk=edit.pk)


def test_a_change_shows_what_it_does_and_the_fact_behind_it(client: Client, job: Job) -> None:
    edit = rewrite(job, WORDS, reason="Combat systems")
    card = page(client.get(address(job))).get_element_by_id(f"change-{edit.pk}")
    assert "Answers: Combat systems" in card.text_content()
    assert card.xpath(".//del")
    assert card.xpath(".//ins")
    assert texts(card, ".//details[starts-with(@id, 'support')]//q") == [bullet(job).text]


def test_accepting_prints_it(client: Client, job: Job) -> None:
    edit = rewrite(job, WORDS)
    assert act(client, job, f"edits/{edit.pk}/accept").status_code == 200
    assert now(edit).status == "accepted"
    assert after(job).edits_digest


@pytest.mark.parametrize(
    ("verbs", "status"),
    [(["reject"], "rejected"), (["accept", "undo"], "proposed"), (["reject", "undo"], "proposed")],
)
def test_a_decision_can_be_taken_back(
    client: Client, job: Job, verbs: list[str], status: str
) -> None:
    edit = rewrite(job, WORDS)
    for verb in verbs:
        act(client, job, f"edits/{edit.pk}/{verb}")
    assert now(edit).status == status


def test_a_doubted_claim_is_marked_where_it_stands(client: Client, job: Job) -> None:
    edit = sentence(job)
    card = page(client.get(address(job))).get_element_by_id(f"change-{edit.pk}")
    marked = card.xpath(".//mark[contains(@class, 'is-unsupported')]")
    assert "fluent Mandarin" in marked[0].text_content()
    assert "not in your résumé" in marked[0].text_content()


def test_confirming_makes_a_fact_and_puts_the_sentence_in(client: Client, job: Job) -> None:
    edit = sentence(job)
    act(client, job, f"edits/{edit.pk}/confirm/0")
    assert "fluent Mandarin" in Fact.objects.get(owner=job.owner).text
    assert SENTENCE in (after(job).tailored_summary or "")
    assert now(edit).status == "accepted"


def test_own_words_replace_a_proposal(client: Client, job: Job) -> None:
    edit = rewrite(job, WORDS)
    act(client, job, f"edits/{edit.pk}/rewrite", {f"wording-{edit.pk}": bullet(job).text})
    assert (now(edit).status, now(edit).after) == ("accepted", bullet(job).text)


def test_leaving_out_all_decides_the_blocked_ones_only(client: Client, job: Job) -> None:
    blocked, open_one = sentence(job), rewrite(job, WORDS)
    act(client, job, "edits/leave_out_all")
    assert (now(blocked).status, now(open_one).status) == ("rejected", "proposed")


def test_accepting_all_supported_leaves_the_blocked_ones(client: Client, job: Job) -> None:
    blocked, open_one = sentence(job), rewrite(job, WORDS)
    act(client, job, "edits/accept_supported")
    assert (now(blocked).status, now(open_one).status) == ("blocked", "accepted")


def test_what_was_typed_is_saved_with_a_decision(client: Client, job: Job) -> None:
    edit = rewrite(job, WORDS)
    act(client, job, f"edits/{edit.pk}/accept", typed(client, job, headline="Typed before"))
    assert (now(edit).status, after(job).tailored_headline) == ("accepted", "Typed before")


def test_a_form_with_an_error_decides_nothing_and_keeps_every_word(
    client: Client, job: Job
) -> None:
    edit = rewrite(job, WORDS)
    data = typed(client, job, skills=": no name", **{f"wording-{edit.pk}": "My own words"})
    answer = act(client, job, f"edits/{edit.pk}/accept", data)
    assert answer.status_code == 422
    assert now(edit).status == "proposed"
    assert ": no name" in answer.content.decode()
    assert "My own words" in answer.content.decode()


def test_a_change_that_moved_shows_how_it_is_now(client: Client, job: Job) -> None:
    edit = rewrite(job, WORDS)
    Edit.objects.filter(pk=edit.pk).update(revision=3, after="Other words now")
    answer = act(client, job, f"edits/{edit.pk}/accept", {f"revision-{edit.pk}": "0"})
    assert answer.status_code == 409
    assert "Other words now" in answer.content.decode()
    assert now(edit).status == "proposed"


def test_finalize_waits_for_what_is_blocked(client: Client, job: Job) -> None:
    edit = sentence(job)
    answer = client.post(f"/jobs/{job.pk}/tailor", typed(client, job, then="finalize"))
    assert answer.status_code == 422
    assert f"#change-{edit.pk}" in page(answer).xpath("//div[@role='alert']//a/@href")
    assert after(job).status == "discovered"


def test_once_decided_finalize_makes_the_pdf(client: Client, job: Job) -> None:
    edit = sentence(job)
    act(client, job, f"edits/{edit.pk}/leave_out")
    client.post(f"/jobs/{job.pk}/tailor", typed(client, job, then="finalize"))
    drain()
    assert after(job).status == "ready"


def test_the_next_open_change_gets_the_focus(client: Client, job: Job) -> None:
    first, second = rewrite(job, WORDS), rewrite(job, WORDS, at=1)
    root = page(act(client, job, f"edits/{first.pk}/accept"))
    assert root.xpath("//*[@data-focus]/@id") == [f"change-{second.pk}"]
    root = page(act(client, job, f"edits/{second.pk}/accept"))
    assert root.xpath("//*[@data-focus]/@id") == ["review-title"]


def test_the_last_decision_is_the_one_to_undo(client: Client, job: Job) -> None:
    first, second = rewrite(job, WORDS), rewrite(job, WORDS, at=1)
    act(client, job, f"edits/{first.pk}/accept")
    root = page(act(client, job, f"edits/{second.pk}/reject"))
    assert root.xpath("//button[@data-key='u']/@formaction") == [
        f"/jobs/{job.pk}/edits/{second.pk}/undo"
    ]


def test_without_scripts_a_decision_leads_back_to_the_review(client: Client, job: Job) -> None:
    edit = rewrite(job, WORDS)
    answer = client.post(f"/jobs/{job.pk}/edits/{edit.pk}/accept", typed(client, job))
    assert answer.status_code == 303
    assert answer["Location"] == f"{address(job)}#review"


def test_without_scripts_words_for_another_change_come_back(client: Client, job: Job) -> None:
    edit, other = rewrite(job, WORDS), rewrite(job, WORDS, at=1)
    data = typed(client, job, **{f"wording-{other.pk}": "Half a thought"})
    answer = client.post(f"/jobs/{job.pk}/edits/{edit.pk}/accept", data)
    assert "Half a thought" in answer.content.decode()


def test_a_bullet_is_hidden_and_printed_again_by_its_owner(client: Client, job: Job) -> None:
    found = bullet(job)
    value = {"bullet": f"{found.address} {found.mark}"}
    hidden = page(act(client, job, "bullets/hide", value)).get_element_by_id(f"bullet-{found.mark}")
    assert "Not printed" in hidden.text_content()
    shown = page(act(client, job, "bullets/show", value)).get_element_by_id(f"bullet-{found.mark}")
    assert "Not printed" not in shown.text_content()


def test_a_bullet_takes_the_owners_words_for_this_job(client: Client, job: Job) -> None:
    found = bullet(job)
    data = {"bullet": f"{found.address} {found.mark}", f"own-{found.mark}": WORDS}
    act(client, job, "bullets/own", data)
    mine = Edit.objects.get(job=job)
    assert (mine.after, mine.status, mine.origin) == (WORDS, "accepted", "user")
    act(client, job, f"edits/{mine.pk}/reject")
    assert now(mine).status == "rejected"


def test_having_what_is_asked_becomes_a_fact(client: Client, job: Job) -> None:
    act(client, job, "have/0", {"have-0": "Ran PostgreSQL for three years."})
    assert Fact.objects.get(owner=job.owner).job == job


def test_a_gap_without_words_becomes_nothing(client: Client, job: Job) -> None:
    assert "in a sentence" in act(client, job, "have/0", {"have-0": " "}).content.decode()
    assert not Fact.objects.exists()


def test_the_buckets_name_what_is_asked(client: Client, job: Job) -> None:
    check = page(client.get(address(job))).get_element_by_id("check")
    assert "PostgreSQL" in check.text_content()
    assert check.xpath(".//details[starts-with(@id, 'have-d')]")


def test_an_accepted_change_can_be_taken_over(client: Client, job: Job) -> None:
    edit = rewrite(job, WORDS)
    act(client, job, f"edits/{edit.pk}/accept")
    answer = act(client, job, f"edits/{edit.pk}/keep")
    assert "Taken over into your résumé, version 2." in answer.content.decode()
    assert bullet(job).text == WORDS


@pytest.mark.parametrize(
    ("mode", "said"), [("propose", "No changes are proposed yet"), ("off", "switched off")]
)
def test_an_empty_review_says_why(client: Client, job: Job, mode: str, said: str) -> None:
    preferences.save(job.owner, {"bulletMode": mode})
    assert said in client.get(address(job)).content.decode()


def test_suggesting_keeps_what_is_written(client: Client, job: Job) -> None:
    data = typed(client, job, headline="Mine", then="suggest_headline")
    answer = client.post(f"/jobs/{job.pk}/tailor", data, **HTMX)
    assert "What is written stays." in answer.content.decode()


def test_suggesting_fills_one_empty_text_alone(client: Client, job: Job) -> None:
    client.post(f"/jobs/{job.pk}/tailor", typed(client, job, then="suggest_summary"))
    drain()
    assert after(job).tailored_summary
    assert after(job).tailored_headline is None


def test_a_pinned_text_is_kept_as_such(client: Client, job: Job) -> None:
    client.post(f"/jobs/{job.pk}/tailor", typed(client, job, headline="Mine", pinned=["headline"]))
    assert after(job).pinned == ["tailored_headline"]


def test_nobody_decides_about_anothers_job(client: Client, job: Job, ben: User) -> None:
    make.resume(ben)
    other = make.job(ben)
    edit = rewrite(other, WORDS)
    assert act(client, other, f"edits/{edit.pk}/accept").status_code == 404
    assert act(client, job, f"edits/{edit.pk}/accept").status_code == 404
    assert now(edit).status == "proposed"


def test_more_changes_ask_no_more_questions(client: Client, job: Job) -> None:
    asked = []
    for at in range(2):
        rewrite(job, WORDS, at=at)
        with CaptureQueriesContext(connection) as found:
            client.get(address(job), **HTMX)
        asked.append(len(found))
    assert asked[0] == asked[1]
