"""What the documents show, and the table `make pictures` takes pictures by."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from tests.pictures import __main__ as studio
from tests.pictures.table import FOLDER, PICTURES, SIZES

ROOT = Path(__file__).resolve().parents[2]
SHOWN = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def shown() -> set[Path]:
    return {
        (one.parent / file).resolve()
        for one in DOCUMENTS
        for _, file in SHOWN.findall(one.read_text())
    }


def unlike(there: set[str], wanted: set[str]) -> list[str]:
    return [f"not taken: {one}" for one in sorted(wanted - there)] + [
        f"nobody wants: {one}" for one in sorted(there - wanted)
    ]


def test_what_is_shown_is_what_is_taken() -> None:
    assert {one.parent for one in shown()} == {FOLDER}
    assert unlike({one.stem for one in shown()}, set(PICTURES)) == []


def test_each_is_there_and_nothing_else_lies_beside_it() -> None:
    assert unlike({one.name for one in FOLDER.iterdir()}, {f"{n}.webp" for n in PICTURES}) == []


def test_they_are_light() -> None:
    sizes = {one.name: one.stat().st_size for one in FOLDER.iterdir()}
    assert {name: size for name, size in sizes.items() if size > 120 * 1024} == {}
    assert sum(sizes.values()) <= 2.5 * 1024 * 1024


@pytest.mark.parametrize("name", PICTURES)
def test_each_is_as_large_as_the_table_says(name: str) -> None:
    with Image.open(FOLDER / f"{name}.webp") as picture:
        assert picture.size == SIZES[PICTURES[name].width]


def test_each_is_told_to_those_who_do_not_see_it() -> None:
    said = [words for one in DOCUMENTS for words, _ in SHOWN.findall(one.read_text())]
    assert [words for words in said if len(words) < 20] == []


def test_the_comparison_sees_what_is_missing_and_what_is_left_over() -> None:
    assert unlike({"a", "b"}, {"b", "c"}) == ["not taken: c", "nobody wants: a"]


def drawn(words: str) -> bytes:
    picture, packed = Image.new("RGB", (1440, 900), "white"), io.BytesIO()
    ImageDraw.Draw(picture).text((700, 400), words, fill="black")
    picture.save(packed, "WEBP", quality=studio.QUALITY)
    return packed.getvalue()


def test_a_word_that_changed_makes_a_new_picture() -> None:
    assert studio.alike(drawn("Mark applied"), drawn("Mark applied"))
    assert not studio.alike(drawn("Mark applied"), drawn("Mark as applied"))
