"""Nothing a browser is sent names another host: no fonts, scripts, pictures, counters."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ADDRESS = re.compile(r"""(?:https?:|wss?:)?//(?=[\w-]+\.)[\w.-]+""")
# What is loaded by itself: a link somebody follows is not.
LOADED = re.compile(
    r"""(?:\bsrc(?:set)?=|<link[^>]*\bhref=|<form[^>]*\baction=|url\(|@import|\bfetch\(|import\()"""
    r"""\s*["'`]?\s*((?:https?:|wss?:)?//[^"'`)\s>]+)"""
)
# The name of a format, which nobody asks.
NAMES = ("http://www.w3.org",)


def files(*patterns: str) -> list[Path]:
    return [path for pattern in patterns for path in sorted(ROOT.glob(pattern)) if path.is_file()]


@pytest.mark.parametrize(
    "pattern",
    ["static/css/**/*.css", "static/js/**/*.js", "static/**/*.svg", "templates/pdfs/**/*"],
)
def test_what_we_wrote_names_no_other_host(pattern: str) -> None:
    found = {
        f"{path.relative_to(ROOT)}: {address}"
        for path in files(pattern)
        for address in ADDRESS.findall(path.read_text(errors="replace"))
        if not address.startswith(NAMES)
    }
    assert files(pattern)
    assert found == set()


def test_nothing_is_loaded_from_elsewhere() -> None:
    """Templates, and what others wrote and we bring along."""
    found = {
        f"{path.relative_to(ROOT)}: {address}"
        for path in files("templates/**/*.html", "static/**/*.css", "static/**/*.js")
        for address in LOADED.findall(path.read_text(errors="replace"))
    }
    assert found == set()


def test_it_would_notice() -> None:
    assert LOADED.findall('<script src="https://cdn.example.org/x.js">')
    assert LOADED.findall("@import '//fonts.example.org/a.css'")
    assert LOADED.findall("src: url(https://fonts.example.org/a.woff2)")
    assert ADDRESS.findall('const beacon = "//count.example.org/1"')
