"""The buttons of the console's first page that are about the machinery, not about one row."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from jobops.lib.errors import Problem
from orchestrator.ops import backups, doctor, reaper, timetable
from orchestrator.queue import enqueue


class Refusal(Problem):
    SENTENCES = {
        "failed": "The test print failed.",
        "unknown": "There is no such schedule to be run by hand.",
    }


def _print(target: str) -> str:
    found = doctor.try_browser()
    if found.verdict != "ok":
        raise Refusal("failed", f"{found.sentence} {found.repair}")
    return found.sentence


def _run_schedule(target: str) -> str:
    if not timetable.want(target):
        raise Refusal("unknown")
    return f"{target} runs at the next tick of the worker's clock."


def _back_up(target: str) -> str:
    made = backups.request()
    return f"{made.filename} is ready." if made else "The worker makes a backup."


def _check_everything(target: str) -> str:
    enqueue("check_everything")
    return "The worker checks every row and every file."


ACTS: Mapping[str, Callable[[str], str]] = {
    "reap": lambda target: f"Reaped: {reaper.reap()}",
    "print": _print,
    "schedule": _run_schedule,
    "backup": _back_up,
    "deep": _check_everything,
}
