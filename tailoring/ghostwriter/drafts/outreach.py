"""A short message to somebody at the employer, and a shorter one. Pure."""

from __future__ import annotations

from tailoring.ghostwriter.drafts import clean, evidence, page
from tailoring.ghostwriter.drafts.ground import Ground
from tailoring.ghostwriter.drafts.matched import Pair
from tailoring.ghostwriter.drafts.page import Page
from tailoring.ghostwriter.drafts.wording import Wording

MOST, SHORT = 120, 300
_LONGEST_LINE = 32
_SHORT_TITLE, _SHORT_EMPLOYER, _LEAST = 60, 36, 40


def outreach(ground: Ground, wording: Wording) -> Page:
    found = evidence.chosen(ground, wording=wording, most=1, words=_LONGEST_LINE)
    slots = {"title": ground.title, "employer": ground.employer}
    bare = "" if ground.employer else "_bare"
    message = [
        wording.say("outreach.greeting"),
        wording.say(f"outreach.opening{bare}", **slots),
        _matched(ground, found, wording),
        wording.say("outreach.ask"),
        _signed(ground, wording),
    ]
    if page.words(message) > MOST:
        message[2] = _matched(ground, [], wording)
    paragraphs = [*message, wording.say("notes.variant"), _short(ground, found, wording)]
    notes = page.said_of_resume(ground, wording=wording, quotes=bool(found))
    return Page(paragraphs, notes)


def _matched(ground: Ground, found: list[Pair], wording: Wording) -> str:
    if not found:
        return f"[{wording.say('open.matched')}]"
    pair = found[0]
    text = evidence.plain(pair, ground, wording)
    if not pair.name:
        return f"{wording.say('outreach.matched_bare')} {text}."
    return f"{wording.say('outreach.matched', names=pair.asked)} {text}."


def _short(ground: Ground, found: list[Pair], wording: Wording) -> str:
    """Within the limit, with as much of the line as fits, or without it."""
    whole = found[0].line.text if found else ""
    for size in (*range(len(whole), _LEAST - 1, -10), 0):
        part = clean.excerpt(whole, size) if size else ""
        if part and not evidence.holds(part, ground, wording):
            continue
        if (text := _variant(ground, part, wording)) and len(text) <= SHORT:
            return text
    return _variant(ground, "", wording)


def _variant(ground: Ground, part: str, wording: Wording) -> str:
    employer = ground.employer if len(ground.employer) <= _SHORT_EMPLOYER else ""
    quote = wording.quoted(part) if part.endswith("…") or page.foreign(ground, wording) else part
    text = wording.say(
        "outreach.short" if employer else "outreach.short_bare",
        title=clean.excerpt(ground.title, _SHORT_TITLE),
        employer=employer,
        matched=wording.say("outreach.short_matched", text=quote) if part else "",
    )
    return f"{' '.join(text.split())}\n{_signed(ground, wording)}"


def _signed(ground: Ground, wording: Wording) -> str:
    name = clean.excerpt(ground.person.name, 60) or f"[{wording.say('open.name')}]"
    return f"{wording.say('thank_you.farewell')}\n{name}"
