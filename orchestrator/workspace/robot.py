"""What the robot reads: a stored verdict, in words a person can act on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pdfs.models import RenderedPdf

MARKS: Mapping[str, tuple[str, str]] = {
    "pass": ("check", "Passed"),
    "amber": ("warn", "Look at this"),
    "fail": ("cross", "Failed"),
}
UNMEASURED = ("dash", "Not measured")


@dataclass(frozen=True)
class Check:
    label: str
    state: str
    icon: str
    word: str
    detail: str


@dataclass(frozen=True)
class Robot:
    state: str
    sentence: str
    checks: tuple[Check, ...]
    fields: tuple[tuple[str, str], ...]
    text: str
    pages: int
    read_by: str


def robot(pdf: RenderedPdf | None) -> Robot | None:
    """None while the file is still being checked."""
    if pdf is None or not pdf.verdict:
        return None
    verdict: Mapping[str, Any] = pdf.verdict
    checks = tuple(check(one) for one in verdict.get("checks", ()))
    return Robot(
        state=str(verdict.get("status", "")),
        sentence=sentence(checks),
        checks=checks,
        fields=tuple((str(k), str(v)) for k, v in dict(verdict.get("fields") or {}).items() if v),
        text=str(verdict.get("text", ""))[:20_000],
        pages=pdf.pages,
        read_by=", ".join(str(name) for name in verdict.get("extractors", ())),
    )


def check(raw: Mapping[str, Any]) -> Check:
    state = str(raw.get("status", ""))
    icon, word = MARKS.get(state, UNMEASURED)
    label = str(raw.get("name", "")).replace("_", " ").capitalize()
    wanted, found = raw.get("expected"), raw.get("found")
    detail = "" if state == "pass" else f"expected {wanted}, found {found}"
    return Check(label, state, icon, word, detail)


def sentence(checks: tuple[Check, ...]) -> str:
    measured = [one for one in checks if one.word != UNMEASURED[1]]
    passed = sum(one.state == "pass" for one in measured)
    if measured and passed == len(measured):
        return f"All {passed} checks passed."
    return f"{passed} of {len(measured)} checks passed."
