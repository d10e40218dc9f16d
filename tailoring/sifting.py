"""An engine's proposal, sorted: what a job's texts may say, and what waits for the owner."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from jobops.lib.text import fold
from orchestrator.models import Job
from tailoring import claimed, verbatim, wording
from tailoring.claims.base import FactBase
from tailoring.claims.claim import Report
from tailoring.claims.guard import check, dropped, hints
from tailoring.documents.profile import profile
from tailoring.models import Edit, ResumeVersion
from tailoring.suggestion import Group, Piece, Proposal, Suggestion

MOST_CITED = 8


@dataclass
class Sifted:
    """`values`: columns with what is supported. `edits` are not stored yet; `refused` counts what
    nobody has to decide about.
    """

    values: dict[str, Any] = field(default_factory=dict)
    edits: list[Edit] = field(default_factory=list)
    refused: int = 0


class Sieve:
    """Weighs what one engine proposes for one job. An engine that only copies is taken at its
    word, and files nothing for the owner to decide.
    """

    def __init__(
        self, job: Job, *, version: ResumeVersion, known: FactBase, origin: str, posting: str
    ) -> None:
        self._job = job
        self._version = version
        self._known = known
        self._origin = origin
        self._posting = posting
        self._refs = {fact.ref.address: fact.ref for fact in known.facts}

    def sift(self, offer: Proposal, *, wanted: Collection[str]) -> Sifted:
        """`wanted`: headline, summary, skills, bullets."""
        found = Sifted(refused=offer.left_out)
        if "headline" in wanted and offer.headline:
            self._headline(found, offer.headline)
        if "summary" in wanted and offer.summary:
            self._summary(found, offer.summary)
        if "skills" in wanted and offer.skills:
            self._skills(found, offer.skills)
        if "bullets" in wanted:
            self._bullets(found, offer.suggestions)
        return found

    def _headline(self, found: Sifted, piece: Piece) -> None:
        report = self._weigh(piece.text, where="headline")
        if not report.blocked:
            found.values["tailored_headline"] = piece.text
            return
        before = self._job.tailored_headline or ""
        self._hold(found, report, kind="headline", address="headline", before=before)

    def _summary(self, found: Sifted, pieces: Sequence[Piece]) -> None:
        left = []
        for place, piece in enumerate(pieces):
            report = self._weigh(piece.text, where="summary")
            if report.blocked:
                self._hold(found, report, kind="summary", address=f"summary/{place}")
            else:
                left.append(piece.text)
        if left:
            found.values["tailored_summary"] = " ".join(left)

    def _skills(self, found: Sifted, groups: Sequence[Group]) -> None:
        packed = wording.packed(list(self._supported(found, groups)))
        if packed:
            found.values["tailored_skills"] = packed

    def _supported(self, found: Sifted, groups: Sequence[Group]) -> Iterator[dict[str, Any]]:
        """Each name once, with the keywords of all groups that end under it."""
        under: dict[str, list[str]] = {}
        for group in groups:
            left = [word for word in group.keywords if self._is_held(found, group, word)]
            name = group.name
            if not name or self._is_doubted(name):
                name = self._name_in_base(left) or wording.heading(self._known.language)
                found.refused += 1
            if left:
                under.setdefault(name, []).extend(left)
        for name, words in under.items():
            yield {"name": name, "keywords": list(dict.fromkeys(words))}

    def _is_doubted(self, name: str) -> bool:
        return self._weigh(name, where="group").blocked

    def _is_held(self, found: Sifted, group: Group, word: str) -> bool:
        report = self._weigh(word, where="skills")
        if report.blocked:
            self._hold(found, report, kind="skill", address=f"skills/{group.name}")
        return not report.blocked

    def _name_in_base(self, words: Sequence[str]) -> str:
        """Of the group that has the first of the words; empty when none has."""
        first = same_words(words[0]) if words else ""
        return next(
            (
                item.title
                for item in profile(self._version.data).items
                if item.section == "skills" and first in map(same_words, item.keywords)
            ),
            "",
        )

    def _bullets(self, found: Sifted, suggestions: Sequence[Suggestion]) -> None:
        for one in suggestions:
            edit = self._bullet(one)
            if edit.status == "proposed" and loses(one.kind, one.before, one.after):
                found.refused += 1
            else:
                found.edits.append(edit)

    def _bullet(self, one: Suggestion) -> Edit:
        is_order = one.kind == "order"
        report = Report(one.after) if is_order else self._check_bullet(one)
        cited = [self._refs[address] for address in one.cites if address in self._refs]
        refs = list(dict.fromkeys((*report.support, *cited)))[:MOST_CITED]
        return self._edit(
            report,
            kind=one.kind,
            address=one.address,
            item_id=one.item_id,
            mark=one.mark,
            before=one.before,
            reason=one.reason[:300],
            evidence=claimed.references(refs),
            hints=[] if is_order else list(hints(one.after, self._known.language)),
        )

    def _check_bullet(self, one: Suggestion) -> Report:
        return check(
            one.after,
            known=self._known,
            item=one.item_id,
            before=one.before,
            employer=self._job.employer,
        )

    def _weigh(self, text: str, *, where: str) -> Report:
        if verbatim.says(self._version, text):
            return Report(text)
        return check(text, known=self._known, where=where, employer=self._job.employer)

    def _hold(self, found: Sifted, report: Report, **fields: Any) -> None:
        if self._origin == "computed":
            found.refused += 1
            return
        evidence = claimed.references(report.support[:MOST_CITED])
        found.edits.append(self._edit(report, evidence=evidence, **fields))

    def _edit(self, report: Report, *, address: str, **fields: Any) -> Edit:
        return Edit(
            job=self._job,
            resume_id=self._version.document_id,
            address=address[:300],
            after=report.text,
            claims=claimed.kept(report.findings),
            status="blocked" if report.blocked else "proposed",
            origin=self._origin,
            posting=self._posting,
            **fields,
        )


def loses(kind: str, before: str, after: str) -> bool:
    """Whether other words stand for another bullet than the one they replace."""
    return kind == "rewrite" and bool(dropped([before], [after]))


def same_words(text: str) -> str:
    return " ".join(fold(text).split())
