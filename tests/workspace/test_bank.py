"""The page of saved answers."""

from __future__ import annotations

import pytest
from django.test import Client

from orchestrator.models import User
from tailoring import answers
from tailoring.models import ChatMessage, ChatThread
from tests import make
from tests.workspace.reading import page, texts

pytestmark = pytest.mark.django_db
CARDS = "//article[@class='note-card']//h3"
WORDS = {"question": "Notice period?", "answer": "Three months", "language": ""}


def test_an_empty_bank_offers_what_every_application_asks(client: Client, ada: User) -> None:
    root = page(client.get("/answers"))
    links = root.xpath("//div[@class='empty']//a/@href")
    assert len(links) == 6
    filled = page(client.get(links[0]))
    assert filled.xpath("string(//input[@name='question']/@value)") == "What is your notice period?"


def test_an_answer_is_added_shown_and_found(client: Client, ada: User) -> None:
    added = client.post("/answers", WORDS)
    assert (added.status_code, added["Location"]) == (303, "/answers")
    answers.add(ada, "Salary?", "42,000")
    assert texts(page(client.get("/answers")), CARDS) == ["Salary?", "Notice period?"]
    assert texts(page(client.get("/answers?q=months")), CARDS) == ["Notice period?"]
    none = client.get("/answers?q=nothing<b>").content.decode()
    assert "No answer has “nothing&lt;b&gt;”" in none


def test_what_is_missing_is_named_and_nothing_is_lost(client: Client, ada: User) -> None:
    answer = client.post("/answers", {**WORDS, "question": " "})
    assert answer.status_code == 422
    assert "Give the question." in answer.content.decode()
    assert "Three months" in answer.content.decode()
    assert not answers.of(ada).exists()


def test_an_answer_is_changed_in_its_place(client: Client, ada: User) -> None:
    url = f"/answers/{answers.add(ada, 'Notice period?', 'Three months').pk}"
    root = page(client.get(url))
    assert texts(root, "//h2[@id='answer-new']") == []
    seen = root.xpath("string(//input[@name='seen']/@value)")
    client.post(url, {**WORDS, "answer": "Two months", "seen": seen})
    late = client.post(url, {**WORDS, "answer": "One month", "seen": seen})
    assert late.status_code == 409
    assert "Somebody saved this while you were writing" in late.content.decode()
    assert "One month" in late.content.decode()
    assert answers.of(ada).get().answer == "Two months"


def test_a_deleted_answer_can_be_brought_back(client: Client, ada: User) -> None:
    row = answers.add(ada, "Notice period?", "Three months")
    client.post(f"/answers/{row.pk}/remove")
    root = page(client.get("/answers"))
    back = root.xpath("//ul[@class='documents']//form/@action")
    assert back == [f"/answers/{row.pk}/restore"]
    client.post(back[0])
    assert texts(page(client.get("/answers")), CARDS) == ["Notice period?"]


def test_where_an_answer_is_from_is_said_and_leads_there(client: Client, ada: User) -> None:
    job = make.job(ada, title="Cook", employer="Zest Inn")
    thread = ChatThread.objects.create(job=job)
    reply = ChatMessage.objects.create(
        thread=thread, role="assistant", content="No", origin="model"
    )
    answers.add(ada, "Any disability?", "No", origin="model", job=job, source=reply)
    root = page(client.get("/answers"))
    said = texts(root, "//article//p[@class='hint']")[0]
    assert said.startswith("From a reply of the Ghostwriter for Cook at Zest Inn,")
    link = root.xpath("//article//p[@class='hint']/a/@href")
    assert link == [f"/job/{job.pk}/ghostwriter#message-{reply.pk}"]
    assert "offered only once you have put it in your own words" in root.text_content()


def test_claims_are_shown_while_an_answer_is_changed(client: Client, ada: User) -> None:
    make.resume(ada)
    row = answers.add(ada, "Describe a time you led a team.", "I managed 800 people at Initech.")
    assert "your résumé does not support" in client.get(f"/answers/{row.pk}").content.decode()
