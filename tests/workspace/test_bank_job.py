"""The Answers tab of a job."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from django.test import Client

from orchestrator.models import Job, User
from orchestrator.workspace import bank_shown
from tailoring import answered, answers
from tailoring.models import ChatMessage, ChatThread
from tests import make
from tests.workspace.reading import page, texts

pytestmark = pytest.mark.django_db
CARDS = "//article[@class='note-card']//h3"


@pytest.fixture
def job(ada: User) -> Job:
    return make.job(ada, title="Cook", employer="Zest Inn")


def url(job: Job, rest: str = "") -> str:
    return f"/job/{job.pk}/answers{rest}"


def waiting(job: Job, question: str = "What is your notice period?") -> str:
    (row,) = answered.ask(job, [question])
    return url(job, f"/{row.pk}")


def test_pasted_questions_wait_for_their_answers(client: Client, job: Job) -> None:
    form = "Apply now\n1. Why us? *\n2. Notice period *\n"
    assert client.post(url(job), {"questions": form}).status_code == 303
    root = page(client.get(url(job)))
    assert texts(root, CARDS) == ["Why us?", "Notice period"]
    assert texts(root, "//a[@id='job-tab-answers']") == ["Answers 2"]


def test_a_text_without_a_question_is_kept_and_said_so(client: Client, job: Job) -> None:
    answer = client.post(url(job), {"questions": "We like food.\nWe like drinks.\n"})
    assert answer.status_code == 422
    assert "No question was found in it." in answer.content.decode()
    assert "We like drinks." in answer.content.decode()


def test_what_the_posting_asks_is_taken_up(client: Client, ada: User) -> None:
    job = make.job(ada, description="Cook.\nDo you have the right to work in the UK?\nJoin us!")
    assert texts(page(client.get(url(job))), "//section[@aria-labelledby='asked']//li") == [
        "Do you have the right to work in the UK?"
    ]
    client.post(url(job, "/posting"))
    root = page(client.get(url(job)))
    assert texts(root, CARDS) == ["Do you have the right to work in the UK?"]
    assert texts(root, "//h2[@id='asked']") == []


def test_a_saved_answer_is_offered_with_the_reason_and_used(
    client: Client, ada: User, job: Job
) -> None:
    answers.add(ada, "How much notice must you give?", "Three months, {{employer}}.")
    waiting(job)
    root = page(client.get(url(job)))
    offer = root.xpath("//section[@class='side']")[0]
    assert "alike. Also about your notice period." in " ".join(offer.text_content().split())
    assert "Three months, Zest Inn." in offer.text_content()
    client.post(offer.xpath(".//form/@action")[0])
    assert answered.of(job).get().answer == "Three months, Zest Inn."
    assert page(client.get(url(job))).xpath("//section[@class='side']") == []


def test_an_answer_is_written_and_kept_when_asked(client: Client, ada: User, job: Job) -> None:
    client.post(waiting(job), {"answer": "Two months"})
    assert not answers.of(ada).exists()
    client.post(waiting(job, "Why us?"), {"answer": "I like Zest Inn.", "keep": "on"})
    assert answers.of(ada).get().question == "Why us?"


def test_two_who_change_an_answer_learn_of_each_other(client: Client, job: Job) -> None:
    there = url(job, f"/{answered.use(job, 'One', 'Notice period?').pk}")
    seen = page(client.get(there)).xpath("string(//article//input[@name='seen']/@value)")
    client.post(there, {"answer": "Two", "seen": seen})
    late = client.post(there, {"answer": "Three", "seen": seen})
    assert late.status_code == 409
    assert answered.of(job).get().answer == "Two"
    assert client.post(there, {"answer": " "}).status_code == 422


def test_a_written_answer_is_deleted_only_when_asked_twice(client: Client, job: Job) -> None:
    there = url(job, f"/{answered.use(job, 'One', 'Notice period?').pk}/remove")
    assert "cannot be undone" in client.get(there).content.decode()
    assert answered.of(job).exists()
    client.post(there)
    assert not answered.of(job).exists()


def test_the_ghostwriter_is_asked_with_a_prompt_in_its_box(client: Client, job: Job) -> None:
    waiting(job, "Why us & not them?")
    (link,) = page(client.get(url(job))).xpath("//a[contains(@href, 'prompt=')]/@href")
    assert link.startswith(f"/job/{job.pk}/ghostwriter?prompt=")
    assert unquote(link).endswith("Why us & not them?")


@pytest.mark.parametrize(
    ("prompt", "question"),
    [
        (bank_shown.PROMPT.format("Why us?"), "Why us?"),
        ("Hello. Why do they need me?", "Hello. Why do they need me?"),
        ("Shorter", ""),
    ],
)
def test_a_reply_is_saved_as_the_answer_to_a_question(
    client: Client, ada: User, job: Job, prompt: str, question: str
) -> None:
    thread = ChatThread.objects.create(job=job)
    asked = ChatMessage.objects.create(thread=thread, role="user", content=prompt, origin="user")
    reply = ChatMessage.objects.create(
        thread=thread, role="assistant", content="I like it.", origin="model", parent=asked
    )
    there = url(job, f"/from/{reply.pk}")
    root = page(client.get(there))
    assert root.xpath("string(//input[@name='question']/@value)") == question
    assert client.post(there, {"question": " "}).status_code == 422
    assert not answered.of(job).exists()
    client.post(there, {"question": "Why us?", "keep": "on"})
    assert answered.of(job).get().answer == "I like it."
    assert answers.of(ada).get().source_message == reply
    assert client.get(url(job, f"/from/{asked.pk}")).status_code == 404
