"""Runs: start, stop, watch, look back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import Router

from orchestrator import access
from orchestrator.api import door, streams, wire
from orchestrator.api.schemas.runs import (
    InsightsOut,
    PipelineStatus,
    ProgressOut,
    RunBody,
    RunCancelled,
    RunOut,
    RunStarted,
)
from orchestrator.pipeline import insights, progress, runs, standing

router = Router(tags=["Pipeline"])
STREAM: dict[str, Any] = {"responses": {200: {"content": {"text/event-stream": {"schema": {}}}}}}


@door.route(router, "GET", "/pipeline/status", data=PipelineStatus)
def read_status(request: HttpRequest) -> HttpResponse:
    """Whether a run is in progress, and the last one."""
    owner = access.owner(request)
    last, due = runs.latest(owner), standing.next_scheduled(owner)
    body: dict[str, Any] = {
        "isRunning": last is not None and last.status == "running",
        "lastRun": wire.run(last) if last else None,
        "nextScheduledRun": wire.iso(due) if due else None,
        "availableSources": standing.available_sources(owner),
    }
    return door.answer(request, body)


@door.route(
    router, "POST", "/pipeline/run", data=RunStarted, body=RunBody, optional=True, errors=(409, 503)
)
def start_run(request: HttpRequest, body: RunBody) -> HttpResponse:
    """Read sources, score what is there, then prepare the best."""
    run = runs.start(access.owner(request), options=body.options(), trigger="manual", actor="user")
    started = {"message": "The run has started.", "runId": str(run.pk)}
    return door.answer(request, started, **door.ignored(body))


@door.route(router, "POST", "/pipeline/cancel", data=RunCancelled, errors=(409,))
def cancel_run(request: HttpRequest) -> HttpResponse:
    """Start nothing new; what runs stops at its next step."""
    run, already = runs.cancel(access.owner(request), actor="user")
    body = {"message": "The run is being cancelled.", "pipelineRunId": str(run.pk)}
    return door.answer(request, {**body, "alreadyRequested": already})


@door.route(router, "GET", "/pipeline/progress", raw=True, errors=(503,), extra=STREAM)
def watch_progress(request: HttpRequest) -> HttpResponseBase:
    """The progress object at once and after every change, as an event stream."""
    owner = access.owner(request)
    return streams.watch(
        request, lambda: progress.snapshot(owner), mark=lambda: progress.mark(owner)
    )


@door.route(router, "GET", "/pipeline/progress/snapshot", data=ProgressOut)
def read_progress(request: HttpRequest) -> HttpResponse:
    """How the newest run stands."""
    return door.answer(request, progress.snapshot(access.owner(request)))


@door.route(router, "GET", "/pipeline/runs", data=list[RunOut])
def list_runs(request: HttpRequest) -> HttpResponse:
    """The last 20 runs, newest first."""
    return door.answer(request, [wire.run(one) for one in runs.history(access.owner(request))])


@door.route(router, "GET", "/pipeline/runs/{uuid:run_id}", data=RunOut, errors=(404,))
def read_run(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """One run."""
    return door.answer(request, wire.run(access.run(access.owner(request), run_id)))


@door.route(router, "GET", "/pipeline/runs/{uuid:run_id}/insights", data=InsightsOut, errors=(404,))
def read_insights(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """What a run came to: by source, by job, by reason, and what it cost."""
    run = access.run(access.owner(request), run_id)
    return door.answer(request, {"run": wire.run(run), **insights.insights(run)})
