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
    (2, "classic"): "64b96126eab0b603",
    (2, "compact"): "81d517c64d5f1a32",
    (2, "modern"): "53954f6de8df0c2e",
    (2, "academic"): "3acdfc1c805e1cb6",
    (2, "plain"): "eac179e34ce8107a",
    (2, "banner"): "b0c8e9447eed3b40",
}


@pytest.mark.parametrize("theme", themes.THEMES)
def test_a_changed_page_raises_the_composing_version(theme: str) -> None:
    raw = json.loads(make.RESUME.read_text())
    html = themes.compose(raw, themes.Page(theme=theme, paper="a4")).html
    assert hashlib.sha256(html.encode()).hexdigest()[:16] == RECORDED[COMPOSING, theme]
