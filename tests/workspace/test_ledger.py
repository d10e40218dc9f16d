"""The score on the job's pages: how it was made, its history, and the owner's rows in it."""

from __future__ import annotations

import pytest
from django.test import Client

from orchestrator.models import FactPatch, Job, User
from orchestrator.pipeline import judge
from tests import make
from tests.workspace.reading import HTMX, page

POSTING = "You must have PostgreSQL. You must have Haskell. We pay well. " * 8


@pytest.fixture
def job(ada: User) -> Job:
    make.resume(ada)
    return judge.score_now(make.job(ada, title="Backend Engineer", description=POSTING))


def told(client: Client, job: Job) -> str:
    return " ".join(page(client.get(f"/job/{job.pk}")).text_content().split())


def test_the_brief_says_how_the_number_was_made(client: Client, job: Job) -> None:
    root = page(client.get(f"/job/{job.pk}"))
    (section,) = root.xpath("//section[@id='assessment']")
    said = " ".join(section.text_content().split())
    for words in ("How the number was made", "Fit ", "Title ", "Practical ", "at most"):
        assert words in said
    assert section.xpath(".//a[.='Correct the ledger']/@href") == [f"/job/{job.pk}/ledger"]


def test_earlier_scores_say_what_differed(client: Client, job: Job) -> None:
    job.description = POSTING + "You must have Rust."
    job.save(update_fields=["description"])
    judge.score_now(job)
    assert "Earlier scores" in told(client, job)
    assert "then the posting changed" in told(client, job)


def row(client: Client, job: Job, text: str) -> str:
    root = page(client.get(f"/job/{job.pk}/ledger"))
    found = root.xpath(f"//ul[@class='needs']/li[contains(., '{text}')]//form/@action")
    return str(found[0])


def test_the_owner_says_that_a_row_is_met(client: Client, job: Job) -> None:
    before = job.score
    answer = client.post(row(client, job, "Haskell"), {"label": "met"})
    assert answer["Location"] == f"/job/{job.pk}/ledger"
    job.refresh_from_db()
    assert job.score is not None
    assert before is not None
    assert job.score > before
    assert "set by you" in page(client.get(f"/job/{job.pk}/ledger")).text_content()


def test_a_row_is_left_out_and_given_back(client: Client, job: Job) -> None:
    client.post(row(client, job, "Haskell"), {"remove": "1"})
    root = page(client.get(f"/job/{job.pk}/ledger"))
    (back,) = root.xpath("//section[@aria-labelledby='removed']//form/@action")
    client.post(back)
    assert job.own_requirements.count() == 0
    assert row(client, job, "Haskell")


def test_a_row_is_added_in_the_posting_s_words_only(client: Client, job: Job) -> None:
    typed = {"text": "Kindness", "scope": "skill", "importance": "nice", "label": "met"}
    url = f"/job/{job.pk}/ledger"
    wrong = client.post(url, {**typed, "quote": "be kind"})
    assert wrong.status_code == 422
    assert "These words are not in the posting" in wrong.content.decode()
    empty = client.post(url, {**typed, "quote": "", "text": ""})
    assert "Name what it asks." in empty.content.decode()
    assert client.post(url, {**typed, "quote": "We pay well"}).status_code == 303
    assert job.own_requirements.get().text == "Kindness"


def test_a_job_in_work_keeps_its_ledger(client: Client, ada: User, job: Job) -> None:
    url = row(client, job, "Haskell")
    busy = make.job(ada, status="processing")
    job.cards.update(job=busy)
    answer = client.post(url.replace(str(job.pk), str(busy.pk)), {"label": "met"})
    assert answer.status_code == 409
    assert busy.own_requirements.count() == 0


def test_a_fact_that_was_read_is_shown_and_taken_back(client: Client, ada: User, job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(salary="£1")
    FactPatch.objects.create(
        job=job, field="salary", value="£1", previous=None, confidence="high",
        quote="We pay well", engine="model", state="accepted",
    )  # fmt: skip
    root = page(client.get(f"/job/{job.pk}/ledger"))
    (section,) = root.xpath("//section[@aria-labelledby='read']")
    assert "Salary: £1 taken over" in " ".join(section.text_content().split())
    client.post(section.xpath(".//form/@action")[0])
    job.refresh_from_db()
    assert job.salary is None
    root = page(client.get(f"/job/{job.pk}/ledger"))
    assert root.xpath("//section[@aria-labelledby='read']//form") == []


@pytest.mark.parametrize(
    "path", ["ledger", "ledger/1", "ledger/{own}/give-back", "facts/{own}/undo"]
)
def test_a_stranger_s_ledger_is_not_there(client: Client, ada: User, ben: User, path: str) -> None:
    job = make.job(ben)
    url = f"/job/{job.pk}/{path.format(own=job.pk)}"
    assert client.post(url, headers=HTMX).status_code == 404
