"""Which questions an interview preparation asks, and how many of each kind. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from tailoring.ghostwriter.drafts.asked import Ask
from tailoring.ghostwriter.drafts.ground import Ground
from tailoring.ghostwriter.drafts.lines import Line, latest
from tailoring.ghostwriter.drafts.missing import ALWAYS, missing

FEWEST, MOST = 8, 20
_REQUIREMENTS, _FEW, _TO_ASK, _ALSO = 7, 4, 5, 12
_GAPS = frozenset({"missing", "partial"})


@dataclass(frozen=True)
class Plan:
    """`shown` and `gaps` are asked about twice each, `practical` once; `general` is how many
    questions are about the person. `missing` and `always` are names of questions to ask. `others`
    is what else the posting asks for.
    """

    shown: tuple[Ask, ...]
    gaps: tuple[Ask, ...]
    practical: tuple[Ask, ...]
    others: tuple[Ask, ...]
    general: int
    missing: tuple[str, ...]
    always: tuple[str, ...]
    latest: Line | None


def of(ground: Ground) -> Plan:
    """Must-haves first; where there are few, what is welcome fills them up."""
    fit = [one for one in ground.asks if not one.practical]
    musts = [one for one in fit if one.row.importance == "must"][:_REQUIREMENTS]
    nice = [one for one in fit if one.row.importance != "must"][: max(0, _FEW - len(musts))]
    asked = [*musts, *nice]
    practical = [one for one in ground.asks if one.practical][: 1 if len(asked) > _FEW else 2]
    general = 1 if len(asked) >= _REQUIREMENTS - 1 else 2 if len(asked) >= 3 else 5
    room = MOST - 2 * len(asked) - len(practical) - general
    silent = missing(ground.facts)[: min(room, _TO_ASK)]
    always = ALWAYS[: max(0, min(room - len(silent), 2 if silent else len(ALWAYS)))]
    return Plan(
        shown=tuple(one for one in asked if not is_gap(one)),
        gaps=tuple(one for one in asked if is_gap(one)),
        practical=tuple(practical),
        others=tuple(one for one in fit if one not in asked)[:_ALSO],
        general=general,
        missing=silent,
        always=always,
        latest=latest(ground.person.held) if ground.person.held else None,
    )


def is_gap(ask: Ask) -> bool:
    return ask.row.label in _GAPS
