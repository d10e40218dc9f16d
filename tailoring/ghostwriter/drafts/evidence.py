"""The person's own lines as a letter tells them, their words unchanged. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from tailoring.ghostwriter.drafts import clean, page, truth
from tailoring.ghostwriter.drafts.ground import Ground
from tailoring.ghostwriter.drafts.lines import Line
from tailoring.ghostwriter.drafts.matched import MOST, Pair, pairs
from tailoring.ghostwriter.drafts.wording import Wording


def chosen(ground: Ground, *, wording: Wording, most: int = MOST, words: int = 105) -> list[Pair]:
    """Only what the guard finds borne out in every way it may be told."""

    def may(pair: Pair) -> bool:
        ways = {
            tell(pair, ground, wording, here)
            for tell in ((_plain, _done) if _is_deed(pair.line, ground, wording) else (_plain,))
            for here in ("", pair.line.where)
        }
        return all(holds(page.bulleted([way]), ground, wording) for way in ways)

    return pairs(ground, may=may, most=most, words=words)


def holds(text: str, ground: Ground, wording: Wording) -> bool:
    return truth.holds(
        text,
        known=ground.person.known,
        language=wording.language,
        employer=ground.facts.employer,
    )


def told(found: Sequence[Pair], *, ground: Ground, wording: Wording) -> list[str]:
    """As sentences where every line begins with what was done, else as they stand; a place that
    all have in common is not said again.
    """
    tell = _done if all(_is_deed(pair.line, ground, wording) for pair in found) else _plain
    here = common(found)
    return [tell(pair, ground, wording, here) for pair in found]


def common(found: Sequence[Pair]) -> str:
    """Where all lines stand, if there are several and they stand at one place."""
    places = {pair.line.where for pair in found}
    return places.pop() if len(found) > 1 and len(places) == 1 else ""


def plain(pair: Pair, ground: Ground, wording: Wording) -> str:
    """The line with where it stands, and nothing put before it."""
    return _plain(Pair(pair.line), ground, wording, "")


def _plain(pair: Pair, ground: Ground, wording: Wording, here: str) -> str:
    line = pair.line
    text = wording.quoted(line.text) if page.foreign(ground, wording) else line.text
    where = f" ({line.where})" if line.where and line.where != here else ""
    return f"{headed(pair.name, wording)}{text}{where}"


def _done(pair: Pair, ground: Ground, wording: Wording, here: str) -> str:
    line = pair.line
    text = f"I {line.text[:1].lower()}{line.text[1:]}."
    if line.where != here:
        text = f"{_where(line, wording)} {text}"
    return headed(pair.name, wording) + (text if pair.name else clean.opened(text))


def headed(name: str, wording: Wording) -> str:
    """ "Python: "; empty without a name."""
    return f"{clean.opened(name)}{wording.say('colon')} " if name else ""


def _where(line: Line, wording: Wording) -> str:
    slots = {"title": line.title, "organisation": line.organisation}
    if line.section == "projects":
        return wording.say("letter.in_project", **slots)
    if line.title and line.organisation:
        return wording.say("letter.at_as", **slots)
    return wording.say("letter.at" if line.organisation else "letter.as", **slots)


def _is_deed(line: Line, ground: Ground, wording: Wording) -> bool:
    first = line.text.split()[0]
    if not first.istitle() or not line.where or page.foreign(ground, wording):
        return False
    said = _verbs(wording, "deeds")
    if line.goes_on:
        said |= _verbs(wording, "deeds_now")
    verb = first.casefold()
    return verb in said or (
        wording.language == "en" and verb.endswith("ed") and verb not in _verbs(wording, "no_deeds")
    )


@lru_cache(maxsize=16)
def _verbs(wording: Wording, name: str) -> frozenset[str]:
    return frozenset(wording.table[name].split())
