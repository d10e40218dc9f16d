from __future__ import annotations

import pytest

from orchestrator.jobs.cues import plain
from orchestrator.jobs.workplace import CLAUSES, Workplace, clauses, described, workplace_of
from orchestrator.sources.posting import Posting
from tests.lib.corpora import rows

CORPUS = rows("../jobs/workplace.tsv")
PRECISION, RECALL = 0.98, 0.90


def read(row: dict[str, str]) -> str:
    given = {"title": "Engineer", "employer": "Acme", "job_url": "https://acme.example/1"}
    posting = Posting(**{**given, row["field"]: row["text"]})  # type: ignore[arg-type]
    found = workplace_of(posting, description=lambda: posting.description)
    return found.kind if found else ""


def test_the_corpus_is_large_enough_to_mean_something() -> None:
    assert len(CORPUS) >= 150
    assert {row["language"] for row in CORPUS} == {"en", "de", "fr", "es", "pt", "it", "nl"}


def test_what_it_says_is_right_and_it_says_it_where_it_can() -> None:
    said = [(read(row), row["workplace"], row["text"]) for row in CORPUS]
    wrong = [case for case in said if case[0] and case[0] != case[1]]
    missed = [case for case in said if case[1] and not case[0]]
    told = sum(1 for case in said if case[0])
    known = sum(1 for case in said if case[1])
    assert (told - len(wrong)) / told >= PRECISION, wrong
    assert (known - len(missed) - len(wrong)) / known >= RECALL, missed


def posting(**given: object) -> Posting:
    base = {"title": "Engineer", "employer": "Acme", "job_url": "https://acme.example/1"}
    return Posting(**{**base, **given})  # type: ignore[arg-type]


def test_the_structured_field_is_believed_first() -> None:
    said = posting(extras={"workplace": "onsite"}, location="Remote", title="Cook (Remote)")
    assert workplace_of(said, description=str) == Workplace("onsite", "source", "onsite")


def test_then_the_location_the_title_and_the_description() -> None:
    place = posting(location="Berlin (hybrid)", title="Cook (Remote)", description="No remote.")
    assert workplace_of(place, description=lambda: place.description) == Workplace(
        "hybrid", "location", "Berlin (hybrid)"
    )
    title = posting(title="Cook (Remote)", description="No remote.")
    assert workplace_of(title, description=lambda: title.description) == Workplace(
        "remote", "title", "Cook (Remote)"
    )
    text = posting(description="We cook.\n- Wärme & Küche: No remote work. And more.")
    assert workplace_of(text, description=lambda: text.description) == Workplace(
        "onsite", "description", "Wärme & Küche: No remote work"
    )


def test_a_source_that_says_not_remote_is_not_overruled_by_a_phrase() -> None:
    said = posting(is_remote=False, description="This role is fully remote.")
    assert workplace_of(said, description=lambda: said.description) is None


@pytest.mark.parametrize(
    "text",
    [
        "This role is fully remote.\nThis is an on-site role. No remote work.",
        "You may work remotely or from our office.",
        "Fully remote or hybrid, as you like.\nThis is a hybrid role, and fully remote.",
    ],
)
def test_what_says_both_says_nothing(text: str) -> None:
    assert described(text) is None


def test_a_label_beats_a_phrase() -> None:
    found = described("We are a remote-first company.\nWorkplace type: On-site\n")
    assert found == Workplace("onsite", "description", "Workplace type: On-site")


@pytest.mark.parametrize("text", ["remote " * 200_000, "remote. " * 200_000, "home\n" * 200_000])
def test_only_a_bounded_part_of_a_flood_of_cues_is_read(text: str) -> None:
    read = list(clauses_of(text))
    assert len(read) <= CLAUSES * 4
    assert sum(map(len, read)) < 40_000


def clauses_of(text: str) -> list[str]:
    return [clause.text for clause in clauses(plain(text))]
