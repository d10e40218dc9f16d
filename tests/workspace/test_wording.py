"""The base beside a tailored text, and how much of it there is."""

from __future__ import annotations

import pytest

from orchestrator.workspace.wording import Count, Piece, compared, compared_lines, keywords, words

BASE = "Builds reliable services in Python for teams that ship every day"


def marked(pieces: tuple[Piece, ...]) -> list[tuple[str, str]]:
    return [(piece.kind, piece.text.strip()) for piece in pieces if piece.kind]


def test_only_the_words_that_changed_are_marked() -> None:
    found = compared(BASE, BASE.replace("Python", "Rust"))
    assert marked(found) == [("gone", "Python"), ("new", "Rust")]


def test_a_common_word_inside_a_change_does_not_break_it() -> None:
    found = compared(BASE, "Builds reliable tools in Rust for teams that ship every day")
    assert marked(found) == [("gone", "services in Python"), ("new", "tools in Rust")]


@pytest.mark.parametrize("text", ["", "  ", "Something else entirely, nothing alike"])
def test_nothing_or_another_text_leaves_the_base_unmarked(text: str) -> None:
    assert compared(BASE, text) == (Piece(BASE),)


def test_a_script_without_spaces_is_compared_by_character() -> None:
    assert marked(compared("后端工程师", "前端工程师")) == [("gone", "后"), ("new", "前")]


def test_a_group_of_skills_that_moved_is_not_marked() -> None:
    base, text = "Tools: Git, Make\nLanguages: C", "Languages: C\nTools: Make, Git"
    assert marked(compared_lines(base, text)) == []


def test_keywords_that_came_or_went_are_marked() -> None:
    found = compared_lines("Tools: Git, Make\nOld: X", "Tools: Git, Bazel\nNew: Y")
    assert marked(found) == [
        ("gone", "Make"),
        ("new", "Bazel"),
        ("gone", "Old: X"),
        ("new", "New: Y"),
    ]


@pytest.mark.parametrize(
    ("text", "limit", "said", "over"),
    [
        ("", 90, "At most 90 words.", False),
        ("one", 0, "1 word", False),
        ("one two", 90, "2 words of 90", False),
        ("one two three", 2, "3 words of 2", True),
    ],
)
def test_words_are_counted_against_the_limit(text: str, limit: int, said: str, over: bool) -> None:
    assert words(text, limit=limit) == Count(said, over=over)


def test_a_group_over_the_limit_is_said() -> None:
    assert keywords("A: x, y\nB: z", limit=2) == Count("2 groups, 3 keywords")
    assert keywords("A: x, y, z", limit=2).over
