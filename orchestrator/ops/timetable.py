"""When each schedule last ran, and who wants one now: small files, because the worker's clock and
the pages that show it are different processes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

from orchestrator.queue import SCHEDULES

RAN, WANTED = ".ran", ".wanted"
# What runs each second is not written down each second.
NOTED_EVERY = 10.0
# The sign of life says who is alive; another process must not give it.
BY_HAND = frozenset(SCHEDULES) - {"beat"}


@dataclass(frozen=True)
class Ran:
    at: datetime
    seconds: float
    fine: bool


@dataclass(frozen=True)
class Entry:
    """`due` is when the clock calls it next, if it still ticks."""

    name: str
    every: timedelta
    last: Ran | None
    due: datetime | None
    wanted: bool
    by_hand: bool


def note(name: str, *, at: float, seconds: float, fine: bool) -> None:
    """`at` in seconds since 1970."""
    path = _folder() / f"{name}{RAN}"
    draft = path.with_suffix(".part")
    draft.write_text(json.dumps({"at": at, "seconds": round(seconds, 3), "fine": fine}))
    draft.rename(path)


def entries() -> list[Entry]:
    return [_entry(name, timedelta(seconds=one.every)) for name, one in SCHEDULES.items()]


def want(name: str) -> bool:
    """Ask the worker's clock to call one at its next tick; False for one nobody may call."""
    if name not in BY_HAND:
        return False
    (_folder() / f"{name}{WANTED}").touch()
    return True


def wanted() -> Iterator[str]:
    """What was asked for since the last look; each is told once."""
    for path in _folder().glob(f"*{WANTED}"):
        path.unlink(missing_ok=True)
        yield path.stem


def _entry(name: str, every: timedelta) -> Entry:
    last = _last(name)
    return Entry(
        name=name,
        every=every,
        last=last,
        due=last.at + every if last else None,
        wanted=(_folder() / f"{name}{WANTED}").exists(),
        by_hand=name in BY_HAND,
    )


def _last(name: str) -> Ran | None:
    try:
        said = json.loads((_folder() / f"{name}{RAN}").read_text())
        at = datetime.fromtimestamp(said["at"], UTC)
        return Ran(at, float(said["seconds"]), bool(said["fine"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _folder() -> Path:
    root: Path = settings.RUN_DIR
    found = root / "schedules"
    found.mkdir(parents=True, exist_ok=True, mode=0o700)
    return found
