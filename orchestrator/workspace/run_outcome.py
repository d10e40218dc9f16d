"""Whom a run chose, whom not and why, and what failed, as lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from jobops.lib.words import number, say
from orchestrator.pipeline.insights import REASONS
from orchestrator.templatetags.ui import plural
from orchestrator.workspace.run_words import MARKS, PASSED_OVER

MOST = 50


@dataclass(frozen=True)
class Line:
    """What a run did with one job; `css`, `icon` and `word` as in MARKS."""

    title: str
    url: str
    score: float | None
    said: str
    css: str
    icon: str
    word: str


@dataclass(frozen=True)
class LeftOut:
    """Jobs a run did not choose for one reason; the best are named."""

    reason: str
    count: int
    named: tuple[Line, ...]

    @property
    def more(self) -> int:
        return self.count - len(self.named)


def chosen(rows: Iterable[Mapping[str, Any]]) -> tuple[Line, ...]:
    return tuple(_line(one) for one in list(rows)[:MOST])


def left_out(groups: Iterable[Mapping[str, Any]]) -> tuple[LeftOut, ...]:
    return tuple(_left(one) for one in groups)


def _left(group: Mapping[str, Any]) -> LeftOut:
    named = tuple(_line(one) for one in group["first"] if one["job"])
    return LeftOut(group["sentence"], group["jobs"], named)


def failures(errors: Iterable[Mapping[str, Any]]) -> tuple[Line, ...]:
    """Jobs whose score failed; sources and preparations have lines of their own."""
    rows = [one for one in errors if one["step"] == "scoring" and one["job"]]
    return tuple(_line({**one, "state": "failed", "error": one}) for one in rows[:MOST])


def spent(usage: Mapping[str, Any]) -> str:
    """ "12 model calls, 3,400 tokens read and 900 written, cost 0.02"; empty without a call."""
    if not usage["calls"]:
        return ""
    said = say(
        "{model_calls}, {prompttokens} tokens read and {completiontokens} written",
        model_calls=plural(usage["calls"], "model call"),
        prompttokens=number(usage["promptTokens"]),
        completiontokens=number(usage["completionTokens"]),
    )
    known = (
        say("cost {cost}", cost=f"{usage['cost']:.4g}")
        if usage["cost"] is not None
        else say("at an unknown cost")
    )
    return f"{said}, {known}."


def _line(one: Mapping[str, Any]) -> Line:
    css, icon, word = MARKS.get(one["state"], ("", "dash", "Passed over"))
    error, job, reason = one.get("error") or {}, one["job"], one.get("reason") or ""
    passed = PASSED_OVER.get(reason) or REASONS.get(reason, "") if one["state"] == "skipped" else ""
    return Line(
        title=say("{title} at {employer}", title=job["title"], employer=job["employer"])
        if job
        else say("A deleted job"),
        url=f"/jobs/all/{job['id']}" if job else "",
        score=one.get("score"),
        said=str(error.get("sentence") or error.get("message") or passed),
        css=css,
        icon=icon,
        word=word,
    )
