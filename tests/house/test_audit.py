from __future__ import annotations

import json
from typing import Any

import pytest

from tests.house import audit


def report(*rows: dict[str, Any]) -> str:
    return json.dumps({"dependencies": list(rows), "fixes": []})


FINE = {"name": "django", "version": "5.2.19", "vulns": []}
HOLE = {"name": "lxml", "version": "6.1.3", "vulns": [{"id": "PYSEC-1"}, {"id": "GHSA-2"}]}
UNASKED = {"name": "uv", "skip_reason": "Dependency not found on PyPI"}


@pytest.mark.parametrize(
    ("rows", "code"),
    [((FINE,), 0), ((FINE, HOLE), 1), ((HOLE, UNASKED), 1), ((FINE, UNASKED), 2), ((UNASKED,), 2)],
)
def test_a_hole_and_a_silence_are_different_codes(rows: tuple[dict[str, Any]], code: int) -> None:
    assert audit.code(audit.read(report(*rows))) == code


def test_it_names_what_is_vulnerable_and_what_nobody_knew() -> None:
    lines = list(audit.said(audit.read(report(FINE, HOLE, UNASKED)), service="pypi"))
    assert lines == [
        "VULNERABLE  lxml 6.1.3: PYSEC-1, GHSA-2",
        "NOT AUDITED uv",
        "2 packages asked about at pypi, 1 vulnerable",
    ]


def test_a_service_that_does_not_exist_is_no_good_news(capsys: pytest.CaptureFixture[str]) -> None:
    assert audit.main(["nowhere"]) == 2
    assert capsys.readouterr().out.startswith("NOT AUDITED")
