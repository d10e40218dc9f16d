"""Stands in for tailoring.claims.guard until it is here."""

from __future__ import annotations

from tailoring.claims.base import FactBase
from tailoring.claims.claim import Report


def check(
    text: str,
    *,
    known: FactBase,
    item: str | None = None,
    before: str = "",
    where: str = "bullet",
    language: str = "",
    employer: str = "",
) -> Report:
    return Report(text)


def hints(text: str, language: str) -> tuple[str, ...]:
    return ()
