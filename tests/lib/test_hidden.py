from __future__ import annotations

import pytest

from jobops.lib.text import html_to_text


@pytest.mark.parametrize(
    "style",
    ["line-height: 0", "min-width: 0; min-height:0", "font-size: .9em", "margin-left: -20px"],
)
def test_layout_that_hides_nothing_loses_nothing(style: str) -> None:
    assert html_to_text(f'<p style="{style}">Cook</p>') == "Cook"
