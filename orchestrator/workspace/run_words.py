"""How runs, their steps and the lines of their work are named."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from orchestrator.models import PipelineRun

# State of an item → class of the line, icon and word.
MARKS: Mapping[str, tuple[str, str, str]] = {
    "succeeded": ("is-pass", "check", "Ready"),
    "failed": ("is-fail", "cross", "Failed"),
    "running": ("", "half", "Being prepared"),
    "pending": ("", "clock", "Waiting"),
}
READING: Mapping[str, tuple[str, str, str]] = {
    "pending": ("", "clock", "Waiting"),
    "running": ("", "half", "Asking"),
    "succeeded": ("is-pass", "check", "Done"),
    "partial": ("is-partial", "warn", "Partly"),
    "failed": ("is-fail", "cross", "Failed"),
    "skipped": ("", "dash", "Left out"),
    "cancelled": ("", "dash", "Cancelled"),
}
# State of a run → word and kind of its chip.
STATES: Mapping[str, tuple[str, str]] = {
    "running": ("Running", "busy"),
    "completed": ("Complete", "good"),
    "failed": ("Failed", "danger"),
    "cancelled": ("Cancelled", ""),
}
WITH_ERRORS = ("Completed with errors", "warn")
# Why a posting was not taken.
LEFT_OUT: Mapping[str, str] = {
    "term": "by term",
    "age": "by age",
    "place": "by place",
    "workplace": "by kind of workplace",
    "blocked": "by employer",
    "bad": "unreadable",
}
NOTICES: Mapping[str, str] = {
    "resume_missing": "There is no résumé, so nothing was scored or prepared.",
    "terms_missing": "There was no term to search with, so every recent posting was taken.",
}
TRIGGERS: Mapping[str, str] = {
    "manual": "by you",
    "schedule": "by schedule",
    "webhook": "by webhook",
    "command": "by command",
}
PASSED_OVER: Mapping[str, str] = {
    "moved": "You moved it meanwhile",
    "deleted": "Was deleted meanwhile",
}


def state(run: PipelineRun) -> tuple[str, str]:
    """Word and kind of chip."""
    if run.status == "completed" and any(run.error_counts.values()):
        return WITH_ERRORS
    return STATES[run.status]


def trigger(run: PipelineRun) -> str:
    """ "by you", "by schedule: Every morning"."""
    if run.requested.get("boardsOnly") and run.trigger == "schedule":
        return "by schedule: companies you follow"
    said = TRIGGERS.get(run.trigger, f"by {run.trigger}")
    return f"{said}: {run.preset.name}" if run.preset else said


def lasted(time: timedelta) -> str:
    """ "8 s", "3 min 20 s"; minutes alone from ten on, then hours."""
    minutes, seconds = divmod(round(time.total_seconds()), 60)
    if minutes >= 120:
        return f"{minutes // 60} h {minutes % 60} min" if minutes % 60 else f"{minutes // 60} h"
    if minutes >= 10:
        return f"{minutes} min"
    return f"{minutes} min {seconds} s" if minutes else f"{seconds} s"


def counted(parts: Mapping[str, int]) -> str:
    """ "6 by term, 2 by place", the most first."""
    most = sorted(parts.items(), key=lambda one: -one[1])
    return ", ".join(f"{count:,} {LEFT_OUT.get(reason, reason)}" for reason, count in most)
