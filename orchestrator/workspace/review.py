"""The changes proposed for one job's résumé, for whoever decides about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from orchestrator import gateway, preferences
from orchestrator.models import Job, Operation
from orchestrator.workspace.review_bullets import Entry, entries
from orchestrator.workspace.review_change import Change, change
from orchestrator.workspace.review_check import Check, check
from tailoring import library
from tailoring.check import checked
from tailoring.documents.places import names
from tailoring.models import Edit
from tailoring.standing import is_current


@dataclass(frozen=True)
class Review:
    """`landing`: the change to go on with, or "done" when something was decided and none is left.
    `last` is the newest decision, which `u` takes back. `cause`: why there is nothing to decide.
    `is_computed`: no model is connected.
    """

    changes: tuple[Change, ...] = ()
    decided: tuple[Change, ...] = ()
    entries: tuple[Entry, ...] = ()
    check: Check | None = None
    last: Change | None = None
    landing: str = ""
    is_inline: bool = False
    is_computed: bool = False
    cause: str = ""

    @property
    def blocked(self) -> tuple[Change, ...]:
        return tuple(one for one in self.changes if one.status == "blocked")

    @property
    def supported(self) -> int:
        return sum(one.status == "proposed" and not one.is_outdated for one in self.changes)


def review(job: Job, *, typed: Mapping[str, Any], landed: str = "") -> Review:
    """`typed`: what was sent with the form; `landed`: the change that was decided just now."""
    base = library.base_of(job)
    if base is None:
        return Review()
    found = checked(job)
    called = names(base.data)
    shown = [
        change(one, called=called, typed=typed, is_outdated=not is_current(one, base.data))
        for one in found.edits
    ]
    in_order = sorted(
        (one for one in shown if not (one.is_own and one.status == "rejected")),
        key=lambda one: one.is_of_bullet,
    )
    open_ones = tuple(one for one in in_order if one.is_open)
    return Review(
        changes=open_ones,
        decided=tuple(one for one in in_order if not one.is_open),
        entries=entries(
            base.data, found.edits, called=called, typed=typed, landed=landed,
            shown_projects=job.project_ids() or (),
        ),
        check=check(job, found),
        last=_last(found.edits, in_order),
        landing=_landing([one.id for one in open_ones], in_order, landed),
        is_inline=typed.get("diff") == "inline",
        is_computed=not found.edits and gateway.for_owner(job.owner) is None,
        cause="" if open_ones else _cause(job, decided=bool(in_order)),
    )  # fmt: skip


def _cause(job: Job, *, decided: bool) -> str:
    if decided:
        return "decided"
    if preferences.of(job.owner)["bulletMode"] == "off":
        return "off"
    done = Operation.objects.filter(job=job, kind="summarize", status="succeeded")
    asked = any("bullets" in (one.options.get("fields") or ()) for one in done.only("options")[:20])
    return "unneeded" if asked else "none"


def _last(edits: Sequence[Edit], shown: Sequence[Change]) -> Change | None:
    at = {str(row.pk): row.decided_at for row in edits if row.decided_at}
    decided = [one for one in shown if one.id in at]
    return max(decided, key=lambda one: at[one.id], default=None)


def _landing(still_open: Sequence[str], every: Sequence[Change], landed: str) -> str:
    """The change itself while it is open, else the next open one, else the first, else "done"."""
    if not landed or landed == "check" or landed.startswith("bullet-"):
        return landed
    order = [one.id for one in every]
    if landed not in order:
        return still_open[0] if still_open else "done"
    behind = order[order.index(landed) :]
    following = [one for one in behind if one in still_open]
    return next(iter([*following, *still_open]), "done")
