"""Everything that can be checked about rows and files, one after the other, in bounded memory."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from jobops.lib import filed
from orchestrator.ops import deep_files, deep_states, deep_values
from orchestrator.ops.deep_findings import Finding, looked

logger = logging.getLogger(__name__)

CHECKS = (*deep_states.CHECKS, *deep_values.CHECKS, *deep_files.CHECKS)


@dataclass(frozen=True)
class Report:
    """`ended_at` is None while it runs; `done` of `total` checks."""

    begun_at: datetime
    ended_at: datetime | None
    done: int
    total: int
    findings: tuple[Finding, ...]


def check(
    *, repair: bool = False, tell: Callable[[int, tuple[Finding, ...]], object] = lambda *_: None
) -> tuple[Finding, ...]:
    """Every finding; `tell` hears after each check how many are done."""
    found: list[Finding] = []
    for number, one in enumerate(CHECKS, start=1):
        finding = looked(one, repair=repair)
        if finding:
            found.append(finding)
            meta = {"check": one.name, "count": finding.count, "mended": finding.mended}
            logger.warning("deep check", extra={"meta": meta})
        tell(number, tuple(found))
    return tuple(found)


def check_noted(*, repair: bool = False) -> None:
    """As work of the worker: how far it is and what it found is on disk for the console."""
    begun = timezone.now()

    def tell(done: int, found: tuple[Finding, ...]) -> None:
        ended = timezone.now() if done == len(CHECKS) else None
        _note(Report(begun, ended, done, len(CHECKS), found))

    tell(0, ())
    check(repair=repair, tell=tell)


def last() -> Report | None:
    """The one that runs, or the last one."""
    try:
        said: dict[str, Any] = json.loads(_place().read_text())
        ended = said["ended_at"]
        return Report(
            datetime.fromisoformat(said["begun_at"]),
            datetime.fromisoformat(ended) if ended else None,
            int(said["done"]), int(said["total"]),
            tuple(Finding(**{**one, "examples": tuple(one["examples"])})
                  for one in said["findings"]),
        )  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _note(report: Report) -> None:
    said = asdict(report)
    said["begun_at"] = report.begun_at.isoformat()
    said["ended_at"] = report.ended_at.isoformat() if report.ended_at else None
    filed.place(_place(), [json.dumps(said).encode()])


def _place() -> Path:
    root: Path = settings.RUN_DIR
    return root / "deep-check.json"
