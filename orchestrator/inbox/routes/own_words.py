"""The sender's own words in a mail, and the mail inside a forwarded one. Pure.

Start with `read`. Cut off: quoted lines, what follows "On … wrote:" or an Outlook head, a signature
after "-- ", and the notices that machines and lawyers append.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jobops.lib.prompts import INVISIBLE
from jobops.lib.text import fold
from orchestrator.inbox.routes import quoting

# What is read of the text at most, and what is left of it for the rules.
READ, KEPT = 64 * 1024, 12_000
HEAD_LINES, OPENING_LINES, APART = 12, 3, 6


@dataclass(frozen=True)
class Inner:
    """The head of a forwarded mail, as far as it stands in the text, and its own words."""

    sender: str = ""
    subject: str = ""
    date: str = ""
    text: str = ""


@dataclass(frozen=True)
class OwnWords:
    """`text`: paragraphs by the sender. `inner`: the mail below it, if its head could be read;
    `is_forward`: the text says it was forwarded. Outlook marks forwards and replies alike.
    """

    text: str
    inner: Inner | None = None
    is_forward: bool = False


def read(text: str) -> OwnWords:
    lines = [line.rstrip() for line in INVISIBLE.sub("", text[:READ]).splitlines()]
    own, rest, is_forward = _parted(lines)
    inner = _inner(rest) if rest else None
    return OwnWords(_told(own), inner, is_forward)


def _parted(lines: Sequence[str]) -> tuple[list[str], list[str], bool]:
    """Own lines, the mail below them if it has a head, and whether it says it was forwarded."""
    own: list[str] = []
    for number, line in enumerate(lines):
        short = line[: quoting.LINE]
        if quoting.FORWARDED.match(short):
            return own, list(lines[number + 1 :]), True
        if quoting.ORIGINAL.match(short) or _heads(lines, number):
            return own, list(lines[number:]), False
        if _opens_quote(lines, number):
            return own, [], False
        if any(sign.match(short) for sign in quoting.BOILERPLATE):
            return own, *_below(lines, number + 1)
        if not quoting.QUOTED.match(short):
            own.append(line)
    return own, [], False


def _below(lines: Sequence[str], start: int) -> tuple[list[str], bool]:
    """A forwarded mail may stand below the signature of the one who forwards it."""
    for number in range(start, len(lines)):
        if quoting.FORWARDED.match(lines[number][: quoting.LINE]):
            return list(lines[number + 1 :]), True
        if _heads(lines, number):
            return list(lines[number:]), False
    return [], False


def _heads(lines: Sequence[str], number: int) -> bool:
    """An Outlook head begins here: a sender, and near it a subject or a date and a recipient."""
    if _field(lines[number])[0] != "sender":
        return False
    near = {_field(line)[0] for line in lines[number + 1 : number + APART]}
    return "subject" in near or {"date", "recipient"} <= near


def _opens_quote(lines: Sequence[str], number: int) -> bool:
    """ "On 3 November Ada wrote:", which mail programs break over up to three lines."""
    if not quoting.OPENING.match(lines[number][:40]):
        return False
    said = ""
    for line in lines[number : number + OPENING_LINES]:
        said = f"{said} {line[: quoting.LINE]}".strip()
        if quoting.WROTE.search(said[-240:]) and quoting.DATED.search(said):
            return True
    return False


def _field(line: str) -> tuple[str, str]:
    """Which field of a head this line is, in any of the languages, and its value."""
    found = quoting.FIELD.match(line[: quoting.LINE])
    if not found:
        return "", ""
    return quoting.FIELD_OF.get(fold(found[1]), ""), found[2].strip(" *")


def _inner(lines: Sequence[str]) -> Inner:
    """Its quotes lose one mark: some programs quote what they forward."""
    bare = [line.lstrip("> ") if line.startswith(">") else line for line in lines]
    found: dict[str, str] = {}
    body = 0
    for number, line in enumerate(bare[:HEAD_LINES]):
        field, value = _field(line)
        if field:
            found.setdefault(field, value)
            body = number + 1
        elif found and not line.strip():
            break
    own, _, _ = _parted(bare[body:])
    sender, subject, date = (found.get(name, "") for name in ("sender", "subject", "date"))
    return Inner(sender=sender, subject=subject, date=date, text=_told(own))


def _told(lines: Sequence[str]) -> str:
    text = "\n".join(lines).strip()
    return text if len(text) <= KEPT else text[:KEPT]
