"""The person's own lines as a letter tells them, their words unchanged. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from tailoring.ghostwriter.drafts import page, truth
from tailoring.ghostwriter.drafts.ground import Ground
from tailoring.ghostwriter.drafts.lines import Line
from tailoring.ghostwriter.drafts.matched import MOST, Pair, pairs
from tailoring.ghostwriter.drafts.wording import Wording


def chosen(ground: Ground, *, wording: Wording, most: int = MOST, words: int = 105) -> list[Pair]:
    """Only what the guard finds borne out in every way it may be told."""

    def may(pair: Pair) -> bool:
        ways = {told([pair], ground=ground, wording=wording)[0], plain(pair, ground, wording)}
        return all(
            truth.holds(
                page.bulleted([way]),
                known=ground.person.known,
                language=wording.language,
                employer=ground.facts.employer,
            )
            for way in ways
        )

    return pairs(ground, may=may, most=most, words=words)


def told(found: Sequence[Pair], *, ground: Ground, wording: Wording) -> list[str]:
    """As sentences where every line begins with what was done, else as they stand."""
    if all(_is_deed(pair.line, ground, wording) for pair in found):
        return [_done(pair, wording) for pair in found]
    return [plain(pair, ground, wording) for pair in found]


def plain(pair: Pair, ground: Ground, wording: Wording) -> str:
    line = pair.line
    text = wording.quoted(line.text) if page.foreign(ground, wording) else line.text
    name = "line" if pair.names else "line_unasked"
    if not line.where:
        name = "line_nowhere" if pair.names else ""
    if not name:
        return text
    slots = {"names": named(pair.names, wording), "text": text, "where": line.where}
    return wording.say(f"letter.{name}", **slots)


def named(names: Sequence[str], wording: Wording) -> str:
    return _opened(wording.listed(names))


def _done(pair: Pair, wording: Wording) -> str:
    line = pair.line
    text = line.text[:1].lower() + line.text[1:]
    where = _where(line, wording)
    if not pair.names:
        return wording.say("letter.line_done_unasked", where_in=_opened(where), text=text) + "."
    names = named(pair.names, wording)
    return wording.say("letter.line_done", names=names, where_in=where, text=text) + "."


def _where(line: Line, wording: Wording) -> str:
    slots = {"title": line.title, "organisation": line.organisation}
    if line.section == "projects":
        return wording.say("letter.in_project", **slots)
    if line.title and line.organisation:
        return wording.say("letter.at_as", **slots)
    return wording.say("letter.at" if line.organisation else "letter.as", **slots)


def _is_deed(line: Line, ground: Ground, wording: Wording) -> bool:
    first = line.text.split()[0]
    known = first.istitle() and first.casefold() in _deeds(wording)
    return known and bool(line.where) and not page.foreign(ground, wording)


@lru_cache(maxsize=8)
def _deeds(wording: Wording) -> frozenset[str]:
    return frozenset(wording.table.get("deeds", "").split())


def _opened(text: str) -> str:
    """With a capital, unless its spelling is its own: "gRPC", "dbt"."""
    first = text.split(" ", 1)[0].rstrip(",")
    return text[:1].upper() + text[1:] if first.islower() and len(first) > 3 else text
