"""How runs, their steps and the lines of their work are named."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from jobops.lib.words import later, later_each, number, say
from orchestrator.models import PipelineRun

# State of an item → class of the line, icon and word.
MARKS: Mapping[str, tuple[str, str, str]] = {
    "succeeded": ("is-pass", "check", later("Ready")),
    "failed": ("is-fail", "cross", later("Failed")),
    "running": ("", "half", later("Being prepared")),
    "pending": ("", "clock", later("Waiting")),
}
READING: Mapping[str, tuple[str, str, str]] = {
    "pending": ("", "clock", later("Waiting")),
    "running": ("", "half", later("Asking")),
    "succeeded": ("is-pass", "check", later("Done")),
    "partial": ("is-partial", "warn", later("Partly")),
    "failed": ("is-fail", "cross", later("Failed")),
    "skipped": ("", "dash", later("Left out")),
    "cancelled": ("", "dash", later("Cancelled")),
}
# State of a run → word and kind of its chip.
STATES: Mapping[str, tuple[str, str]] = {
    "running": (later("Running"), "busy"),
    "completed": (later("Complete"), "good"),
    "failed": (later("Failed"), "danger"),
    "cancelled": (later("Cancelled"), ""),
}
WITH_ERRORS = (later("Completed with errors"), "warn")
# Why a posting was not taken.
LEFT_OUT: Mapping[str, str] = later_each(
    {
        "term": "by term",
        "age": "by age",
        "place": "by place",
        "workplace": "by kind of workplace",
        "blocked": "by employer",
        "bad": "unreadable",
    }
)
NOTICES: Mapping[str, str] = later_each(
    {
        "resume_missing": "There is no résumé, so nothing was scored or prepared.",
        "terms_missing": "There was no term to search with, so every recent posting was taken.",
    }
)
TRIGGERS: Mapping[str, str] = later_each(
    {
        "manual": "by you",
        "schedule": "by schedule",
        "webhook": "by webhook",
        "command": "by command",
    }
)
PASSED_OVER: Mapping[str, str] = later_each(
    {
        "moved": "You moved it meanwhile",
        "deleted": "Was deleted meanwhile",
    }
)


def state(run: PipelineRun) -> tuple[str, str]:
    """Word and kind of chip."""
    if run.status == "completed" and any(run.error_counts.values()):
        return WITH_ERRORS
    return STATES[run.status]


def trigger(run: PipelineRun) -> str:
    """ "by you", "by schedule: Every morning"."""
    if run.requested.get("boardsOnly") and run.trigger == "schedule":
        return say("by schedule: companies you follow")
    said = TRIGGERS.get(run.trigger, f"by {run.trigger}")
    return f"{said}: {run.preset.name}" if run.preset else said


def lasted(time: timedelta) -> str:
    """ "8 s", "3 min 20 s"; minutes alone from ten on, then hours."""
    minutes, seconds = divmod(round(time.total_seconds()), 60)
    if minutes >= 120:
        return (
            say("{minutes} h {minutes2} min", minutes=minutes // 60, minutes2=minutes % 60)
            if minutes % 60
            else f"{minutes // 60} h"
        )
    if minutes >= 10:
        return say("{minutes} min", minutes=minutes)
    return (
        say("{minutes} min {seconds} s", minutes=minutes, seconds=seconds)
        if minutes
        else f"{seconds} s"
    )


def counted(parts: Mapping[str, int]) -> str:
    """ "6 by term, 2 by place", the most first."""
    most = sorted(parts.items(), key=lambda one: -one[1])
    return ", ".join(f"{number(count)} {LEFT_OUT.get(reason, reason)}" for reason, count in most)
