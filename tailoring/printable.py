"""What of a job's texts and changes may be printed now, and what is left out with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from orchestrator.models import Job
from tailoring import changes, claimed, parts, standing
from tailoring.check import Checker
from tailoring.claims.claim import Report
from tailoring.documents.bullets import Change
from tailoring.documents.merge import Tailored
from tailoring.documents.retention import keeping
from tailoring.models import Edit, ResumeVersion
from tailoring.parts import Part

GONE = "The bullet it is about is no longer in the base résumé."
LOSES = "It would lose another bullet."
UNDECIDED = "Nobody has decided about it."


@dataclass(frozen=True)
class LeftOut:
    """`address` as an Edit has it; `why` is a sentence for people."""

    address: str
    text: str
    why: str

    def to_json(self) -> dict[str, str]:
        return asdict(self)


@dataclass
class Printable:
    """`weighed` are the parts and changes that are printed, with what the guard found."""

    tailored: Tailored
    left_out: list[LeftOut] = field(default_factory=list)
    parts: list[tuple[Part, Report]] = field(default_factory=list)
    edits: list[tuple[Edit, Report]] = field(default_factory=list)
    decided: list[Edit] = field(default_factory=list)

    def guard(self) -> dict[str, Any]:
        """As a version and a PDF keep it: facts used, claims, decisions, what was left out."""
        reports = [report for _, report in (*self.parts, *self.edits)]
        claims = [
            {"address": _address(part), "text": part.text, "claims": claimed.kept(report.findings)}
            for part, report in self.parts
            if report.findings
        ]
        claims += [
            {"address": edit.address, "text": edit.after, "claims": claimed.kept(report.findings)}
            for edit, report in self.edits
            if report.findings
        ]
        refs = (ref for report in reports for ref in claimed.references(report.support))
        return {
            "facts": sorted({str(ref["address"]) for ref in refs}),
            "claims": claims,
            "decisions": [_decision(edit) for edit in self.decided],
            "leftOut": [one.to_json() for one in self.left_out],
        }


def printable(
    job: Job, version: ResumeVersion, *, among: Sequence[Edit] | None = None
) -> Printable:
    """`among`: all changes of the job, where they were read already."""
    checker = Checker(job, version)
    rows = changes.every(job) if among is None else among
    found = Printable(Tailored(), decided=[one for one in rows if one.decided_at])
    for part in parts.of(job):
        _sort(found, part, checker.part(part))
    for edit in changes.accepted(job, among=rows):
        _sort_edit(found, edit, checker, version)
    waiting = [one for one in rows if one.status == "blocked"]
    found.left_out += [LeftOut(one.address, one.after, UNDECIDED) for one in waiting]
    found.tailored = Tailored(
        headline=_text(found, "headline"),
        summary=_text(found, "summary", whole=job.tailored_summary),
        skills=_skills(job, found),
        project_ids=job.project_ids(),
        changes=_kept_changes(found, version),
    )
    return found


def _sort(found: Printable, part: Part, report: Report) -> None:
    if report.blocked:
        found.left_out.append(LeftOut(_address(part), part.text, _why(report)))
    else:
        found.parts.append((part, report))


def _sort_edit(found: Printable, edit: Edit, checker: Checker, version: ResumeVersion) -> None:
    if standing.is_current(edit, version.data):
        report = checker.edit(edit)
        if not report.blocked:
            found.edits.append((edit, report))
        else:
            found.left_out.append(LeftOut(edit.address, edit.after, _why(report)))
    elif not standing.is_taken_over(edit, version.data):
        found.left_out.append(LeftOut(edit.address, edit.after, GONE))


def _kept_changes(found: Printable, version: ResumeVersion) -> Sequence[Change]:
    wanted = [changes.change(edit) for edit, _ in found.edits]
    kept = keeping(version.data, wanted) if wanted else ()
    lost = [pair for pair in found.edits if changes.change(pair[0]) not in kept]
    found.left_out += [LeftOut(edit.address, edit.after, LOSES) for edit, _ in lost]
    found.edits = [pair for pair in found.edits if pair not in lost]
    return kept


def _text(found: Printable, name: str, *, whole: str | None = None) -> str | None:
    """What is left of a text; its own line breaks when nothing was left out of it."""
    left = [part.text for part, _ in found.parts if part.field == name]
    is_whole = not any(one.address.partition("/")[0] == name for one in found.left_out)
    return whole if is_whole and whole else " ".join(left) or None


def _skills(job: Job, found: Printable) -> list[dict[str, Any]] | None:
    """A group whose name may not be printed goes as a whole, one that lost all keywords too."""
    words = {(part.group, part.text) for part, _ in found.parts if not part.is_name}
    names = {part.group for part, _ in found.parts if part.is_name} | {""}
    left = [
        {**group, "keywords": [w for w in _keywords(group) if (_name(group), w) in words]}
        for group in job.skills() or ()
        if _name(group) in names
    ]
    had = {_name(group) for group in job.skills() or () if _keywords(group)}
    return [one for one in left if one["keywords"] or _name(one) not in had] or None


def _keywords(group: dict[str, Any]) -> list[str]:
    return [str(word) for word in group.get("keywords") or ()]


def _name(group: dict[str, Any]) -> str:
    return str(group.get("name") or "")


def _address(part: Part) -> str:
    return f"skills/{part.group}" if part.field == "skills" else part.field


def _why(report: Report) -> str:
    return next(one.why for one in report.findings if one.state == "unsupported")


def _decision(edit: Edit) -> dict[str, Any]:
    return {
        "edit": str(edit.pk), "kind": edit.kind, "address": edit.address, "status": edit.status,
        "by": edit.decided_by, "origin": edit.origin,
        "at": edit.decided_at.isoformat() if edit.decided_at else None,
    }  # fmt: skip
