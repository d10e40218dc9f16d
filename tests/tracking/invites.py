"""Calendar parts as mails carry them."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from orchestrator.tracking.invitations import Invitation, read

BERLIN = ZoneInfo("Europe/Berlin")


def ics(*lines: str, method: str = "REQUEST", before: str = "") -> str:
    head = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:{method}\r\n{before}BEGIN:VEVENT\r\n"
    return head + "".join(f"{line}\r\n" for line in lines) + "END:VEVENT\r\nEND:VCALENDAR\r\n"


def invite(*lines: str, method: str = "REQUEST", before: str = "") -> Invitation:
    found = read(ics(*lines, method=method, before=before), zone=BERLIN)
    assert found is not None
    return found


def meeting(
    start: str = "DTSTART:20270301T090000Z",
    *more: str,
    uid: str = "one@acme.example",
    sequence: int = 0,
    method: str = "REQUEST",
) -> Invitation:
    return invite(f"UID:{uid}", f"SEQUENCE:{sequence}", start, *more, method=method)
