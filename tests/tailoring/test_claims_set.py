"""The set that the truth guard is measured by is itself sound."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

import pytest

from bench.claims_rows import drawn, halves, personas, rows
from tailoring.documents.clean import bulleted

Row = dict[str, Any]
PERSONAS = personas()
CORRUPTED = rows("corrupted")
HONEST = rows("honest")
BOTH = [*CORRUPTED, *HONEST]
# Here what is untrue are words that the résumé may well hold, elsewhere or about something else.
HELD_ELSEWHERE = {
    "date-stretch", "dropped-bullet", "lost-limit", "moved-claim", "title-inflation",
    "verb-inflation",
}  # fmt: skip
MARKED = [row for row in CORRUPTED if row["kind"] not in {"lost-limit", "dropped-bullet"}]
INVENTED = [row for row in CORRUPTED if row["kind"] not in HELD_ELSEWHERE]


def bullets(row: Row) -> list[str]:
    items = PERSONAS[row["persona"]]["sections"]["experience"]["items"]
    return bulleted(next(one for one in items if one["id"] == row["item"])["description"])[1]


def words(persona: str) -> str:
    return json.dumps(PERSONAS[persona], ensure_ascii=False)


def stands(what: str, text: str) -> bool:
    """As whole words: "8 days" does not stand in "18 days"."""
    return bool(re.search(rf"(?<!\w){re.escape(what)}(?!\w)", text))


def titles(persona: str) -> set[str]:
    held = PERSONAS[persona]["sections"]["experience"]["items"]
    return {PERSONAS[persona]["basics"]["headline"], *(item["position"] for item in held)}


def test_there_are_enough_rows_in_each_language() -> None:
    assert len(CORRUPTED) >= 300
    assert len(HONEST) >= 200
    assert min(Counter(row["language"] for row in CORRUPTED).values()) >= 60
    assert min(Counter(row["language"] for row in HONEST).values()) >= 40


@pytest.mark.parametrize("name", ["corrupted", "honest"])
def test_what_was_written_later_is_for_tuning(name: str) -> None:
    later = rows(name)[len(drawn(name)) :]
    assert {row["half"] for row in later} == {"tuning"}


def test_each_kind_of_corruption_has_rows_in_each_language() -> None:
    counts = Counter((row["kind"], row["language"]) for row in CORRUPTED)
    assert len(counts) == 15 * 4
    assert min(counts.values()) >= 4


def test_ids_and_pairs_are_unique() -> None:
    assert len({row["id"] for row in BOTH}) == len(BOTH)
    pairs = Counter((row["persona"], str(row["before"]), str(row["after"])) for row in BOTH)
    assert [pair for pair, count in pairs.items() if count > 1] == []


@pytest.mark.parametrize("name", ["corrupted", "honest"])
def test_the_halves_are_the_seeded_ones_and_balanced(name: str) -> None:
    given = drawn(name)
    assert {row["id"]: row["half"] for row in given} == halves(given)
    counts = Counter(row["half"] for row in given)
    assert abs(counts["tuning"] - counts["final"]) <= 1


@pytest.mark.parametrize("row", [r for r in BOTH if r["where"] == "bullet"], ids=lambda r: r["id"])
def test_a_bullet_stands_in_its_item_and_is_changed(row: Row) -> None:
    assert row["before"] in bullets(row)
    assert row["after"] != row["before"]


@pytest.mark.parametrize("row", [r for r in BOTH if r["where"] == "bullets"], ids=lambda r: r["id"])
def test_a_list_of_bullets_is_that_of_its_item(row: Row) -> None:
    assert row["before"] == bullets(row)
    assert len(row["after"]) == len(row["before"]) - (row["kind"] == "dropped-bullet")


def test_what_is_untrue_stands_in_the_text_once() -> None:
    assert [row["id"] for row in MARKED if row["after"].count(row["what"]) != 1] == []
    assert {row["what"] for row in HONEST} == {""}


def test_what_is_invented_is_not_in_the_résumé() -> None:
    assert [row["id"] for row in INVENTED if stands(row["what"], words(row["persona"]))] == []


def test_a_title_that_is_too_high_was_never_held() -> None:
    raised = [row for row in CORRUPTED if row["kind"] == "title-inflation"]
    assert [row["id"] for row in raised if row["what"] in titles(row["persona"])] == []


def test_what_is_moved_or_lost_is_in_the_résumé_and_lost_words_are_gone() -> None:
    lost = [row for row in CORRUPTED if row["kind"] == "lost-limit"]
    assert [row["id"] for row in lost if row["what"] not in words(row["persona"])] == []
    assert [row["id"] for row in lost if row["what"] in row["after"]] == []
    dropped = [row for row in CORRUPTED if row["kind"] == "dropped-bullet"]
    assert all(row["what"] in row["before"] for row in dropped)
    assert all(row["what"] not in row["after"] for row in dropped)


def test_every_other_row_names_a_known_place() -> None:
    places = {"bullet", "bullets", "headline", "summary", "skills"}
    assert {row["where"] for row in BOTH} == places
    apart = [row for row in BOTH if row["where"] not in {"bullet", "bullets"}]
    assert all(row["before"] == "" and row["item"] == "" for row in apart)
