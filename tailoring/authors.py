"""Whose word a claim is: the engine's needs support, the owner's is taken."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from jobops.lib.once import once
from jobops.lib.text import fold
from orchestrator.models import Job
from tailoring import wording
from tailoring.changes import CITED, TEXTS, every
from tailoring.claims.base import FactBase
from tailoring.claims.claim import Finding, Report
from tailoring.claims.guard import check
from tailoring.models import Edit, Tailoring
from tailoring.parts import COLUMNS

Key = tuple[str, str]
ENGINES = ("model", "computed")
KINDS = {"headline": "headline", "summary": "summary", "skills": "skill"}


def key(claim: Mapping[str, Any]) -> Key:
    """Of a claim as it is kept."""
    return str(claim["kind"]), fold(str(claim["value"] or claim["text"]))


class Authors:
    """The authorship of one job's texts; nothing is read before a claim without support asks."""

    def __init__(self, job: Job, *, known: FactBase, living: Collection[str]) -> None:
        """`living` are the addresses of the owner's facts."""
        self._job = job
        self._known = known
        self._living = living

    def settle(self, report: Report, *, field: str) -> Report:
        """The report with the owner's claims asserted."""
        if not report.blocked:
            return report
        findings = tuple(self._settled(one, field=field) for one in report.findings)
        return replace(report, findings=findings)

    def settle_edit(self, report: Report, edit: Edit) -> Report:
        if not report.blocked:
            return report
        own = edit.origin == "user"
        said = {key(one["claim"]) for one in edit.claims if self._is_owners(one)}
        findings = (
            replace(one, state="asserted")
            if one.state == "unsupported" and (own or key_of(one) in said)
            else one
            for one in report.findings
        )
        return replace(report, findings=tuple(findings))

    def _settled(self, finding: Finding, *, field: str) -> Finding:
        if finding.state != "unsupported":
            return finding
        found = key_of(finding)
        by_owner = self._job.origins.get(COLUMNS[field], "user") == "user"
        taken = found in self._confirmed or (by_owner and found not in self._engines(field))
        return replace(finding, state="asserted") if taken else finding

    @cached_property
    def _confirmed(self) -> set[Key]:
        """In changes of the texts that were accepted, by the owner's word."""
        edits = (e for e in every(self._job) if e.kind in TEXTS and e.status == "accepted")
        return {key(one["claim"]) for edit in edits for one in edit.claims if self._is_owners(one)}

    def _engines(self, field: str) -> set[Key]:
        """What an engine was the first to say here: in its newest version, or in what it proposed
        and nobody has decided.
        """
        kind = KINDS[field]
        waiting = (e for e in every(self._job) if e.kind == kind and e.status == "blocked")
        claims = {key(one["claim"]) for edit in waiting for one in edit.claims}
        return claims | {
            key_of(one) for text in self._written(field) for one in self._weighed(text, field)
        }

    def _written(self, field: str) -> list[str]:
        rows = Tailoring.objects.filter(job=self._job).order_by("-number")
        versions = once(("tailorings", self._job.pk), lambda: list(rows))
        engines = (one for one in versions if one.origins.get(COLUMNS[field]) in ENGINES)
        newest = next(engines, None)
        if newest is None:
            return []
        if field == "skills":
            return [str(w) for group in newest.skills or () for w in group.get("keywords") or ()]
        return wording.sentences(newest.summary if field == "summary" else newest.headline)

    def _weighed(self, text: str, field: str) -> Iterable[Finding]:
        return check(text, known=self._known, where=field).findings

    def _is_owners(self, kept: Mapping[str, Any]) -> bool:
        """Typed by the owner, or confirmed by a fact that still holds."""
        fact = kept.get("fact")
        return kept["state"] == "asserted" and (fact is None or fact in self._living)


def key_of(finding: Finding) -> Key:
    return finding.claim.kind, fold(finding.claim.value or finding.claim.text)


def living(known_ids: Iterable[str]) -> frozenset[str]:
    return frozenset(f"{CITED}{one}" for one in known_ids)
