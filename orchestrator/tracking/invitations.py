"""The calendar part of a mail → what it asks for. Pure, without network, and never fails: what
cannot be read is no invitation.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from jobops.lib.text import clean_control
from orchestrator.tracking import ics_lines, ics_times
from orchestrator.tracking.ics_lines import Line, Part
from orchestrator.tracking.ics_times import Time
from orchestrator.tracking.meeting_links import is_meeting, meeting, web_address

# Others are answers to an invitation, or parts of a series.
METHODS = frozenset({"", "REQUEST", "PUBLISH", "CANCEL"})
SHORTEST, LONGEST, USUAL = 5, 1_440, 60
DAY = timedelta(days=1)
CONFERENCES = ("CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL", "X-GOOGLE-CONFERENCE")
FLOATING = "The invitation names no time zone, so yours was taken."
UNKNOWN_ZONE = "The invitation's time zone is not known, so yours was taken."
REPEATS = "It repeats; only the first date is here."
NO_END = "It names no end, so an hour was assumed."


@dataclass(frozen=True)
class Invitation:
    """`starts_at` in UTC, `zone` an IANA name: where the clock is read. Of an all-day one it is
    the owner's midnight. `remark`: what had to be assumed. `occurrence`: the one date of a series
    that it is about.
    """

    starts_at: datetime
    zone: str
    minutes: int
    uid: str = ""
    sequence: int = 0
    method: str = ""
    status: str = ""
    is_all_day: bool = False
    summary: str = ""
    location: str = ""
    link: str = ""
    organizer: str = ""
    remark: str = ""
    occurrence: datetime | None = None

    @property
    def is_cancelled(self) -> bool:
        return self.method == "CANCEL" or self.status == "CANCELLED"

    def to_json(self) -> dict[str, Any]:
        said = {**asdict(self), "starts_at": self.starts_at.isoformat()}
        return {**said, "occurrence": self.occurrence and self.occurrence.isoformat()}


def from_json(said: Mapping[str, Any]) -> Invitation:
    """What `to_json` gave; keys of others beside it are passed over."""
    known = {name: said[name] for name in Invitation.__dataclass_fields__ if name in said}
    once = known.get("occurrence")
    return Invitation(
        **{
            **known,
            "starts_at": datetime.fromisoformat(known["starts_at"]),
            "occurrence": datetime.fromisoformat(once) if once else None,
        }
    )


def read(text: str, *, zone: ZoneInfo) -> Invitation | None:
    """The first event of a calendar text. `zone`: the owner's, for what names none."""
    whole = ics_lines.calendar(text)
    method = whole.value("METHOD").upper() if whole else ""
    event = _event(whole) if whole and method in METHODS else None
    if whole is None or event is None:
        return None
    start = ics_times.read(event.line("DTSTART"), zones=whole.named("VTIMEZONE"), zone=zone)
    if start is None:
        return None
    found = _described(event, start, method=method)
    minutes, said = _length(event, start, zones=whole.named("VTIMEZONE"), zone=zone)
    once = ics_times.read(event.line("RECURRENCE-ID"), zones=whole.named("VTIMEZONE"), zone=zone)
    remarks = (_of_zone(start), REPEATS if _repeats(event) else "", said)
    return replace(
        found,
        minutes=minutes,
        remark=" ".join(one for one in remarks if one)[:300],
        occurrence=once.at if once else None,
    )


def _event(whole: Part) -> Part | None:
    """The event itself before the exceptions to its series."""
    dated = [one for one in whole.named("VEVENT") if one.line("DTSTART")]
    return min(dated, key=lambda one: one.line("RECURRENCE-ID") is not None, default=None)


def _described(event: Part, start: Time, *, method: str) -> Invitation:
    location, link = _place(event)
    return Invitation(
        starts_at=start.at,
        zone=start.zone,
        minutes=USUAL,
        uid=_uid(event.value("UID")),
        sequence=_number(event.value("SEQUENCE")),
        method=method,
        status=event.value("STATUS").upper()[:20],
        is_all_day=start.is_day,
        summary=_text(event.line("SUMMARY"), 300),
        location=location,
        link=link,
        organizer=_person(event.line("ORGANIZER")),
    )


def _of_zone(start: Time) -> str:
    if start.is_day:
        return ""
    return {"floating": FLOATING, "unknown": UNKNOWN_ZONE}.get(start.assumed, "")


def _repeats(event: Part) -> bool:
    return event.line("RRULE") is not None or event.line("RDATE") is not None


def _length(event: Part, start: Time, *, zones: list[Part], zone: ZoneInfo) -> tuple[int, str]:
    """Minutes within what an interview may take, and what was assumed."""
    end = ics_times.read(event.line("DTEND"), zones=zones, zone=zone)
    passed = end.at - start.at if end else ics_times.duration(event.value("DURATION"))
    if start.is_day:
        return LONGEST, ""
    if passed is None or passed <= timedelta(0):
        return USUAL, NO_END
    minutes = int(min(passed, DAY).total_seconds() // 60)
    return max(SHORTEST, minutes), ""


def _uid(text: str) -> str:
    """One that is too long to keep stands as its digest."""
    clean = clean_control(text)
    return clean if len(clean) <= 255 else hashlib.sha256(clean.encode()).hexdigest()


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _place(event: Part) -> tuple[str, str]:
    """Where in words, and the address to be at: that of a meeting service before any other."""
    where, more = _text(event.line("LOCATION"), 4_000), _text(event.line("DESCRIPTION"), 16_000)
    named = [web_address(event.value(name)) for name in ("URL", *CONFERENCES)]
    first = next((one for one in named if one and is_meeting(one)), "")
    link = first or meeting(where, more) or web_address(where) or next(filter(None, named), "")
    words = " ".join(where.replace(link, " ").split()) if link else where
    return words.strip(" ;,")[:500], link


def _person(line: Line | None) -> str:
    if line is None:
        return ""
    name = clean_control(line.parameters.get("CN", "")).strip(" \"'")
    address = line.value.strip()
    mailto = address[7:] if address[:7].lower() == "mailto:" else ""
    return (name or clean_control(mailto))[:200]


def _text(line: Line | None, limit: int) -> str:
    if line is None:
        return ""
    plain = ics_times.unescaped(line.value)
    return " ".join(clean_control(plain).split())[:limit]
