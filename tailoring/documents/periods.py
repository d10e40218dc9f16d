"""Two dates of a résumé as one printed period, and back."""

from __future__ import annotations

import re

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-\d{1,2})?(?:[T ].*)?")
_BETWEEN = re.compile(r"\s+(?:[-–—]|to|until|bis)\s+|\s*[–—]\s*")
_OPEN = frozenset({"present", "now", "today", "current", "heute", "ongoing", "aujourd'hui"})
_WRITTEN = re.compile(r"(?:([^\W\d]{3,9})\.?\s+|(\d{1,2})[/.])?(\d{4})")


def month(date: str) -> str:
    """ "2021-03-01" as "Mar 2021"; what is no ISO date stays as written."""
    found = _ISO.fullmatch(date.strip())
    if not found or not 1 <= int(found[2]) <= 12:
        return date.strip()
    return f"{_MONTHS[int(found[2]) - 1]} {found[1]}"


def period(start: str, end: str, *, open_end: bool = False) -> str:
    """`open_end`: a missing end means that it still goes on."""
    if start and not end and open_end:
        return f"{month(start)} – Present"
    return " – ".join(filter(None, (month(start), month(end))))


def parts(written: str) -> tuple[str, str] | None:
    """Start and end as ISO "2021-03" or "2021"; None when the words cannot be told."""
    halves = [half.strip() for half in _BETWEEN.split(" ".join(written.split()))]
    if len(halves) > 2 or not halves[0]:
        return None
    start, end = iso(halves[0]), ""
    if len(halves) == 2 and halves[1].casefold() not in _OPEN:
        end = iso(halves[1])
        if not end:
            return None
    return (start, end) if start else None


def iso(date: str) -> str:
    """Empty when the words cannot be told. Month names are English."""
    text = date.strip()
    if _ISO.fullmatch(text):
        return text
    found = _WRITTEN.fullmatch(text)
    if not found:
        return ""
    if found[2]:
        return f"{found[3]}-{int(found[2]):02}" if 1 <= int(found[2]) <= 12 else ""
    if not found[1]:
        return found[3]
    name = found[1][:3].title()
    return f"{found[3]}-{_MONTHS.index(name) + 1:02}" if name in _MONTHS else ""
