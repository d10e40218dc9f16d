"""After an application: asking where it stands, and thanking for a conversation. Pure."""

from __future__ import annotations

from tailoring.ghostwriter.drafts import evidence, page
from tailoring.ghostwriter.drafts.ground import Ground
from tailoring.ghostwriter.drafts.matched import Pair
from tailoring.ghostwriter.drafts.page import Page
from tailoring.ghostwriter.drafts.wording import Wording

MOST = 120
_LONGEST_LINE = 28


def follow_up(ground: Ground, wording: Wording) -> Page:
    record = ground.record
    slots = {"title": ground.title, "employer": ground.employer}
    said = [_applied(ground, wording)]
    if record.met:
        said.append(wording.say("follow_up.met", date=wording.date(record.met, today=ground.today)))
    ask = wording.say("follow_up.ask")
    if record.latest and (silent := (ground.today - record.latest).days) > 1:
        ask = wording.say("follow_up.ask_after", days=wording.days(silent))
    paragraphs = [
        wording.say("follow_up.subject", **slots),
        wording.say(f"follow_up.greeting{'' if ground.employer else '_bare'}", **slots),
        " ".join(said),
        f"{ask} {wording.say('follow_up.more')}",
        _signed(ground, wording, "follow_up"),
    ]
    notes = [wording.say("notes.closed")] if record.closed else []
    return Page(paragraphs, notes)


def _applied(ground: Ground, wording: Wording) -> str:
    applied = ground.record.applied
    if applied is None:
        return wording.say("follow_up.applied_open", title=ground.title)
    day = wording.date(applied, today=ground.today)
    return wording.say("follow_up.applied", date=day, title=ground.title)


def thank_you(ground: Ground, wording: Wording) -> Page:
    found = evidence.chosen(ground, wording=wording, most=1, words=_LONGEST_LINE)
    slots = {"title": ground.title}
    if ground.record.met:
        day = wording.date(ground.record.met, today=ground.today)
        met = wording.say("thank_you.met", date=day, **slots)
    else:
        met = wording.say("thank_you.met_open", **slots)
    paragraphs = [
        wording.say("thank_you.subject", **slots),
        wording.say("thank_you.greeting"),
        f"{met} [{wording.say('open.took')}]",
        wording.say("thank_you.ask"),
        _signed(ground, wording, "thank_you"),
    ]
    matched = _matched(ground, found, wording)
    if matched and page.words([*paragraphs, matched]) <= MOST:
        paragraphs.insert(3, matched)
    notes = page.said_of_resume(ground, wording=wording, quotes=bool(found))
    return Page(paragraphs, notes)


def _matched(ground: Ground, found: list[Pair], wording: Wording) -> str:
    if not found or not found[0].name:
        return ""
    text = evidence.plain(found[0], ground, wording)
    return wording.say("thank_you.matched", names=found[0].asked, text=text)


def _signed(ground: Ground, wording: Wording, kind: str) -> str:
    name = ground.person.name or f"[{wording.say('open.name')}]"
    return f"{wording.say(f'{kind}.farewell')}\n{name}"
