"""The Letters tab: writing, what is open, the owner's word, the file, and going back."""

from __future__ import annotations

import pytest
from django.test import Client

from orchestrator.models import Job, User
from orchestrator.pipeline import letters as printing
from pdfs import store
from tailoring import facts, letters
from tailoring.models import ChatMessage, ChatThread, CoverLetter
from tests import make

pytestmark = pytest.mark.django_db
HONEST = "Dear Ms Lee,\n\nI like trains.\n\nKind regards\nSam"
LIE = "Dear Ms Lee,\n\nI managed 800 people.\n\n[why you]\n\nKind regards\nSam"


@pytest.fixture
def job(ada: User) -> Job:
    make.resume(ada)
    make.heartbeat()
    return make.job(ada)


def url(letter: CoverLetter, verb: str = "") -> str:
    return f"/job/{letter.job_id}/letters/{letter.pk}{verb}"


def test_without_a_letter_the_page_says_how_to_get_one(job: Job, client: Client) -> None:
    page = client.get(f"/job/{job.pk}/letters").content.decode()
    assert "Ask Ghostwriter" in page
    assert "<textarea" in page


def test_a_text_that_is_sent_becomes_a_version(job: Job, client: Client) -> None:
    answer = client.post(f"/job/{job.pk}/letters", {"text": LIE}, follow=True)
    page = answer.content.decode()
    assert "version 1" in page
    assert '<mark class="claim is-unsupported">800' in page
    assert '<mark class="claim is-unsupported">[why you]' in page
    assert "True, add to my facts" in page
    assert "Make the PDF" not in page


@pytest.mark.parametrize("text", ["", "x" * 20_001])
def test_nothing_and_too_much_keep_the_form(job: Job, client: Client, text: str) -> None:
    answer = client.post(f"/job/{job.pk}/letters", {"text": text})
    assert answer.status_code == 422
    assert letters.of(job) == []


def test_a_claim_is_confirmed_and_taken_back(job: Job, client: Client) -> None:
    letter = letters.save(job, LIE)
    at = next(one.at for one in letters.pending(letter) if one.text == "800")
    page = client.post(url(letter, f"/claims/{at}"), {"text": "800"}, follow=True).content.decode()
    assert "Added to your facts" in page
    fact = facts.listed(job.owner)[0]
    assert f"/facts/{fact.pk}/undo" in page
    client.post(url(letter, f"/facts/{fact.pk}/undo"))
    assert facts.listed(job.owner) == []


def test_a_claim_that_was_settled_meanwhile_is_a_conflict(job: Job, client: Client) -> None:
    letter = letters.save(job, LIE)
    answer = client.post(url(letter, "/claims/0"), {"text": "other words"})
    assert answer.status_code == 409
    assert b"decided meanwhile" in answer.content


def test_confirming_is_refused_while_something_is_open(job: Job, client: Client) -> None:
    letter = letters.save(job, LIE)
    assert client.post(url(letter, "/confirm")).status_code == 422
    assert client.post(url(letter, "/print")).status_code == 422
    letter.refresh_from_db()
    assert letter.confirmed_at is None


def test_a_version_is_confirmed_and_reopened(job: Job, client: Client) -> None:
    letter = letters.save(job, HONEST)
    page = client.post(url(letter, "/confirm"), follow=True).content.decode()
    assert "goes out with the application" in page
    client.post(url(letter, "/reopen"))
    letter.refresh_from_db()
    assert letter.confirmed_at is None


def test_a_pdf_is_made_and_shown(job: Job, client: Client) -> None:
    letter = letters.save(job, HONEST)
    page = client.post(url(letter, "/print"), follow=True).content.decode()
    assert "being made" in page
    assert printing.under_way(letter)
    digest = store.put(job.owner_id, make.PDF)
    CoverLetter.objects.filter(pk=letter.pk).update(pdf_digest=digest)
    assert client.get(url(letter, "/pdf"))["Content-Disposition"].startswith("inline")
    saved = client.get(url(letter, "/pdf?download=1"))["Content-Disposition"]
    assert saved.startswith("attachment")
    assert "Letter_Backend_Engineer_Acme.pdf" in saved


def test_without_a_file_there_is_none(job: Job, client: Client) -> None:
    assert client.get(url(letters.save(job, HONEST), "/pdf")).status_code == 404


def test_versions_are_compared_and_older_ones_say_so(job: Job, client: Client) -> None:
    first, second = letters.save(job, HONEST), letters.save(job, HONEST + " Doe")
    assert b"Compared with version 1" in client.get(url(second)).content
    assert b"newer version" in client.get(url(first)).content


def test_editing_shows_the_text_and_makes_the_next_version(job: Job, client: Client) -> None:
    letter = letters.save(job, HONEST)
    assert b"Save as a new version" in client.get(url(letter, "?edit=1")).content
    client.post(f"/job/{job.pk}/letters", {"text": HONEST + " Doe"})
    assert [one.version for one in letters.of(job)] == [2, 1]


def test_deleting_asks_first(job: Job, client: Client) -> None:
    letter = letters.save(job, HONEST)
    assert b"cannot be undone" in client.get(url(letter, "/remove")).content
    assert letters.of(job) == [letter]
    client.post(url(letter, "/remove"))
    assert letters.of(job) == []


def reply(job: Job, **fields: str) -> ChatMessage:
    thread = ChatThread.objects.create(job=job)
    said = {"role": "assistant", "origin": "model", "content": f"Here it is:\n\n{HONEST}", **fields}
    return ChatMessage.objects.create(thread=thread, **said)


def test_a_reply_becomes_a_version_that_leads_back_to_it(job: Job, client: Client) -> None:
    message = reply(job)
    answer = client.post(f"/job/{job.pk}/letters/from/{message.pk}", follow=True)
    page = answer.content.decode()
    assert "from Ghostwriter" in page
    assert f"/job/{job.pk}/ghostwriter#message-{message.pk}" in page
    assert letters.of(job)[0].text == HONEST


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"role": "user", "origin": "user"}, 400),
        ({"content": " ", "status": "failed"}, 400),
        ({"status": "partial"}, 409),
    ],
)
def test_what_is_no_finished_reply_becomes_none(
    job: Job, client: Client, fields: dict[str, str], status: int
) -> None:
    message = reply(job, **fields)
    answer = client.post(f"/job/{job.pk}/letters/from/{message.pk}")
    assert answer.status_code == status
    assert letters.of(job) == []


def test_the_ready_panel_names_the_letter(ada: User, client: Client) -> None:
    make.resume(ada)
    ready = make.job(ada, status="ready")
    letters.settle(letters.save(ready, HONEST), actor="user")
    page = client.get(f"/jobs/ready/{ready.pk}").content.decode()
    assert "version 1, confirmed" in page


@pytest.mark.parametrize("verb", ["", "/pdf", "/remove"])
def test_somebody_elses_letter_is_not_there(ben: User, client: Client, verb: str) -> None:
    letter = letters.save(make.job(ben), HONEST)
    assert client.get(url(letter, verb)).status_code == 404
