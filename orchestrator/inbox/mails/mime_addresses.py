"""Who a mail says it is from and for, when it was written, which mails it answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from orchestrator.inbox.mails.mime_headers import words

ADDRESS = re.compile(
    r"[^\s<>()\[\],;:\"'@\\\x00-\x1f]{1,64}@[^\s<>()\[\],;:\"'@\\/\x00-\x1f]{1,253}"
)
QUOTED = re.compile(r'"(?:\\.|[^"\\])*"')
COMMENT = re.compile(r"\(([^()]*)\)")
IN_BRACKETS = re.compile(r"<\s*([^<>]*?)\s*>")
ID = re.compile(r"<\s*([^<>\s]{1,500})\s*>")
RECIPIENTS, REFERENCES = 50, 60
EARLIEST, LATEST = datetime(1980, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


def sender(values: Sequence[str], *, faults: set[str]) -> tuple[str, str]:
    """Name and address. Without an address when it names several of different hosts: which of
    them a person is shown depends on the mail program.
    """
    if not values:
        return "", ""
    if len(values) > 1:
        faults.add("several_senders")
    values = [one[:2000] for one in values[:5]]
    bare = COMMENT.sub(" ", QUOTED.sub(" ", ", ".join(values)))
    found = list(dict.fromkeys(_addresses(bare)))
    if len({domain(one) for one in found}) > 1:
        faults.add("several_senders")
        found = []
    elif not found:
        faults.add("no_sender")
    return _name(values[0], faults), found[0] if found else ""


def domain(address: str) -> str:
    return address.rpartition("@")[2].rstrip(".")[:253]


def addresses(values: Sequence[str]) -> tuple[str, ...]:
    found = dict.fromkeys(one for value in values for one in _addresses(value))
    return tuple(found)[:RECIPIENTS]


def sent_at(date: str, received: Sequence[str], *, faults: set[str]) -> datetime | None:
    """By the Date header, else by the newest of the servers that passed it on."""
    if found := _moment(date):
        return found
    faults.add("bad_date" if date else "no_date")
    return next(
        (moment for value in received if (moment := _moment(value.rpartition(";")[2]))), None
    )


def message_id(value: str) -> str:
    """In one form: without brackets, in lower case."""
    found = ID.search(value)
    bare = found[1] if found else value.strip(" <>")
    return "" if not bare or re.search(r"\s", bare) else bare.lower()[:500]


def references(values: Sequence[str]) -> tuple[str, ...]:
    """Ids of the mails it answers; of very many the first and the last."""
    found = [one.lower() for value in values for one in ID.findall(value)]
    found += [bare for value in values if not ID.search(value) and (bare := message_id(value))]
    once = list(dict.fromkeys(found))
    return tuple(once if len(once) <= REFERENCES else [once[0], *once[1 - REFERENCES :]])


def _addresses(value: str) -> list[str]:
    inside = [one for held in IN_BRACKETS.findall(value) if (one := ADDRESS.fullmatch(held))]
    found = [one[0] for one in inside] or ADDRESS.findall(value)
    return [one.lower().rstrip(".") for one in found if len(one) <= 320]


def _name(value: str, faults: set[str]) -> str:
    before = QUOTED.sub(_unquoted, value).partition("<")[0] if "<" in value else ""
    comment = COMMENT.search(value)
    name = words(before or (comment[1] if comment else ""), faults=faults, limit=200)
    return name.strip(" \"',;")


def _unquoted(found: re.Match[str]) -> str:
    # A bracket inside quotes is part of the name.
    return re.sub(r"\\(.)", r"\1", found[0][1:-1]).replace("<", "‹").replace(">", "›")


def _moment(value: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(value.strip()[:100])
        moment = found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return moment if EARLIEST <= moment < LATEST else None
