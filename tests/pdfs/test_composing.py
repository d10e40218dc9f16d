"""A page that changes must make the PDFs of the page as it was before out of date."""

from __future__ import annotations

import hashlib
import json

import pytest

from orchestrator.jobs.freshness import COMPOSING
from pdfs import themes
from tests import make

# Theme → digest of the sample's composed page, at this COMPOSING. When a test here fails because
# a page was changed on purpose: raise COMPOSING, then record the new digests.
RECORDED: dict[tuple[int, str], str] = {
    (2, "classic"): "f7f7ff90e30818d3",
    (2, "compact"): "7a6b8fd6c39f0928",
    (2, "modern"): "5762b0d76edc8e5e",
    (2, "academic"): "e1a7b4228c0dc339",
    (2, "plain"): "b8b77bd944479db5",
    (2, "banner"): "bd8291da3703e201",
}


@pytest.mark.parametrize("theme", themes.THEMES)
def test_a_changed_page_raises_the_composing_version(theme: str) -> None:
    raw = json.loads(make.RESUME.read_text())
    html = themes.compose(raw, themes.Page(theme=theme, paper="a4")).html
    assert hashlib.sha256(html.encode()).hexdigest()[:16] == RECORDED[COMPOSING, theme]
