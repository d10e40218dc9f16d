"""Whatever somebody types into a search box is answered, and a word of a title finds its job."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jobops.lib.errors import Invalid
from orchestrator.jobs import search
from orchestrator.jobs.filters import JobQuery
from orchestrator.jobs.ordering import read_cursor
from orchestrator.models import User
from tests import make

pytestmark = pytest.mark.django_db

SIGNS = st.sampled_from([
    "\"", "'", "*", "(", ")", ":", "-", "^", "NEAR(", " AND ", " OR ", " NOT ", "%", "_", "\\", "&",
    "|", "!", "<->", "\0", ";--", "{", "}", "title:", "+", "~", "@@", "\u202e", "İ", "ß", "日本",
])  # fmt: skip
QUESTIONS = st.lists(st.text(max_size=12) | SIGNS, max_size=8).map("".join)
TITLES = st.lists(
    st.text(st.characters(categories=["Lu", "Ll", "Nd"], max_codepoint=0x24F), min_size=2,
            max_size=12),
    min_size=1, max_size=4,
)  # fmt: skip
# All examples share one owner, whose jobs only become more.
many = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])


@many
@given(QUESTIONS)
def test_any_question_is_answered(ada: User, question: str) -> None:
    if not ada.jobs.exists():
        make.jobs(ada, 3)
    found = search.page(ada, JobQuery(text=question))
    assert 0 <= found.total <= 3
    assert len(found.rows) == found.total


@many
@given(TITLES, st.data())
def test_a_word_of_a_title_finds_its_job(ada: User, words: list[str], data: st.DataObject) -> None:
    job = make.job(ada, title=" ".join(words))
    word = unicodedata.normalize("NFC", data.draw(st.sampled_from(words)))
    assert job.pk in search.ids(ada, JobQuery(text=word), limit=1000)


@many
@given(st.text(max_size=80) | st.binary(max_size=40).map(lambda raw: raw.hex()))
def test_any_cursor_is_a_page_or_refused(ada: User, cursor: str) -> None:
    with pytest.raises(Invalid):
        read_cursor(JobQuery(cursor=cursor))
