"""The page of confirmed facts."""

from __future__ import annotations

import pytest
from django.test import Client

from orchestrator.models import Job, User
from tailoring import facts, library
from tailoring.models import Fact
from tests import make
from tests.workspace.changes import bullet
from tests.workspace.reading import page, texts

pytestmark = pytest.mark.django_db
URL = "/design-resume/facts"


@pytest.fixture
def job(ada: User) -> Job:
    make.resume(ada)
    return make.job(ada, title="Keeper")


def test_facts_say_where_they_came_from(client: Client, job: Job) -> None:
    version = library.base_of(job)
    assert version is not None
    item = bullet(job).home
    facts.add(job.owner, "Led five.", document=version.document, item_id=item, job=job)
    row = texts(page(client.get(URL)), "//ul[@class='documents']/li")[0]
    assert "Led five." in row
    assert "Keeper" in row
    assert "Senior Game Developer" in row


def test_a_fact_is_added_to_an_entry(client: Client, job: Job) -> None:
    version = library.base_of(job)
    assert version is not None
    about = f"{version.document_id}/{bullet(job).home}"
    assert client.post(URL, {"text": "Led five.", "about": about}).status_code == 303
    fact = Fact.objects.get(owner=job.owner)
    assert (fact.text, fact.item_id) == ("Led five.", bullet(job).home)


def test_an_empty_fact_comes_back_with_the_form(client: Client, job: Job) -> None:
    answer = client.post(URL, {"text": " ", "about": ""})
    assert answer.status_code == 422
    assert not Fact.objects.exists()


def test_a_fact_is_taken_back_and_brought_back(client: Client, job: Job) -> None:
    fact = facts.add(job.owner, "Led five.")
    answer = client.post(f"{URL}/{fact.pk}/remove", follow=True)
    assert facts.listed(job.owner) == []
    assert f"{URL}/{fact.pk}/restore" in answer.content.decode()
    client.post(f"{URL}/{fact.pk}/restore")
    assert facts.listed(job.owner) == [fact]


def test_anothers_fact_is_not_there(client: Client, job: Job, ben: User) -> None:
    fact = facts.add(ben, "Theirs.")
    assert "Theirs." not in client.get(URL).content.decode()
    assert client.post(f"{URL}/{fact.pk}/remove").status_code == 404


def test_without_facts_the_page_says_where_they_come_from(client: Client, ada: User) -> None:
    assert "None yet." in client.get(URL).content.decode()
