"""On SQLite all words of titles and employers are kept between questions, never out of date."""

from __future__ import annotations

import pytest
from django.db import connection

from orchestrator.jobs import finding, word_known
from orchestrator.models import User
from tests import make

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps no words so"),
]


def titles(owner: User, text: str) -> list[str]:
    return [hit.job.title for group in finding.find(owner, text) for hit in group.hits]


def test_a_part_of_a_new_word_is_found_at_once(ada: User) -> None:
    make.job(ada, title="Rosebud")
    assert titles(ada, "osebu") == ["Rosebud"]
    job = make.job(ada, title="Dandelion")
    assert titles(ada, "andeli") == ["Dandelion"]
    job.title = "Sunflower"
    job.save()
    assert (titles(ada, "andeli"), titles(ada, "unflow")) == ([], ["Sunflower"])


def test_words_that_did_not_change_are_not_read_again(ada: User) -> None:
    make.job(ada, title="Rosebud")
    titles(ada, "osebu")
    with connection.cursor() as cursor:
        cursor.execute(word_known.ASKED, [word_known.mark(connection)])
        ((_, text, mark),) = cursor.fetchall()
    assert (text, mark) == (None, word_known.mark(connection))
    assert titles(ada, "osebu") == ["Rosebud"]
