"""The figures of the overview, and each as CSV."""

from __future__ import annotations

from typing import Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from ninja import Router

from orchestrator import access, preferences
from orchestrator.api import door
from orchestrator.api.schemas.analytics import OverviewOut, OverviewParameters
from orchestrator.insight import overview, windows
from orchestrator.insight.overview import Overview
from orchestrator.jobs import csv_out
from orchestrator.models import User

router = Router(tags=["Overview"])
CSV = {"content": {"text/csv": {"schema": {"type": "string"}}}}
TABLE: dict[str, Any] = {"responses": {200: CSV}}
Key = Literal[
    "applications_per_day", "response_rate", "funnel", "by_source", "by_base_resume", "by_letter",
    "time_to_first_response", "time_in_stage", "score_against_outcome", "flow", "maturity",
]  # fmt: skip


@door.route(router, "GET", "/analytics/overview", data=OverviewOut, query=OverviewParameters)
def read_overview(request: HttpRequest, query: OverviewParameters) -> HttpResponse:
    """Every figure with its definition, for applications that began in the window."""
    found = figures(access.owner(request), query.given())
    return door.answer(request, shown(found))


@door.route(
    router, "GET", "/analytics/{str:figure}.csv", query=OverviewParameters, errors=(404,),
    extra=TABLE, raw=True,
)  # fmt: skip
def read_figure(request: HttpRequest, figure: str, query: OverviewParameters) -> HttpResponseBase:
    """One figure as CSV, with the same columns and rows."""
    if figure not in overview.KEYS:
        raise Http404
    found = figures(access.owner(request), query.given())
    return csv_out.download(found.of(figure).columns, found.of(figure).rows, name=figure)


def figures(owner: User, given: dict[str, str]) -> Overview:
    """Raises Invalid."""
    now = timezone.now()
    window = windows.chosen(given, zone=preferences.of(owner).zone(), now=now)
    return overview.figures(owner, window, now=now)


def shown(found: Overview) -> dict[str, Any]:
    window = found.window
    return {
        "window": {
            "from": window.first.isoformat() if window.first else None,
            "to": window.last.isoformat(),
            "timeZone": window.zone.key,
        },
        "n": found.n,
        "figures": [
            {
                "key": one.key,
                "title": one.title,
                "definition": one.definition,
                "n": one.n,
                "summary": one.said,
                "leftOut": [{"count": count, "why": why} for count, why in one.left_out],
                "columns": list(one.columns),
                "rows": [list(row) for row in one.rows],
            }
            for one in found.figures
        ],
    }
