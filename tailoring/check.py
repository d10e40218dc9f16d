"""What stands in a job's texts, claim by claim, for whoever shows or prints them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from orchestrator.models import Job
from tailoring import changes, facts, library
from tailoring.models import Edit
from tailoring.pending import FactBase, Report, check, hints


@dataclass(frozen=True)
class Checked:
    """`texts`: one report for each of headline, summary, skills that holds text. `edits`: the
    newest proposal for each place; `outdated` of them can no longer be applied.
    """

    texts: Mapping[str, Report] = field(default_factory=dict)
    edits: tuple[Edit, ...] = ()
    undecided: tuple[Edit, ...] = ()
    hints: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    outdated: frozenset[str] = frozenset()


def checked(job: Job) -> Checked:
    base = library.base_of(job)
    if base is None:
        return Checked()
    known = facts.known(job.owner, base)
    said = texts_of(job)
    return Checked(
        texts={name: _report(job, name, text, known=known) for name, text in said.items()},
        edits=tuple(changes.of(job)),
        undecided=tuple(changes.undecided(job)),
        hints={name: found for name, text in said.items() if (found := hints(text, ""))},
    )


def texts_of(job: Job) -> dict[str, str]:
    """The non-empty ones as running text; keywords are joined by commas."""
    groups = job.skills() or []
    words = [word for group in groups for word in group.get("keywords") or ()]
    said = {
        "headline": job.tailored_headline or "",
        "summary": job.tailored_summary or "",
        "skills": ", ".join(words),
    }
    return {name: text for name, text in said.items() if text.strip()}


def _report(job: Job, name: str, text: str, *, known: FactBase) -> Report:
    return check(text, known=known, where=name, employer=job.employer)
