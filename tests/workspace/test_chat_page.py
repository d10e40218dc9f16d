"""The chat as a page: what it shows and what its forms do, without a script."""

from __future__ import annotations

import pytest
from django.test import Client

from orchestrator.models import Job, User
from tests import make
from tests.workspace.reading import page, texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def job(ada: User) -> Job:
    make.heartbeat()
    make.resume(ada)
    return make.job(ada, title="Baker", employer="Crumb")


def test_an_empty_chat_says_what_it_is_for(client: Client, job: Job) -> None:
    root = page(client.get(f"/job/{job.pk}/ghostwriter"))
    assert texts(root, "//*[@id='chat-log']//p")[0].startswith("Nothing is asked yet.")
    assert root.xpath("//textarea[@id='chat-text']")
