"""Which of a mail's parts a person reads: the plain form where it says something."""

from __future__ import annotations

import re
from collections.abc import Sequence

from orchestrator.inbox.mails.mime_bodies import MOST, content, markup, plain
from orchestrator.inbox.mails.mime_charsets import decoded
from orchestrator.inbox.mails.mime_parts import Part

STUB = re.compile(
    r"\bhtml\b|view (?:this|the|it)\b.{0,40}\b(?:online|browser)|in (?:your|a) browser"
    r"|im browser|online ansehen|dans (?:votre|un) navigateur|version en ligne"
    r"|en (?:tu|su|el|un) navegador",
    re.IGNORECASE | re.DOTALL,
)
STUB_LENGTH = 400
INVITATIONS = frozenset({"text/calendar", "application/ics", "text/x-vcalendar"})
CALENDARS = 5


def text_of(raw: bytes, found: Sequence[Part], *, faults: set[str]) -> tuple[str, bool]:
    """What a person reads, and whether words were hidden in it."""
    groups: dict[int, list[Part]] = {}
    for part in _shown(found):
        groups.setdefault(part.group, []).append(part)
    texts, hides, room = [], False, MOST
    for same in groups.values():
        text, hidden = _read(raw, same, faults)
        texts.append(text[:room])
        hides |= hidden
        room -= len(texts[-1])
        if room <= 0:
            faults.add("text_cut")
            break
    return "\n\n".join(one for one in texts if one), hides


def calendars_of(raw: bytes, found: Sequence[Part], *, faults: set[str]) -> tuple[str, ...]:
    """Invitations, whole: a cut one would say something else."""
    kept: list[str] = []
    for part in [one for one in found if _is_invitation(one)][:CALENDARS]:
        mine: set[str] = set()
        held = content(raw, part, faults=mine)
        if "text_cut" in mine:
            faults.add("calendar_too_large")
            continue
        text = decoded(held, charset=part.charset, faults=faults).replace("\0", "").strip()
        # One invitation is often there twice: to be shown, and as a file.
        if text and text not in kept:
            kept.append(text)
    return tuple(kept)


def is_stub(text: str) -> bool:
    return not text.strip() or (len(text) <= STUB_LENGTH and bool(STUB.search(text)))


def _read(raw: bytes, same: Sequence[Part], faults: set[str]) -> tuple[str, bool]:
    rows = [plain(raw, one, faults=faults) for one in same if one.kind == "text/plain"]
    text = "\n\n".join(one for one, _ in rows).strip()
    if same[-1].kind == "text/plain" and len(rows) == len(same):
        return text, any(hidden for _, hidden in rows)
    if not is_stub(text):
        return text, any(hidden for _, hidden in rows)
    seen = [markup(raw, one, faults=faults) for one in same if one.kind == "text/html"]
    shown = "\n\n".join(one for one, _ in seen).strip()
    return shown or text, any(hidden for _, hidden in (*rows, *seen))


def _shown(found: Sequence[Part]) -> list[Part]:
    """Texts with a file's name are files, unless there is nothing else."""
    texts = [
        one for one in found if one.kind in ("text/plain", "text/html") and not one.is_attached
    ]
    return [one for one in texts if not one.name] or texts


def _is_invitation(part: Part) -> bool:
    return part.kind in INVITATIONS or part.name.lower().endswith(".ics")
