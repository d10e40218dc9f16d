"""What stands in a job's texts and changes, claim by claim, for whoever shows or prints them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from orchestrator.models import Job
from tailoring import authors, changes, facts, library, parts, standing, verbatim
from tailoring.claims.claim import Report
from tailoring.claims.guard import check, hints
from tailoring.documents import schema
from tailoring.models import Edit, ResumeVersion
from tailoring.parts import Part


@dataclass(frozen=True)
class Checked:
    """`texts`: one report for each of headline, summary, skills that holds text. `edits`: the
    newest proposal for each place; `outdated` are the ids of those that cannot be applied.
    """

    texts: Mapping[str, Report] = field(default_factory=dict)
    edits: tuple[Edit, ...] = ()
    undecided: tuple[Edit, ...] = ()
    hints: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    outdated: frozenset[str] = frozenset()


class Checker:
    """Weighs the texts and changes of one job against what its owner states now."""

    def __init__(self, job: Job, version: ResumeVersion) -> None:
        self._job = job
        self._version = version
        self._stated = facts.statements(job.owner, version.document_id)
        self._known = facts.known(job.owner, version, stated=self._stated)
        living = authors.living(one.id for one in self._stated)
        self._authors = authors.Authors(job, known=self._known, living=living)

    def part(self, part: Part, *, copies_too: bool = False) -> Report:
        """What was only copied from the base is not weighed, unless asked for with its source."""
        if not copies_too and verbatim.says(self._version, part.text):
            return Report(part.text)
        where = "group" if part.is_name else part.field
        report = check(part.text, known=self._known, where=where, employer=self._job.employer)
        return self._authors.settle(report, field=part.field)

    def edit(self, edit: Edit) -> Report:
        """Of an accepted change of a bullet."""
        if edit.kind in ("order", "hide"):
            return Report(edit.after)
        report = check(
            edit.after,
            known=self._known,
            item=edit.item_id,
            before=edit.before,
            employer=self._job.employer,
        )
        return self._authors.settle_edit(report, edit)


def checked(job: Job) -> Checked:
    version = library.base_of(job)
    if version is None:
        return Checked()
    checker = Checker(job, version)
    edits = changes.of(job)
    said = parts.running(job)
    reports = [(part, checker.part(part, copies_too=True)) for part in parts.of(job)]
    language = schema.read(version.data).locale
    return Checked(
        texts={name: _joined(name, text, reports) for name, text in said.items()},
        edits=tuple(edits),
        undecided=tuple(edit for edit in edits if edit.status == "blocked"),
        hints={name: found for name, text in said.items() if (found := hints(text, language))},
        outdated=frozenset(str(e.pk) for e in edits if not standing.is_current(e, version.data)),
    )


def _joined(name: str, text: str, reports: Sequence[tuple[Part, Report]]) -> Report:
    """The reports of a field's parts as one of its running text."""
    findings = [
        replace(
            one,
            claim=replace(
                one.claim, start=part.start + one.claim.start, end=part.start + one.claim.end
            ),
        )
        for part, report in reports
        if part.field == name and not part.is_name
        for one in report.findings
    ]
    return Report(text, tuple(findings))
