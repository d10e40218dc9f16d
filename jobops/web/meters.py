"""What a web process counts of its requests, for Prometheus: by the name of a route, never by an
address, so the number of series does not depend on what strangers ask for.

With several web processes the counts lie in files of one folder, which each of them reads; with
one they are numbers in memory and no file is written.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
)
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
STATIC, UNROUTED = "static", "none"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120)


class Meters:
    def __init__(self) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]
        if FOLDER in os.environ:
            Path(os.environ[FOLDER]).mkdir(parents=True, exist_ok=True, mode=0o700)
        self.registry = own = CollectorRegistry()
        self.requests = Counter(
            "jobops_http_requests", "Requests answered.", ("route", "method", "status"),
            registry=own,
        )  # fmt: skip
        self.seconds = Histogram(
            "jobops_http_request_seconds", "Until the answer begins.", ("route",),
            buckets=SECONDS, registry=own,
        )  # fmt: skip
        self.in_flight = Gauge(
            "jobops_http_in_flight", "Requests being answered.", multiprocess_mode="livesum",
            registry=own,
        )  # fmt: skip
        self.streams = Gauge(
            "jobops_streams_open", "Event streams open.", multiprocess_mode="livesum", registry=own
        )
        self.database_errors = Counter(
            "jobops_database_errors", "Requests that failed by an error of the database.",
            ("kind",), registry=own,
        )  # fmt: skip


@cache
def meters() -> Meters:
    return Meters()


def registry() -> CollectorRegistry:
    """What all web processes counted together."""
    own = meters().registry
    if FOLDER not in os.environ:
        return own
    together = CollectorRegistry()
    MultiProcessCollector(together)  # type: ignore[no-untyped-call]
    return together


def begin_afresh() -> None:
    """Before the first web process: what former ones counted is over."""
    if FOLDER in os.environ:
        for left in Path(os.environ[FOLDER]).glob("*.db"):
            left.unlink(missing_ok=True)


def forget(pid: int) -> None:
    """A web process ended: nothing is in flight there any more."""
    if FOLDER in os.environ:
        mark_process_dead(pid)  # type: ignore[no-untyped-call]


def note_failure(error: DatabaseError) -> None:
    meters().database_errors.labels(type(error).__name__).inc()


class Metering:
    """The outermost middleware, so that refusals of the others count too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._meters = meters()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        self._meters.in_flight.inc()
        try:
            response = self.get_response(request)
        finally:
            self._meters.in_flight.dec()
        route = route_of(request)
        method = request.method if request.method in METHODS else "other"
        self._meters.requests.labels(route, method, f"{response.status_code // 100}xx").inc()
        self._meters.seconds.labels(route).observe(time.perf_counter() - started)
        if response.get("Content-Type") == "text/event-stream":
            assert isinstance(response, StreamingHttpResponse)
            response.streaming_content = _Open(response.streaming_content, self._meters.streams)
        return response


def route_of(request: HttpRequest) -> str:
    """The name the code gives it; one name for all files, one for all that leads nowhere."""
    if request.resolver_match is not None:
        return request.resolver_match.view_name
    return STATIC if request.path.startswith(settings.STATIC_URL) else UNROUTED


class _Open:
    """An event stream that counts as open until the server closes it."""

    def __init__(self, frames: Iterator[bytes], gauge: Gauge) -> None:
        self._frames, self._gauge = frames, gauge
        gauge.inc()

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._frames)

    def close(self) -> None:
        gauge, self._gauge = self._gauge, None  # type: ignore[assignment]
        if gauge is not None:
            gauge.dec()
