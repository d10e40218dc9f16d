from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.tracking.invitations import (
    FLOATING,
    NO_END,
    REPEATS,
    UNKNOWN_ZONE,
    Invitation,
    from_json,
    read,
)
from orchestrator.tracking.meeting_links import found_in, meeting, web_address
from tests import bounds
from tests.tracking.invites import BERLIN, ics, invite

NINE = "DTSTART:20270301T090000Z"
OUTLOOK = """BEGIN:VTIMEZONE\r
TZID:Customized Time Zone\r
BEGIN:STANDARD\r
DTSTART:16010101T030000\r
TZOFFSETFROM:+0200\r
TZOFFSETTO:+0100\r
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10\r
END:STANDARD\r
BEGIN:DAYLIGHT\r
DTSTART:16010101T020000\r
TZOFFSETFROM:+0100\r
TZOFFSETTO:+0200\r
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3\r
END:DAYLIGHT\r
END:VTIMEZONE\r
"""


def at(found: Invitation) -> str:
    return found.starts_at.astimezone(UTC).strftime("%Y-%m-%d %H:%M")


def test_a_whole_invitation_is_read() -> None:
    found = invite(
        "UID:abc-1@acme.example", "SEQUENCE:3", "DTSTART;TZID=America/New_York:20270301T140000",
        "DTEND;TZID=America/New_York:20270301T144500", "SUMMARY:Technical interview\\, part 1",
        "LOCATION:Room 5\\, 1 Main Street", "URL:https://acme.example/meet/1", "STATUS:CONFIRMED",
        'ORGANIZER;CN="Ada Lovelace":mailto:ada@acme.example',
    )  # fmt: skip
    assert found == Invitation(
        starts_at=datetime(2027, 3, 1, 19, tzinfo=UTC), zone="America/New_York", minutes=45,
        uid="abc-1@acme.example", sequence=3, method="REQUEST", status="CONFIRMED",
        summary="Technical interview, part 1", location="Room 5, 1 Main Street",
        link="https://acme.example/meet/1", organizer="Ada Lovelace",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("line", "moment", "zone"),
    [
        ("DTSTART:20270301T090000Z", "2027-03-01 09:00", "Europe/Berlin"),
        ("DTSTART;TZID=W. Europe Standard Time:20270301T090000",
         "2027-03-01 08:00", "Europe/Berlin"),
        ("DTSTART;TZID=Eastern Standard Time:20270701T090000",
         "2027-07-01 13:00", "America/New_York"),
        ('DTSTART;TZID="India Standard Time":20270701T090000', "2027-07-01 03:30", "Asia/Calcutta"),
        ("DTSTART;TZID=/mozilla.org/20050126_1/Europe/London:20270701T090000",
         "2027-07-01 08:00", "Europe/London"),
        ("DTSTART;TZID=America/Argentina/Buenos_Aires:20270701T090000",
         "2027-07-01 12:00", "America/Argentina/Buenos_Aires"),
    ],
)  # fmt: skip
def test_clocks_of_named_zones_are_read(line: str, moment: str, zone: str) -> None:
    found = invite(line)
    assert (at(found), found.zone) == (moment, zone)
    assert found.remark == NO_END


@pytest.mark.parametrize(
    ("start", "moment"),
    [("20270301T090000", "2027-03-01 08:00"), ("20270701T090000", "2027-07-01 07:00"),
     ("20270328T010000", "2027-03-28 00:00"), ("20270328T030000", "2027-03-28 01:00")],
)  # fmt: skip
def test_a_zone_that_came_with_the_mail_follows_its_own_rules(start: str, moment: str) -> None:
    found = invite(f"DTSTART;TZID=Customized Time Zone:{start}", before=OUTLOOK)
    assert (at(found), found.zone) == (moment, "Europe/Berlin")


def test_a_zone_of_one_mail_means_nothing_to_the_next() -> None:
    first = invite("DTSTART;TZID=Customized Time Zone:20270301T090000", before=OUTLOOK)
    other = OUTLOOK.replace("TZOFFSETTO:+0100", "TZOFFSETTO:-0500")
    second = invite("DTSTART;TZID=Customized Time Zone:20270301T090000", before=other)
    assert (at(first), at(second)) == ("2027-03-01 08:00", "2027-03-01 14:00")
    assert second.zone == "Etc/GMT+5"


def test_a_time_without_a_zone_takes_the_owners_and_says_so() -> None:
    found = invite("DTSTART:20270301T090000", "DURATION:PT30M")
    assert (at(found), found.zone, found.remark) == ("2027-03-01 08:00", "Europe/Berlin", FLOATING)


def test_a_zone_nobody_knows_takes_the_owners_and_says_so() -> None:
    found = invite("DTSTART;TZID=Middle Earth:20270301T090000", "DURATION:PT30M")
    assert (at(found), found.remark) == ("2027-03-01 08:00", UNKNOWN_ZONE)


def test_a_day_is_the_owners_day() -> None:
    found = invite("DTSTART;VALUE=DATE:20270301", "DTEND;VALUE=DATE:20270302")
    assert found.is_all_day
    assert (at(found), found.minutes, found.remark) == ("2027-02-28 23:00", 1_440, "")


def test_of_a_series_the_first_date_is_taken_with_a_remark() -> None:
    found = invite(NINE, "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=4")
    assert (at(found), found.remark) == ("2027-03-01 09:00", REPEATS)
    assert found.occurrence is None


def test_the_series_comes_before_its_exceptions() -> None:
    lines = ("DTSTART:20270308T100000Z", "RECURRENCE-ID:20270308T090000Z")
    exception = "\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT\r\n"])
    assert at(invite(NINE, "RRULE:FREQ=WEEKLY", before=exception)) == "2027-03-01 09:00"


def test_one_date_of_a_series_says_which() -> None:
    found = invite("DTSTART:20270308T100000Z", "RECURRENCE-ID:20270308T090000Z")
    assert found.occurrence == datetime(2027, 3, 8, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "minutes", "remark"),
    [("DTEND:20270301T094500Z", 45, ""), ("DURATION:PT1H30M", 90, ""), ("DURATION:PT1M", 5, ""),
     ("DTEND:20270304T090000Z", 1_440, ""), ("DTEND:20270301T080000Z", 60, NO_END),
     ("DURATION:P99999999999W", 60, NO_END), ("DURATION:soon", 60, NO_END)],
)  # fmt: skip
def test_lengths_stay_within_a_day(line: str, minutes: int, remark: str) -> None:
    found = invite(NINE, line)
    assert (found.minutes, found.remark) == (minutes, remark)


@pytest.mark.parametrize(("method", "status", "off"), [
    ("CANCEL", "CONFIRMED", True), ("REQUEST", "CANCELLED", True), ("REQUEST", "CONFIRMED", False),
])  # fmt: skip
def test_a_cancellation_is_told_by_method_or_status(method: str, status: str, off: bool) -> None:
    assert invite(NINE, f"STATUS:{status}", method=method).is_cancelled is off


@pytest.mark.parametrize("method", ["REPLY", "COUNTER", "REFRESH", "ADD", "DECLINECOUNTER"])
def test_answers_to_invitations_are_none(method: str) -> None:
    assert read(ics(NINE, method=method), zone=BERLIN) is None


@pytest.mark.parametrize(
    ("lines", "location", "link"),
    [
        (("LOCATION:https://acme.zoom.us/j/123?pwd=x",), "", "https://acme.zoom.us/j/123?pwd=x"),
        (("LOCATION:Zoom: https://zoom.us/j/1",), "Zoom:", "https://zoom.us/j/1"),
        (("URL:https://calendar.example/e/1", "DESCRIPTION:Join <https://meet.google.com/a-b>\\n"),
         "", "https://meet.google.com/a-b"),
        (("X-GOOGLE-CONFERENCE:https://meet.google.com/abc",), "", "https://meet.google.com/abc"),
        (("URL:javascript:alert(1)", "LOCATION:Here"), "Here", ""),
        (("URL:https://user:pass@zoom.us/j/1",), "", ""),
        (("DESCRIPTION:See https://acme.example/about",), "", ""),
        (("LOCATION:https://zoom.us.evil.example/j/1",), "", "https://zoom.us.evil.example/j/1"),
    ],
)  # fmt: skip
def test_where_to_be(lines: tuple[str, ...], location: str, link: str) -> None:
    found = invite(NINE, *lines)
    assert (found.location, found.link) == (location, link)


def test_an_address_ends_before_the_full_stop() -> None:
    assert found_in("At https://acme.example/a. Or (https://acme.example/b).") == (
        "https://acme.example/a", "https://acme.example/b",
    )  # fmt: skip
    assert meeting("https://acme.example/a https://teams.microsoft.com/l/x") == (
        "https://teams.microsoft.com/l/x"
    )
    assert web_address("https://[::1") == ""


def test_folded_lines_are_put_together() -> None:
    found = invite(NINE, "SUMMARY:A very lo", " ng title", "LOCATION:Ro\r\n\tom 5")
    assert (found.summary, found.location) == ("A very long title", "Room 5")


def test_a_long_uid_is_kept_as_its_digest() -> None:
    found = invite(NINE, f"UID:{'x' * 400}")
    assert len(found.uid) == 64
    assert found.uid == invite(NINE, f"UID:{'x' * 400}").uid


@pytest.mark.parametrize("text", [
    "", "hello", "BEGIN:VCALENDAR", "BEGIN:VCALENDAR\r\nEND:VCALENDAR",
    "BEGIN:VEVENT\r\nEND:VEVENT",
    ics("SUMMARY:No date"), ics("DTSTART:99999999T999999Z"), ics("DTSTART:00010101T000000Z"),
    ics("DTSTART:"), ics("DTSTART;TZID=../../etc/passwd:"), "BEGIN:VTODO\r\n" * 2_000,
    ics("DTSTART;VALUE=DATE:99991231"), "\x00\ud800BEGIN:VCALENDAR\r\n", "﻿" * 100,
])  # fmt: skip
def test_what_is_broken_is_no_invitation(text: str) -> None:
    assert read(text, zone=BERLIN) is None


def test_a_broken_line_costs_that_line_only() -> None:
    found = invite(NINE, "LOCATION;;;=:", 'SUMMARY;X="open:Broken', "SEQUENCE:many", "STATUS:NEW")
    assert (at(found), found.sequence, found.status) == ("2027-03-01 09:00", 0, "NEW")


def test_an_open_calendar_is_closed() -> None:
    text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20270301T090000Z\nSUMMARY:Cut"
    found = read(text, zone=BERLIN)
    assert found is not None
    assert found.summary == "Cut"


HOSTILE = {
    "many lines": "BEGIN:VCALENDAR\n" + "SUMMARY:x\n" * 30_000,
    "one line": "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART" + ";A=B" * 60_000 + ":20270301T090000Z",
    "quotes": "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY;X=" + '"' * 250_000,
    "folds": "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:" + "\n " * 120_000,
    "line ends": "BEGIN:VCALENDAR\n" + "\n" * 250_000,
    "events": "BEGIN:VCALENDAR\n" + "BEGIN:VEVENT\nDTSTART:20270301T090000Z\nEND:VEVENT\n" * 4_000,
    "rules": ics("DTSTART;TZID=X:20270301T090000", before="BEGIN:VTIMEZONE\nTZID:X\n" + (
        "BEGIN:STANDARD\nDTSTART:16010101T000000\nTZOFFSETTO:+0100\n"
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=9SU\nEND:STANDARD\n") * 1_000 + "END:VTIMEZONE\n"),
    "spaces": "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY; " + " " * 250_000 + "=:x",
    "links": ics(NINE, "DESCRIPTION:" + "http://a" * 30_000),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_calendars_end_soon(name: str) -> None:
    with bounds.computes():
        read(HOSTILE[name] * 4, zone=BERLIN)


WORDS = st.sampled_from([
    "BEGIN:VCALENDAR", "END:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "BEGIN:VTIMEZONE", "TZID:X",
    "END:VTIMEZONE", "BEGIN:STANDARD", "END:STANDARD", "DTSTART;TZID=X:20270301T090000", NINE,
    "RRULE:FREQ=YEARLY;BYMONTH=13;BYDAY=0SU;BYMONTHDAY=,", "TZOFFSETTO:+9999", "METHOD:REQUEST",
    "RRULE:FREQ=YEARLY;UNTIL=1;BYDAY=1SU", "TZOFFSETTO:-0500", "DURATION:P1W", "URL:http://[",
    "DTSTART:20270230T090000", "ORGANIZER;CN=:MAILTO:", "DTSTART:16010101T000000",
])  # fmt: skip


@given(st.lists(st.one_of(WORDS, st.text(max_size=30)), max_size=25))
def test_nothing_makes_it_fail(lines: list[str]) -> None:
    found = read("\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines]), zone=BERLIN)
    assert found is None or from_json(json.loads(json.dumps(found.to_json()))) == found


def test_what_is_kept_with_a_mail_comes_back_the_same() -> None:
    found = invite("DTSTART:20270308T100000Z", "RECURRENCE-ID:20270308T090000Z", "SUMMARY:Ü")
    assert from_json({**json.loads(json.dumps(found.to_json())), "more": 1}) == found
