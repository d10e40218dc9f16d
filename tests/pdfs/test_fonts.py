from __future__ import annotations

import io
from pathlib import Path

import pytest
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont

from pdfs import fonts, sfnt

SHIPPED = sorted(fonts.FOLDER.glob("*.ttf"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_face_is_static_truetype_with_its_licence(path: Path) -> None:
    font = TTFont(path)
    assert "glyf" in font
    assert not {"fvar", "CFF ", "CFF2", "COLR", "fpgm"} & set(font.keys())
    assert str(font["name"].getName(1, 3, 1)).startswith("JobOps ")
    licence = fonts.FOLDER / f"{path.stem.split('-')[0]}.LICENCE.txt"
    assert "licen" in licence.read_text().casefold()


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_our_reader_sees_the_same_characters_as_the_reference(path: Path) -> None:
    font = TTFont(path)
    order = {name: number for number, name in enumerate(font.getGlyphOrder())}
    reference = {code: order[name] for code, name in font.getBestCmap().items()}
    assert sfnt.read(path.read_bytes()).cmap == reference


@pytest.mark.parametrize("name", ["serif-regular", "sans-bold", "compact-italic"])
def test_a_subset_draws_the_same_letters(name: str) -> None:
    data = (fonts.FOLDER / f"{name}.ttf").read_bytes()
    codes = [*range(0x20, 0x7F), *map(ord, "ŁóźęßÅœĞőΩжї—€")]
    whole = TTFont(io.BytesIO(data))
    small = TTFont(io.BytesIO(sfnt.subset(sfnt.read(data), codes)))
    for code in codes:
        assert _drawn(small, code) == _drawn(whole, code)
    assert set(small.getBestCmap()) == set(codes)
    assert len(sfnt.subset(sfnt.read(data), codes)) < 30_000


def _drawn(font: TTFont, code: int) -> tuple[object, int]:
    glyphs = font.getGlyphSet()
    name = font.getBestCmap()[code]
    pen = DecomposingRecordingPen(glyphs)
    glyphs[name].draw(pen)
    return pen.value, glyphs[name].width


def test_a_subset_keeps_its_kerning() -> None:
    data = (fonts.FOLDER / "sans-regular.ttf").read_bytes()
    small = TTFont(io.BytesIO(sfnt.subset(sfnt.read(data), map(ord, "AVTo"))))
    names = small.getBestCmap()
    pairs = small["kern"].kernTables[0].kernTable
    assert pairs[names[ord("A")], names[ord("V")]] < 0


def test_characters_beyond_the_first_plane_survive() -> None:
    if not fonts.coverage("cjk"):
        pytest.skip(f"{fonts.CJK_PACKAGE} is not installed here")
    face = sfnt.read(next(filter(Path.is_file, fonts.CJK_FILES)).read_bytes())
    high = [code for code in face.cmap if code > 0xFFFF][:3]
    small = TTFont(io.BytesIO(sfnt.subset(face, [0x4E2D, *high])))
    assert set(small.getBestCmap()) == {0x4E2D, *high}


def test_other_formats_are_refused() -> None:
    with pytest.raises(ValueError, match="TrueType"):
        sfnt.read(b"OTTO" + bytes(100))


@pytest.mark.parametrize("family", ["serif", "sans", "compact", "book", "clear"])
def test_each_family_covers_the_alphabets_it_is_meant_for(family: str) -> None:
    wanted = set(map(ord, "ÀßŁőşțğĲẞĐđæøåŒ€–—“”„‚‘’«»•…°™ΑΩάώАЯёЄєІіЇїҐґ"))
    assert wanted - set(fonts.coverage(family)) == set()
