"""What the owner typed about themselves, kept as facts once the texts are used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from orchestrator.models import Job
from tailoring import facts
from tailoring.claims.claim import Report
from tailoring.models import Edit, Fact, ResumeVersion
from tailoring.parts import Part
from tailoring.printable import Printable


def keep(job: Job, version: ResumeVersion, found: Printable) -> list[Fact]:
    """Those claims that nothing but the owner's typing stands for. What was taken back before is
    not kept again.
    """
    said = list(_said(found))
    if not said:
        return []
    texts = [text for text, _, _ in said]
    known = set(Fact.objects.filter(owner=job.owner, text__in=texts).values_list("text", "item_id"))
    return [
        facts.add(
            job.owner,
            text,
            kind=kind,
            document=version.document if item else None,
            item_id=item,
            job=job,
        )
        for text, kind, item in dict.fromkeys(said)
        if (text, item) not in known
    ]


def _said(found: Printable) -> Iterator[tuple[str, str, str]]:
    yield from _of_parts(found.parts)
    for edit, report in found.edits:
        yield from _asserted(report, item=edit.item_id if _is_typed(edit) else None)


def _of_parts(parts: Iterable[tuple[Part, Report]]) -> Iterator[tuple[str, str, str]]:
    for _, report in parts:
        yield from _asserted(report, item="")


def _asserted(report: Report, *, item: str | None) -> Iterator[tuple[str, str, str]]:
    if item is None:
        return
    for one in report.findings:
        if one.state == "asserted" and not one.support:
            yield " ".join(one.claim.text.split()), one.claim.kind, item


def _is_typed(edit: Edit) -> bool:
    return edit.origin == "user" or bool(edit.proposed)
