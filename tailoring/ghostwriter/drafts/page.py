"""Paragraphs put together into a draft, with what is said about it below the rule. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tailoring.ghostwriter.drafts.ground import Ground
from tailoring.ghostwriter.drafts.kinds import RULE, Draft
from tailoring.ghostwriter.drafts.wording import Wording

_OPEN = re.compile(r"\[([^\[\]\n]{1,120})\](?!\()")


@dataclass(frozen=True)
class Page:
    """`notes` are about the draft; `sent`: somebody else will read it."""

    paragraphs: Sequence[str]
    notes: Sequence[str] = ()
    sent: bool = True


def drafted(page: Page, *, wording: Wording, fell_back: bool) -> Draft:
    body = "\n\n".join(filter(None, page.paragraphs))
    left = placeholders(body)
    notes = [wording.say("notes.fell_back")] if fell_back else []
    notes += [*page.notes, _list(left, wording, sent=page.sent)]
    return Draft(
        text=body + RULE + "\n\n".join(notes) + "\n",
        language=wording.language,
        fell_back=fell_back,
        open=left,
    )


def placeholders(text: str) -> tuple[str, ...]:
    """What is left to fill in, each once, in order."""
    return tuple(dict.fromkeys(_OPEN.findall(text)))


def bulleted(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def words(paragraphs: Iterable[str]) -> int:
    return sum(len(one.split()) for one in paragraphs)


def said_of_resume(ground: Ground, *, wording: Wording, quotes: bool) -> list[str]:
    """Notes about where the lines come from: in another language, or from nowhere yet."""
    who = ground.person
    if who.held is None:
        return [wording.say("notes.no_resume")]
    if quotes and foreign(ground, wording):
        name = wording.tongue(who.language, other=wording.tongue("other"))
        return [wording.say("notes.quoted", language=name)]
    return []


def foreign(ground: Ground, wording: Wording) -> bool:
    """Whether the résumé is in another language than the draft."""
    return bool(ground.person.language) and ground.person.language != wording.language


def _list(left: Sequence[str], wording: Wording, *, sent: bool) -> str:
    if not left:
        return wording.say("notes.nothing_open")
    head = wording.say("notes.open" if sent else "notes.open_own")
    return f"{head}\n\n{bulleted(f'[{one}]' for one in left)}"
