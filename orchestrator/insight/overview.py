"""Every figure of the overview, from one cohort."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField
from django.db.models.functions import Cast

from orchestrator.insight import cohort, compared, flow, replies, times
from orchestrator.insight.figure import Figure
from orchestrator.insight.windows import Window
from orchestrator.models import User
from orchestrator.sources import credit
from tailoring.models import ResumeVersion

KEYS = (
    "applications_per_day", "response_rate", "funnel", "by_source", "by_base_resume", "by_letter",
    "time_to_first_response", "time_in_stage", "score_against_outcome", "flow", "maturity",
)  # fmt: skip


@dataclass(frozen=True)
class Overview:
    window: Window
    n: int
    figures: tuple[Figure, ...]

    def of(self, key: str) -> Figure:
        return next(one for one in self.figures if one.key == key)


def figures(owner: User, window: Window, *, now: datetime) -> Overview:
    """By five queries."""
    found = cohort.read(owner, window, now=now)
    names = _bases(owner)
    answered = times.first_response(found)
    every: tuple[Figure, ...] = (
        replies.per_day(found),
        replies.answered(found),
        replies.funnel(found),
        compared.by_source(found, named=NAMED),
        compared.by_base(found, names=names),
        compared.by_letter(found),
        answered,
        times.in_stage(found),
        compared.by_score(found),
        flow.flow(owner, window),
        replies.maturity(found, median=times.median_response(answered)),
    )
    return Overview(window, found.n, every)


def _bases(owner: User) -> dict[str, str]:
    """By the id as the database writes it."""
    rows = ResumeVersion.objects.filter(document__owner=owner)
    return dict(rows.values_list(Cast("pk", CharField()), "document__name"))


NAMED: Callable[[str], str] = credit.named
