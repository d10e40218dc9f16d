"""The overview: every figure with its definition, its plot and the table behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jobops.lib.errors import Invalid
from jobops.lib.words import later, later_each, number
from orchestrator import access, preferences
from orchestrator.insight import overview, plots, windows
from orchestrator.insight.figure import Cell, Figure, percent
from orchestrator.insight.overview import Overview
from orchestrator.insight.windows import DURATIONS, USUAL, Window
from orchestrator.jobs import csv_out
from orchestrator.models import User
from orchestrator.templatetags.ui import plural

HERE = "/overview"
NAMES = later_each(
    {"7": "7 days", "14": "14 days", "30": "30 days", "90": "90 days", "all": "All time"}
)
SHARES = frozenset({"share", "low", "high", "without"})
# Columns in words.
WORDS = later_each({
    "applications": "Applications", "before": "The window before", "count": "Count", "n": "Of",
    "low": "At least", "high": "At most", "median_days": "Median days",
    "without": "Still without", "resume": "Base résumé", "share": "Share", "week": "Week",
    "day": "Day", "kind": "Kind", "stage": "Stage", "step": "Step", "entered": "Entered",
    "left": "Left", "waiting": "Waiting", "younger": "Younger", "source": "Source",
    "letter": "Letter", "score": "Score", "engine": "Engine", "discovered": "Discovered",
    "ready": "Ready", "applied": "Applied", "skipped": "Skipped", "expired": "Expired",
    "responses": "Responses", "band": "Band", "what": "What",
})  # fmt: skip
# Cells that are codes.
CELLS = later_each({
    "step": "Step", "beside": "Beside", "responded": "Responded", "positive": "Positive",
})  # fmt: skip
# What is read first stands first; the others follow as the API has them.
FIRST = ("applications_per_day", "response_rate", "maturity", "funnel", "time_to_first_response")
WIDE = frozenset({"applications_per_day", "flow"})


class SpanForm(forms.Form):
    first = forms.DateField(label=later("From"), widget=forms.DateInput({"type": "date"}))
    last = forms.DateField(label=later("To"), widget=forms.DateInput({"type": "date"}))

    def __init__(self, window: Window, given: Mapping[str, str]) -> None:
        first = window.first.isoformat() if window.first else ""
        initial = {
            "first": given.get("from", first), "last": given.get("to", window.last.isoformat()),
        }  # fmt: skip
        super().__init__(initial=initial, auto_id="span_%s")
        for name, sent in (("first", "from"), ("last", "to")):
            self.fields[name].widget.attrs["name"] = sent


@dataclass(frozen=True)
class Choice:
    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class Shown:
    """A figure on the page; `plot` is one of orchestrator.insight.plots, or nothing. With each
    head and cell goes whether it is a number.
    """

    key: str
    title: str
    definition: str
    n: str
    said: str
    left_out: tuple[tuple[int, str], ...]
    columns: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[tuple[str, bool], ...], ...]
    plot: Any
    wide: bool
    csv_url: str


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    owner, given = access.owner(request), request.GET.dict()
    try:
        found, errors = figures(owner, given), []
    except Invalid as wrong:
        found = figures(owner, {})
        errors = [text for texts in wrong.field_errors.values() for text in texts]
    context = {**content(owner, found, given), "errors": errors}
    return render(request, "overview/page.html", context, status=422 if errors else 200)


def content(owner: User, found: Overview, given: dict[str, str]) -> dict[str, Any]:
    return {
        "overview": found,
        "choices": choices(found.window),
        "span": SpanForm(found.window, given),
        "figures": [shown(one, found) for one in ranked(found)],
        "has_sent": found.n > 0 or owner.jobs.sent().exists(),
    }


@require_safe
def table(request: HttpRequest, figure: str) -> HttpResponseBase:
    """One figure as CSV."""
    if figure not in overview.KEYS:
        raise Http404
    try:
        found = figures(access.owner(request), request.GET.dict())
    except Invalid as wrong:
        raise Http404 from wrong
    return csv_out.download(found.of(figure).columns, found.of(figure).rows, name=figure)


def figures(owner: User, given: dict[str, str]) -> Overview:
    """Raises Invalid."""
    now = timezone.now()
    window = windows.chosen(given, zone=preferences.of(owner).zone(), now=now)
    return overview.figures(owner, window, now=now)


def choices(window: Window) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            NAMES[one],
            HERE if one == USUAL else f"{HERE}?duration={one}",
            one == window.duration,
        )
        for one in DURATIONS
    )


def ranked(found: Overview) -> list[Figure]:
    """Those that mean something: without an application only the flow of jobs does."""
    first = [found.of(key) for key in FIRST]
    every = [*first, *(one for one in found.figures if one.key not in FIRST)]
    return every if found.n else [one for one in every if one.key == "flow"]


def shown(figure: Figure, found: Overview) -> Shown:
    names = figure.columns
    texts = [any(isinstance(row[at], str) for row in figure.rows) for at in range(len(names))]
    return Shown(
        key=figure.key,
        title=figure.title,
        definition=figure.definition,
        n=number(figure.n),
        said=figure.said,
        left_out=figure.left_out,
        columns=tuple(
            (WORDS.get(name, name.capitalize()), not text)
            for name, text in zip(names, texts, strict=True)
        ),
        rows=tuple(
            tuple((said(row[at], names[at]), not text) for at, text in enumerate(texts))
            for row in figure.rows
        ),
        plot=plot(figure, found) if figure.n and figure.rows else None,
        wide=figure.key in WIDE,
        csv_url=f"{HERE}/{figure.key}.csv?{urlencode(asked(found.window))}",
    )


def said(cell: Cell, column: str) -> str:
    if cell is None:
        return "–"
    if column in SHARES and isinstance(cell, (int, float)):
        return percent(float(cell))
    if isinstance(cell, int):
        return number(cell)
    return str(CELLS.get(cell, cell) if isinstance(cell, str) else cell)


def plot(figure: Figure, found: Overview) -> Any:
    rows: Any = figure.rows
    if figure.key == "applications_per_day":
        return plots.columns(rows)
    if figure.key == "flow":
        return plots.strips(rows, names=figure.columns[1:])
    if figure.key == "funnel":
        return plots.bars(
            [(name, n, f"{number(n)}, {percent(n / found.n)}") for name, n in figure.plotted]
        )
    if figure.key == "time_in_stage":
        return plots.bars([(row[0], row[3] or 0, days(row[3], entered=row[1])) for row in rows])
    if figure.key == "time_to_first_response":
        return plots.curve(figure.plotted, last=found.window.days or 0)
    return plots.intervals(figure.plotted) if figure.plotted else None


def days(median: int | None, *, entered: int) -> str:
    return f"{'–' if median is None else plural(median, 'day')}, n = {number(entered)}"


def asked(window: Window) -> dict[str, str]:
    if window.duration:
        return {"duration": window.duration}
    first = window.first.isoformat() if window.first else ""
    return {"from": first, "to": window.last.isoformat()}
