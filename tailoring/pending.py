"""Stands in for tailoring.documents.bullets and tailoring.claims until they are here."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tailoring.documents import tolerant
from tailoring.documents.clean import plain
from tailoring.documents.schema import Raw


@dataclass(frozen=True)
class Bullet:
    address: str
    section: str
    item_id: str
    role_id: str
    position: int
    text: str
    mark: str


@dataclass(frozen=True)
class Change:
    kind: str
    item_id: str
    mark: str
    before: str
    after: str


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


def mark(text: str) -> str:
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()


def base_of(raw: Raw, *, statements: Sequence[Statement] = ()) -> FactBase:
    return FactBase(raw, tuple(statements))


def bullets(raw: Raw) -> tuple[Bullet, ...]:
    return tuple(_bullets(raw))


def _bullets(raw: Raw) -> Iterator[Bullet]:
    sections = tolerant.mapping(raw.get("sections"))
    for section, held in sections.items():
        for item in tolerant.mappings(tolerant.mapping(held).get("items")):
            lines = plain(str(item.get("description") or "")).splitlines()
            for n, line in enumerate(filter(None, map(str.strip, lines))):
                own = str(item.get("id") or "")
                address = f"{section}/{own}/description/{n}"
                yield Bullet(address, section, own, "", n, line, mark(line))


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
