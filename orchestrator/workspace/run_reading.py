"""What each source and board of a run gave, as lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from jobops.lib.words import begun, later, later_each, number, say
from orchestrator.templatetags.ui import plural
from orchestrator.workspace.run_words import LEFT_OUT, READING, counted

FOUND = ("created", "refreshed", "linked", "unchanged")
WORDS = later_each({
    "created": "new", "refreshed": "refreshed", "linked": "linked", "unchanged": "unchanged",
})  # fmt: skip
BUDGET = later("Skipped: the budget was used up before its turn.")
# Below a few questions their number says nothing.
WORTH_COUNTING = 2


@dataclass(frozen=True)
class Sample:
    """The first titles left out for one reason, and how many more there were."""

    reason: str
    titles: tuple[str, ...]
    more: int


@dataclass(frozen=True)
class Reading:
    """`key` names it among the run's. `css`, `icon` and `word` as in READING. `said`: figures,
    `left`: what was left out by which rule, `error`: a sentence. `can_retry`: asking it again may
    help.
    """

    key: str
    label: str
    css: str
    icon: str
    word: str
    said: str
    left: str
    error: str
    samples: tuple[Sample, ...]
    can_retry: bool


def readings(per_source: Iterable[Mapping[str, Any]], *, live: bool) -> tuple[Reading, ...]:
    return tuple(_reading(one, live=live) for one in per_source)


def key(source: str, board: str | None) -> str:
    return f"{source}/{board}" if board else source


def _reading(one: Mapping[str, Any], *, live: bool) -> Reading:
    css, icon, word = READING[one["state"]]
    error = str((one["error"] or {}).get("sentence", ""))
    return Reading(
        key=key(one["source"], one["board"]),
        label=one["label"],
        css=css,
        icon=icon,
        word=word,
        said=_figures(one) if one["state"] not in ("pending", "skipped") else "",
        left=_left(one),
        error=BUDGET if one["reason"] == "budget" else error,
        samples=tuple(_sample(one, name) for name in LEFT_OUT if one["samples"].get(name)),
        can_retry=not live and one["state"] in ("failed", "partial"),
    )


def _figures(one: Mapping[str, Any]) -> str:
    parts = [say("{fetched} found", fetched=number(one["fetched"]))]
    parts += [f"{number(one[name])} {WORDS[name]}" for name in FOUND if one[name]]
    if one["questions"] >= WORTH_COUNTING:
        parts.append(
            say(
                "{questionsasked} of {questions} questions",
                questionsasked=one["questionsAsked"],
                questions=one["questions"],
            )
        )
    if one["requests"]:
        parts.append(plural(one["requests"], "request"))
    return ", ".join([*parts, f"{number(one['seconds'], 1)} s"])


def _left(one: Mapping[str, Any]) -> str:
    out = {**one["filtered"], **({"bad": one["bad"]} if one["bad"] else {})}
    return (
        say("{sum} left out: {counted}", sum=number(sum(out.values())), counted=counted(out))
        if out
        else ""
    )


def _sample(one: Mapping[str, Any], name: str) -> Sample:
    titles = tuple(one["samples"][name])
    many = one["bad"] if name == "bad" else one["filtered"].get(name, 0)
    return Sample(begun(LEFT_OUT[name]), titles, max(many - len(titles), 0))
