"""What a text claims, and what the guard found about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

Kind = Literal[
    "number", "organisation", "title", "period", "degree", "certificate", "tool", "verb",
    "language", "award", "limit",
]  # fmt: skip
State = Literal["supported", "asserted", "unsupported"]


@dataclass(frozen=True, slots=True)
class FactRef:
    """A place of the résumé, or a confirmed statement (`section` is then "facts")."""

    address: str
    item_id: str
    section: str
    quote: str


@dataclass(frozen=True, slots=True)
class Claim:
    """`start` and `end` are places in the checked text; `value` is the claim in one plain form."""

    kind: Kind
    text: str
    start: int
    end: int
    value: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    claim: Claim
    state: State
    why: str = ""
    nearest: FactRef | None = None
    support: tuple[FactRef, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    text: str
    findings: tuple[Finding, ...] = ()
    cited: tuple[FactRef, ...] = ()

    @property
    def blocked(self) -> bool:
        return any(finding.state == "unsupported" for finding in self.findings)

    @property
    def unsupported(self) -> tuple[Finding, ...]:
        return tuple(f for f in self.findings if f.state == "unsupported")

    @property
    def support(self) -> tuple[FactRef, ...]:
        """The facts the text stands on, each once, those of its claims first."""
        met = [ref for finding in self.findings for ref in finding.support]
        return tuple(dict.fromkeys([*met, *self.cited]))


def to_json(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    return [asdict(finding) for finding in findings]


def from_json(rows: Iterable[Mapping[str, Any]]) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            claim=Claim(**row["claim"]),
            state=row["state"],
            why=row["why"],
            nearest=FactRef(**row["nearest"]) if row["nearest"] else None,
            support=tuple(FactRef(**ref) for ref in row["support"]),
        )
        for row in rows
    )
