"""Preparing for an interview: what is asked, each with what the person can show. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count

from tailoring.ghostwriter.drafts import clean, page, plan
from tailoring.ghostwriter.drafts.asked import Ask
from tailoring.ghostwriter.drafts.ground import Ground
from tailoring.ghostwriter.drafts.lines import Line
from tailoring.ghostwriter.drafts.page import Page
from tailoring.ghostwriter.drafts.plan import Plan
from tailoring.ghostwriter.drafts.wording import Wording

_SCOPES = {"language": "tongue", "education": "degree"}


def interview(ground: Ground, wording: Wording) -> Page:
    chosen = plan.of(ground)
    numbers = (f"**{number}.**" for number in count(1))
    slots = {"title": ground.title, "employer": ground.employer}
    key = "interview.title" if ground.employer else "interview.title_bare"
    paragraphs = [
        f"## {wording.say(key, **slots)}",
        *_asked(chosen.shown, "met", numbers, wording),
        *_asked(chosen.gaps, "gaps", numbers, wording),
        *_practical(chosen.practical, numbers, wording),
        *_general(chosen, ground, numbers, wording),
        *_to_ask(chosen, numbers, wording),
        *_also(chosen.others, wording),
    ]
    notes = page.said_of_resume(ground, wording=wording, quotes=bool(chosen.shown))
    return Page(paragraphs, notes, sent=False)


def _asked(
    asks: Sequence[Ask], section: str, numbers: Iterator[str], wording: Wording
) -> Iterator[str]:
    if asks:
        yield f"### {wording.say(f'interview.{section}')}"
    for at, ask in enumerate(asks):
        name = _name(ask, wording)
        yield f"#### {clean.opened(name)}"
        if ask.row.scope != "language" and ask.quote.casefold() not in ("", name.casefold()):
            yield f"> {ask.quote}"
        technical, behavioural = _questions(ask, wording.quoted(name), at, wording)
        yield f"{next(numbers)} {wording.say('interview.technical', text=technical)}"
        second = "explain" if section == "gaps" else "behavioural"
        yield f"{next(numbers)} {wording.say(f'interview.{second}', text=behavioural)}"
        yield _material(ask, wording)


def _questions(ask: Ask, name: str, at: int, wording: Wording) -> tuple[str, str]:
    gap = "gap_" if plan.is_gap(ask) else ""
    kind = _SCOPES.get(ask.row.scope, "tool")
    if kind == "tool" and not ask.row.terms:
        return wording.say("interview.years"), wording.say(f"interview.{gap}years_deed")
    if kind == "tool":
        technical = wording.turn(f"interview.{gap}tool", at, x=name)
        return technical, wording.turn(f"interview.{gap}deed", at, x=name)
    x = _name(ask, wording)
    return (
        wording.say(f"interview.{gap}{kind}", x=x),
        wording.say(f"interview.{gap}{kind}_deed", x=x),
    )


def _material(ask: Ask, wording: Wording) -> str:
    line = ask.line
    if line is None:
        return wording.say("interview.none" if plan.is_gap(ask) else "interview.unwritten")
    kind = "near" if plan.is_gap(ask) else "material"
    return _shown(line, kind, wording)


def _shown(line: Line, kind: str, wording: Wording) -> str:
    if not line.text:
        return wording.say(f"interview.{kind}_bare", text=line.where)
    slots = {"text": wording.quoted(line.text), "where": line.where}
    return wording.say(f"interview.{kind}" if line.where else f"interview.{kind}_bare", **slots)


def _practical(asks: Sequence[Ask], numbers: Iterator[str], wording: Wording) -> Iterator[str]:
    if asks:
        yield f"### {wording.say('interview.practical')}"
    for ask in asks:
        yield f"> {ask.quote}"
        yield f"{next(numbers)} {wording.say('interview.practice')}"
        if ask.line:
            yield _material(ask, wording)


def _general(
    chosen: Plan, ground: Ground, numbers: Iterator[str], wording: Wording
) -> Iterator[str]:
    if chosen.general:
        yield f"### {wording.say('interview.you')}"
    employer = ground.employer or wording.say("interview.employer")
    for at in range(chosen.general):
        yield f"{next(numbers)} {wording.turn('interview.general', at, employer=employer)}"
        yield _latest(chosen, wording)


def _latest(chosen: Plan, wording: Wording) -> str:
    line = chosen.latest
    return _shown(line, "material", wording) if line else wording.say("interview.unwritten")


def _to_ask(chosen: Plan, numbers: Iterator[str], wording: Wording) -> Iterator[str]:
    yield f"### {wording.say('interview.ask')}"
    for name in chosen.missing:
        silent = wording.say("interview.silent")
        yield f"{next(numbers)} {wording.say(f'missing.{name}')} {silent}"
    for name in chosen.always:
        yield f"{next(numbers)} {wording.say(f'missing.{name}')}"


def _also(asks: Sequence[Ask], wording: Wording) -> Iterator[str]:
    if asks:
        yield f"### {wording.say('interview.also')}"
        yield page.bulleted(_one_line(ask, wording) for ask in asks)


def _one_line(ask: Ask, wording: Wording) -> str:
    name = _name(ask, wording)
    if ask.line is None:
        return wording.say("interview.also_gap", name=name) if plan.is_gap(ask) else name
    where = ask.line.where or ask.line.text
    return wording.say("interview.also_met", name=name, where=where)


def _name(ask: Ask, wording: Wording) -> str:
    """What is asked in a whole sentence goes by the kind of thing it is."""
    if ask.row.scope == "language":
        return wording.tongue(ask.name)
    if ask.row.scope == "education":
        return wording.say("interview.education")
    is_years = ask.row.scope == "experience" and not ask.row.terms
    return wording.say("interview.experience") if is_years else ask.name
