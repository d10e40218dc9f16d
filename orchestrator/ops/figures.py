"""What Prometheus is told of the rows: read when it asks, a few cheap queries, no owner's name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError
from django.utils import timezone
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from jobops.web import meters
from orchestrator.ops import figures_house, figures_outside, figures_work

Value = tuple[tuple[str, ...], float]


@dataclass(frozen=True)
class Figure:
    """`read` gives a value per set of labels; what cannot be told is left out."""

    name: str
    help: str
    labels: tuple[str, ...]
    read: Callable[[datetime], Iterable[Value]]


FIGURES = tuple(
    Figure(f"jobops_{name}", said, labels, read)
    for name, (said, labels, read) in {
        **figures_work.FIGURES, **figures_outside.FIGURES, **figures_house.FIGURES,
    }.items()
)  # fmt: skip
STANDS = "jobops_database_up"


class Rows(Collector):
    def collect(self) -> Iterator[Metric]:
        """Where the database does not answer, only that is said, and the requests' own counts."""
        now = timezone.now()
        try:
            found = [_family(one, one.read(now)) for one in FIGURES]
        except DatabaseError:
            yield GaugeMetricFamily(STANDS, SAID, value=0)
            return
        yield GaugeMetricFamily(STANDS, SAID, value=1)
        yield from found


SAID = "Whether the database answers."


def text() -> bytes:
    """Everything, in the text format of Prometheus."""
    rows = CollectorRegistry()
    rows.register(Rows())
    return generate_latest(meters.registry()) + generate_latest(rows)


def _family(figure: Figure, values: Iterable[Value]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(figure.name, figure.help, labels=figure.labels)
    for labels, value in values:
        family.add_metric(labels, value)
    return family
