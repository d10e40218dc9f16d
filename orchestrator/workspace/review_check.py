"""What is still doubted before Finalize, and what of the asked the page answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from jobops.lib.words import later_each
from orchestrator.models import Job
from pdfs import covered
from tailoring.check import Checked
from tailoring.coverage import Coverage, Covered
from tailoring.covering import Covering

FIELDS: Mapping[str, str] = later_each(
    {"headline": "Headline", "summary": "Summary", "skills": "Skills"}
)


@dataclass(frozen=True)
class Doubted:
    """A claim in a text that is printed, and the field it stands in."""

    field: str
    anchor: str
    text: str
    why: str
    is_own: bool


@dataclass(frozen=True)
class Asked:
    """A requirement. `anchor`: where on this page it can be put; `where` in words."""

    text: str
    terms: str
    quote: str
    where: str
    anchor: str


@dataclass(frozen=True)
class Check:
    doubted: tuple[Doubted, ...]
    hints: tuple[tuple[str, str], ...]
    on_page: tuple[Asked, ...]
    have: tuple[Asked, ...]
    gaps: tuple[Asked, ...]
    percent: int | None
    is_preview: bool


def check(job: Job, found: Checked) -> Check:
    read = covered.of(job) or Covering(Coverage(), is_preview=True)
    share = read.coverage.share
    return Check(
        doubted=tuple(_doubted(found)),
        hints=tuple((FIELDS[name], hint) for name, said in found.hints.items() for hint in said),
        on_page=_asked(read.coverage.on_page),
        have=_asked(read.coverage.have),
        gaps=_asked(read.coverage.gaps),
        percent=None if share is None else round(share * 100),
        is_preview=read.is_preview,
    )


def _doubted(found: Checked) -> Iterator[Doubted]:
    for name, report in found.texts.items():
        for one in report.findings:
            if one.state != "supported":
                yield Doubted(
                    FIELDS[name], f"tailor_{name}", one.claim.text, one.why,
                    is_own=one.state == "asserted",
                )  # fmt: skip


def _asked(rows: Sequence[Covered]) -> tuple[Asked, ...]:
    return tuple(
        Asked(one.text, ", ".join(one.terms), one.quote, one.where, anchor(one.address))
        for one in rows
    )


def anchor(address: str) -> str:
    """Id of the part of Tailor where something said at `address` is put onto the page."""
    section, _, item = address.partition("/")
    if section in ("headline", "summary", "skills"):
        return f"tailor_{section}"
    if section == "projects":
        return "tailor-choice"
    return f"entry-{item}" if item and section != "fact" else "tailor_summary"
