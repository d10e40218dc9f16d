"""Stands in for tailoring.claims until it is here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tailoring.documents.schema import Raw


@dataclass(frozen=True)
class Statement:
    id: str
    text: str
    item_id: str = ""
    kind: str = ""


@dataclass(frozen=True)
class FactBase:
    raw: Any
    statements: tuple[Statement, ...]


def base_of(raw: Raw, *, statements: Sequence[Statement] = ()) -> FactBase:
    return FactBase(raw, tuple(statements))


@dataclass(frozen=True)
class FactRef:
    address: str
    item_id: str
    section: str
    quote: str


@dataclass(frozen=True)
class Claim:
    kind: str
    text: str
    start: int
    end: int
    value: str


@dataclass(frozen=True)
class Finding:
    claim: Claim
    state: str
    why: str
    nearest: FactRef | None = None
    support: tuple[FactRef, ...] = ()


@dataclass(frozen=True)
class Report:
    text: str
    findings: tuple[Finding, ...] = ()

    @property
    def blocked(self) -> bool:
        return any(one.state == "unsupported" for one in self.findings)

    @property
    def support(self) -> tuple[FactRef, ...]:
        return tuple(dict.fromkeys(ref for one in self.findings for ref in one.support))


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
