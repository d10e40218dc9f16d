"""What was measured to break parsers is reported as broken, on the Chromium in use."""

from __future__ import annotations

import base64
import re

import pytest

from pdfs import render, themes
from pdfs.inspect import full
from tests.pdfs import odd_fonts, personas
from tests.pdfs.conftest import Print, sealed
from tests.pdfs.personas import Raw


@pytest.mark.parametrize(
    ("raw", "css"),
    [
        (personas.FULL, ".when{float:inline-end}"),
        (personas.FULL, "h3{display:flex;justify-content:space-between}"),
        (personas.DIACRITICS, "body{letter-spacing:.1em}"),
        (personas.FULL, ".k{white-space:normal}body{width:50mm}"),
        (personas.FULL, 'ul{list-style:none}li::before{content:"\\2022"}'),
    ],
    ids=["date pushed right", "flex head", "wide letters", "hyphen at line end", "drawn bullet"],
)
def test_a_style_that_breaks_reading_fails(raw: Raw, css: str, prints: Print) -> None:
    failed = {check.name for check in prints(raw, css=css).verdict.failed}
    assert {"recall", "entries"} & failed


def test_a_soft_hyphen_fails(browser: None) -> None:
    composed = themes.compose(personas.MINIMAL, themes.Page())
    html = composed.html.replace("surgical", "sur\u00adgi\u00adcal")
    html = html.replace("</style>", "html{hyphens:manual}main,body{width:40mm}</style>")
    verdict = full(sealed(render.print_unchecked(html), composed), composed.expected)
    assert "recall" in {check.name for check in verdict.failed}


def test_a_face_split_by_characters_fails(browser: None) -> None:
    composed = themes.compose(personas.DIACRITICS, themes.Page())
    faces = re.findall(r"@font-face\{[^}]*\}", composed.html)
    near = [face.replace('")}', '");unicode-range:U+0-FF}') for face in faces]
    far = [face.replace('")}', '");unicode-range:U+100-FFFF}') for face in faces]
    html = composed.html.replace("".join(faces), "".join(near + far))
    verdict = full(sealed(render.print_unchecked(html), composed), composed.expected)
    assert "recall" in {check.name for check in verdict.failed}
    assert verdict.unreadable


@pytest.mark.parametrize("make", [odd_fonts.variable, odd_fonts.cff])
def test_an_outline_that_becomes_type_3_fails(make: odd_fonts.Make, browser: None) -> None:
    composed = themes.compose(personas.MINIMAL, themes.Page())
    odd = base64.b64encode(make()).decode()
    html = re.sub(r"base64,[^)]*\)", f"base64,{odd})", composed.html)
    verdict = full(sealed(render.print_unchecked(html), composed), composed.expected)
    fonts = next(check for check in verdict.checks if check.name == "fonts")
    assert fonts.state == "fail"
    assert "Type 3" in fonts.found
