"""Sentences and keywords put into a text and taken out of it."""

from __future__ import annotations

import pytest

from tailoring import wording

TEXT = "First one.\n\nSecond one. Third one."


@pytest.mark.parametrize(
    ("at", "made"),
    [
        (0, "New one. First one.\n\nSecond one. Third one."),
        (1, "First one.\n\nNew one. Second one. Third one."),
        (2, "First one.\n\nSecond one. New one. Third one."),
        (9, "First one.\n\nSecond one. Third one. New one."),
    ],
)
def test_a_sentence_comes_to_its_place_and_leaves_no_trace(at: int, made: str) -> None:
    assert wording.with_sentence(TEXT, "New one.", at=at) == made
    assert wording.sentences(wording.without_sentence(made, "New one.")) == wording.sentences(TEXT)


def test_a_sentence_that_stands_there_is_not_put_in_twice() -> None:
    assert wording.with_sentence(TEXT, "Second one.", at=0) == TEXT


def test_a_text_without_the_sentence_stays_as_typed() -> None:
    assert wording.without_sentence("  Odd \n spaces.", "Other.") == "  Odd \n spaces."


def test_the_first_sentence_of_nothing_is_the_text() -> None:
    assert wording.with_sentence(None, "New one.", at=3) == "New one."


def test_a_sentence_with_odd_spaces_is_found() -> None:
    found = wording.placed("Ada  baked. Carl danced.")
    assert [(one.start, one.end) for one in found] == [(0, 11), (12, 24)]


GROUPS = [{"id": "1", "name": "Engines", "keywords": ["Unity"]}, {"name": "Empty", "keywords": []}]


def test_a_keyword_joins_its_group_and_leaves_it() -> None:
    made = wording.with_keyword(GROUPS, "Godot", group="Engines")
    assert made[0] == {"id": "1", "name": "Engines", "keywords": ["Unity", "Godot"]}
    assert wording.without_keyword(made, "Godot", group="Engines") == GROUPS


def test_a_group_that_lost_its_last_keyword_goes() -> None:
    assert wording.without_keyword(GROUPS, "Unity", group="Engines") == GROUPS[1:]


def test_nothing_is_taken_from_other_groups() -> None:
    assert wording.without_keyword(GROUPS, "Unity", group="Other") == GROUPS
