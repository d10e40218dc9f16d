"""The texts of one job: proposed by model or rules, weighed, and stored around the owner's."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction

from jobops.lib.errors import Refused
from jobops.lib.llm import Gateway, LLMError
from orchestrator import preferences
from orchestrator.jobs import facts
from orchestrator.models import Job
from tailoring import changes, deciding, filing, library, offering, versions
from tailoring.choosing import project_choice, rules_of, settle_projects, stored_rules
from tailoring.facts import known
from tailoring.filing import NONE_FILED, Filed
from tailoring.models import Edit, ResumeVersion, Tailoring
from tailoring.parts import COLUMNS
from tailoring.sifting import Sieve, Sifted

__all__ = ["Outcome", "rules_of", "settle_projects", "stored_rules", "tailor"]

PROJECTS, BULLETS = "projects", "bullets"
BEFORE, AFTER = "Before new texts", {"model": "Written by a model", "computed": "Computed"}


@dataclass(frozen=True)
class Outcome:
    """`kept` are API names of requested fields that hold what they held before. `left_out` counts
    what stands nowhere: proposals that wait for the owner, and what nobody has to decide about.
    """

    job: Job
    kept: tuple[str, ...] = ()
    inputs_changed: bool = False
    left_out: int = 0
    filed: Filed = NONE_FILED

    def printed(self, left_out: int) -> Outcome:
        """After a page was made that lacks so many texts and changes, waiting ones among them."""
        return replace(self, left_out=self.left_out - self.filed.blocked + left_out)

    def result(self) -> dict[str, Any]:
        """The answer's meta: only what there is to say."""
        proposals = {"proposed": self.filed.proposed, "blocked": self.filed.blocked,
                     "accepted": self.filed.accepted}  # fmt: skip
        said = {
            "keptFields": list(self.kept),
            "inputsChanged": self.inputs_changed,
            "leftOut": self.left_out,
            "proposals": proposals if any(proposals.values()) else None,
        }
        return {key: value for key, value in said.items() if value}


def tailor(
    job: Job,
    *,
    gateway: Gateway | None,
    force: bool,
    fields: Sequence[str] | None,
    actor: str,
    eager: bool = True,
) -> Outcome:
    """Fill empty texts, or all requested ones with `force`. At most one text and one project call.

    Bullets alone are worth a call only when `eager`. Raises Refused(resume_missing) or LLMError;
    then no field changed.
    """
    version = library.base_of(job)
    if version is None:
        raise Refused("resume_missing")
    started = facts.revisions(job)
    wanted = _wanted(job, force=force, fields=fields)
    kept = tuple(name for name in (fields or COLUMNS) if name in COLUMNS and name not in wanted)
    if _wants_bullets(job, force=force, fields=fields, others=bool(wanted), eager=eager):
        wanted |= {BULLETS}
    try:
        found = _sifted(job, version=version, gateway=gateway, wanted=wanted, anew=force)
    except LLMError as failed:
        if failed.kind != "limit_reached":
            raise
        gateway = None
        found = _sifted(job, version=version, gateway=None, wanted=wanted, anew=force)
    if fields is None or PROJECTS in fields:
        found.values |= project_choice(job, version=version, gateway=gateway, force=force)
    if not wanted and not found.values:
        return Outcome(job, kept)
    engine = "model" if gateway else "computed"
    stored, filed = _stored(
        job, found, version=version, wanted=wanted, started=started, actor=actor, origin=engine
    )
    moved = tuple(_api_name(column) for column in stored.kept)
    left_out = found.refused + filed.refused + filed.blocked
    return Outcome(stored.job, (*kept, *moved), stored.inputs_changed, left_out, filed)


def _stored(
    job: Job,
    found: Sifted,
    *,
    version: ResumeVersion,
    wanted: Collection[str],
    started: dict[str, int],
    actor: str,
    origin: str,
) -> tuple[facts.Stored, Filed]:
    """Texts, proposals, the version they make and the digest of it all, in one transaction."""
    filed = NONE_FILED

    mode = preferences.of(job.owner)["bulletMode"] if BULLETS in wanted else "off"

    def along(row: Job, kept: Sequence[str]) -> frozenset[str]:
        nonlocal filed
        row.owner = job.owner
        fields = [name for name in wanted if COLUMNS.get(name) not in kept]
        filed = filing.file(row, found.edits, fields=fields, mode=mode)
        every = changes.every(row)
        last: Tailoring | None = None
        if wanted:
            last = versions.keep(row, actor=actor, what=AFTER[origin], version=version, among=every)
        return deciding.renewed(row, among=every, newest=last)

    with transaction.atomic():
        if any(getattr(job, column) for column in found.values if column in COLUMNS.values()):
            versions.snapshot(job, actor=actor, what=BEFORE)
        stored = facts.store_texts(
            job, found.values, origin=origin, started=started, actor=actor, along=along
        )
    return stored, filed


def _sifted(
    job: Job,
    *,
    version: ResumeVersion,
    gateway: Gateway | None,
    wanted: Collection[str],
    anew: bool,
) -> Sifted:
    if not wanted:
        return Sifted()
    sieve = Sieve(
        job,
        version=version,
        known=known(job.owner, version),
        origin="model" if gateway else "computed",
        posting=filing.posting_of(job),
    )
    offer = offering.offer(job, version=version, gateway=gateway, wanted=wanted, anew=anew)
    return sieve.sift(offer, wanted=wanted)


def _wanted(job: Job, *, force: bool, fields: Sequence[str] | None) -> frozenset[str]:
    """Which texts are to be made: with force all requested, else the empty ones; no pinned one."""
    asked = [name for name in (fields or COLUMNS) if name in COLUMNS]
    free = [name for name in asked if COLUMNS[name] not in job.pinned]
    if force:
        return frozenset(free)
    empty = frozenset(name for name in free if not getattr(job, COLUMNS[name]))
    if fields is None and not empty & {"summary", "headline"}:
        return frozenset()
    return empty


def _wants_bullets(
    job: Job, *, force: bool, fields: Sequence[str] | None, others: bool, eager: bool
) -> bool:
    """With force or along with texts, else once: there is nothing empty that could be filled."""
    mode = preferences.of(job.owner)["bulletMode"]
    if mode == "off" or (fields is not None and BULLETS not in fields):
        return False
    if force or others or fields is None:
        return force or others
    first = not Edit.objects.filter(job=job, kind__in=filing.KINDS[BULLETS]).exists()
    return first and (eager or mode == "apply")


def _api_name(column: str) -> str:
    return next((name for name, its in COLUMNS.items() if its == column), PROJECTS)
