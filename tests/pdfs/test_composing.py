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
    (2, "classic"): "156e382946b5d481",
    (2, "compact"): "81e3b9c28d217d5d",
    (2, "modern"): "7c7876c1f5b7009f",
    (2, "academic"): "05f172dd69550edd",
    (2, "plain"): "f7edd717c2316e8b",
    (2, "banner"): "c4ee06904e8b3fb8",
}


@pytest.mark.parametrize("theme", themes.THEMES)
def test_a_changed_page_raises_the_composing_version(theme: str) -> None:
    raw = json.loads(make.RESUME.read_text())
    html = themes.compose(raw, themes.Page(theme=theme, paper="a4")).html
    assert hashlib.sha256(html.encode()).hexdigest()[:16] == RECORDED[COMPOSING, theme]
