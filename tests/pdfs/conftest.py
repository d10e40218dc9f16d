"""One browser for the whole folder; starting it is most of what these tests would cost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from pdfs import inspect, metadata, render, themes
from tests.pdfs.personas import Raw

NEWEST = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@dataclass(frozen=True)
class Printed:
    composed: themes.Composed
    pdf: bytes

    @property
    def verdict(self) -> inspect.Verdict:
        return inspect.full(self.pdf, self.composed.expected)


Print = Callable[..., Printed]


@pytest.fixture(scope="session")
def browser() -> Iterator[None]:
    if not render.status().path:
        pytest.skip("no Chromium is installed here")
    yield
    render.close()


@pytest.fixture(scope="session")
def prints(browser: None) -> Print:
    def prints(
        raw: Raw,
        page: themes.Page | None = None,
        *,
        css: str = "",
        photo: themes.Photo | None = None,
    ) -> Printed:
        composed = themes.compose(raw, page or themes.Page(), photo=photo)
        html = composed.html.replace("</style>", f"{css}</style>", 1)
        return Printed(composed, sealed(render.print_unchecked(html), composed))

    return prints


def sealed(pdf: bytes, composed: themes.Composed) -> bytes:
    expected = composed.expected
    return metadata.seal(
        pdf,
        title=expected.title,
        author=expected.name,
        language=expected.language,
        newest=NEWEST,
    )
