"""The cover letter: what is asked, and the person's own lines that answer it. Pure."""

from __future__ import annotations

import re

from tailoring.ghostwriter.drafts import evidence, page
from tailoring.ghostwriter.drafts.ground import Ground
from tailoring.ghostwriter.drafts.lines import latest
from tailoring.ghostwriter.drafts.matched import Pair
from tailoring.ghostwriter.drafts.page import Page
from tailoring.ghostwriter.drafts.wording import Wording

FEWEST = 150
_ASKED, _BLANK = 3, 2
_SALARY = re.compile(
    r"gehaltsvorstellung|gehaltswunsch|salary expectation|expected salary|prétentions salariales"
    r"|pretensiones? salarial|expectativas? salarial",
    re.IGNORECASE,
)
_START = re.compile(
    r"eintrittstermin|eintrittsdatum|frühestmöglicher eintritt|earliest (?:possible )?start"
    r"|availability to start|date de disponibilité|fecha de incorporación|disponibilidad de inicio",
    re.IGNORECASE,
)


def letter(ground: Ground, wording: Wording) -> Page:
    found = evidence.chosen(ground, wording=wording)
    front = [*_head(ground, wording), *_asked(ground, found, wording)]
    back = [_practical(ground, wording), wording.say("letter.closing"), _signed(ground, wording)]
    notes = page.said_of_resume(ground, wording=wording, quotes=bool(found))
    if found and not found[0].name and _names(ground):
        notes.append(wording.say("notes.nothing_met"))
    return Page([*front, _filling([*front, *back], wording), *back], notes)


def _head(ground: Ground, wording: Wording) -> list[str]:
    slots = {"title": ground.title, "employer": ground.employer}
    bare = "" if ground.employer else "_bare"
    opening = wording.say(f"letter.opening{bare}", **slots)
    return [
        wording.say("letter.subject", **slots),
        wording.say(f"letter.greeting{bare}", **slots),
        " ".join(filter(None, (opening, _now(ground, wording), f"[{wording.say('open.why')}]"))),
    ]


def _now(ground: Ground, wording: Wording) -> str:
    """The present post, where there is one."""
    line = latest(ground.person.held) if ground.person.held else None
    if line is None or not (line.goes_on and line.title and line.organisation):
        return ""
    house = line.organisation.rstrip(".")
    said = wording.say("letter.now", title=line.title, organisation=house)
    return said if evidence.holds(said, ground, wording) else ""


def _asked(ground: Ground, found: list[Pair], wording: Wording) -> list[str]:
    """The lines with what they answer; without a résumé, what is asked with room for an answer."""
    if not found:
        return _blank(ground, wording)
    names = list(dict.fromkeys(pair.asked for pair in found if pair.asked))
    lines = page.bulleted(evidence.told(found, ground=ground, wording=wording))
    key = "asked" if len(ground.asks) > len(names) else "asked_only"
    lead = wording.say(f"letter.{key if names else 'unasked'}", names=wording.listed(names))
    here = evidence.common(found)
    return [f"{lead} ({here}){wording.say('colon')}" if here else _led(lead, wording), lines]


def _blank(ground: Ground, wording: Wording) -> list[str]:
    room = f"[{wording.say('open.example')}]"
    names = _names(ground)
    if not names:
        return [_led(wording.say("letter.unasked"), wording), page.bulleted([room] * _BLANK)]
    # Within the brackets: that it can be shown is for the person to say.
    example = wording.say("open.example")
    lines = [f"[{evidence.headed(name, wording)}{example}]" for name in names]
    lines += [room] * (_BLANK - len(lines))
    lead = wording.say("letter.asked", names=wording.listed(names))
    return [_led(lead, wording), page.bulleted(lines)]


def _led(lead: str, wording: Wording) -> str:
    return f"{lead}{wording.say('colon')}"


def _names(ground: Ground) -> list[str]:
    return [one.name for one in ground.asks if one.row.scope == "skill" and one.quote][:_ASKED]


def _practical(ground: Ground, wording: Wording) -> str:
    """When the person can start, as the résumé says it; else what the posting wants to be told."""
    said = [wording.say("letter.available", text=text) for text in ground.person.available[:1]]
    wanted = ground.facts.description
    if not said and _START.search(wanted):
        said.append(wording.say("letter.start", open=wording.say("open.start")))
    if _SALARY.search(wanted):
        said.append(wording.say("letter.salary", open=wording.say("open.salary")))
    return " ".join(said)


def _signed(ground: Ground, wording: Wording) -> str:
    name = ground.person.name or f"[{wording.say('open.name')}]"
    return f"{wording.say('letter.farewell')}\n{name}"


def _filling(others: list[str], wording: Wording) -> str:
    """As many of the sentences that state nothing as a letter of this kind needs."""
    taken: list[str] = []
    for sentence in wording.variants("letter.more"):
        if page.words([*others, *taken]) >= FEWEST + 2:
            break
        taken.append(sentence)
    return " ".join(taken)
