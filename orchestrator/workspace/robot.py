"""What the robot reads: a stored verdict, in words a person can act on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jobops.lib.words import later, later_each, say
from pdfs.models import RenderedPdf
from pdfs.verdict import SENTENCES, Check, Fields, from_json, settle

TEXT_LIMIT = 6_000
MARKS: Mapping[str, tuple[str, str]] = {
    "pass": ("check", later("Passed")),
    "amber": ("warn", later("Look at this")),
    "fail": ("cross", later("Failed")),
    "not_measured": ("dash", later("Not measured")),
}


# What to do about a check that did not pass.
REMEDIES: Mapping[str, str] = later_each(
    {
        "opens": "Save the file without a password and attach it again.",
        "recall": "Try another theme, or attach a file that was exported as text.",
        "headings": "Try another theme; one column is read most surely.",
        "entries": "Try another theme; one column is read most surely.",
        "name": "Put your name, as text, at the top of the page.",
        "email": "Put your e-mail address, as text, right below your name.",
        "phone": "Put your telephone number, as text, right below your name.",
        "fonts": "Save the file again with its fonts embedded.",
        "characters": "Replace symbols and ligatures by plain letters in your résumé.",
        "tags": "Save the file as a tagged PDF, or generate one here.",
        "size": "Leave out the photograph, or save it smaller.",
        "paper": "Choose A4 or Letter.",
        "pages": "Print fewer projects, or choose the compact theme.",
        "standard_headings": "Use usual headings, such as Experience, Education, Skills.",
        "text_layer": "Export the file from a word processor instead of scanning it.",
        "one_column": "Choose a theme or a layout with one column.",
        "contact": "Add an e-mail address or a telephone number as text.",
    }
)


@dataclass(frozen=True)
class Line:
    """One check over all the readers that made it; `detail` and `remedy` only where something is
    wrong.
    """

    sentence: str
    state: str
    icon: str
    word: str
    detail: str
    remedy: str = ""


@dataclass(frozen=True)
class Robot:
    state: str
    sentence: str
    wrong: tuple[Line, ...]
    fine: tuple[Line, ...]
    fields: tuple[tuple[str, str], ...]
    text: str
    is_cut: bool
    read_by: str


def robot(pdf: RenderedPdf | None, *, limit: int = TEXT_LIMIT) -> Robot | None:
    """None while the file is still being checked. `limit`: most characters of its text."""
    if pdf is None or not pdf.verdict:
        return None
    verdict = from_json(pdf.verdict)
    lines = grouped(verdict.checks)
    return Robot(
        state=verdict.status,
        sentence=summary(lines),
        wrong=tuple(one for one in lines if one.state in ("amber", "fail")),
        fine=tuple(one for one in lines if one.state not in ("amber", "fail")),
        fields=filled(verdict.fields),
        text=verdict.text[:limit],
        is_cut=len(verdict.text) > limit,
        read_by=", ".join(f"{name} {version}" for name, version in verdict.extractors),
    )


def grouped(checks: Sequence[Check]) -> tuple[Line, ...]:
    names = dict.fromkeys(check.name for check in checks)
    return tuple(line([check for check in checks if check.name == name]) for name in names)


def line(checks: Sequence[Check]) -> Line:
    measured = [check for check in checks if check.state != "not_measured"]
    state = settle(tuple(measured)) if measured else "not_measured"
    icon, word = MARKS[state]
    wrong = next((check for check in measured if check.state == state != "pass"), None)
    name = checks[0].name
    if wrong is None:
        return Line(SENTENCES[name], state, icon, word, "")
    return Line(SENTENCES[name], state, icon, word, explained(wrong), REMEDIES[name])


def explained(check: Check) -> str:
    reader = f"{check.extractor}: " if check.extractor else ""
    wanted = say("expected {expected}, ", expected=check.expected) if check.expected else ""
    return f"{reader}{wanted}found {check.found or 'nothing'}"


def summary(lines: Sequence[Line]) -> str:
    measured = [one for one in lines if one.state != "not_measured"]
    passed = sum(one.state == "pass" for one in measured)
    if measured and passed == len(measured):
        return say("All {passed} checks passed", passed=passed)
    return say("{passed} of {measured} checks passed", passed=passed, measured=len(measured))


def filled(fields: Fields) -> tuple[tuple[str, str], ...]:
    named = (
        (say("Name"), fields.name),
        (say("Headline"), fields.headline),
        (say("E-mail"), fields.email),
        (say("Telephone"), fields.phone),
        (say("Links"), ", ".join(fields.links)),
        (say("Sections"), ", ".join(heading for heading, _ in fields.sections)),
    )
    return tuple((name, text or say("not found")) for name, text in named)
